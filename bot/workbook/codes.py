"""A short code for a name: the initials people here type anyway, so that 杏福苑 is xfy and 3号楼 is 3."""

import re
from collections.abc import Callable
from itertools import count

# Where each first letter begins among the common characters, which GB 2312 sorts by how they are read.
FIRST = (
    ("a", 0xB0A1), ("b", 0xB0C5), ("c", 0xB2C1), ("d", 0xB4EE), ("e", 0xB6EA), ("f", 0xB7A2), ("g", 0xB8C1),
    ("h", 0xB9FE), ("j", 0xBBF7), ("k", 0xBFA6), ("l", 0xC0AC), ("m", 0xC2E8), ("n", 0xC4C3), ("o", 0xC5B6),
    ("p", 0xC5BE), ("q", 0xC6DA), ("r", 0xC8BB), ("s", 0xC8F6), ("t", 0xCBFA), ("w", 0xCDDA), ("x", 0xCEF4),
    ("y", 0xD1B9), ("z", 0xD4D1), ("", 0xD7FA),
)  # fmt: skip
UNSORTED = "x"  # the rarer characters are sorted by how they are written
KINDS = re.compile(r"(街道办事处|街道|社区|居委会|小区|市|镇|乡|县|区|号楼|楼|栋|幢|座|单元|号)$")
LONGEST = 6
GRID_CODE = re.compile(r"g[0-9]+")


def initials(name: str) -> str:
    """At most six small letters and digits, never none and never what a grid is called."""
    core = KINDS.sub("", name) or name
    found = "".join(_letter(character) for character in core.lower())[:LONGEST] or UNSORTED
    return f"{found}x" if GRID_CODE.fullmatch(found) else found


def _letter(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    try:
        place = int.from_bytes(character.encode("gb2312"))
    except (UnicodeEncodeError, OverflowError):
        return UNSORTED if character.isalpha() else ""
    if not FIRST[0][1] <= place:
        return ""
    return next((letter for letter, begins in reversed(FIRST) if place >= begins), "") or UNSORTED


def new(name: str, taken: Callable[[str], bool]) -> str:
    """The initials, or these with the first number that is free."""
    first = initials(name)
    if not taken(first):
        return first
    joint = "x" if first[-1].isdigit() or GRID_CODE.fullmatch(f"{first}2") else ""
    return next(code for code in (f"{first}{joint}{n}" for n in count(2)) if not taken(code))
