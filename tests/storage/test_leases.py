"""What only one process at a time may do is done by whoever holds the lease."""

import asyncio
from functools import partial

import pytest

from storage import leases
from storage.database import Database, Tx, open_database
from storage.leases import Term, TermOver


async def term(database: Database, me: str, now: int) -> Term | None:
    return await database.do(partial(leases.take, name="telegram", me=me, now=now, until=now + 30))


async def take(database: Database, me: str, now: int) -> bool:
    return await term(database, me, now) is not None


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


async def test_a_lease_from_a_clock_that_was_ahead_keeps_nobody_from_it(database: Database):
    assert await take(database, "one", 100 + 3600)
    assert await take(database, "two", 100)


async def test_each_name_is_a_lease_of_its_own(database: Database):
    await take(database, "one", 100)
    assert await database.do(partial(leases.take, name="other", me="two", now=100, until=130))


async def test_of_many_who_ask_at_once_one_gets_it(database: Database, url: str):
    other = await open_database(url)
    taken = await asyncio.gather(*(take((database, other)[n % 2], f"p{n}", 100) for n in range(8)))
    assert taken.count(True) == 1
    await other.close()


async def test_the_number_rises_with_every_new_holder_and_never_falls(database: Database):
    numbers = []
    for me, now in (("one", 100), ("one", 110), ("two", 140), ("one", 170)):
        given = await term(database, me, now)
        assert given
        numbers.append(given.number)
    await database.do(partial(leases.release, name="telegram", me="one"))
    given = await term(database, "one", 171)
    assert given
    assert [*numbers, given.number] == [1, 1, 2, 3, 4]
    await database.do(leases.release_all)
    again = await term(database, "one", 172)
    assert again
    assert again.number == 5


async def test_who_wakes_after_another_took_it_writes_nothing_under_the_old_term(database: Database):
    old = await term(database, "one", 100)
    assert old
    await database.do(partial(leases.fence, term=old))
    assert await take(database, "two", 130)

    async def late(tx: Tx) -> None:
        await tx.run("INSERT INTO leases (name, holder, until) VALUES ('written', 'late', 0)")
        await leases.fence(tx, old)

    with pytest.raises(TermOver):
        await database.do(late)
    assert await database.read(lambda tx: tx.one("SELECT * FROM leases WHERE name = 'written'")) is None
    assert await take(database, "one", 160)
    with pytest.raises(TermOver):  # it is theirs again, but not that term
        await database.do(late)


async def test_a_lease_is_not_taken_in_the_middle_of_what_is_done_under_it(database: Database, url: str):
    if database.kind == "sqlite":
        return  # there one unit comes after the other
    old, other = await term(database, "one", 100), await open_database(url)
    assert old
    fenced = asyncio.Event()
    taken: list[bool] = []

    async def slow(tx: Tx) -> None:
        await leases.fence(tx, old)
        fenced.set()
        await asyncio.sleep(0.2)
        assert not taken
        await tx.run("INSERT INTO leases (name, holder, until) VALUES ('written', 'in time', 0)")

    async def successor() -> None:
        await fenced.wait()
        taken.append(await take(other, "two", 130))

    await asyncio.gather(database.do(slow), successor())
    assert taken == [True]
    assert await database.read(lambda tx: tx.one("SELECT * FROM leases WHERE name = 'written'"))
    await other.close()
