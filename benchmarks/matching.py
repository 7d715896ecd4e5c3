"""What it costs to offer a wish: its price follows those who are asked, not those who could be.

python -m benchmarks.matching: 219,000 volunteers in 400 compounds, then 2,190, and a wish offered in each ring: for a
hand, for a rare skill, and where nobody fits. SQLite with synchronous=FULL, the commit included; medians and the worst;
a shared machine's absolute times mean little, so the ratio between the two sizes is told, too.
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
# One community is large: fifty of the compounds, and so many of the volunteers.
LARGE = 20_000 / 219_000
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
    large = round(COMPOUNDS * LARGE)
    return 0 if compound < large else 1 + compound % (COMMUNITIES - 1)


async def fill(tx: Tx, size: int) -> None:
    """Nine of ten keep the usual limits by day; one in a thousand has the rare skill; one in thirty is gone."""
    await places.add(tx, the_places())
    every = [place.path for place in the_places() if place.kind == "compound"]
    for n in range(size):
        person, compound = f"v{n}", every[n % COMPOUNDS]
        home = f"{compound}/{n // COMPOUNDS % BUILDINGS + 1}/{n // (COMPOUNDS * BUILDINGS) % UNITS + 1}"
        await tx.run(
            "INSERT INTO persons (id, name, chat, home, created_at) VALUES (:p, :p, :chat, :home, 0)",
            p=person,
            chat=f"web:{person}",
            home=home,
        )
        await tx.run(
            "INSERT INTO chats (id, person, reachable, created_at) VALUES (:chat, :p, :reachable, 0)",
            chat=f"web:{person}",
            p=person,
            reachable=int(n % 30 != 7),
        )
        await tx.run(
            "INSERT INTO roles (id, person, role, place, since) VALUES (:p, :p, 'V', :compound, 0)",
            p=person,
            compound=compound,
        )
        await tx.run(
            """
            INSERT INTO volunteers (person, home, community, state, skills, times, since, asked_at)
            VALUES (:p, :home, :community, 'on', :skills, :times, 0, :asked_at)
            """,
            p=person,
            home=home,
            community=compound.rpartition("/")[0],
            skills=f" {SKILLS[n % len(SKILLS)]} " if n // COMPOUNDS % 100 else f" {RARE} ",
            times=6 if n % 10 == 3 else 7,
            asked_at=(n * 7919) % size,
        )


def wishes(ring: str, skill: str | None, kind: WishKind) -> Iterator[Wish]:
    for n in count():
        number = f"{ring}{skill}{kind}{n}"
        yield Wish(
            number, number, RINGS["building"], kind, "a wish", "poster", NOW, RINGS["community"], RINGS[ring],
            shown="a wish", skill=skill, state=WishState.OPEN,
        )  # fmt: skip


async def offers(database: Database, house: House, found: Iterator[Wish], times: int) -> tuple[float, float, int]:
    """Median and worst in milliseconds, and how many were asked each time."""
    spent, asked = [], 0

    async def unit(tx: Tx, wish: Wish) -> int:
        return await matching.offer(Turn(tx, house, SYSTEM, NOW), wish)

    for wish in islice(found, times):
        started = time.perf_counter()
        asked = await database.do(partial(unit, wish=wish))
        spent.append((time.perf_counter() - started) * 1000)
    return median(spent), max(spent), asked


async def measure(folder: Path, size: int, times: int) -> dict[tuple[str, str], tuple[float, float, int]]:
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
    sizes = "".join(f"{f'{size:,}':>10}{'worst':>8}" for size in SIZES)
    print(f"{'offers for one wish, ms':>36}{'asked':>7}{sizes}{'ratio':>8}")
    for (ring, what), (middle, worst, asked) in many.items():
        before = few[ring, what]
        numbers = f"{before[0]:>10.2f}{before[1]:>8.2f}{middle:>10.2f}{worst:>8.2f}{middle / before[0]:>8.2f}"
        print(f"{f'{ring}, {what}':>36}{asked:>7}{numbers}")


if __name__ == "__main__":
    main()
