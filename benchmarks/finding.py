"""What it costs to find an order, and to know that the same is open already: as much as is shown, not as there is.

python -m benchmarks.finding: 20,000 and 1,000,000 orders of a city of 400 compounds, two words of which are in three of
ten orders; --size for another size. Then what the index adds to keeping an order, one a unit of work and 64 at once.
SQLite with synchronous=FULL. On a shared machine the processor's own time says more than the clock's, so both are told.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean, median, quantiles
from typing import NamedTuple

import uvloop

from domain import bigrams
from domain.number import make
from domain.order import Lane, Order
from storage import finding, follows, orders, people, places
from storage.database import Database, Tx, open_database
from storage.finding import NEWEST, Found
from storage.migrate import migrate
from storage.places import Place

SMALL, LARGE = 20_000, 1_000_000
COMMUNITIES, COMPOUNDS, BUILDINGS, GRIDS = 11, 400, 12, 4
FIRST = 1_700_000_000
OFTEN, OFTEN_TOO, RARE, NEVER = "电梯", "路灯", "水獭", "恐龙"
SAID = [chr(0x4E00 + 11 * n) for n in range(1500)]
WEIGHT = [1 / (n + 1) for n in range(len(SAID))]
CATEGORIES = ("lift", "lighting", "rubbish", "drains", "doors", "parking", "environment")
SOME_COMPOUND, SOME_COMMUNITY, CITY = "qs/hy1/c1/p1", "qs/hy1/c1", "qs"
AT_ONCE = 12  # what one page asks for
SINGLE, TOGETHER = 20_000, 64

# Where somebody looks, and for what.
LOOKED_FOR = {
    "common word, city": (CITY, OFTEN),
    "common word, community": (SOME_COMMUNITY, OFTEN),
    "common word, compound": (SOME_COMPOUND, OFTEN),
    "one character, city": (CITY, OFTEN[0]),
    "two common words, compound": (SOME_COMPOUND, f"{OFTEN} {OFTEN_TOO}"),
    "building and word, compound": (SOME_COMPOUND, f"3号楼 {OFTEN}"),
    "building and word, city": (CITY, f"3号楼 {OFTEN}"),
    "rare word, city": (CITY, RARE),
    "rare word, compound": (SOME_COMPOUND, RARE),
    "rare and common word, city": (CITY, f"{RARE} {OFTEN}"),
    "no such word, city": (CITY, NEVER),
    "another's compound by name": (SOME_COMPOUND, f"第12小区 {OFTEN}"),
    "two buildings, compound": (SOME_COMPOUND, "3号楼 5号楼"),
    "two buildings, community": (SOME_COMMUNITY, "3号楼 5号楼"),
    "two buildings, city": (CITY, "3号楼 5号楼"),
    "a whole sentence, city": (CITY, f"3号楼的{OFTEN}又坏了，什么时候修"),
}


def the_places() -> list[Place]:
    found = [Place("qs", "city", "青杉市", None, None, None)]
    for n in range(COMMUNITIES):
        found += [Place(f"qs/hy{n}", "street", f"第{n}街道", None, None, None)]
        found += [Place(f"qs/hy{n}/c{n}", "community", f"第{n}社区", None, None, None)]
    for n in range(COMPOUNDS):
        path = compound(n)
        found += [Place(path, "compound", f"第{n}小区", None, None, None)]
        found += [Place(f"{path}/g{g}", "grid", f"第{g}网格", None, None, None) for g in range(GRIDS)]
        found += [Place(f"{path}/{b}", "building", f"{b}号楼", None, None, None) for b in range(1, BUILDINGS + 1)]
    return found


def compound(n: int) -> str:
    return f"qs/hy{n % COMMUNITIES}/c{n % COMMUNITIES}/p{n}"


def some_orders(first: int, last: int) -> Iterator[tuple[Order, list[str]]]:
    """Each with what its place is called; two seconds after the one before."""
    chance = Random(first)
    for n in range(first, last):
        where, building = n * 7919 % COMPOUNDS, chance.randrange(BUILDINGS) + 1
        said = "".join(chance.choices(SAID, WEIGHT, k=14))
        words = [word for word, share in ((OFTEN, 0.3), (OFTEN_TOO, 0.3), (RARE, 0.0001)) if chance.random() < share]
        path = compound(where)
        order = Order(
            id=f"o{n:09}", number=make(n.to_bytes(4)), author="li", place=f"{path}/{building}",
            grid=f"{path}/g{building % GRIDS}", category=CATEGORIES[n % len(CATEGORIES)], lane=Lane.ORDINARY,
            what="".join([said[:4], *words, said[4:]]), rung=path, placed_at=FIRST + 2 * n,
        )  # fmt: skip
        yield order, [f"第{where % COMMUNITIES}社区", f"第{where}小区", f"{building}号楼"]


async def keep(tx: Tx, first: int, last: int, index: bool = True) -> None:
    for order, names in some_orders(first, last):
        await orders.insert(tx, order)
        if index:
            await finding.keep(tx, order, names, "李秀兰")


async def furnish(database: Database) -> None:
    async def unit(tx: Tx) -> None:
        await places.add(tx, the_places())
        await people.add_person(tx, id="li", chat="web:li", now=0, name="李秀兰")

    await database.do(unit)


class Cost(NamedTuple):
    """Milliseconds: by the clock the middle and p99, of the processor alone p99; how many were found."""

    middle: float
    p99: float
    cpu: float
    found: int


async def each(times: int, look: Callable[[int], Awaitable[int]]) -> Cost:
    spent, worked, found = [], [], 0
    for n in range(times):
        started, began = time.perf_counter(), time.process_time()
        found = await look(n)
        spent.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
    return Cost(median(spent), quantiles(spent, n=100)[98], quantiles(worked, n=100)[98], found)


async def filled(file: Path, size: int) -> Database:
    """Most in bulk, the last ones as they come in life: one a unit of work, many in a commit."""
    database = await open_database(f"sqlite:{file}")
    await migrate(database, now=0)
    await furnish(database)
    single = min(size // 4, SINGLE)
    for first in range(0, size - single, 10_000):
        await database.do(partial(keep, first=first, last=min(size - single, first + 10_000)))
    for first in range(size - single, size, TOGETHER):
        await one_by_one(database, first, min(size, first + TOGETHER), index=True)
    return database


async def one_by_one(database: Database, first: int, last: int, index: bool) -> None:
    units = [partial(keep, first=n, last=n + 1, index=index) for n in range(first, last)]
    await asyncio.gather(*map(database.do, units))


async def measure(folder: Path, size: int, times: int) -> dict[str, Cost]:
    database = await filled(folder / f"{size}.db", size)
    found = {}
    for name, (area, words) in LOOKED_FOR.items():
        areas = None if area == CITY else [area]  # as handlers/finding.py has it
        look = partial(finding.find, words=bigrams.asked(words), areas=areas, parties=[], before=NEWEST, limit=AT_ONCE)

        async def search(_: int, look: Callable[[Tx], Awaitable[list[Found]]] = look) -> int:
            return len(await database.read(look))

        found[name] = await each(times, search)

    async def same(n: int) -> int:
        place = f"{compound(n * 31 % COMPOUNDS)}/{n % BUILDINGS + 1}"
        alike = partial(follows.alike, place=place, category=CATEGORIES[n % len(CATEGORIES)], person="li")
        return int(await database.read(alike) is not None)

    found["is the same open already?"] = await each(times * 5, same)
    await database.close()
    return found


async def keeping(folder: Path, times: int) -> tuple[float, float]:
    """Milliseconds to keep an order alone, and with the index; in turns."""
    database = await open_database(f"sqlite:{folder / 'keeping.db'}")
    await migrate(database, now=0)
    await furnish(database)
    spent: dict[bool, list[float]] = {False: [], True: []}
    for n in range(2 * times):
        started = time.process_time()
        await one_by_one(database, TOGETHER * n, TOGETHER * (n + 1), index=bool(n % 2))
        spent[bool(n % 2)].append((time.process_time() - started) * 1000 / TOGETHER)
    await database.close()
    return fmean(spent[False]), fmean(spent[True])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.finding", description=__doc__)
    parser.add_argument("--size", type=int, default=LARGE)
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-finding-") as folder:
        few, many = (uvloop.run(measure(Path(folder), size, given.times)) for size in (SMALL, given.size))
        alone, indexed = uvloop.run(keeping(Path(folder), given.times))
    sizes = "".join(f"{f'{size:,} orders':>18}{'p99':>8}{'cpu p99':>8}" for size in (SMALL, given.size))
    print(f"{'ms':>30}{sizes}{'ratio':>8}{'found':>7}")
    for name, cost in many.items():
        both = "".join(f"{one.middle:>18.3f}{one.p99:>8.2f}{one.cpu:>8.2f}" for one in (few[name], cost))
        print(f"{name:>30}{both}{cost.middle / few[name].middle:>8.2f}{cost.found:>7}")
    print(f"keeping an order: {alone:.3f} ms of the processor, with the index {indexed:.3f} ms")


if __name__ == "__main__":
    main()
