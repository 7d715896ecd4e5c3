"""What it costs to offer a wish: its price follows those who are asked, not those who could be.

python -m benchmarks.matching: 219,000 volunteers in 400 compounds, then 2,190, and a wish offered in each ring: for a
hand, for a rare skill, and where nobody fits. SQLite with synchronous=FULL, the commit included; medians and the worst;
on a shared machine the processor's own time says more than the clock's, so both are told.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import uvloop

from bot.app import house_of
from bot.clock import Ids
from bot.links import Links
from bot.settings import Settings
from bot.words import Words
from domain.person import SYSTEM
from domain.wish import Wish, WishKind, WishState
from handlers import matching
from handlers.turn import House, Turn
from storage import places
from storage.database import Database, Tx, open_database
from storage.migrate import migrate
from storage.places import Place

NOW = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # Monday, ten in the morning in Shanghai
SIZES = (2_190, 219_000)
COMMUNITIES, COMPOUNDS, BUILDINGS, UNITS = 11, 400, 6, 4
IN_LARGE = 37  # compounds of the largest community, with some 20,000 of the volunteers
SKILLS = ("haircut", "repair", "digital", "carrying", "driving", "company", "reading", "cooking")
RARE = "law"
RINGS = {"building": "qs/hy/c0/p0/3", "compound": "qs/hy/c0/p0", "community": "qs/hy/c0", "street": "qs/hy"}


def the_places() -> list[Place]:
    found = [Place("qs", "city", "qs", None, None, None), Place("qs/hy", "street", "hy", None, None, None)]
    found += [Place(f"qs/hy/c{n}", "community", f"c{n}", None, None, None) for n in range(COMMUNITIES)]
    for n in range(COMPOUNDS):
        path = f"qs/hy/c{_community(n)}/p{n}"
        found.append(Place(path, "compound", f"p{n}", None, None, None))
        found += [Place(f"{path}/{b}", "building", f"{b}", None, None, None) for b in range(1, BUILDINGS + 1)]
    return found


def _community(compound: int) -> int:
    return 0 if compound < IN_LARGE else 1 + compound % (COMMUNITIES - 1)


# Everything about volunteer i, as both databases compute it.
MANY = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :size)"
HOME_OF = f"i % {COMPOUNDS}"
COMMUNITY_OF = f"'qs/hy/c' || (CASE WHEN {HOME_OF} < {IN_LARGE} THEN 0 ELSE 1 + {HOME_OF} % {COMMUNITIES - 1} END)"
COMPOUND_OF = f"{COMMUNITY_OF} || '/p' || ({HOME_OF})"
DOOR_OF = f"(i / {COMPOUNDS} % {BUILDINGS} + 1) || '/' || (i / {COMPOUNDS * BUILDINGS} % {UNITS} + 1)"
SKILL_OF = " ".join(f"WHEN {n} THEN ' {skill} '" for n, skill in enumerate(SKILLS))


async def fill(tx: Tx, size: int) -> None:
    """Nine of ten may be asked by day; one in a hundred has the rare skill; one in thirty is gone."""
    await places.add(tx, the_places())
    for sql in (
        f"INSERT INTO persons (id, name, chat, home, created_at) {MANY} "
        f"SELECT 'v' || i, 'v' || i, 'web:v' || i, {COMPOUND_OF} || '/' || {DOOR_OF}, 0 FROM n",
        f"INSERT INTO chats (id, person, reachable, created_at) {MANY} "
        "SELECT 'web:v' || i, 'v' || i, CASE WHEN i % 30 = 7 THEN 0 ELSE 1 END, 0 FROM n",
        f"INSERT INTO roles (id, person, role, place, since) {MANY} "
        f"SELECT 'v' || i, 'v' || i, 'V', {COMPOUND_OF}, 0 FROM n",
        f"INSERT INTO volunteers (person, home, community, state, skills, times, since, asked_at) {MANY} "
        f"SELECT 'v' || i, {COMPOUND_OF} || '/' || {DOOR_OF}, {COMMUNITY_OF}, 'on', "
        f"CASE WHEN i / {COMPOUNDS} % 100 = 0 THEN ' {RARE} ' ELSE CASE i % {len(SKILLS)} {SKILL_OF} END END, "
        "CASE WHEN i % 10 = 3 THEN 6 ELSE 7 END, 0, (i * 7919) % :size FROM n",
    ):
        await tx.run(sql, size=size)


def wishes(ring: str, skill: str | None, kind: WishKind) -> Iterator[Wish]:
    for n in count():
        number = f"{ring}{skill}{kind}{n}"
        yield Wish(
            number, number, RINGS["building"], kind, "a wish", "poster", NOW, RINGS["community"], RINGS[ring],
            shown="a wish", skill=skill, state=WishState.OPEN,
        )  # fmt: skip


class Cost(NamedTuple):
    """Milliseconds: by the clock, the worst of them, and of the processor alone; how many were asked the last time."""

    middle: float
    worst: float
    cpu: float
    asked: int


async def offers(database: Database, house: House, found: Iterator[Wish], times: int) -> Cost:
    spent, worked, asked = [], [], 0

    async def unit(tx: Tx, wish: Wish) -> int:
        return await matching.offer(Turn(tx, house, SYSTEM, NOW), wish)

    for wish in islice(found, times):
        started, began = time.perf_counter(), time.process_time()
        asked = await database.do(partial(unit, wish=wish))
        spent.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
    return Cost(median(spent), max(spent), median(worked), asked)


async def measure(folder: Path, size: int, times: int) -> dict[tuple[str, str], Cost]:
    database = await open_database(f"sqlite:{folder / f'{size}.db'}")
    await migrate(database, now=0)
    await database.do(partial(fill, size=size))
    house = house_of(Settings(database=f"sqlite:{folder}/x.db", locale="zh_CN"), Words("zh_CN"), Links("x"), Ids())
    found = {}
    for ring in RINGS:
        found[ring, "a hand"] = await offers(database, house, wishes(ring, None, WishKind.SERVICE), times)
        found[ring, "a rare skill"] = await offers(database, house, wishes(ring, RARE, WishKind.SERVICE), times)
    await database.do(lambda tx: tx.run("UPDATE volunteers SET kinds = 1"))
    for ring in RINGS:
        found[ring, "nobody fits"] = await offers(database, house, wishes(ring, RARE, WishKind.SERVICE), times)
    await database.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--times", type=int, default=25)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-matching-") as folder:
        few, many = (uvloop.run(measure(Path(folder), size, given.times)) for size in SIZES)
    sizes = "".join(f"{f'{size:,}':>10}{'worst':>8}{'cpu':>8}" for size in SIZES)
    print(f"{'offers for one wish, ms':>36}{'asked':>7}{sizes}")
    for what, cost in many.items():
        numbers = "".join(f"{one.middle:>10.2f}{one.worst:>8.2f}{one.cpu:>8.2f}" for one in (few[what], cost))
        print(f"{', '.join(what):>36}{cost.asked:>7}{numbers}")


if __name__ == "__main__":
    main()
