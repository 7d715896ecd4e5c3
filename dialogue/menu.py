"""Options as rows of buttons, as a numbered menu, and back from what a person typed."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from dialogue.message import Button, Message, Rows

ROW = 22  # columns a row of buttons has on a small phone; a Chinese character takes two
ACROSS = 4


@lru_cache(maxsize=4096)  # the same labels all day
def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def rows(buttons: Sequence[Button]) -> Rows:
    """Short ones side by side, long ones on a row of their own."""
    packed: list[list[Button]] = []
    room = 0
    for button in buttons:
        need = width(button.label) + 2
        if not packed or need > room or len(packed[-1]) == ACROSS:
            packed.append([])
            room = ROW
        packed[-1].append(button)
        room -= need
    return tuple(tuple(row) for row in packed)


def numbered(message: Message) -> str:
    """The message for a channel without buttons: every option on a line with its number."""
    labels = [button.label for row in message.buttons for button in row]
    lines = [f"{n}. {label}" for n, label in enumerate(labels, 1)]
    return "\n".join([message.text, "", *lines]) if lines else message.text


def chosen(text: str, labels: Sequence[str], *, numbers_shown: bool) -> int | None:
    """Which option a typed text means: its label, the label's beginning when only one begins so, or its number.

    Where the numbers were not shown, "3" means the building called 3 before it means the third option.
    """
    typed = unicodedata.normalize("NFKC", text).strip().rstrip(".。、").casefold()
    if not typed:
        return None
    number = int(typed) - 1 if typed.isdecimal() and len(typed) < 4 else -1
    by_number = number if 0 <= number < len(labels) else None
    if numbers_shown and by_number is not None:
        return by_number
    plain = [unicodedata.normalize("NFKC", label).strip().casefold() for label in labels]
    if typed in plain:
        return plain.index(typed)
    alike = [n for n, label in enumerate(plain) if label.startswith(typed) or (len(typed) > 1 and typed in label)]
    if len(alike) == 1:
        return alike[0]
    return by_number if not alike else None
