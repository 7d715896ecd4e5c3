"""What is wrong with a workbook: every mistake with its sheet, its cell and a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.say import Say, Speak, say
from dialogue.say import plain as as_it_is

LISTED = N_("{first}, {more}")


def listed(names: Sequence[str]) -> Say:
    """Names one after the other, as it is written in whoever's language."""
    first = as_it_is(names[0]) if names else as_it_is("…")
    return say(LISTED, first=first, more=listed(names[1:])) if len(names) > 1 else first


class Unreadable(Exception):
    """The file is no workbook that can be read; `said` is the sentence."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.said = Say(sentence, values)
        super().__init__(sentence.format(**values))


class Wrong(ValueError):
    """One cell is wrong; whoever checks rows knows which."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.said = Say(sentence, values)
        super().__init__(sentence)


class Unsure(Wrong):
    """It may be right: what it names is in a row that has a mistake of its own."""


@dataclass(frozen=True, slots=True)
class At:
    """Where in a workbook. sheet: the name it has there; place: how far to the right. Row 0 is the whole sheet."""

    sheet: str
    place: int
    row: int = 0
    letter: str = ""

    @property
    def order(self) -> tuple[int, int, int, str]:
        return self.place, self.row, len(self.letter), self.letter

    def __str__(self) -> str:
        return f"{self.sheet}!{self.letter}{self.row}" if self.row else self.sheet


class Mistakes:
    """Collected, so that all of them are told at once."""

    def __init__(self) -> None:
        self._found: list[tuple[At, Say]] = []

    def add(self, at: At, wrong: Say | Wrong) -> None:
        if not isinstance(wrong, Unsure):
            self._found.append((at, wrong.said if isinstance(wrong, Wrong) else wrong))

    def extend(self, others: "Mistakes") -> None:
        self._found += others._found

    def rows(self, place: int) -> set[int]:
        """Which rows of a sheet have any."""
        return {at.row for at, _ in self._found if at.place == place}

    def __len__(self) -> int:
        return len(self._found)

    def said(self, speak: Speak) -> Iterator[str]:
        """A line each, in the order of sheets and rows."""
        found = sorted(self._found, key=lambda one: one[0].order)
        yield from dict.fromkeys(f"{at}  {wrong.said(speak)}" for at, wrong in found)


__all__ = ["At", "Mistakes", "Say", "Speak", "Unreadable", "Unsure", "Wrong", "as_it_is", "listed", "say"]
