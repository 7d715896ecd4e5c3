"""Printing: what people call their places is letters on paper, whatever it looks like."""

import pytest

from bot.print import missing, pdf
from tests.bot.printed import pages

NASTY = [
    '#read("/etc/passwd")',
    '#import"page.typ":data',
    "*bold*_slanted_$x$`code`@here<label>//nocomment",
    '"];#panic("no")',
    r"back\slash#h(1em)",
    "=一号楼",
]
NO_WORDS = {key: ["", ""] for key in ("title", "scan", "say", "fixed", "danger")}


def words(place: str) -> str:
    """All that stands on a poster on which nothing else is said."""
    one = {"around": "", "place": place, "codes": [{"label": ["", ""], "svg": SVG}], "code": "", "typed": ["", ""]}
    (page,) = pages(pdf("posters", {"words": NO_WORDS, "posters": [one | {"made": ""}]}))
    return page.words.removeprefix("1").removeprefix("2").removeprefix("3")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.mark.parametrize("name", NASTY)
def test_a_name_that_looks_like_markup_is_printed_as_it_is_written(name: str):
    assert name in words(name)


def test_rare_letters_of_names_are_printed():
    name = "深圳深水埗垚喆園邨頭龘靐"
    assert missing([name]) == []
    assert name in words(name)


def test_all_of_gb2312_can_be_printed():
    signs = [bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    assert missing("".join(signs)) == []


def test_a_letter_that_the_font_lacks_is_named_and_stood_in_for():
    assert missing({"lines": ["𤭢家园😀", "青杉市"]}) == ["𤭢", "😀"]
    assert "〓家园〓" in words("𤭢家园😀")


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ud800", "\x00", "\ufeff"])
def test_what_cannot_be_seen_is_left_out(sign: str):
    assert "杏福苑" in words(f"杏{sign}福苑")
