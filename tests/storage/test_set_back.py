"""When the machine's clock was ahead and went back, nobody is left alone because of it."""

from functools import partial

import pytest

from domain.budget import Spent
from storage import notes
from storage.database import Database
from storage.notes import Note, Waiting
from tests.storage.kept import NOW, settled

HOUR = 3600


async def noted(database: Database, spent: Spent, snoozed: int | None = None) -> None:
    await settled(database, "wang")
    await database.do(partial(notes.written, person="wang", spent=spent))
    if snoozed is not None:
        await database.do(partial(notes.snooze, person="wang", until=snoozed, now=NOW))
    note = Note("n1", "wang", None, "news", None, None, "{}", NOW + 9 * HOUR)
    await database.do(partial(notes.leave, note=note))


async def put_right(database: Database) -> Waiting:
    await database.do(partial(notes.set_back, now=NOW))
    return await database.read(partial(notes.waiting, person="wang"))


async def test_whoever_was_written_to_in_the_future_was_written_to_now_and_their_peace_is_over(database: Database):
    await noted(database, Spent(NOW + 8 * HOUR, 3), snoozed=NOW + 400 * 24 * HOUR)
    assert await put_right(database) == Waiting("wang", NOW, Spent(NOW, 3, None))


@pytest.mark.parametrize("last", [NOW - HOUR, NOW])
async def test_whoever_was_written_to_before_keeps_their_peace_and_is_looked_at_now(database: Database, last: int):
    await noted(database, Spent(last, 3), snoozed=NOW + HOUR)
    assert await put_right(database) == Waiting("wang", NOW, Spent(last, 3, NOW + HOUR))
