"""The monthly figures add up, and those of a place are those of everything below it."""

import asyncio
from functools import partial

from storage import rollup
from storage.database import Database, open_database

XF = "qs/hy/lx/xf"


async def add(database: Database, place: str, month: str = "2026-11", **figures: int) -> None:
    await database.do(partial(rollup.add, month=month, place=place, figures=figures))


async def test_figures_add_up_also_downwards(database: Database):
    await add(database, XF, placed=1)
    await add(database, XF, placed=1, closed=1, fixed=1)
    await add(database, XF, closed=-1, fixed=-1, reopened=1)
    row = await database.read(partial(rollup.of_month, month="2026-11", place=XF))
    assert row is not None
    assert {name: row[name] for name in rollup.FIGURES if row[name]} == {"placed": 2, "reopened": 1}


async def test_nothing_to_add_leaves_no_row(database: Database):
    await add(database, XF, fixed=0)
    assert await database.read(partial(rollup.of_month, month="2026-11", place=XF)) is None


async def test_the_figures_of_a_place_are_its_own_and_those_below_it(database: Database):
    for n, place in enumerate((XF, f"{XF}/3", "qs/hy/lx/xf2", "qs/hy/lx", "qs/hy/lx0", "qs")):
        await add(database, place, placed=10**n)
    await add(database, XF, month="2026-12", placed=7)

    async def placed(place: str) -> int:
        return int((await database.read(partial(rollup.below, month="2026-11", place=place)))["placed"])

    assert await placed(XF) == 11
    assert await placed("qs/hy/lx") == 1111
    assert await placed("qs") == 111_111
    assert await placed("nowhere") == 0


async def test_two_replicas_that_add_at_once_lose_nothing(database: Database, url: str):
    other = await open_database(url)
    await asyncio.gather(*(add((database, other)[n % 2], XF, placed=1, stars=n) for n in range(20)))
    row = await database.read(partial(rollup.of_month, month="2026-11", place=XF))
    assert row is not None
    assert (row["placed"], row["stars"]) == (20, 190)
    await other.close()
