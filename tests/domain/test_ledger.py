"""A line stands for what it says and for all before it; rings of people who confirm each other are found."""

from dataclasses import replace
from typing import Any

import pytest

from domain.ledger import BEGINNING, Audit, Line, Pair, rings, seal

LINE = Line(1, "a", "points", "issued", "person:wang", 10, "wish", "wish:N1", "system", None, 100)


def chain(*lines: Line) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        found.append(replace(line, seal=seal(found[-1].seal if found else BEGINNING, line)))
    return found


@pytest.mark.parametrize("field", [name for name in Line.__slots__ if name != "seal"])
def test_a_seal_stands_for_everything_a_line_says(field: str):
    other: Any = {"n": 2, "amount": 11, "at": 101}.get(field, "other")
    assert seal(BEGINNING, replace(LINE, **{field: other})) != seal(BEGINNING, LINE)


def test_words_do_not_move_from_one_field_to_the_next_unseen():
    moved = replace(LINE, source="issuedperson:", target="wang")
    assert seal(BEGINNING, moved) != seal(BEGINNING, LINE)
    assert seal("f" * 64, LINE) != seal(BEGINNING, LINE)


def test_two_lines_that_change_places_are_found():
    first, second = chain(LINE, replace(LINE, n=2, id="b"))
    audit = Audit()
    audit.take([replace(second, n=1), replace(first, n=2)])
    assert audit.broken == [1, 2]
    whole = Audit()
    whole.take([first, second])
    assert (whole.broken, whole.wrong({("issued", "points"): -20, ("person:wang", "points"): 20})) == ([], [])


def test_a_gap_is_found_though_every_seal_is_right():
    audit = Audit()
    audit.take(chain(LINE, replace(LINE, n=3, id="b")))
    assert audit.broken == [3]


RINGS = {
    "nobody": ([], []),
    "one way": (["ab", "bc", "ac"], []),
    "two": (["ab", "ba", "bc"], [("a", "b")]),
    "three": (["ab", "bc", "ca"], [("a", "b", "c")]),
    "three the other way": (["ba", "cb", "ac"], [("a", "c", "b")]),
    "two within three are told as two": (["ab", "ba", "bc", "ca"], [("a", "b")]),
    "four are no ring": (["ab", "bc", "cd", "da"], []),
}


@pytest.mark.parametrize(("helped", "found"), RINGS.values(), ids=RINGS)
def test_who_confirms_each_others_hours_is_found_once(helped: list[str], found: list[tuple[str, ...]]):
    assert rings(Pair(one[0], one[1], 1, 60) for one in helped) == found
