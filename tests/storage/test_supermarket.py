"""The rows decide who gets the last piece and what becomes of a redemption, whoever asks at the same moment."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from domain.redemption import Redemption, Step, take
from storage import redemptions, supermarket
from storage.database import Database, Tx, open_database
from storage.redemptions import WRONG_A_DAY
from storage.supermarket import Goods, Shelf

RICE = Goods("rice", "m:xf", "Rice", "", 50, 3, None)
MADE = Redemption("r1", "7K3MQ2", "li", "m:xf", "rice", "Rice", 50, 100, 200, 150, code="seal")


@pytest.fixture
async def shelf(database: Database) -> Database:
    async def unit(tx: Tx) -> None:
        await supermarket.add(tx, RICE, "qian", 1)
        await redemptions.add(tx, MADE)

    await database.do(unit)
    return database


@pytest.fixture
async def two(shelf: Database, url: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two connections to the same database."""
    second = await open_database(url)
    yield shelf, second
    await second.close()


async def test_three_pieces_go_to_three_of_eight_who_tap_at_once(two: tuple[Database, Database]):
    reserve = partial(supermarket.reserve, goods_id="rice", points=50)
    got = await asyncio.gather(*(two[n % 2].do(reserve) for n in range(8)))
    assert sorted(got) == [False] * 5 + [True] * 3
    left = await two[0].read(partial(supermarket.get, goods_id="rice"))
    assert left is not None
    assert left.stock == 0


async def test_nothing_leaves_the_shelf_at_another_price_or_while_it_is_paused(shelf: Database):
    assert not await shelf.do(partial(supermarket.reserve, goods_id="rice", points=49))
    assert await shelf.do(partial(supermarket.put, goods=RICE, state=Shelf.PAUSED))
    assert not await shelf.do(partial(supermarket.reserve, goods_id="rice", points=50))


async def test_what_is_gone_stays_gone(shelf: Database):
    assert await shelf.do(partial(supermarket.put, goods=RICE, state=Shelf.GONE))
    gone = replace(RICE, version=2)
    assert not await shelf.do(partial(supermarket.put, goods=gone, state=Shelf.ON))
    assert not await shelf.do(partial(supermarket.set_points, goods=gone, points=1))
    assert not await shelf.do(partial(supermarket.restock, goods_id="rice", pieces=1))


async def test_of_everything_that_ends_a_redemption_at_once_one_does(two: tuple[Database, Database]):
    ends = [take(MADE, step, step, 160) for step in Step]
    changed = await asyncio.gather(
        *(two[n % 2].do(partial(redemptions.change, seen=MADE, to=to)) for n, to in enumerate(ends))
    )
    assert sorted(changed) == [False, False, False, True]
    kept = await two[0].read(partial(redemptions.by_id, redemption_id="r1"))
    assert kept == ends[changed.index(True)]


async def test_tries_at_once_are_five_a_day_and_the_next_day_five_again(two: tuple[Database, Database]):
    for day in ("2026-11-23", "2026-11-24"):
        attempt = partial(redemptions.try_code, keeper="qian", day=day)
        tries = await asyncio.gather(*(two[n % 2].do(attempt) for n in range(9)))
        assert sorted(n for n in tries if n) == list(range(1, WRONG_A_DAY + 1))
