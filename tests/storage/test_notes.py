"""What is noted for somebody, and when they are looked at."""

import asyncio
from functools import partial

import pytest

from domain.budget import Spent
from storage import notes
from storage.database import Database, open_database
from storage.notes import Note
from tests.storage.kept import NOW, settled


@pytest.fixture
async def people(database: Database) -> Database:
    await settled(database, "wang", "hu")
    return database


async def left(database: Database, id: str, person: str = "wang", at: int = NOW) -> Note:
    note = Note(id, person, None, "news", None, None, "{}", at)
    await database.do(partial(notes.leave, note=note))
    return note


async def due(database: Database, now: int) -> list[tuple[str, int]]:
    return await database.read(partial(notes.due, now=now, limit=9))


async def test_a_note_is_kept_as_it_was_left_and_its_person_is_due_at_once(people: Database):
    notes_left = [await left(people, id) for id in ("b", "a")]
    assert await people.read(partial(notes.of_person, person="wang")) == sorted(notes_left, key=lambda note: note.id)
    assert await due(people, NOW - 1) == []
    assert await due(people, NOW) == [("wang", NOW)]


async def test_who_is_looked_at_later_is_not_looked_at_sooner_for_a_new_note(people: Database):
    await left(people, "a")
    assert await people.do(partial(notes.look_again, person="wang", seen=NOW, moment=NOW + 100))
    await left(people, "b", at=NOW + 10)
    assert await due(people, NOW + 99) == []
    assert await due(people, NOW + 100) == [("wang", NOW + 100)]


async def test_what_is_urgent_has_a_moment_of_its_own(people: Database):
    await left(people, "a")
    assert await people.do(partial(notes.look_again, person="wang", seen=NOW, moment=NOW + 100))
    urgent = Note("b", "wang", None, "news", None, None, "{}", NOW + 10, urgent=1)
    await people.do(partial(notes.leave, note=urgent))
    assert await people.read(partial(notes.due, now=NOW + 10, limit=9, urgent=True)) == [("wang", NOW + 10)]
    assert await due(people, NOW + 99) == []
    assert await people.do(partial(notes.look_again, person="wang", seen=NOW + 10, moment=None, urgent=True))
    assert await people.read(partial(notes.due, now=NOW + 99, limit=9, urgent=True)) == []
    assert await due(people, NOW + 100) == [("wang", NOW + 100)]


async def test_notes_that_become_somebody_elses_are_looked_for_and_so_are_those_that_stay(people: Database):
    for n, person in enumerate(("wang", "hu")):
        for urgent in (0, 1):
            note = Note(f"{person}{urgent}", person, None, "news", None, None, "{}", NOW + n, urgent=urgent)
            await people.do(partial(notes.leave, note=note))
            seen = partial(notes.look_again, person=person, seen=NOW + n, moment=NOW + 500, urgent=bool(urgent))
            assert await people.do(seen)
    await people.do(lambda tx: tx.run("UPDATE notes SET person = 'hu' WHERE id IN ('wang0', 'wang1')"))
    await people.do(
        lambda tx: tx.run(
            "INSERT INTO notes SELECT 'x', 'wang', NULL, kind, NULL, NULL, body, at, about, 1 "
            "FROM notes WHERE id = 'hu1'"
        )
    )
    await people.do(partial(notes.moved, source="wang", to="hu"))
    ringing = await people.read(partial(notes.due, now=NOW + 9, limit=9, urgent=True))
    assert ringing == [("wang", NOW + 1)]
    assert sorted(await people.read(partial(notes.due, now=NOW + 500, limit=9))) == [("hu", NOW + 500)]


async def test_of_many_replicas_one_moves_the_look(people: Database, url: str):
    other = await open_database(url)
    await left(people, "a")
    move = partial(notes.look_again, person="wang", seen=NOW, moment=None)
    moved = await asyncio.gather(*((people, other)[n % 2].do(move) for n in range(6)))
    assert moved.count(True) == 1
    await other.close()


async def test_the_longest_waiting_comes_first(people: Database):
    await left(people, "a", "hu", NOW + 5)
    await left(people, "b", "wang", NOW)
    assert [person for person, _ in await due(people, NOW + 9)] == ["wang", "hu"]


async def test_what_was_spent_is_remembered_beside_the_snooze(people: Database):
    await people.do(partial(notes.snooze, person="wang", until=NOW + 50, now=NOW))
    await people.do(partial(notes.written, person="wang", spent=Spent(NOW, 3, None)))
    assert (await people.read(partial(notes.waiting, person="wang"))).spent == Spent(NOW, 3, NOW + 50)
    assert (await people.read(partial(notes.waiting, person="hu"))).spent == Spent()


async def test_a_snooze_has_what_waits_looked_at_again(people: Database):
    await left(people, "a")
    await people.do(partial(notes.look_again, person="wang", seen=NOW, moment=NOW + 1000))
    await people.do(partial(notes.snooze, person="wang", until=NOW, now=NOW + 1))
    assert await due(people, NOW + 1) == [("wang", NOW + 1)]


async def test_a_snooze_with_nothing_waiting_makes_nobody_due(people: Database):
    await people.do(partial(notes.snooze, person="wang", until=NOW + 9, now=NOW))
    assert await due(people, NOW + 9999) == []


async def test_what_was_said_is_forgotten(people: Database):
    for id in ("a", "b", "c"):
        await left(people, id)
    await people.do(partial(notes.forget, ids=["a", "c", "z"]))
    assert [note.id for note in await people.read(partial(notes.of_person, person="wang"))] == ["b"]


async def test_a_clock_set_back_leaves_nobody_waiting_for_a_day_that_is_far_away(people: Database):
    await left(people, "a", at=NOW + 9999)
    await people.do(partial(notes.written, person="wang", spent=Spent(NOW + 9999, 3, None)))
    await people.do(partial(notes.set_back, now=NOW))
    assert await due(people, NOW) == [("wang", NOW)]
    assert (await people.read(partial(notes.waiting, person="wang"))).spent.last == NOW
