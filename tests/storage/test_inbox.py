"""What arrived is kept once, worked off in order a sender, and never forgotten before it is done."""

import asyncio
from functools import partial

from storage import inbox
from storage.database import Database, open_database
from storage.inbox import TRIES, Arrived


def message(n: int, sender: str = "telegram:1") -> Arrived:
    return Arrived("telegram", f"m{n}", f"{n:04d}", sender, None, f'{{"n": {n}}}', 100 + n)


async def receive(database: Database, *rows: Arrived) -> list[bool]:
    return [await database.do(partial(inbox.receive, row=row)) for row in rows]


async def due(database: Database, now: int = 1000, after: str = "") -> list[str]:
    return [row.message_id for row in await database.read(partial(inbox.due, now=now, limit=10, after=after))]


async def test_a_message_delivered_again_is_kept_once(database: Database):
    assert await receive(database, message(1), message(1), message(2)) == [True, False, True]
    rows = await database.read(partial(inbox.due, now=1000, limit=10))
    assert rows == [message(1), message(2)]


async def test_the_same_message_id_in_two_channels_is_two_messages(database: Database):
    web = Arrived("web", "m1", "0002", "web:1", None, "{}", 1)
    assert await receive(database, message(1), web) == [True, True]


async def test_what_is_taken_is_taken_once_even_by_many_at_once(database: Database, url: str):
    await receive(database, message(1))
    other = await open_database(url)
    taken = await asyncio.gather(*(db.do(partial(inbox.take, arrived=message(1))) for db in (database, other) * 4))
    assert taken.count(True) == 1
    assert await due(database) == []
    await other.close()


async def test_what_a_failed_unit_took_is_there_again(database: Database):
    await receive(database, message(1))

    async def unit(tx):
        await inbox.take(tx, message(1))
        raise LookupError

    outcome = await asyncio.gather(database.do(unit), return_exceptions=True)
    assert isinstance(outcome[0], LookupError)
    assert await due(database) == ["m1"]


async def test_a_sender_whose_message_waits_for_its_next_try_keeps_their_order(database: Database):
    await receive(database, message(1, "a"), message(2, "a"), message(3, "b"))
    stumble = partial(inbox.stumble, arrived=message(1, "a"), error="Oops", next_try_at=2000)
    assert not await database.do(stumble)
    assert await due(database, now=1999) == ["m3"]
    assert await due(database, now=2000) == ["m1", "m2", "m3"]


async def test_after_five_failures_it_is_a_dead_letter_and_the_others_go_on(database: Database):
    await receive(database, message(1), message(2))
    stumble = partial(inbox.stumble, arrived=message(1), error="Oops", next_try_at=9999)
    assert [await database.do(stumble) for _ in range(TRIES + 1)] == [False] * (TRIES - 1) + [True, False]
    assert await due(database) == ["m2"]
    assert await database.read(inbox.backlog) == (1, 1)
    assert not await database.do(partial(inbox.take, arrived=message(1)))


async def test_what_can_never_be_read_goes_straight_to_the_dead_letters(database: Database):
    await receive(database, message(1))
    await database.do(partial(inbox.bury, arrived=message(1), error="no JSON"))
    assert await database.read(inbox.backlog) == (0, 1)


async def test_reading_goes_on_after_what_was_read(database: Database):
    await receive(database, *(message(n) for n in range(1, 5)))
    assert await due(database, after="0002") == ["m3", "m4"]
    first = await database.read(partial(inbox.due, now=1000, limit=2))
    assert [row.message_id for row in first] == ["m1", "m2"]


async def test_only_what_is_done_is_forgotten(database: Database):
    await receive(database, message(1), message(2), message(3))
    await database.do(partial(inbox.take, arrived=message(1)))
    await database.do(partial(inbox.bury, arrived=message(2), error="no JSON"))
    assert await database.do(partial(inbox.forget, before=101)) == 0
    assert await database.do(partial(inbox.forget, before=9999)) == 1
    assert await database.read(inbox.backlog) == (1, 1)


async def test_the_oldest_that_waits_is_known(database: Database):
    assert await database.read(inbox.oldest) is None
    await receive(database, message(2), message(7))
    await database.do(partial(inbox.take, arrived=message(2)))
    assert await database.read(inbox.oldest) == 107
