"""Text in our own font: how wide it is, where it breaks, what of it can be drawn. The font's story is in bot/fonts."""

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).resolve().parent.parent / "fonts" / "sidan-hei.ttf"
FAMILY = "Sidan Hei"
SMALL, USUAL, LARGE = 24, 28, 40  # pixels of 800: read at arm's length on a phone
LINE = 1.3
_MEASURED_AT = 1000
_IN_NO_FONT = "\uffff"
_WORD = re.compile(r"[^\s\u2e80-\uffff]+")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(10_000)
def _wide(character: str) -> float:
    return _font(_MEASURED_AT).getlength(character) / _MEASURED_AT


@lru_cache(10_000)
def in_font(character: str) -> bool:
    """What is not in it looks like what is in no font."""
    drawn, box = (_font(SMALL).getmask(sign) for sign in (character, _IN_NO_FONT))
    return character.isspace() or (drawn.size, bytes(drawn)) != (box.size, bytes(box))


def width(text: str, size: float) -> float:
    return sum(map(_wide, text)) * size


def clean(text: str) -> str:
    """One line that XML can carry. A smiley is left out; a letter that the font lacks stays, and is seen as a box."""
    kept = (sign if sign.isprintable() else " " for sign in text if sign.isalpha() or sign.isspace() or in_font(sign))
    return " ".join("".join(kept).split())


def marked(text: str) -> str:
    """Safe between tags and in quotes."""
    return escape(text)


def shorten(text: str, size: float, room: float) -> str:
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, size: float, room: float, most: int) -> list[str]:
    """At most so many lines, the last one shortened; Chinese breaks anywhere, other words where they must."""
    lines: list[str] = []
    rest = clean(text)
    while rest and len(lines) < most - 1 and width(rest, size) > room:
        end = _line_end(rest, size, room)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, shorten(rest, size, room)] if rest else lines


def fits(text: str, size: float, room: float, most: int) -> bool:
    """Whether nothing of it would be cut off and no word torn apart."""
    shown, words = "".join(wrap(text, size, room, most)), clean(text)
    whole = shown.replace(" ", "") == words.replace(" ", "")
    return whole and all(width(word, size) <= room for word in _WORD.findall(words))


def _line_end(text: str, size: float, room: float) -> int:
    end = 1
    while end < len(text) and width(text[: end + 1], size) <= room:
        end += 1
    better = end
    while better > 1 and _sticks(text[better - 1], text[better]):
        better -= 1
    return end if better == 1 and _sticks(text[0], text[1]) else better


def _sticks(before: str, after: str) -> bool:
    return _one_word(before, after) or after in "，。、；：？！）】》”’…%)" or before in "（【《“‘("


def _one_word(before: str, after: str) -> bool:
    return all(" " < sign < "\u2e80" for sign in (before, after))
