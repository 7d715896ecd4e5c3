"""Snooze: peace for a while, for whoever asked for it and from what is not urgent."""

import pytest

from domain.order import State
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, HOUR, MONDAY, Town


def rung(neighbour: Neighbour) -> str:
    """What made a sound since they last looked."""
    told = "\n".join(message.text for message in neighbour.phone.news if message.alert)
    neighbour.phone.news.clear()
    return told


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """Asked of Wang, who has read it."""
    found = await li.reports()
    await zhou.taps("To Wang")
    rung(zhou)
    rung(wang)
    return found


@pytest.mark.parametrize(("choice", "hours"), [("For 1 hour", 1), ("For 3 hours", 3)])
async def test_nothing_comes_until_it_is_over_and_then_all_of_it(
    town: Town, number: str, wang: Neighbour, choice: str, hours: int
):
    town.now = MONDAY + 4 * HOUR  # two in the afternoon, while work goes on
    assert "For how long" in await wang.says("稍后提醒")
    assert "Quiet until" in await wang.taps(choice)
    rung(wang)
    for _ in range(hours * 12 - 1):
        await town.later(minutes=5)
    assert rung(wang) == ""
    await town.later(minutes=5)
    assert number in rung(wang)


async def test_the_ladder_goes_on(town: Town, number: str, zhou: Neighbour, wang: Neighbour, liu: Neighbour):
    """Snoozed by the worker, told to the desk, and raised."""
    await wang.says("/snooze")
    await wang.taps("For 3 hours")
    await town.later(minutes=30)
    await town.later(minutes=15)
    assert "please have a look" in rung(zhou)
    await town.later(minutes=15)
    order = await town.order(number)
    assert (order.state, order.rung) == (State.PLACED, COMMUNITY)
    assert number in rung(liu)
    rung(wang)
    await town.later(hours=4)
    assert "is waiting for you" not in rung(wang)  # that has moved on meanwhile


async def test_what_is_urgent_is_never_snoozed(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await wang.says("/snooze")
    await wang.taps("For 3 hours")
    await zhou.says("/snooze")
    await zhou.taps("For 3 hours")
    rung(wang)
    rung(zhou)
    number = await li.reports("3号楼1单元着火了")
    assert number in rung(zhou)
    await zhou.taps("To Wang")
    assert number in rung(wang)
    await town.later(minutes=5)
    assert number in rung(wang)


async def test_until_tomorrow_morning(town: Town, number: str, wang: Neighbour):
    await wang.says("/snooze")
    assert "Quiet until tomorrow 08:00" in await wang.taps("Until tomorrow morning")


async def test_in_the_night_the_next_morning_is_meant(town: Town, number: str, wang: Neighbour):
    town.now = MONDAY + 15 * HOUR  # one in the night
    await wang.says("/snooze")
    assert "Quiet until 08:00" in await wang.taps("Until tomorrow morning")


async def test_a_nag_has_the_button_and_leads_to_the_choices(town: Town, number: str, wang: Neighbour):
    await town.later(minutes=30)
    assert wang.labels() == ["See it", "💤 Remind me later"]
    assert "For how long" in await wang.taps("Remind me later")
    assert wang.labels() == ["For 1 hour", "For 3 hours", "Until tomorrow morning"]


async def test_it_can_be_ended_and_what_waited_comes_at_once(town: Town, number: str, wang: Neighbour):
    await wang.says("/snooze")
    await wang.taps("For 3 hours")
    await town.later(minutes=30)
    rung(wang)
    assert "Quiet until" in await wang.says("/snooze")
    assert "I remind you again" in await wang.taps("Remind me again")
    await town.later(minutes=1)
    assert number in rung(wang)


async def test_a_longer_snooze_takes_the_place_of_a_shorter_one(town: Town, number: str, wang: Neighbour):
    for choice in ("For 1 hour", "For 3 hours"):
        await wang.says("/snooze")
        await wang.taps(choice)
        await town.later(minutes=30)
    rung(wang)
    await town.later(hours=2)
    assert rung(wang) == ""


async def test_on_a_channel_without_buttons_a_number_chooses(town: Town, number: str, wang: Neighbour):
    town.numbers_shown = True
    await wang.says("/snooze")
    assert "Quiet until 13:00" in await wang.says("2")


async def test_residents_have_nothing_to_put_off(li: Neighbour):
    assert "only those who work here" in await li.says("/snooze")


async def test_it_disturbs_no_talk_under_way(town: Town, zhou: Neighbour, wang: Neighbour):
    await wang.says("3号楼1单元水管漏水")
    await wang.says("/snooze")
    await wang.taps("For 1 hour")
    await wang.taps("Send")
    assert await town.one("SELECT COUNT(*) FROM orders") == 1


async def test_a_made_up_choice_asks_again(wang: Neighbour):
    for data in ("snooze", "snooze 100 years", "snooze "):
        assert "For how long" in await wang.says(button=data)
