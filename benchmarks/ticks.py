"""What a tick of the clock costs: its price follows what is due, not what is open.

python -m benchmarks.ticks: 20,000 and 1,000,000 open orders, with 0, 1 and 1,000 of them due; then 10,000 that an
outage left behind. SQLite with synchronous=FULL; medians; a shared machine's absolute times mean little, so the
ratio between the two sizes is told, too.
"""

import argparse
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.many import COMPOUNDS, fill
from bot.app import house_of
from bot.clock import Ids
from bot.links import Links
from bot.settings import Settings
from bot.words import Words
from domain.person import Role
from handlers import digests, overdue
from handlers.turn import House
from storage.database import Database, Tx, open_database
from storage.migrate import migrate

NOW = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # Monday, ten in the morning in Shanghai
SIZES = (20_000, 1_000_000)
DUE = (0, 1, 1_000)
OUTAGE = 10_000
FAR = 40 * 86_400


async def staff(tx: Tx) -> None:
    """A dispatcher in each compound, and one above them all."""
    await tx.run(
        f"""
        INSERT INTO persons (id, name, chat, created_at)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {COMPOUNDS})
        SELECT 'desk' || i, 'desk ' || i, 'web:desk' || i, 0 FROM n
        """
    )
    await tx.run(
        f"""
        INSERT INTO roles (id, person, role, place, since)
        SELECT id, id, '{Role.COMMUNITY}', 'qs/xx/yy/c' || substr(id, 5), 0 FROM persons WHERE id LIKE 'desk%'
        """
    )
    await tx.run("UPDATE roles SET place = 'qs/xx/yy' WHERE place = 'qs/xx/yy/c' || :last", last=str(COMPOUNDS))


async def make_due(tx: Tx, count: int) -> None:
    """So many orders wait to be handed out and were due a moment ago; the others are due in many days."""
    await tx.run("UPDATE orders SET due_at = :far, since = :then WHERE due_at < :far", far=NOW + FAR, then=NOW - 600)
    await tx.run(
        """
        UPDATE orders SET due_at = :now, since = :then, deadline = :now, stage = 1
        WHERE id IN (SELECT id FROM orders WHERE state = 'placed' ORDER BY id LIMIT :count)
        """,
        now=NOW - 1,
        then=NOW - 600,
        count=count,
    )
    await tx.run("DELETE FROM nags")
    await tx.run("DELETE FROM notes")


async def timed(what: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    await what()
    return (time.perf_counter() - started) * 1000


async def ticks(database: Database, house: House, due: int, times: int) -> float:
    """The median of a tick that finds so much; setting the table is not counted."""
    found = []
    for _ in range(times):
        if due:
            await database.do(partial(make_due, count=due))
        found.append(await timed(lambda: overdue.tick(database, house, NOW)))
    return median(found)


async def outage(database: Database, house: House) -> list[str]:
    """Everything that became due while nothing ran, looked at and told."""
    await database.do(partial(make_due, count=OUTAGE))
    done = 0

    async def nags() -> None:
        nonlocal done
        while found := await overdue.tick(database, house, NOW):
            done += found

    async def told() -> None:
        while await digests.tick(database, house, NOW):
            pass

    looked, written = await timed(nags), await timed(told)
    letters = await database.read(lambda tx: tx.one("SELECT COUNT(*) AS n FROM outbox"))
    assert letters is not None
    return [
        f"an outage's {done:,} orders: {looked:,.0f} ms to look at ({done / looked * 1000:,.0f}/s), "
        f"{written:,.0f} ms to tell the dispatchers, in {letters['n']:,} messages",
    ]


async def measure(folder: Path, size: int, times: int) -> tuple[dict[int, float], list[str]]:
    database = await open_database(f"sqlite:{folder / f'{size}.db'}")
    await migrate(database, now=0)
    await database.do(partial(fill, count=size))
    await database.do(staff)
    await database.do(partial(make_due, count=0))
    settings = Settings(database=f"sqlite:{folder}/x.db", locale="zh_CN")
    house = house_of(settings, Words("zh_CN"), Links(settings.url), Ids())
    found = {due: await ticks(database, house, due, times if due < 1000 else 3) for due in DUE}
    told = await outage(database, house)
    await database.close()
    return found, told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ticks", description=__doc__)
    parser.add_argument("--times", type=int, default=25)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-ticks-") as folder:
        results = {size: uvloop.run(measure(Path(folder), size, given.times)) for size in SIZES}
    print(f"{'a tick, ms':>24}" + "".join(f"{f'{due:,} due':>12}" for due in DUE))
    for size, (found, _) in results.items():
        print(f"{f'{size:,} open':>24}" + "".join(f"{found[due]:>12.2f}" for due in DUE))
    few, many = (results[size][0] for size in SIZES)
    print(f"{'ratio':>24}" + "".join(f"{many[due] / few[due]:>12.2f}" for due in DUE))
    for size, (_, told) in results.items():
        print(f"{size:,} open; " + "; ".join(told))


if __name__ == "__main__":
    main()
