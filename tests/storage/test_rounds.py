"""What is done once a day is done by whoever comes first."""

import asyncio
from functools import partial

import pytest

from storage import rounds
from storage.database import Database, Tx, open_database


async def once(database: Database, key: str, now: int = 100) -> bool:
    return await database.do(partial(rounds.once, name="morning", key=key, now=now))


async def done(database: Database, key: str) -> bool:
    return await database.read(partial(rounds.done, name="morning", key=key))


async def test_the_first_who_asks_does_it(database: Database):
    assert not await done(database, "2026-11-23")
    assert await once(database, "2026-11-23")
    assert not await once(database, "2026-11-23")
    assert await done(database, "2026-11-23")
    assert await once(database, "2026-11-24")


async def test_each_name_has_rounds_of_its_own(database: Database):
    await once(database, "2026-11-23")
    assert await database.do(partial(rounds.once, name="week", key="2026-11-23", now=100))


async def test_of_many_replicas_one_does_it(database: Database, url: str):
    other = await open_database(url)
    found = await asyncio.gather(*(once((database, other)[n % 2], "2026-11-23") for n in range(12)))
    assert found.count(True) == 1
    await other.close()


async def test_what_was_undone_with_its_unit_is_done_again(database: Database):
    async def unit(tx: Tx) -> None:
        await rounds.once(tx, "morning", "2026-11-23", 100)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.do(unit)
    assert await once(database, "2026-11-23")


async def test_earlier_rounds_are_forgotten_and_later_ones_undone(database: Database):
    for day in ("2026-11-22 a", "2026-11-23 a", "2026-11-23 b", "2026-11-24 a"):
        await once(database, day)
    await database.do(partial(rounds.forget, name="morning", before="2026-11-23"))
    assert not await done(database, "2026-11-22 a")
    await database.do(partial(rounds.undo, name="morning", after="2026-11-23~"))
    assert not await done(database, "2026-11-24 a")
    assert await done(database, "2026-11-23 a")
    assert await done(database, "2026-11-23 b")
