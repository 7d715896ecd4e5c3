"""Withdrawing: only one's own, and only before somebody has accepted it."""

import pytest

from domain.order import Closing, State
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

# What is said does not depend on where it is kept.
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


async def test_a_report_can_be_withdrawn_while_it_waits(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    assert "is withdrawn" in await li.taps("Withdraw", "Yes")
    assert ((await town.order(number)).state, (await town.order(number)).closing) == (State.CLOSED, Closing.WITHDRAWN)
    assert "withdrawn" in zhou.card(number).text
    assert zhou.card(number).buttons == ()


async def test_who_was_asked_to_take_it_is_told(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    wang.reads()
    await li.taps("Withdraw", "Yes")
    assert "withdrawn by the resident" in wang.reads()


async def test_what_was_accepted_cannot_be_withdrawn(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    late = li.button("Withdraw")
    await wang.taps("Accept")
    assert "already with Wang" in await li.presses(late)
    version = (await town.order(number)).version
    await li.says(button=f"cancel {number} {version}")
    assert (await town.order(number)).state is State.ACCEPTED
    assert "Withdraw" not in [button.label for row in li.card(number).buttons for button in row]


async def test_nobody_withdraws_what_somebody_else_reported(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    for who in (zhao, zhou, wang):
        assert "cannot find that" in await who.says(button=f"cancel {number} 1")
    assert (await town.order(number)).state is State.PLACED


async def test_a_slip_of_the_thumb_withdraws_nothing(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    assert "stays as it is" in await li.taps("Withdraw", "No")
    assert (await town.order(number)).state is State.PLACED
