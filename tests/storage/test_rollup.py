"""The daily figures add up, and those of a place are those of everything below it."""

import asyncio
from functools import partial

from storage import rollup
from storage.database import Database, open_database

XF = "qs/hy/lx/xf"
DAY = "2026-11-23"


async def add(database: Database, place: str, /, day: str = DAY, **figures: int) -> None:
    await database.do(partial(rollup.add, day=day, place=place, figures=figures))


async def below(database: Database, place: str = XF, first: str = DAY, last: str = DAY) -> dict[str, int]:
    """What is not nothing."""
    row = await database.read(partial(rollup.below, first=first, last=last, place=place))
    assert set(row) == set(rollup.FIGURES)
    return {name: figure for name, figure in row.items() if figure}


async def by_day(database: Database, first: str, last: str) -> dict[str, dict[str, int]]:
    rows = await database.read(partial(rollup.by_day, first=first, last=last, place=XF))
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    return {row["day"]: {name: row[name] for name in rollup.FIGURES if row[name]} for row in rows}


async def test_figures_add_up_also_downwards(database: Database):
    await add(database, XF, placed=1)
    await add(database, XF, placed=1, closed=1, fixed=1)
    await add(database, XF, closed=-1, fixed=-1, reopened=1)
    assert await below(database) == {"placed": 2, "reopened": 1}


async def test_every_figure_is_kept_as_what_it_is(database: Database):
    figures = {name: n for n, name in enumerate(rollup.FIGURES, 1)}
    await add(database, XF, DAY, **figures)
    await add(database, XF, DAY, **figures)
    assert await below(database) == {name: 2 * n for name, n in figures.items()}


async def test_nothing_to_add_leaves_no_row(database: Database):
    await add(database, XF, fixed=0)
    assert await database.read(lambda tx: tx.all("SELECT * FROM daily")) == []


async def test_the_figures_of_a_place_are_its_own_and_those_below_it(database: Database):
    for n, place in enumerate((XF, f"{XF}/3", "qs/hy/lx/xf2", "qs/hy/lx", "qs/hy/lx0", "qs")):
        await add(database, place, placed=10**n)
    await add(database, XF, day="2026-11-24", placed=7)
    assert await below(database) == {"placed": 11}
    assert await below(database, "qs/hy/lx") == {"placed": 1111}
    assert await below(database, "qs") == {"placed": 111_111}
    assert await below(database, "nowhere") == {}


async def test_figures_are_summed_from_the_first_day_to_the_last(database: Database):
    for n, day in enumerate(("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01")):
        await add(database, XF, day=day, closed=10**n)
    assert await below(database, XF, "2026-11-01", "2026-11-30") == {"closed": 110}
    assert await below(database, XF, "2026-10-31", "2026-12-01") == {"closed": 1111}
    assert await below(database, XF, "2027-01-01", "2027-12-31") == {}


async def test_day_by_day_each_has_the_sums_of_all_below_and_quiet_days_are_left_out(database: Database):
    await add(database, XF, day="2026-11-25", placed=1)
    await add(database, f"{XF}/3", day="2026-11-25", placed=2, stars=5)
    await add(database, XF, day="2026-11-23", fixed=4)
    await add(database, "qs/hy/lx/xf2", day="2026-11-24", placed=9)
    await add(database, XF, day="2026-11-30", placed=9)
    assert await by_day(database, "2026-11-23", "2026-11-29") == {
        "2026-11-23": {"fixed": 4},
        "2026-11-25": {"placed": 3, "stars": 5},
    }


async def test_two_replicas_that_add_at_once_lose_nothing(database: Database, url: str):
    other = await open_database(url)
    await asyncio.gather(*(add((database, other)[n % 2], XF, placed=1, stars=n) for n in range(20)))
    assert await below(database) == {"placed": 20, "stars": 190}
    await other.close()
