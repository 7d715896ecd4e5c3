"""Texts as channels and databases take them: long ones in parts, cut where a sentence ends, and without NUL."""

import re

INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # PostgreSQL keeps no NUL, and nobody types the others
ENDS = re.compile(r"(?<=[。！？!?\n])|(?<=\. )")


def visible(text: str) -> str:
    """Without what nobody can see and no database likes."""
    return INVISIBLE.sub("", text)


def length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, limit: int) -> list[str]:
    """At least one part; none longer than the limit, and together they are the text."""
    if length(text) <= limit:
        return [text]
    found, part = [], ""
    for sentence in ENDS.split(text):
        for piece in _hard_cut(sentence, limit):
            if part and length(part) + length(piece) > limit:
                found.append(part)
                part = ""
            part += piece
    return [*found, part] if part else found


def _hard_cut(sentence: str, limit: int) -> list[str]:
    """A sentence longer than the limit has to be cut somewhere; never within a character."""
    if length(sentence) <= limit:
        return [sentence]
    half = limit // 2  # a character is at most two units
    return [sentence[n : n + half] for n in range(0, len(sentence), half)]
