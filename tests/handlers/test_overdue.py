"""Nothing waits for ever: the clock reminds, tells the desk, raises a level, asks the resident, and lets it lapse."""

import asyncio
import itertools

import pytest

from domain.order import Closing, State
from handlers import overdue
from storage.database import Database, open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, HOUR, MINUTE, POLICY, Town

SOON, WAITING, RAISED, TOLD = "due soon", "still waiting to be handed out", "waited too long", "please have a look"


async def test_nobody_is_reminded_before_it_is_time(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    zhou.reads()
    town.now -= 1
    await town.later(minutes=5)
    assert zhou.reads() == ""
    town.now += 1
    await town.later()
    assert SOON in zhou.reads()


async def test_a_report_nobody_hands_out_is_reminded_of_nagged_about_told_and_raised(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, sun: Neighbour
):
    number = await li.reports()
    zhou.reads()
    await town.later(minutes=5)
    assert SOON in zhou.reads()
    await town.later(minutes=10)  # due after ten, and together with what comes a moment later
    assert WAITING in zhou.reads()
    assert TOLD in liu.reads()
    await town.later(minutes=10)
    order = await town.order(number)
    assert (order.rung, order.state, order.raised) == (COMMUNITY, State.PLACED, 1)
    assert "come up to you" in liu.reads() or number in liu.card(number).text
    assert RAISED in zhou.reads()
    assert RAISED in li.reads()
    assert sun.reads() == ""


async def test_the_nag_comes_at_the_promised_moment(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    zhou.reads()
    town.now -= 1
    await town.later(minutes=10)
    assert WAITING not in zhou.reads()
    for _ in range(2):  # the reminder was late, so the nag keeps its distance
        await town.later(minutes=10)
    assert WAITING in zhou.reads()


async def test_where_there_is_nobody_above_the_desk_is_nagged_for_ever_but_ever_less(
    town: Town, li: Neighbour, zhou: Neighbour
):
    number = await li.reports()
    zhou.reads()
    heard = []
    for minute in range(0, 7 * 60, 5):
        await town.later(minutes=5)
        heard += [minute] if WAITING in zhou.reads() else []
    apart = [later - sooner for sooner, later in itertools.pairwise(heard)]
    assert len(heard) >= 4
    assert apart[-1] > apart[0]
    assert (await town.order(number)).rung == COMPOUND


async def test_a_worker_is_reminded_nagged_then_the_desk_is_told_then_it_is_raised(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    zhou.reads()
    wang.reads()
    await town.later(minutes=15)
    assert SOON in wang.reads()
    await town.later(minutes=15)
    assert "waiting for you" in wang.reads()
    assert zhou.reads() == ""
    await town.later(minutes=15)
    assert "waiting for you" in wang.reads()
    assert TOLD in zhou.reads()
    await town.later(minutes=15)
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
    await town.later(minutes=30)
    assert SOON in wang.reads()
    await town.later(minutes=30)
    assert "waiting for you" in wang.reads()
    for _ in range(2):
        await town.later(minutes=30)
    assert (await town.order(number)).state is State.PLACED
    assert RAISED in wang.reads()


async def test_the_promised_word_counts_from_the_receipt_however_late_it_was_accepted(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    promised = town.now + HOUR
    town.now += 20 * MINUTE
    await zhou.taps("To Wang")
    town.now += 20 * MINUTE
    await wang.taps("Accept")
    assert await town.one("SELECT deadline FROM orders") == promised


async def test_a_word_of_progress_starts_the_clock_anew(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await wang.taps("Progress")
    await wang.says("等配件")
    await town.later(minutes=29)
    assert wang.reads() == ""
    await town.later(minutes=1)
    assert SOON in wang.reads()


async def test_a_handed_back_order_keeps_its_clock(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    due = (await town.order(number)).deadline
    town.now += 10 * MINUTE
    await wang.taps("Hand back")
    await wang.says("今天休息")
    assert (await town.order(number)).deadline == due


async def test_what_is_handed_to_and_fro_without_a_word_is_raised(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    for _ in range(5):
        await wang.says(number)
        await wang.taps("Accept")
        await town.later(minutes=29)
        await town.later(minutes=29)
        if (await town.order(number)).raised:
            break
        await wang.says(number)
        await wang.taps("More …", "Hand back")
        await wang.says("今天休息")
        await zhou.says(number)
        await zhou.taps("To Wang")
    order = await town.order(number)
    assert (order.state, order.rung, order.raised) == (State.PLACED, COMMUNITY, 1)


async def test_what_becomes_urgent_after_a_reminder_is_still_told_about_before_it_is_raised(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    """The plan is the deadline again after the word, and the ladder another."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Today")
    planned = (await town.order(number)).planned_at or 0
    town.now = planned - 30 * MINUTE
    await town.later()
    await zhou.says(number)
    await zhou.taps("Mark urgent")
    await wang.says(number)
    await wang.taps("Progress")
    await wang.says("在修")
    zhou.reads()
    town.now = planned
    await town.later()
    assert TOLD in zhou.reads()
    assert (await town.order(number)).deadline == planned


async def test_a_look_that_comes_too_early_does_nothing_but_wait(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    zhou.reads()
    await town.database.do(lambda tx: tx.run("UPDATE orders SET stage = 1 WHERE number = :number", number=number))
    await town.later(minutes=5)
    order = await town.order(number)
    assert (order.stage, order.due_at) == (1, order.deadline)
    assert await town.one("SELECT COUNT(*) FROM nags") == 0
    assert zhou.reads() == ""


async def test_a_planned_day_is_waited_for(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Tomorrow")
    wang.reads()
    planned = (await town.order(number)).planned_at or 0
    town.now = planned - 30 * MINUTE - 1
    await town.later()
    assert wang.reads() == ""
    town.now = planned
    await town.later()
    assert "waiting for you" in wang.reads()


async def test_at_night_nobody_is_nagged_and_working_time_stands_still(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    town.now += 11 * HOUR + 55 * MINUTE  # five to ten in the evening
    number = await li.reports()
    zhou.reads()
    for _ in range(20):
        await town.later(minutes=30)
    assert zhou.reads() == ""
    assert (await town.order(number)).rung == COMPOUND
    await town.later(minutes=40)  # from half past eight it is counted
    assert SOON in zhou.reads() or WAITING in zhou.reads()


async def test_an_urgent_report_is_raised_after_one_warning_even_at_night(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, sun: Neighbour
):
    town.now += 16 * HOUR  # two in the morning
    number = await li.reports("3号楼1单元着火了")
    lane = (await town.order(number)).lane
    minutes = POLICY.patience(COMPOUND, lane, "fire").placed.seconds // 60
    zhou.reads()
    await town.later(minutes=minutes)
    assert WAITING in zhou.reads()
    assert TOLD in liu.reads()
    await town.later(minutes=minutes)
    assert "URGENT" in liu.card(number).text
    assert "To somebody else" in liu.labels()


async def test_a_desk_that_has_been_left_lets_it_go_up_at_once(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = :zhou", zhou=zhou.id))
    await town.later(minutes=5)
    assert (await town.order(number)).rung == COMMUNITY
    assert number in liu.reads()


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
    await town.later(days=3, minutes=1)
    order = await town.order(finished)
    assert (order.state, order.closing, order.fixed, order.rating) == (State.CLOSED, Closing.UNREVIEWED, None, None)
    assert "within 7 days" in li.reads()
    assert await town.one("SELECT SUM(unreviewed) FROM daily") == 1
    assert await town.one("SELECT SUM(fixed) FROM daily") == 0


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
    assert zhou.reads().count(WAITING) == 1


async def three_more(li: Neighbour) -> list[str]:
    numbers = []
    for _ in range(3):
        await li.says("/report")
        numbers.append(await li.reports())
    return numbers


async def test_after_a_long_sleep_there_is_one_digest_and_nothing_is_raised_unannounced(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    numbers = await three_more(li)
    zhou.reads()
    await town.later(days=1)
    read = zhou.reads()
    assert all(read.count(f". {number}") >= 1 for number in numbers)
    assert any("Remind me later" in label for label in zhou.labels())
    assert {(await town.order(number)).rung for number in numbers} == {COMPOUND}
    await town.later(minutes=10)
    assert {(await town.order(number)).rung for number in numbers} == {COMMUNITY}


async def test_two_replicas_tick_together_and_everything_is_done_once(
    town: Town, url: str, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    await three_more(li)
    other: Database = await open_database(url)
    for minutes in (5, 5, 5, 5):
        town.now += minutes * MINUTE
        ticks = (overdue.tick(database, town.house, town.now) for database in (town.database, other) * 2)
        assert sum(await asyncio.gather(*ticks)) == 3
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'raise'") == 3
    assert await town.one("SELECT COUNT(*) FROM nags") == 12
    assert await town.one("SELECT COUNT(DISTINCT stage) FROM nags") == 4
    await other.close()


async def test_who_let_it_go_up_may_still_hand_it_out(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, wang: Neighbour
):
    number = await li.reports()
    for _ in range(4):
        await town.later(minutes=10)
    assert (await town.order(number)).rung == COMMUNITY
    await zhou.says(number)
    await zhou.taps("To Wang")
    assert "Accept" in wang.labels()


async def test_when_the_clock_has_run_out_the_residents_card_lets_them_raise_it(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await town.later(minutes=5)
    assert "Raise it" not in str(li.card(number).buttons)
    await town.later(minutes=6)
    assert "Raise it" in str(li.card(number).buttons)


async def test_an_urgent_matter_that_somebody_is_at_is_not_taken_away_but_watched_from_above(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await li.reports("3号楼1单元着火了")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for _ in range(2):
        await town.later(minutes=20)
    order = await town.order(number)
    assert (order.state, order.assignee, order.rung) == (State.ACCEPTED, wang.id, COMMUNITY)
    assert "URGENT" in liu.card(number).text
    assert "Done" in str(wang.card(number).buttons)
