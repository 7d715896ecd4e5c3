"""Nothing waits for ever: the clock reminds, tells the desk, raises a level, asks the resident, and lets it lapse."""

import asyncio

import pytest

from domain.order import Closing, State
from handlers import overdue
from storage.database import Database, open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, POLICY, Town

REMINDED, RAISED = "still waiting to be handed out", "waited too long"


async def test_nobody_is_reminded_before_it_is_time(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    zhou.reads()
    town.now -= 1
    await town.later(minutes=10)
    assert zhou.reads() == ""


async def test_a_report_nobody_hands_out_is_reminded_of_twice_then_raised(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await li.reports()
    zhou.reads()
    for _ in range(2):
        await town.later(minutes=10)
        assert REMINDED in zhou.reads()
        assert liu.reads() == ""
    await town.later(minutes=10)
    assert (await town.order(number)).rung == COMMUNITY
    assert number in liu.card(number).text
    assert "To somebody else" in liu.labels()
    assert RAISED in zhou.reads()
    assert RAISED in li.reads()
    assert await town.one("SELECT due_at FROM orders") == town.now + 600


async def test_where_there_is_nobody_above_the_desk_is_reminded_for_ever(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    zhou.reads()
    for _ in range(6):
        await town.later(minutes=10)
        assert REMINDED in zhou.reads()
    assert (await town.order(number)).rung == COMPOUND


async def test_a_worker_is_reminded_then_the_desk_is_told_then_it_is_raised(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    zhou.reads()
    wang.reads()
    await town.later(minutes=30)
    assert "waiting for you" in wang.reads()
    assert "please have a look" not in zhou.reads()
    await town.later(minutes=30)
    assert "waiting for you" in wang.reads()
    assert "please have a look" in zhou.reads()
    await town.later(minutes=30)
    order = await town.order(number)
    assert (order.state, order.rung, order.assignee) == (State.PLACED, COMMUNITY, None)
    assert RAISED in wang.reads()
    assert number in liu.reads()


async def test_an_accepted_order_without_a_word_is_raised_too(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    wang.reads()
    await town.later(hours=1)
    assert "waiting for you" in wang.reads()
    await town.later(hours=1)
    await town.later(hours=1)
    assert (await town.order(number)).state is State.PLACED
    assert RAISED in wang.reads()


async def test_a_word_of_progress_starts_the_clock_anew(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await town.later(hours=1)
    await wang.taps("Progress")
    await wang.says("等配件")
    await town.later(minutes=59)
    assert wang.reads() == ""
    await town.later(minutes=1)
    assert "waiting for you" in wang.reads()


async def test_a_planned_day_is_waited_for(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Tomorrow")
    wang.reads()
    planned = (await town.order(number)).planned_at or 0
    town.now = planned - 1
    await town.later()
    assert wang.reads() == ""
    town.now = planned
    await town.later()
    assert "waiting for you" in wang.reads()


async def test_an_urgent_report_is_raised_after_one_warning(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    number = await li.reports("3号楼1单元着火了")
    minutes = POLICY.patience((await town.order(number)).lane, "fire").placed // 60
    zhou.reads()
    await town.later(minutes=minutes)
    assert REMINDED in zhou.reads()
    await town.later(minutes=minutes)
    assert "URGENT" in liu.card(number).text


@pytest.fixture
async def finished(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    li.reads()
    return number


async def test_the_resident_is_asked_once_more_then_it_lapses_as_unreviewed(town: Town, finished: str, li: Neighbour):
    await town.later(days=3)
    assert "One tap is enough" in li.reads()
    assert li.labels() == ["Fixed", "Not fixed"]
    await town.later(days=3)
    order = await town.order(finished)
    assert (order.state, order.closing, order.fixed, order.rating) == (State.CLOSED, Closing.UNREVIEWED, None, None)
    assert "within 7 days" in li.reads()
    assert await town.one("SELECT unreviewed FROM rollup") == 1
    assert await town.one("SELECT fixed FROM rollup") == 0
    assert await town.one("SELECT due_at FROM orders") is None


async def test_a_closed_order_is_never_looked_at_again(town: Town, finished: str, li: Neighbour):
    await li.taps("Fixed", "★★★★★", "Skip")
    li.reads()
    for _ in range(3):
        await town.later(days=30)
    assert li.reads() == ""


async def test_a_tick_at_the_same_moment_does_nothing_more(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    zhou.reads()
    await town.later(minutes=10)
    await town.later()
    assert zhou.reads().count(REMINDED) == 1


async def test_after_a_long_sleep_each_order_is_looked_at_once(town: Town, li: Neighbour, zhou: Neighbour):
    for _ in range(3):
        await li.says("/report")
        await li.reports()
    zhou.reads()
    await town.later(days=2)
    assert zhou.reads().count(REMINDED) == 3


async def test_two_replicas_tick_together_and_everybody_is_told_once(
    town: Town, url: str, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    for _ in range(5):
        await li.says("/report")
        await li.reports()
    other: Database = await open_database(url)
    zhou.reads()
    for wanted in (REMINDED, REMINDED, RAISED):
        town.now += 600
        ticks = (overdue.tick(database, town.house, town.now) for database in (town.database, other) * 2)
        assert sum(await asyncio.gather(*ticks)) == 5
        await town.delivers()
        assert zhou.reads().count(wanted) == 5
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'raise'") == 5
    await other.close()


async def test_who_let_it_go_up_may_still_hand_it_out(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, wang: Neighbour
):
    number = await li.reports()
    for _ in range(3):
        await town.later(minutes=11)
    assert (await town.order(number)).rung == COMMUNITY
    await zhou.taps("To Wang")
    assert "Accept" in wang.labels()
