"""What it costs when many tap at once: 1,000 volunteers claim 100 wishes at the same moment, over two connections.

python -m benchmarks.claims: every tap goes through handlers/desk.work_off, the commit and the loser's answer included;
SQLite with synchronous=FULL and, where pgserver is there, a PostgreSQL that waits for its disk. p50 and p99 count from
the moment at which all of them tapped, so they hold the wait for those who were before. That each wish has one winner,
nobody more than the cap and every volunteer an answer is asserted. Last, the same taps one after the other.
"""

import argparse
import asyncio
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from bot.app import house_of
from bot.clock import Ids
from bot.links import Links
from bot.settings import Settings
from bot.words import Words
from dialogue.message import Incoming
from domain.wish import Wish, WishKind, WishState
from handlers import desk
from handlers.turn import House
from storage import inbox, places, wishes
from storage.database import Database, StorageLocked, Tx, open_database
from storage.inbox import Arrived
from storage.migrate import migrate
from storage.places import Place
from storage.wishes import Wisher

NOW = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # Monday, ten in the morning in Shanghai
COMPOUND = "qs/hy/lx/xf"
PLACES = [
    Place(path, kind, path, None, None, None)
    for path, kind in (
        ("qs", "city"),
        ("qs/hy", "street"),
        ("qs/hy/lx", "community"),
        (COMPOUND, "compound"),
        (f"{COMPOUND}/3", "building"),
    )
]


async def people(tx: Tx, volunteers: int) -> None:
    """A wisher, and volunteers v0, v1, ... of one compound."""
    await places.add(tx, PLACES)
    await tx.run("INSERT INTO persons (id, name, chat, created_at) VALUES ('li', 'Li', 'web:li', 0)")
    await tx.run("INSERT INTO chats (id, person, created_at) VALUES ('web:li', 'li', 0)")
    numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :volunteers)"
    for insert in (
        f"persons (id, name, chat, created_at) {numbers} SELECT 'v' || i, 'V' || i, 'web:v' || i, 0 FROM n",
        f"chats (id, person, created_at) {numbers} SELECT 'web:v' || i, 'v' || i, 0 FROM n",
        f"roles (id, person, role, place, since) {numbers} SELECT 'v' || i, 'v' || i, 'V', '{COMPOUND}', 0 FROM n",
    ):
        await tx.run(f"INSERT INTO {insert}", volunteers=volunteers)


async def hang(tx: Tx, count: int, first: int) -> None:
    plain: dict[str, Any] = {"place": f"{COMPOUND}/3", "kind": WishKind.SERVICE, "what": "理发", "shown": "理发"}
    plain |= {"poster": "li", "wisher": "li", "posted_at": NOW, "rung": "qs/hy/lx", "reach": COMPOUND, "since": NOW}
    for n in range(first, first + count):
        wish = Wish(id=f"w{n}", number=f"{n:06d}", state=WishState.OPEN, due_at=NOW + 86_400, **plain)
        await wishes.insert(tx, wish, Wisher("li", "li"))


async def tap(database: Database, house: House, volunteer: int, wish: int, started: float | None) -> tuple[float, int]:
    """Milliseconds until it is answered, since all tapped or since this one did; and how often the clerk came again."""
    sender = f"web:v{volunteer}"
    button = Incoming("web", f"m{wish}.{volunteer}", sender, sender, NOW, button=f"wclaim {wish:06d} 1", tap="t")
    arrived = Arrived("web", button.message_id, house.fresh(), sender, None, "{}", NOW)
    await database.do(partial(inbox.receive, row=arrived))
    started, again = started or time.perf_counter(), 0
    while True:
        try:
            await desk.work_off(database, house, [arrived], button, NOW)
        except StorageLocked:
            again += 1
        else:
            return (time.perf_counter() - started) * 1000, again


async def check(database: Database, first: int, count: int, volunteers: int, cap: int) -> None:
    """Exactly one winner each, nobody past the cap, and whoever tapped reads something."""

    async def look(tx: Tx) -> Sequence[int]:
        most = "SELECT COALESCE(MAX(n), 0) AS n FROM (SELECT COUNT(*) AS n FROM wishes GROUP BY claimer) AS c"
        asked = (
            "SELECT COUNT(*) AS n FROM wishes WHERE state = 'claimed' AND claimer IS NOT NULL AND version = 2",
            "SELECT COUNT(*) AS n FROM wish_events WHERE step = 'claim'",
            "SELECT COUNT(DISTINCT chat) AS n FROM outbox WHERE chat <> 'web:li'",
            most,
        )
        return [row["n"] for sql in asked if (row := await tx.one(sql))]

    winners, claims, answered, most = await database.read(look)
    assert winners == claims == first + count, f"{count} wishes, {winners - first} winners, {claims - first} claims"
    assert answered == volunteers, f"{volunteers - answered} volunteers were left without an answer"
    assert most <= cap, f"somebody has {most} wishes"


async def measure(name: str, url: str, volunteers: int, count: int) -> str:
    replicas = [await open_database(url) for _ in range(2)]
    await migrate(replicas[0], now=0)
    await replicas[0].do(partial(people, volunteers=volunteers))
    await replicas[0].do(partial(hang, count=count, first=0))
    settings = Settings(database="sqlite:unused.db", locale="zh_CN")
    houses = [house_of(settings, Words("zh_CN"), Links(settings.url), Ids()) for _ in replicas]
    cap = houses[0].policy.wishes.claims

    def tapped(n: int, wish: int, started: float | None) -> Any:
        return tap(replicas[n % 2], houses[n % 2], n, wish, started)

    started = time.perf_counter()
    found = await asyncio.gather(*(tapped(n, n // 2 % count, started) for n in range(volunteers)))
    took = time.perf_counter() - started
    await check(replicas[0], 0, count, volunteers, cap)
    await replicas[0].do(partial(hang, count=count, first=count))
    alone = [(await tapped(n, count + n // 2 % count, None))[0] for n in range(volunteers - 1, -1, -1)]
    await check(replicas[0], count, count, volunteers, cap)
    for replica in replicas:
        await replica.close()
    again = sum(times for _, times in found)
    return (
        f"{name:>12}{volunteers:>8,}{count:>8,}{at(found_times(found), 50):>12.1f}{at(found_times(found), 99):>10.1f}"
        f"{volunteers / took:>10,.0f}{again:>8}{at(alone, 50):>12.2f}{at(alone, 99):>10.2f}"
    )


def found_times(found: Sequence[tuple[float, int]]) -> list[float]:
    return [took for took, _ in found]


def at(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


@asynccontextmanager
async def databases(folder: Path) -> AsyncIterator[list[tuple[str, str]]]:
    """(name, address); PostgreSQL where a server can be had."""
    found = [("SQLite", f"sqlite:{folder / 'claims.db'}")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would rather have an XDG_RUNTIME_DIR
            from pgserver.postgres_server import get_server
    except ImportError:
        yield found
        return
    server = await asyncio.to_thread(get_server, folder / "postgres", cleanup_mode="delete")
    try:
        await asyncio.to_thread(server.psql, "CREATE DATABASE claims TEMPLATE template0 LOCALE 'C';")
        yield [*found, ("PostgreSQL", server.get_uri("claims"))]
    finally:
        await asyncio.to_thread(server.cleanup)


async def run(folder: Path, volunteers: int, count: int) -> list[str]:
    async with databases(folder) as found:
        return [await measure(name, url, volunteers, count) for name, url in found]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    parser.add_argument("--volunteers", type=int, default=1000)
    parser.add_argument("--wishes", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-claims-") as folder:
        lines = uvloop.run(run(Path(folder), given.volunteers, given.wishes))
    heads = (("taps", 8), ("wishes", 8), ("p50 ms", 12), ("p99 ms", 10), ("taps/s", 10), ("again", 8))
    alone = (("alone p50", 12), ("p99", 10))
    print(" " * 12 + "".join(f"{name:>{width}}" for name, width in heads + alone))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
