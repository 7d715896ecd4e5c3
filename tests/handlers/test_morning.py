"""Good morning: one message with what is due today, for those who work that day, exactly once."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.person import SYSTEM, Held, Role
from domain.policy import Policy, Rules
from handlers import digests, morning
from handlers.turn import Turn
from storage.database import Database, Row, Tx, Unit, open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR, MINUTE, MONDAY, POLICY, Town

EIGHT = MONDAY + 22 * HOUR  # on Tuesday


@pytest.fixture
def town(town: Town) -> Town:
    town.mornings = True
    return town


async def at(town: Town, moment: int) -> None:
    town.now = moment
    await town.later()


async def planned_today(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands, for Tuesday; everything said about it on Monday has been read."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Tomorrow")
    for neighbour in (li, zhou, wang):
        neighbour.phone.news.clear()
    return number


def rung(*neighbours: Neighbour) -> list[str]:
    """What made a sound since they last looked."""
    return [message.text for neighbour in neighbours for message in neighbour.phone.news if message.alert]


async def test_at_eight_a_worker_reads_what_is_due_today(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await planned_today(town, li, zhou, wang)
    await at(town, EIGHT - 1)
    assert rung(wang) == []
    await at(town, EIGHT)
    assert f"{number} is due today" in wang.reads()
    assert wang.labels() == ["See it", "💤 Remind me later"]
    assert number in await wang.taps("See it")


async def test_what_is_due_on_another_day_is_not_said(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "11-26")
    wang.phone.news.clear()
    await at(town, EIGHT)
    assert rung(wang) == []
    await at(town, EIGHT + 2 * DAY)
    assert "is due today" in wang.reads()


async def test_a_pause_that_ends_today_is_said_and_one_that_goes_on_is_not(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await planned_today(town, li, zhou, wang)
    pause = "UPDATE orders SET paused_at = :now, paused_until = :until, due_at = :until, paused_why = 'parts'"
    await town.database.do(partial(_run, sql=pause, now=town.now, until=EIGHT + 3 * DAY))
    await at(town, EIGHT)
    assert rung(wang) == []
    await at(town, EIGHT + 3 * DAY)
    assert "is due today" in "".join(rung(wang))


async def test_what_a_team_is_asked_is_said_to_each_of_it(town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour):
    second = await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    number = await li.reports()
    await zhou.taps("To somebody else", "whoever is free")
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + HOUR))
    for neighbour in (zhang, second):
        neighbour.phone.news.clear()
    await at(town, EIGHT)
    assert number in zhang.reads()
    assert number in second.reads()


async def test_what_the_night_has_left_comes_along_in_one_message(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    planned = await planned_today(town, li, zhou, wang)
    town.now = EIGHT - 9 * HOUR  # eleven in the evening
    await li.says("/report")
    new = await li.reports("3号楼2单元路灯不亮")
    zhou.phone.news.clear()
    await zhou.says(new)
    await zhou.taps("To Wang")
    assert rung(wang) == []
    await at(town, EIGHT)
    text = wang.reads()
    assert text.index("Due today") < text.index(planned)
    assert text.count(new) == 1
    assert len(rung(wang)) == 0
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") == 0
    assert new in await wang.taps(new)


async def test_an_order_stands_in_it_once(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    """Reminded of in the evening, due in the morning."""
    number = await planned_today(town, li, zhou, wang)
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT - 9 * HOUR))
    await at(town, EIGHT - 9 * HOUR)
    await at(town, EIGHT)
    assert wang.reads().count(number) == 1


async def test_a_reminder_that_comes_after_it_changes_nothing_of_that(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await planned_today(town, li, zhou, wang)
    await wang.says("/snooze")
    await wang.taps("Until tomorrow morning")
    await town.database.do(partial(_run, sql="UPDATE waiting SET snoozed_until = :until", until=EIGHT + 3 * HOUR))
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + HOUR))
    wang.phone.news.clear()
    for hours in range(4):
        await at(town, EIGHT + hours * HOUR)
    [text] = rung(wang)
    assert text.startswith(f"☀️ {number} is due today")


async def test_what_a_dispatcher_keeps_is_said_once_as_theirs(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await zhou.taps("I keep it")
    late = "UPDATE orders SET deadline = :now, due_at = :later"
    await town.database.do(partial(_run, sql=late, now=EIGHT - 1, later=EIGHT + DAY))
    zhou.phone.news.clear()
    await at(town, EIGHT)
    [text] = rung(zhou)
    assert f"{number} is due today" in text


async def test_a_dispatcher_reads_what_hangs(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    waiting, late, gone = [await _reported(li) for _ in range(3)]
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + DAY))
    await zhou.says(late)
    await zhou.taps("To Wang")
    rows = {
        late: "deadline = :now, due_at = :later",
        gone: "rung = 'qs/hy/lx', raised = 1, due_at = :later",
        waiting: "due_at = :later",
    }
    for number, sets in rows.items():
        sql = f"UPDATE orders SET {sets} WHERE number = :number AND :now < :later"
        await town.database.do(partial(_run, sql=sql, number=number, now=EIGHT - 1, later=EIGHT + DAY))
    for neighbour in (zhou, liu):
        neighbour.phone.news.clear()
    await at(town, EIGHT)
    text = zhou.reads()
    assert text.index("Waiting to be handed out") < text.index(waiting)
    assert text.index("Nothing has moved yet") < text.index(late)
    assert text.index("Gone up from your desk") < text.index(gone)
    above = liu.reads()
    assert gone in above
    assert waiting not in above


async def test_of_many_eight_are_named_with_a_button_each(town: Town, li: Neighbour, zhou: Neighbour):
    numbers = [await _reported(li) for _ in range(11)]
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + DAY))
    zhou.phone.news.clear()
    await at(town, EIGHT)
    assert "3 more" in zhou.reads()
    labels = zhou.labels()
    assert labels == [*(f"{n}. {number}" for n, number in enumerate(numbers[:8], 1)), "💤 Remind me later"]
    for number in numbers[:8]:
        assert number in await zhou.taps(f". {number}")


async def test_nothing_to_say_is_not_said_and_residents_are_left_alone(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await at(town, EIGHT)
    assert rung(li, zhou, wang) == []
    assert await town.one("SELECT messages FROM waiting") is None


async def test_it_counts_as_one_of_the_days_messages(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await planned_today(town, li, zhou, wang)
    await at(town, EIGHT)
    assert await town.one("SELECT messages FROM waiting WHERE person = 'wang'") == 1
    assert await town.one("SELECT last_at FROM waiting WHERE person = 'wang'") == EIGHT


async def test_it_comes_once_through_many_ticks_and_a_restart(
    town: Town, url: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await planned_today(town, li, zhou, wang)
    await at(town, EIGHT)
    again = replace(town, database=await open_database(url), seed=6)
    for minutes in range(0, 240, 20):
        await at(again, EIGHT + minutes * MINUTE)
    due = [text for text in rung(wang) if "due today" in text]
    assert len(due) == 1
    await again.database.close()


async def test_it_comes_once_from_many_replicas(town: Town, url: str, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await planned_today(town, li, zhou, wang)
    other: Database = await open_database(url)
    town.now = EIGHT
    for tick in (morning.tick, digests.tick):
        await asyncio.gather(*(tick(database, town.house, EIGHT) for database in (town.database, other) * 3))
    await town.delivers()
    assert len(rung(wang)) == 1
    await other.close()


async def test_a_replica_that_fell_over_in_the_middle_leaves_the_rest_to_the_others(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    """Zhou was greeted, and then it was killed: Wang is greeted by the next tick, Zhou not again."""
    number = await planned_today(town, li, zhou, wang)
    day = datetime.fromtimestamp(EIGHT, UTC).date()
    await town.database.do(partial(_greet, town=town, person="zhou", day=day))
    await at(town, EIGHT + MINUTE)
    assert number in "".join(rung(wang))
    assert await town.one("SELECT COUNT(*) FROM rounds WHERE name = 'greeted'") == 2


async def _greet(tx: Tx, town: Town, person: str, day: date) -> bool:
    turn = Turn(tx, town.house, SYSTEM, EIGHT)
    return await morning.greet(turn, person, day, time(8))


async def test_after_an_outage_it_comes_late_and_after_noon_not_at_all(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await planned_today(town, li, zhou, wang)
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + 4 * DAY))
    await at(town, EIGHT + 4 * HOUR)
    assert rung(wang) == []
    await at(town, EIGHT + DAY + 4 * HOUR - 1)
    assert len(rung(wang)) == 1


async def test_on_a_day_off_nobody_is_greeted(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    tuesday = datetime.fromtimestamp(EIGHT, UTC).date()
    day_off = Calendar(POLICY.rules.calendar.zone, [[(time(9), time(17))]] * 7, exceptions={tuesday: ()})
    town.house = replace(town.house, policy=_with(POLICY.rules, calendar=day_off))
    await planned_today(town, li, zhou, wang)
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + 4 * DAY))
    await at(town, EIGHT)
    assert rung(wang) == []
    await at(town, EIGHT + DAY)
    assert len(rung(wang)) == 1


async def test_a_place_may_begin_its_day_at_another_hour(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    later = replace(POLICY.rules, digest=time(9, 30))
    town.house = replace(town.house, policy=replace(POLICY, places={COMPOUND: later}))
    await planned_today(town, li, zhou, wang)
    await at(town, EIGHT)
    assert rung(wang) == []
    await at(town, EIGHT + 90 * MINUTE)
    assert len(rung(wang)) == 1


async def test_whoever_is_on_leave_is_not_greeted(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await _reported(li)
    await town.database.do(partial(_run, sql="UPDATE orders SET due_at = :due", due=EIGHT + DAY))
    await zhou.says("/leave")
    await zhou.taps("Today")
    await zhou.says("11-26")
    await zhou.taps("The desk decides")
    zhou.phone.news.clear()
    await at(town, EIGHT)
    assert rung(zhou) == []


async def test_a_night_snoozed_until_the_morning_ends_with_it(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await planned_today(town, li, zhou, wang)
    await wang.says("/snooze")
    await wang.taps("Until tomorrow morning")
    wang.phone.news.clear()
    await at(town, EIGHT)
    assert number in wang.reads()


@dataclass
class Listening:
    """A transaction that keeps what is asked of it."""

    tx: Tx
    asked: list[str]

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        self.asked.append(sql)
        return await self.tx.one(sql, **values)


class Counting:
    """A database that keeps what is asked of it; nothing is changed in it."""

    def __init__(self, database: Database) -> None:
        self._database, self.kind = database, database.kind
        self.asked: list[str] = []

    async def do(self, unit: Unit[Any]) -> Any:
        raise AssertionError("nothing is to be changed")

    async def read(self, unit: Unit[Any]) -> Any:
        return await self._database.read(lambda tx: unit(Listening(tx, self.asked)))  # type: ignore[arg-type]

    async def close(self) -> None:
        """It belongs to the town."""


async def test_before_its_hour_and_once_it_is_done_a_tick_costs_one_look_at_most(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await planned_today(town, li, zhou, wang)
    counting = Counting(town.database)
    await morning.tick(counting, town.house, EIGHT - 1)
    assert counting.asked == []
    await at(town, EIGHT)
    await morning.tick(counting, town.house, EIGHT + 2)
    assert len(counting.asked) == 1
    assert "FROM rounds WHERE name = :name AND key = :key" in counting.asked[0]


async def test_a_clock_that_was_a_day_ahead_takes_no_morning_away(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await planned_today(town, li, zhou, wang)
    await at(town, EIGHT)
    await at(town, EIGHT + DAY)
    wang.phone.news.clear()
    await town.database.do(lambda tx: morning.set_back(tx, town.house, EIGHT + HOUR))
    await town.database.do(partial(_run, sql="UPDATE waiting SET last_at = :now, messages = 0", now=EIGHT))
    await at(town, EIGHT + HOUR)
    assert not [text for text in rung(wang) if "due today" in text]
    await at(town, EIGHT + DAY)
    assert len([text for text in rung(wang) if "due today" in text]) == 1


async def _run(tx: Tx, sql: str, **values: Any) -> int:
    return await tx.run(sql, **values)


async def _reported(li: Neighbour) -> str:
    await li.says("/report")
    return await li.reports()


def _with(rules: Rules, **other: Any) -> Policy:
    return replace(POLICY, rules=replace(rules, **other))
