"""Hours of ordinary work leave the program as it was: every update answered, nothing grows, everything adds up.

SOAK_HOURS: how long the long form takes, an hour by default. SOAK_SEED: what is done, in which order.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from storage.backup import check
from storage.database import open_database
from tests.program import where_it_is
from tests.proof.load.adding_up import add_up, torn
from tests.proof.load.homes import BELOW
from tests.proof.load.neighbourhood import Neighbourhood, a_neighbourhood, doctor
from tests.proof.load.pace import Pace, Tally
from tests.proof.load.trend import A_DAY, growth, lows, slope
from tests.proof.load.watching import Watch, watching
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

RATE = 30  # updates a second
PROMISED = 2.0  # seconds within which 95 of 100 are answered
HOURS = float(os.environ.get("SOAK_HOURS", "1"))


@dataclass(frozen=True)
class Limit:
    """in_short: how much more there may be at the end of seconds, in which things still settle; a_day: after hours."""

    unit: str
    in_short: float
    a_day: float


# 250 MB a day are less than 100 bytes an update. Connections to Telegram come and go with what is to be said at once.
ENOUGH = 10  # looks
THREADS = 24  # they come one by one as they are wanted, from pools that have an end
LIMITS = {
    "memory": Limit("MB", 10, 250),
    "files": Limit("", 6, 120),
    "tasks": Limit("", 10, 24),
    "log": Limit("MB", 12, 120),
}


@pytest.mark.proves("It keeps up", "30 updates a second of every kind, with a city's past in the database")
async def test_hours_of_work_leave_it_as_it_was(figure: Figure, size: Size, tmp_path: Path):
    seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(1_000_000))
    print(f"\nSOAK_SEED={seed}")
    seconds, orders = size.pick(5.0, 45.0, HOURS * 3600), size.pick(500, 20_000, 1_000_000)
    homes, every = size.pick(12, 40, 120), size.pick(0.25, 0.5, 10.0)
    morning = where_it_is(9 if seconds > 3 * 3600 else 14)  # at work all the time
    async with a_neighbourhood(tmp_path, homes, orders, timezone=morning) as town:
        pace = Pace(RATE)
        async with watching(town.program, every, first=seconds / size.pick(4, 3, 6)) as watch:
            await town.lives(pace, Random(seed), seconds)
        await town.all_is_said()
        figure("updates", f"{pace.tally.acts:,} in {seconds:,.0f} s among {orders:,} orders")
        figure("unanswered", pace.tally.unanswered)
        assert pace.tally.acts >= 0.97 * RATE * seconds, "the load was not applied"
        everybody_was_answered(town, pace.tally, watch, figure)
        nothing_grew(watch, figure, size)
        assert await doctor(town.program) == ""
        await town.program.stop()
        every_update_was_kept_once(town, pace.tally)
        await everything_adds_up(town, figure)
        assert '"level":"error"' not in town.program.log()
        if size.timed:
            assert pace.tally.at(95) < PROMISED


def everybody_was_answered(town: Neighbourhood, tally: Tally, watch: Watch, figure: Figure) -> None:
    assert tally.unanswered == 0
    assert town.telegram.updates.waiting() == []
    assert watch.most("dead") == 0
    p50, p95, p99 = (tally.at(percent) * 1000 for percent in (50, 95, 99))
    figure("answered within", f"{p50:,.0f} ms (p50), {p95:,.0f} ms (p95), {p99:,.0f} ms (p99)")
    figure("longest", f"{max(tally.waits):,.2f} s")


def nothing_grew(watch: Watch, figure: Figure, size: Size) -> None:
    """By the line through the samples after warming up; a day is what the line would add in one."""
    grew = []
    for name, limit in LIMITS.items():
        settled = watch.settled(name)
        samples = lows(settled, of=max(1, min(size.pick(1, 2, 6), len(settled) // ENOUGH)))
        assert len(samples) >= ENOUGH, "too few looks to tell"
        more, a_day = growth(samples), slope(samples) * A_DAY
        grown, most, span = (
            (a_day, limit.a_day, "a day") if size.name == "long" else (more, limit.in_short, "meanwhile")
        )
        told = f"{name}: {samples[-1][1]:,.0f} {limit.unit}, {grown:+,.1f} {span}".replace(" ,", ",")
        figure(*told.split(": "))
        if grown > most:
            grew.append(f"{told}, at most {most:+,.1f}: {samples[:: len(samples) // 20]}")
    figure("threads", f"{watch.most('threads'):.0f} at most")
    assert watch.most("threads") <= THREADS
    assert grew == []


def every_update_was_kept_once(town: Neighbourhood, tally: Tally) -> None:
    assert dict(town.rows("SELECT state, COUNT(*) FROM inbox GROUP BY state")) == {"done": tally.acts}
    assert town.rows("SELECT body FROM outbox WHERE state = 'failed' OR (state = 'new' AND not_before = 0)") == []


async def everything_adds_up(town: Neighbourhood, figure: Figure) -> None:
    check(town.file)
    database = await open_database(f"sqlite:{town.file}")
    try:
        found = await add_up(database, town.zone, BELOW)
        assert (found.strays, found.off) == ([], {})
        assert found.orders >= sum(household.matters for household in town.households) > 0
        assert await torn(database) == 0
    finally:
        await database.close()
    figure("played again from its events", f"{found.orders:,} orders, {found.events:,} events, all as they stand")
