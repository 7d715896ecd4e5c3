"""What hours and points cost to keep: a balance, a page of a history and a posting follow nobody else's lines.

python -m benchmarks.ledger: 100,000 and 10,000,000 lines, some 46 of each person's, with real seals; --size for another
size. SQLite with synchronous=FULL; medians; a shared machine's absolute times mean little, so the ratio between the two
sizes is told, too. Then how long the whole takes to be audited, which follows the number of lines.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

import uvloop

from domain.ledger import BEGINNING, ISSUED, MINUTES, POINTS, Line, of_person, seal
from storage import ledger
from storage.database import Database, Tx, open_database
from storage.migrate import migrate

SMALL, LARGE = 100_000, 10_000_000
EACH = 46  # lines of a person: 219,000 volunteers have some ten million
TOGETHER = 64  # postings at once
INSERT = f"INSERT INTO ledger VALUES ({', '.join('?' * len(Line.__slots__))})"
HELPED = """
    INSERT INTO helped (ref, why, helper, number, place, day, began, ended, minutes, points, at)
    SELECT ref, why, substr(target, 8), ref, 'qs', '2026-11-23', 0, 3600, 60, 12, at FROM ledger WHERE unit = 'minutes'
"""
ACCOUNTS = """
    INSERT INTO accounts (account, unit, balance)
    SELECT target, unit, SUM(amount) FROM ledger GROUP BY target, unit
    UNION ALL SELECT 'issued', unit, -SUM(amount) FROM ledger GROUP BY unit
"""


def lines(size: int, people: int) -> Iterator[tuple[object, ...]]:
    """Each help is two lines, its hours and its points."""
    before = BEGINNING
    for n in range(1, size + 1):
        help_, odd = divmod(n - 1, 2)
        unit, amount = (POINTS, 12) if odd else (MINUTES, 60)
        whose = of_person(f"p{help_ * 7919 % people}")
        line = Line(n, f"l{n}", unit, ISSUED, whose, amount, "wish", f"wish:{help_}", "system", None, n)
        before = seal(before, line)
        yield astuple(replace(line, seal=before))


def fill(file: Path, size: int, people: int) -> None:
    """In bulk: indexes and triggers come back when the lines are there."""
    base = sqlite3.connect(file)
    again = base.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE tbl_name = 'ledger' AND type <> 'table' AND sql IS NOT NULL"
    ).fetchall()
    base.execute("PRAGMA synchronous = OFF")
    for name, kind, _ in again:
        base.execute(f"DROP {kind} {name}")
    base.executemany(INSERT, lines(size, people))
    for _, _, sql in again:
        base.execute(sql)
    base.execute(ACCOUNTS)
    if size <= SMALL:
        base.execute(HELPED)
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()


async def timed(what: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    await what()
    return (time.perf_counter() - started) * 1000


async def measure(folder: Path, size: int, times: int) -> dict[str, float]:
    file, people, chance = folder / f"{size}.db", max(1, size // EACH), Random(size)
    database = await open_database(f"sqlite:{file}")
    await migrate(database, now=0)
    await asyncio.to_thread(fill, file, size, people)
    some = [of_person(f"p{chance.randrange(people)}") for _ in range(times)]
    found = {
        "balance": await _each(database, [partial(ledger.balance, account=one, unit=POINTS) for one in some]),
        "history": await _each(database, [partial(ledger.history, account=one, limit=14) for one in some]),
    }
    posts = [partial(database.do, partial(_post, n, whose)) for n, whose in enumerate(some)]
    found["posting"] = median([await timed(post) for post in posts])
    more = [database.do(partial(_post, n, some[n % times])) for n in range(times, times + TOGETHER)]
    found["64 at once"] = await timed(lambda: asyncio.gather(*more))
    if size <= SMALL:
        found["audit"] = await timed(lambda: database.read(ledger.audit))
    await database.close()
    return found


async def _each(database: Database, looks: list[Callable[..., Awaitable[object]]]) -> float:
    return median([await timed(partial(database.read, look)) for look in looks])


async def _post(n: int, whose: str, tx: Tx) -> bool:
    new = {"id": f"new{n}", "why": "wish", "ref": f"wish:new{n}", "by": "system", "now": n}
    return await ledger.move(tx, unit=POINTS, source=ISSUED, target=whose, amount=12, **new)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--size", type=int, default=LARGE)
    parser.add_argument("--times", type=int, default=301)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-ledger-") as folder:
        few, many = (uvloop.run(measure(Path(folder), size, given.times)) for size in (SMALL, given.size))
    print(f"{'ms':>12}{f'{SMALL:,} lines':>20}{f'{given.size:,} lines':>20}{'ratio':>10}")
    for name in many:
        print(f"{name:>12}{few[name]:>20.3f}{many[name]:>20.3f}{many[name] / few[name]:>10.2f}")
    print(f"an audit of {SMALL:,} lines: {few['audit']:,.0f} ms ({SMALL / few['audit'] * 1000:,.0f} lines/s)")


if __name__ == "__main__":
    main()
