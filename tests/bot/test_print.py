"""Printing: what people call their places is letters on paper, whatever it looks like."""

import pypdfium2
import pytest

from bot.print import missing, pdf

NASTY = [
    '#read("/etc/passwd")',
    '#import "page.typ": data',
    "*bold* _slanted_ $x$ `code` @here <label> // no comment",
    '"]; #panic("no")',
    r"back\slash #h(1em)",
    "= 一号楼",
]


def words(page: bytes) -> str:
    document = pypdfium2.PdfDocument(page)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document).replace("\r\n", "\n")


def test_a_name_that_looks_like_markup_is_printed_as_it_is_written():
    assert words(pdf("plain", {"lines": NASTY})).splitlines() == NASTY


def test_rare_letters_of_names_are_printed():
    names = ["深圳市深水埗", "垚喆园", "邨頭鎮", "龘靐"]
    assert missing(names) == []
    assert words(pdf("plain", {"lines": names})).splitlines() == names


def test_all_of_gb2312_can_be_printed():
    signs = [bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    assert missing("".join(signs)) == []


def test_a_letter_that_the_font_lacks_is_named_and_stood_in_for():
    data = {"lines": ["𤭢家园😀", "青杉市"]}
    assert missing(data) == ["𤭢", "😀"]
    assert words(pdf("plain", data)).splitlines() == ["〓家园〓", "青杉市"]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ud800", "\x00", "\ufeff"])
def test_what_cannot_be_seen_is_left_out(sign):
    assert words(pdf("plain", {"lines": [f"杏{sign}福苑"]})).splitlines() == ["杏福苑"]
