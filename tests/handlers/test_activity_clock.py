"""Reminders come once each and not in the night; what changes is told; who came is asked, and not for ever."""

import asyncio
from dataclasses import replace

import pytest

from handlers import activity_clock, set_back
from storage.database import open_database
from tests.handlers.gathering import announces
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_activity_sign_up import announced, stands
from tests.handlers.town import Town


async def test_who_is_in_is_reminded_the_day_before_and_two_hours_before_once_each(town: Town, zhou: Neighbour):
    _, (first, other) = await announced(town, zhou, 2)
    await first.taps("I come")
    read = []
    for _ in range(11 * 12):
        await town.later(hours=1)
        read.append(first.reads())
    said = [(n, words) for n, words in enumerate(read, 1) if words]
    assert [n for n, _ in said] == [101, 123]  # Friday at three, Saturday at one: the clock of this test is slow
    assert "Can you still come?" in said[0][1]
    assert "It begins soon" in said[1][1]
    assert other.reads() == ""


async def test_after_an_outage_nobody_is_reminded_of_tomorrow_when_it_begins_in_an_hour(town: Town, zhou: Neighbour):
    _, (first,) = await announced(town, zhou, 1)
    await first.taps("I come")
    await town.later(days=5, hours=3)
    assert first.reads().count("⏰") == 1
    assert "It begins soon" in first.phone.every_text()


async def test_another_time_is_told_with_the_reason_and_reminded_of_anew(town: Town, zhou: Neighbour):
    _number, (first, second, third) = await announced(town, zhou, 3, seats="1")
    await first.taps("I come")
    await second.taps("I come")
    await town.later(days=4, hours=5)
    assert "Can you still come?" in first.reads()
    await zhou.says("/activities")
    await zhou.taps("1. 量血压", "Another time")
    await zhou.says("11-30")
    await zhou.says("9:00")
    assert "Everybody who signed up is told" in await zhou.says("医生有事")
    for who in (first, second):
        read = who.reads()
        assert "at another time: 11-30 Mon 09:00 – 11:00" in read
        assert "医生有事" in read
    assert third.reads() == ""
    await town.later(days=2)
    assert "11-30 Mon 09:00" in first.reads()


async def test_what_is_called_off_is_told_and_nobody_can_come_any_more(town: Town, zhou: Neighbour):
    _number, (first, second, third) = await announced(town, zhou, 3, seats="1")
    old = third.button("I come")
    await first.taps("I come")
    await second.taps("I come")
    await zhou.says("/activities")
    await zhou.taps("1. 量血压", "I help", "Call it off")
    read = await zhou.says("下雨了")
    assert "Called off" in read
    assert "Why:" not in read  # who did it need not be told
    assert await stands(town, "waiting") == 0
    for who in (first, second):
        assert "does not take place. Why: 下雨了" in who.reads()
    assert third.reads() == ""
    assert "does not take place" in await third.presses(old)
    await town.later(days=6)
    assert first.reads() + second.reads() + zhou.reads() == ""


async def test_nobody_changes_what_somebody_else_organises(town: Town, zhou: Neighbour, wang: Neighbour):
    _number, (first,) = await announced(town, zhou, 1)
    await zhou.says("/activities")
    await zhou.taps("1. 量血压")
    for label in ("Another time", "Call it off"):
        for stranger in (wang, first):
            assert "not yours" in await stranger.presses(zhou.button(label))


async def test_in_the_night_a_change_waits_for_the_morning(town: Town, zhou: Neighbour):
    _number, (first,) = await announced(town, zhou, 1)
    await first.taps("I come")
    await town.later(hours=13)
    await zhou.says("/activities")
    await zhou.taps("1. 量血压", "Call it off")
    await zhou.says("下雨了")
    assert first.reads() == ""
    await town.later(hours=8)
    assert "下雨了" in first.reads()


async def test_what_begins_before_the_morning_is_told_of_in_the_night(town: Town, zhou: Neighbour):
    _number, (first,) = await announced(town, zhou, 1, day="Tomorrow", hour="7:30")
    await first.taps("I come")
    await town.later(hours=13)
    await zhou.says("/activities")
    await zhou.taps("1. 量血压", "Call it off")
    await zhou.says("下雨了")
    assert "下雨了" in first.reads()


async def test_who_came_is_asked_every_day_and_then_it_is_closed_without_hours(town: Town, zhou: Neighbour):
    _, (first, helper) = await announced(town, zhou, 2, day="Tomorrow")
    await first.taps("I come")
    await helper.taps("I help")
    await town.later(days=1, hours=4, minutes=30)
    zhou.reads()
    for who in (first, helper):
        who.reads()
    asked = []
    for _ in range(6):
        await town.later(hours=2)
        asked.append(zhou.reads())
        await town.later(hours=22)
    assert ["Who came?" in words for words in asked] == [True, True, True, True, False, False]
    assert "closed without hours" in asked[4]
    assert asked[5] == ""
    assert "closed without hours" in helper.reads()
    assert first.reads() == ""
    assert await town.one("SELECT state FROM activities") == "closed"


async def test_where_nobody_signed_up_nobody_is_asked(town: Town, zhou: Neighbour):
    await announced(town, zhou, 1, day="Tomorrow")
    await town.later(days=2)
    assert "Nobody had signed up" in zhou.reads()
    assert await town.one("SELECT state FROM activities") == "closed"


async def test_whoever_is_on_leave_is_asked_when_they_are_back(town: Town, zhou: Neighbour):
    _, (first,) = await announced(town, zhou, 1, day="Tomorrow")
    await first.taps("I come")
    await zhou.says("/leave")
    await zhou.taps("Today")
    await zhou.says("12-10")
    await zhou.taps("The desk decides")
    for _ in range(17):
        await town.later(days=1)
        assert "Who came?" not in zhou.reads()
    await town.later(days=1)
    assert "Who came?" in zhou.reads()


async def test_who_had_signed_up_is_forgotten_in_the_end(town: Town, zhou: Neighbour):
    _, (first,) = await announced(town, zhou, 1, day="Tomorrow")
    await first.taps("I come")
    await town.later(days=2)
    await zhou.taps("All came")
    await town.later(days=89)
    assert await stands(town, "in") == 1
    await town.later(days=1)
    assert await stands(town, "in") == 0
    assert await town.one("SELECT COUNT(*) FROM activities WHERE look_at IS NOT NULL") == 0


@pytest.mark.parametrize("hours", [0, 25])
async def test_two_replicas_say_everything_once(town: Town, url: str, zhou: Neighbour, hours: int):
    """The announcement, and a reminder."""
    _, (first,) = await announced(town, zhou, 1) if hours else ("", await _first(town, zhou))
    if hours:
        await first.taps("I come")
    town.now += 4 * hours * 3600 + hours * 360
    other = replace(town, database=await open_database(url), seed=5)
    await asyncio.gather(*(activity_clock.tick(place.database, town.house, town.now) for place in (town, other) * 2))
    await town.delivers()
    assert len(first.phone.news) == 1
    await other.database.close()


async def _first(town: Town, zhou: Neighbour) -> list[Neighbour]:
    first = await town.moves_in("N0 Neighbour", home="qs/hy/lx/xf/3")
    await announces(zhou)
    return [first]


async def test_a_clock_that_was_a_year_ahead_leaves_no_activity_unsaid_and_nobody_unasked(town: Town, zhou: Neighbour):
    _, (first,) = await announced(town, zhou, 1, day="Tomorrow")
    await first.taps("I come")
    town.now += 300 * 86_400 + 12 * 3600  # in an evening of next year
    await town.later()
    await announces(zhou, day="Tomorrow")
    town.now -= 300 * 86_400 + 12 * 3600
    zhou.reads()
    await set_back.put_right(town.database, town.house, town.now)
    first.reads()
    await town.later()
    assert "量血压" in first.reads()
    await town.later(days=2)
    assert "Who came?" in zhou.reads()
