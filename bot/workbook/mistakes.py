"""What is wrong with a workbook: every mistake with its sheet, its cell and a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogue.say import Say, Speak, say
from dialogue.say import plain as as_it_is


class Unreadable(Exception):
    """The file is no workbook that can be read; `said` is the sentence."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.said = say(sentence, **values)
        super().__init__(sentence.format(**values))


class Wrong(ValueError):
    """One cell is wrong; whoever checks rows knows which."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.said = say(sentence, **values)
        super().__init__(sentence)


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

    def add(self, at: At, wrong: Say) -> None:
        self._found.append((at, wrong))

    def extend(self, others: "Mistakes") -> None:
        self._found += others._found

    def __len__(self) -> int:
        return len(self._found)

    def said(self, speak: Speak) -> Iterator[str]:
        """A line each, in the order of sheets and rows."""
        for at, wrong in sorted(self._found, key=lambda one: one[0].order):
            yield f"{at}  {wrong.said(speak)}"


__all__ = ["At", "Mistakes", "Say", "Speak", "Unreadable", "Wrong", "as_it_is", "say"]
