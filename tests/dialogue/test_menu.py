"""Options as buttons, as a numbered menu, and back from what a person typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.menu import ACROSS, ROW, chosen, numbered, rows, width
from dialogue.message import Button, Message

BUILDINGS = ["1号楼", "2号楼", "3号楼", "13号楼", "Outdoors"]


def buttons(*labels: str) -> list[Button]:
    return [Button(label, f"x {n}") for n, label in enumerate(labels)]


def test_a_chinese_character_is_as_wide_as_two_letters():
    assert (width("3号楼"), width("Send"), width("１")) == (5, 4, 2)


def test_short_buttons_stand_side_by_side_and_long_ones_alone():
    packed = rows(buttons("1号楼", "2号楼", "3号楼", "4号楼", "Outdoors or all of it", "Yes", "No"))
    assert [[button.label for button in row] for row in packed] == [
        ["1号楼", "2号楼", "3号楼"],
        ["4号楼"],
        ["Outdoors or all of it"],
        ["Yes", "No"],
    ]


@given(st.lists(st.text(min_size=1, max_size=30), max_size=20))
def test_no_button_is_lost_or_moved_and_no_row_is_too_wide(labels: list[str]):
    packed = rows(buttons(*labels))
    assert [button.label for row in packed for button in row] == labels
    for row in packed:
        assert 1 <= len(row) <= ACROSS
        assert len(row) == 1 or sum(width(button.label) + 2 for button in row) <= ROW


def test_without_buttons_every_option_is_a_numbered_line():
    message = Message("Which building?", rows(buttons("1号楼", "2号楼", "Outdoors")))
    assert numbered(message) == "Which building?\n\n1. 1号楼\n2. 2号楼\n3. Outdoors"
    assert numbered(Message("Thank you.")) == "Thank you."


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("1号楼", 0),
        ("13号楼", 3),
        ("13", 3),
        ("3", 2),
        ("３", 2),
        ("3.", 2),
        ("3。", 2),
        ("outdoors", 4),
        ("Out", 4),
        ("5", 4),
        ("1", None),  # building 1 or building 13?
        ("号楼", None),
        ("9", None),
        ("0", None),
        ("", None),
        ("  ", None),
        ("what?", None),
        ("1000000000000000000000", None),
    ],
)
def test_what_is_typed_is_a_label_before_it_is_a_number(typed: str, option: int | None):
    assert chosen(typed, BUILDINGS, numbers_shown=False) == option


@pytest.mark.parametrize(("typed", "option"), [("3", 2), ("4", 3), ("13", 3), ("3号楼", 2), ("9", None), ("1", 0)])
def test_where_numbers_are_shown_a_number_is_a_number(typed: str, option: int | None):
    assert chosen(typed, BUILDINGS, numbers_shown=True) == option


@given(st.text(max_size=20), st.lists(st.text(max_size=10), max_size=10), st.booleans())
def test_whatever_is_typed_means_one_of_those_shown_or_none(typed: str, labels: list[str], shown: bool):
    found = chosen(typed, labels, numbers_shown=shown)
    assert found is None or 0 <= found < len(labels)


@given(st.lists(st.text("abc号楼123", min_size=1, max_size=6), min_size=1, max_size=8, unique=True), st.data())
def test_a_label_typed_as_it_stands_means_itself(labels: list[str], data: st.DataObject):
    wanted = data.draw(st.sampled_from(labels))
    assert chosen(wanted, labels, numbers_shown=False) == labels.index(wanted)
