"""In a group: cards with nothing personal, the first tap wins, and what is for one is shown to one."""

import asyncio

import pytest

from dialogue.message import Message
from domain.order import State
from handlers import groups
from storage.database import open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_join import GROUP, invited
from tests.handlers.town import COMPOUND, HOUR, Town


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


async def reported(li: Neighbour, words: str = "3号楼1单元水管漏水") -> str:
    await li.says("/report")
    return await li.reports(words)


def rung(town: Town) -> list[Message]:
    return [message for message in town.phone(GROUP).news if message.alert]


@pytest.fixture
async def night(town: Town, group: str) -> str:
    """Eleven in the evening; the group has read everything."""
    town.now += 13 * HOUR
    town.phone(group).news.clear()
    return group


async def test_a_card_of_the_night_comes_in_the_morning_as_it_is_then(town: Town, night: str, li: Neighbour):
    number = await li.reports()
    await li.says(number)
    await li.taps("Urge")
    await town.later(hours=1)
    assert town.phone(night).news == []  # nor is it edited into existence
    await town.later(hours=7)
    [message] = rung(town)
    assert message.text.startswith(number)
    assert "Urged: 1" in message.text


async def test_what_is_over_or_with_somebody_in_the_morning_does_not_come(
    town: Town, night: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    withdrawn, handed_out, stays = [await reported(li) for _ in range(3)]
    await li.says(withdrawn)
    await li.taps("Withdraw", "Yes, withdraw it")
    await zhou.says(handed_out)
    await zhou.taps("To Wang")
    await town.later(hours=8)
    [message] = rung(town)
    assert message.text.startswith(stays)


async def test_many_of_one_night_are_one_message_and_each_can_be_taken_there(
    town: Town, night: str, li: Neighbour, wang: Neighbour
):
    numbers = [await reported(li) for _ in range(10)]
    await li.says(numbers[0])
    await li.taps("Withdraw", "Yes, withdraw it")
    await town.later(hours=8)
    [message] = rung(town)
    lines = message.text.splitlines()
    assert lines[1:3] == [f"{n}. {number} · Water supply and leaks" for n, number in enumerate(numbers[1:3], 1)]
    assert lines[-1] == "… and 1 more."
    assert len(town.phone(night).labels()) == 8
    await wang.taps("3. I take it", group=night)
    assert (await town.order(numbers[3])).assignee == "wang"
    await town.later(hours=1)
    assert len(rung(town)) == 1


async def test_what_is_urgent_rings_at_night_and_its_card_is_true_at_once(
    town: Town, night: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await reported(li)
    number = await reported(li)
    await zhou.says(number)
    await zhou.taps("Mark urgent")
    [message] = rung(town)
    assert f"URGENT {number}" in message.text
    await wang.taps("I take it", group=night)
    assert "Wang Jianguo has it" in town.phone(night).card(number).text
    town.phone(night).news.clear()
    await town.later(hours=8)
    assert [message for message in rung(town) if number in message.text] == []


async def test_what_was_marked_urgent_at_night_is_not_told_again_in_the_morning(
    town: Town, night: str, li: Neighbour, zhou: Neighbour
):
    number = await li.reports()
    await zhou.says(number)
    await zhou.taps("Mark urgent")
    assert len(rung(town)) == 1
    await town.later(hours=8)
    assert len(rung(town)) == 1


async def test_a_group_that_moves_at_night_hears_in_the_morning(town: Town, night: str, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await zhou.says(group=night, moved_to="telegram:-200")
    await town.later(hours=8)
    assert number in town.phone("telegram:-200").every_text()
    assert rung(town) == []


async def test_of_many_replicas_one_tells_the_group(town: Town, url: str, night: str, li: Neighbour):
    await li.reports()
    town.now += 8 * HOUR
    other = await open_database(url)
    await asyncio.gather(*(groups.tick(one, town.house, town.now) for one in (town.database, other) * 3))
    await other.close()
    await town.delivers()
    assert len(rung(town)) == 1
