"""What a virtual resident says and taps, as a list."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """Says something or taps a button, then waits for the answer.

    say: with {n} for the number of the round and {who} for the resident's. tap: how the data of a button begin;
    label: a part of its label; position: which button, from 0, counted through the rows.
    sees, offers: what makes a message of the bot the answer, a part of its text, the beginning of a button's data;
    by default it is anything, or what the next step taps.
    """

    say: str = ""
    tap: str = ""
    label: str = ""
    position: int | None = None
    sees: str = ""
    offers: str = ""

    @property
    def taps(self) -> bool:
        return not self.say

    def chooses(self, buttons: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The button this step taps, or None where it is not there."""
        if self.position is not None:
            return buttons[self.position] if self.position < len(buttons) else None
        for one in buttons:
            if self.label in one["text"] and one.get("callback_data", "").startswith(self.tap):
                return one
        return None

    def answered_by(self, text: str, buttons: list[dict[str, Any]], following: "Step | None") -> bool:
        if self.sees and self.sees not in text:
            return False
        if self.offers:
            return any(one.get("callback_data", "").startswith(self.offers) for one in buttons)
        if self.sees or following is None or not following.taps:
            return True
        return following.chooses(buttons) is not None


@dataclass(frozen=True, slots=True)
class Script:
    """first: what each resident does once, before anything is measured; again: what is repeated."""

    again: tuple[Step, ...]
    first: tuple[Step, ...] = ()


ECHO = Script(again=(Step(say="the lift is stuck again, message {n}"),))


def read(path: Path) -> Script:
    """From JSON: {"first": [{"say": "/start"}], "again": [{"say": "..."}, {"tap": "send"}]}."""
    found = json.loads(path.read_text())
    return Script(again=steps(found["again"]), first=steps(found.get("first", ())))


def steps(found: Iterable[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(**one) for one in found)
