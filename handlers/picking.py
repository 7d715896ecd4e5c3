"""A list to choose from, eight at a time: by a tap, or by typing the number in front of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogue.message import N_, Button
from handlers.turn import Turn, packed
from storage import people

T = TypeVar("T")
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """rest: how many come before the next page; None on the last."""

    shown: Sequence[T]
    rest: int | None


def page(found: Sequence[T], skip: str) -> Page[T]:
    """skip: as it stood on a button."""
    first = int(skip) if skip.isdecimal() else 0
    return Page(found[first : first + AT_ONCE], first + AT_ONCE if len(found) > first + AT_ONCE else None)


def further(turn: Turn, page: Page[T], word: str) -> list[Button]:
    """word: what the button says before the number of those that were shown."""
    return [] if page.rest is None else [Button(turn.speak(N_("More")), f"{word} {page.rest}")]


async def offer(turn: Turn, lines: Sequence[str], buttons: Sequence[Button]) -> None:
    """The numbers in the lines are the places of the buttons."""
    await turn.say("\n".join(lines), *buttons, in_place=True)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))
