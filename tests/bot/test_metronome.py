"""A machine whose clock jumps repeats nothing, raises nothing unannounced, and lets nothing wait for a far away day."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import metronome as module
from bot.media import Media
from bot.metronome import Every, Metronome
from bot.reporting import Reporting
from storage.database import Database, StorageLocked, T, Unit
from tests.handlers.conftest import li, liu, town, wang, zhou  # noqa: F401 - the neighbourhood
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR, MINUTE, MONDAY, Town


@pytest.fixture
def metronome(database: Database, town: Town, tmp_path: Path) -> Metronome:  # noqa: F811
    reporting = Reporting(database, town.house, Media(tmp_path))
    return Metronome(database, town.house, lambda: town.now, lambda: None, reporting)


async def ticks_at(town: Town, metronome: Metronome, moment: int) -> None:  # noqa: F811
    town.now = moment
    await metronome.tick()
    await town.delivers()


@pytest.mark.parametrize("jump", [2 * HOUR, DAY, 3 * DAY])
async def test_a_clock_that_jumps_ahead_and_back_raises_nothing_unannounced_and_forgets_nothing(
    town: Town,  # noqa: F811
    metronome: Metronome,
    li: Neighbour,  # noqa: F811
    zhou: Neighbour,  # noqa: F811
    liu: Neighbour,  # noqa: F811
    jump: int,
):
    await ticks_at(town, metronome, MONDAY)
    number = await li.reports()
    await ticks_at(town, metronome, MONDAY + jump)
    assert (await town.order(number)).rung == COMPOUND
    await ticks_at(town, metronome, MONDAY + MINUTE)
    order = await town.order(number)
    assert order.due_at is not None
    assert MONDAY < order.due_at <= MONDAY + 11 * MINUTE
    zhou.reads()
    for minute in range(2, 40):
        await ticks_at(town, metronome, MONDAY + minute * MINUTE)
    read = zhou.reads()
    assert number in read
    assert (await town.order(number)).raised == 1
    assert await town.one("SELECT COUNT(*) - COUNT(DISTINCT deadline || '/' || stage || nag) FROM nags") == 0


@pytest.mark.parametrize("jump", [2 * HOUR, DAY])
async def test_a_clock_that_only_goes_back_waits_for_no_moment_that_has_been(
    town: Town,  # noqa: F811
    metronome: Metronome,
    li: Neighbour,  # noqa: F811
    zhou: Neighbour,  # noqa: F811
    liu: Neighbour,  # noqa: F811
    jump: int,
):
    await ticks_at(town, metronome, MONDAY)
    number = await li.reports()
    earlier = MONDAY - jump if jump == DAY else MONDAY - 80 * MINUTE  # at work, too
    await ticks_at(town, metronome, earlier)
    order = await town.order(number)
    assert order.due_at is not None
    assert earlier < order.due_at <= earlier + 11 * MINUTE


async def test_a_start_after_the_clock_went_back_puts_right_what_was_set_ahead(
    database: Database,
    town: Town,  # noqa: F811
    metronome: Metronome,
    li: Neighbour,  # noqa: F811
    zhou: Neighbour,  # noqa: F811
):
    town.now += 3 * DAY
    number = await li.reports()
    await ticks_at(town, metronome, MONDAY)  # the first tick of a program that was started anew
    assert ((await town.order(number)).due_at or 0) <= MONDAY + 10 * MINUTE


async def test_what_cannot_be_put_right_holds_up_no_tick(
    database: Database,
    town: Town,  # noqa: F811
    metronome: Metronome,
    li: Neighbour,  # noqa: F811
    zhou: Neighbour,  # noqa: F811
    liu: Neighbour,  # noqa: F811
):
    number = await li.reports()
    await database.do(lambda tx: tx.run("ALTER TABLE views RENAME TO views_that_are_gone"))
    zhou.reads()
    await ticks_at(town, metronome, town.now + 11 * MINUTE)
    assert number in zhou.reads()


@dataclass
class Locked:
    """A database that cannot work just now. times: how many units."""

    database: Database
    times: int
    kind: str = "locked"

    async def do(self, unit: Unit[T]) -> T:
        self.times -= 1
        if self.times >= 0:
            raise StorageLocked
        return await self.database.do(unit)

    async def read(self, unit: Unit[T]) -> T:
        return await self.database.read(unit)

    async def close(self) -> None:
        raise NotImplementedError


async def test_what_was_set_ahead_is_put_right_as_soon_as_the_database_can(
    database: Database,
    town: Town,  # noqa: F811
    li: Neighbour,  # noqa: F811
    zhou: Neighbour,  # noqa: F811
    tmp_path: Path,
):
    reporting = Reporting(database, town.house, Media(tmp_path))
    metronome = Metronome(Locked(database, 1), town.house, lambda: town.now, lambda: None, reporting)
    town.now += 3 * DAY
    number = await li.reports()
    await ticks_at(town, metronome, MONDAY)
    await ticks_at(town, metronome, MONDAY + 2)
    assert ((await town.order(number)).due_at or 0) <= MONDAY + 11 * MINUTE


async def test_ticks_go_on_where_the_clock_went_back(metronome: Metronome, monkeypatch: pytest.MonkeyPatch):
    """For the scheduler the next tick is two hours away then."""
    monkeypatch.setattr(module, "TICK", 0.01)
    metronome.start()
    later = datetime.now(UTC) + timedelta(hours=2)
    for job in metronome._scheduler.get_jobs():
        job.modify(next_run_time=later)
    async with asyncio.timeout(10):
        while max(job.next_run_time for job in metronome._scheduler.get_jobs()) >= later:
            await asyncio.sleep(0.01)
    metronome.shutdown()


def test_a_year_that_was_missed_is_one_tick():
    now = datetime(2027, 11, 23, tzinfo=UTC)
    assert Every(2).get_next_fire_time(now - timedelta(days=365), now) == now + timedelta(seconds=2)
