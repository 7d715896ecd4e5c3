"""What notes may be about besides orders: how each kind is headed and shown in a digest, and whether it still holds."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from dialogue.message import N_
from domain.person import Person
from handlers import wish_noting
from handlers.turn import Turn
from storage.notes import Note


class Matters(NamedTuple):
    """word: of the button that shows one. holds(turn, note, person, away): away is whether they are on leave."""

    head: str
    word: str
    holds: Callable[[Turn, Note, Person, bool], Awaitable[bool]]


# By what stands before the number in a note's `about`.
MATTERS: Mapping[str, Matters] = {
    "wish": Matters(N_("🌟 Wishes:"), "wish", wish_noting.holds),
}


def kind_of(note: Note) -> str:
    return (note.about or "").partition(":")[0]


def number_of(note: Note) -> str:
    return (note.about or "").partition(":")[2]


async def holds(turn: Turn, note: Note, person: Person, away: bool) -> bool:
    """What nobody knows any more holds no longer."""
    known = MATTERS.get(kind_of(note))
    return known is not None and await known.holds(turn, note, person, away)
