"""In a group: cards with nothing personal, the first tap wins, and what is for one is shown to one."""

import pytest

from domain.order import State
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_join import GROUP, invited
from tests.handlers.town import COMPOUND, Town


@pytest.fixture
async def group(town: Town, zhou: Neighbour) -> str:
    await zhou.opens(await invited(town, "group", COMPOUND), group=GROUP)
    return GROUP


async def test_a_group_card_carries_number_and_kind_only(town: Town, group: str, li: Neighbour):
    number = await li.reports("3号楼1单元水管漏水，我是李秀兰，电话13812345678", photos=("p1",))
    card = town.phone(group).card(number)
    assert card.text.splitlines() == [f"{number} · Water supply and leaks", "🕐 waiting to be handed out"]
    assert card.photos == ()


async def test_the_first_tap_wins_and_the_card_says_who_has_it(
    town: Town, group: str, li: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports()
    late = town.phone(group).button("I take it")
    await wang.taps("I take it", group=group)
    assert wang.toast == "It is yours. Thank you!"
    assert "Wang Jianguo has it" in town.phone(group).card(number).text
    assert number in wang.phone.every_text()
    await hu.presses(late, group=group)
    assert "already with Wang Jianguo" in (hu.toast or "")
    assert hu.phone.every_text() == ""


async def test_who_may_not_is_told_at_the_button_and_nobody_else_reads_it(
    town: Town, group: str, li: Neighbour, chen: Neighbour
):
    number = await li.reports()
    shown = town.phone(group).every_text()
    for who in (chen, li, town.stranger("Ma Li")):
        await who.taps("I take it", group=group)
        assert "cannot find that" in (who.toast or "")
    assert town.phone(group).every_text() == shown
    assert (await town.order(number)).state is State.PLACED


async def test_an_order_handed_out_can_be_accepted_in_the_group(
    town: Town, group: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", group=group)
    assert (await town.order(number)).state is State.ACCEPTED
    assert town.phone(group).card(number).buttons == ()


async def test_who_asks_for_help_in_the_group_is_shown_the_way_to_a_private_chat(town: Town, group: str, li: Neighbour):
    await li.says("/report 3号楼漏水", group=group)
    assert "write to me in private" in town.phone(group).every_text()
    assert await town.one("SELECT COUNT(*) FROM talks") == 0


async def test_what_neighbours_say_to_each_other_in_the_group_is_not_answered(town: Town, group: str, li: Neighbour):
    before = town.phone(group).every_text()
    assert await li.says("3号楼着火了", group=group) == ""
    assert town.phone(group).every_text() == before


async def test_a_group_that_removed_us_gets_no_more_cards(town: Town, group: str, li: Neighbour, zhou: Neighbour):
    await zhou.says(group=group, reachable=False)
    await li.reports()
    assert "Water supply" not in town.phone(group).every_text()


async def test_a_group_that_moved_keeps_its_place(town: Town, group: str, li: Neighbour, zhou: Neighbour):
    await zhou.says(group=group, moved_to="telegram:-200")
    number = await li.reports()
    assert number in town.phone("telegram:-200").every_text()
