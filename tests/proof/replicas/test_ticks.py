"""Two clocks tick on one database, at once: what is due is done by one of them."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import orjson
import pytest

from bot.metronome import LOOKS
from domain.person import Held, Role
from storage.database import Database, open_database
from tests import postgres_server
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, GRID_1, MINUTE, Town
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

MATTERS = ("路灯不亮了", "垃圾桶满了没人清", "水管漏水", "半夜装修噪音扰民")
Letters = Counter[tuple[str, str]]


@asynccontextmanager
async def replicas(server: str, number: int) -> AsyncIterator[list[Town]]:
    """Towns whose desks share one database, and write ids of their own."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(postgres_server.migrated(server))
        towns = []
        for n in range(number):
            database = await open_database(address)
            stack.push_async_callback(database.close)
            towns.append(Town(database, itertools.count(1 + n * 10**9), seed=4 + n))
        yield towns


async def a_quarter(town: Town, size: Size) -> None:
    """Neighbours with open orders, a dispatcher, a desk above, and a worker who took some of them."""
    await town.built()
    await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await town.moves_in("Liu Fang", Held(Role.COMMUNITY, COMPOUND.rpartition("/")[0]))
    await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))
    for n in range(size.pick(3, 10, 30)):
        home = f"{COMPOUND}/{n % 6 + 1}/{n % 2 + 1}"
        li: Neighbour = await town.moves_in(f"Li{n} Xiulan", Held(Role.RESIDENT, COMPOUND), home=home)
        for matter in MATTERS[: size.pick(2, 3, 4)]:
            await li.reports(f"{n % 6 + 1}号楼{n % 2 + 1}单元{matter}")


async def tick(town: Town) -> None:
    for look in LOOKS:
        await look(town.database, town.house, town.now)


async def days_pass(towns: list[Town], minutes: int, step: int) -> None:
    """Every one of them ticks at every moment, all at once."""
    for _ in range(0, minutes, step):
        for town in towns:
            town.now += step * MINUTE
        await asyncio.gather(*(tick(town) for town in towns))


async def told(database: Database) -> Letters:
    """What was said to whom by the clock; numbers of orders are chance."""
    rows = await database.read(lambda tx: tx.all("SELECT chat, body FROM outbox"))
    return Counter((row["chat"], orjson.loads(row["body"])["text"]) for row in rows)


@pytest.mark.proves(
    "Nobody is buried", "two clocks tick on one database at the same moments, beside a single one that does the same"
)
async def test_however_many_clocks_tick_nobody_is_nagged_twice(figure: Figure, size: Size, postgres: str):
    heard: list[Letters] = []
    minutes = size.pick(90, 150, 3 * DAY // 60)
    for number in (1, 2):
        async with replicas(postgres, number) as towns:
            await a_quarter(towns[0], size)
            for town in towns:
                town.now = towns[0].now
            await days_pass(towns, minutes, 5)
            heard.append(await told(towns[0].database))
            nags = await towns[0].one("SELECT COUNT(*) FROM nags")
    alone, together = heard
    assert nags > size.pick(10, 20, 200)
    assert together == alone, f"said too often: {together - alone}; not said: {alone - together}"
    figure("nags", nags)
    figure("letters", f"{alone.total():,} by one clock, {together.total():,} by two")
