"""Which orders are due, whose clock is moved on by one replica only, and what was done once for good."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from domain.order import Closing, Order, State
from storage import clock, orders
from storage.clock import Due
from storage.database import Database, open_database
from tests.storage.kept import NOW, placed, settled

DUE = NOW + 1 + 600


async def due(database: Database, now: int, limit: int = 9) -> list[Due]:
    return await database.read(partial(clock.due, now=now, limit=limit))


def later(order: Order) -> Order:
    """Its clock as the domain would set it after a look."""
    return replace(order, stage=order.stage + 1, due_at=(order.due_at or 0) + 60)


async def kept(database: Database, order_id: str = "o1") -> Order:
    order = await database.read(partial(orders.by_id, order_id=order_id))
    assert order is not None
    return order


async def test_an_order_is_due_from_its_moment_on(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    assert await due(database, DUE - 1) == []
    assert await due(database, DUE) == [Due("o1", DUE, 0)]


async def test_what_is_due_longest_comes_first(database: Database):
    await settled(database, "li")
    for n in (3, 1, 2):
        await placed(database, n)
    assert [found.id for found in await due(database, NOW * 2, limit=2)] == ["o1", "o2"]


async def test_what_the_clock_has_not_looked_at_for_long_is_counted_and_the_oldest_are_named(database: Database):
    await settled(database, "li")
    for n in (3, 1, 2):
        await placed(database, n)
    named = [(await kept(database, f"o{n}")).number for n in (1, 2)]
    overlooked = partial(clock.overlooked, named=2)
    assert await database.read(partial(overlooked, before=DUE - 1)) == (0, [])
    assert await database.read(partial(overlooked, before=DUE)) == (1, named[:1])
    assert await database.read(partial(overlooked, before=NOW * 2)) == (3, named)


async def test_a_closed_order_is_due_only_where_it_is_to_be_followed_up(database: Database):
    await settled(database, "li")
    gone = {"state": State.CLOSED, "closing": Closing.FIXED, "closed_at": 1}
    await placed(database, 1, **gone, since=None, deadline=None, due_at=None)
    await placed(database, 2, **gone)
    assert [found.id for found in await due(database, NOW * 2)] == ["o2"]


async def test_a_clock_is_moved_on_by_one_only(database: Database):
    await settled(database, "li")
    order = await placed(database, 1)
    moved = replace(later(order), since=NOW + 9, deadline=NOW + 99, nagged=True)
    move = partial(clock.move, seen=Due("o1", DUE, 0), order=moved)
    assert [await database.do(move), await database.do(move)] == [True, False]
    assert await kept(database) == moved


@pytest.mark.parametrize("seen", [Due("o1", DUE - 1, 0), Due("o1", DUE, 1), Due("o2", DUE, 0)])
async def test_a_clock_that_was_moved_meanwhile_stays(database: Database, seen: Due):
    await settled(database, "li")
    order = await placed(database, 1)
    await placed(database, 2)
    assert not await database.do(partial(clock.move, seen=seen, order=replace(later(order), id=seen.id)))
    assert await kept(database) == order


async def test_a_clock_is_not_moved_where_somebody_has_moved_the_order(database: Database):
    """Their step may have left the clock as it was."""
    await settled(database, "li")
    order = await placed(database, 1)
    urged = replace(order, version=2, urged=1)
    assert await database.do(partial(orders.change, order=urged, seen=1))
    assert not await database.do(partial(clock.move, seen=Due("o1", DUE, 0), order=later(order)))
    assert await kept(database) == urged


async def test_of_two_replicas_that_look_at_once_one_does_it(database: Database, url: str):
    await settled(database, "li")
    order = await placed(database, 1)
    other = await open_database(url)
    looks = [partial(clock.move, seen=Due("o1", DUE, 0), order=later(order)) for _ in range(8)]
    done = await asyncio.gather(*((database, other)[n % 2].do(look) for n, look in enumerate(looks)))
    assert done.count(True) == 1
    assert await kept(database) == later(order)
    await other.close()


async def test_each_nag_of_each_stage_of_each_deadline_of_each_order_is_done_once(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    await placed(database, 2)
    keys = [("o1", 7, 0, "nag"), ("o1", 7, 0, "tell"), ("o1", 7, 1, "nag"), ("o1", 8, 0, "nag"), ("o2", 7, 0, "nag")]
    for expected in (True, False):
        for order_id, deadline, stage, nag in keys:
            written = partial(clock.nagged, order_id=order_id, deadline=deadline, stage=stage, nag=nag, now=NOW)
            assert await database.do(written) is expected
    rows = await database.read(lambda tx: tx.all("SELECT * FROM nags ORDER BY order_id, deadline, stage, nag"))
    assert [(row["order_id"], row["deadline"], row["stage"], row["nag"]) for row in rows] == keys
    assert {row["at"] for row in rows} == {NOW}


async def test_of_two_replicas_that_write_it_down_at_once_one_did_it(database: Database, url: str):
    await settled(database, "li")
    await placed(database, 1)
    other = await open_database(url)
    nagged = partial(clock.nagged, order_id="o1", deadline=7, stage=0, nag="nag", now=NOW)
    done = await asyncio.gather(*((database, other)[n % 2].do(nagged) for n in range(8)))
    assert done.count(True) == 1
    await other.close()


async def test_what_was_set_by_a_clock_that_was_ahead_is_found_and_set_anew_once(database: Database):
    await settled(database, "li")
    order = await placed(database, 1, since=NOW + 9000)
    await placed(database, 2)
    await placed(database, 3, since=NOW + 9000, due_at=None)
    ahead = partial(clock.set_ahead, now=NOW + 99, limit=9)
    assert await database.read(ahead) == ["o1"]
    anew = replace(order, since=NOW + 99, deadline=NOW + 200, due_at=NOW + 150, stage=2, word_by=NOW + 300)
    set_anew = partial(clock.set_anew, order=anew, now=NOW + 99)
    assert not await database.do(partial(set_anew, order=replace(anew, version=2)))
    assert [await database.do(set_anew), await database.do(set_anew)] == [True, False]
    assert await kept(database) == anew
    assert await database.read(ahead) == []
