"""Accepting: the first tap wins, and whoever hands it back says why."""

import pytest

from domain.order import State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """Handed to Wang."""
    number = await li.reports()
    await zhou.taps("To Wang")
    li.reads()
    wang.reads()
    return number


def labels(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


async def test_who_accepts_has_it_and_the_resident_reads_who(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("Accept")
    order = await town.order(number)
    assert (order.state, order.assignee, order.accepted_at) == (State.ACCEPTED, wang.id, town.now)
    assert wang.toast == "It is yours. Thank you!"
    assert "Wang Jianguo has accepted" in li.reads()
    assert "Done" in labels(wang, number)


async def test_declining_says_why_and_the_desk_has_it_again(
    town: Town, number: str, li: Neighbour, wang: Neighbour, zhou: Neighbour
):
    await wang.taps("Hand back")
    assert "dispatcher knows why" in await wang.says("今天休息")
    assert (await town.order(number)).state is State.PLACED
    assert (await town.order(number)).assignee is None
    assert "今天休息" in zhou.reads()
    assert "To somebody else" in zhou.labels()
    assert "今天休息" not in li.phone.every_text()


async def test_what_was_accepted_can_still_be_handed_back(town: Town, number: str, wang: Neighbour):
    await wang.taps("Accept", "More …", "Hand back")
    await wang.says("要专业师傅")
    order = await town.order(number)
    assert (order.state, order.assignee, order.accepted_at) == (State.PLACED, None, None)


async def test_a_worker_picks_up_what_nobody_has_handed_out(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    assert number in await wang.says("待办")
    await wang.taps(number, "I take it")
    assert ((await town.order(number)).state, (await town.order(number)).assignee) == (State.ACCEPTED, wang.id)
    assert "being worked on" in zhou.card(number).text


async def test_a_worker_of_another_grid_cannot_pick_it_up(town: Town, li: Neighbour, zhou: Neighbour, chen: Neighbour):
    number = await li.reports()
    assert "cannot find that" in await chen.says(button=f"pick {number} 1")
    assert (await town.order(number)).state is State.PLACED


async def test_of_two_who_tap_one_has_it_and_the_other_is_told_who(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports()
    for worker in (wang, hu):
        await worker.says("待办")
        await worker.taps(number)
    wangs, hus = wang.button("I take it"), hu.button("I take it")
    await wang.presses(wangs)
    assert "already with Wang Jianguo" in await hu.presses(hus)
    assert (await town.order(number)).assignee == wang.id


async def test_nobody_picks_up_what_they_reported(town: Town, wang: Neighbour, zhou: Neighbour):
    number = await wang.reports()
    assert number not in await wang.says("待办")
    assert "cannot find that" in await wang.says(button=f"pick {number} 1")
    assert (await town.order(number)).state is State.PLACED


async def test_a_talk_about_an_order_that_moved_on_does_not_swallow_what_comes_next(
    town: Town, number: str, wang: Neighbour, zhou: Neighbour, hu: Neighbour
):
    await wang.taps("Hand back")
    await zhou.taps("To somebody else", "Hu Bin")
    await hu.taps("Accept")
    assert "cannot find that" in await wang.says("今天休息")
    assert "Please check" in await wang.says("3号楼1单元楼道灯不亮")


async def test_what_somebody_was_asked_to_do_no_other_takes_away(
    town: Town, number: str, hu: Neighbour, wang: Neighbour, zhang: Neighbour
):
    helper = await town.moves_in("Ma Li", Held(Role.VOLUNTEER, COMPOUND))
    for other in (hu, helper):
        assert "cannot find that" in await other.says(button=f"accept {number} 2")
    assert (await town.order(number)).state is State.DISPATCHED
    await hu.says(number)
    assert "Accept" not in hu.labels()
