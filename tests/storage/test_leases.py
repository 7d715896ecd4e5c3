"""What only one process at a time may do is done by whoever holds the lease."""

import asyncio
from functools import partial

from storage import leases
from storage.database import Database, open_database


async def take(database: Database, me: str, now: int) -> bool:
    return await database.do(partial(leases.take, name="telegram", me=me, now=now, until=now + 30))


async def test_one_holds_it_and_keeps_it_up_and_another_gets_it_once_it_expired(database: Database):
    assert await take(database, "one", 100)
    assert not await take(database, "two", 129)
    assert await take(database, "one", 120)
    assert not await take(database, "two", 149)
    assert await take(database, "two", 150)
    assert not await take(database, "one", 151)


async def test_who_gives_it_back_lets_the_next_one_take_it(database: Database):
    await take(database, "one", 100)
    await database.do(partial(leases.release, name="telegram", me="two"))
    assert not await take(database, "two", 101)
    await database.do(partial(leases.release, name="telegram", me="one"))
    assert await take(database, "two", 101)


async def test_each_name_is_a_lease_of_its_own(database: Database):
    await take(database, "one", 100)
    assert await database.do(partial(leases.take, name="other", me="two", now=100, until=130))


async def test_of_many_who_ask_at_once_one_gets_it(database: Database, url: str):
    other = await open_database(url)
    taken = await asyncio.gather(*(take((database, other)[n % 2], f"p{n}", 100) for n in range(8)))
    assert taken.count(True) == 1
    await other.close()
