"""Splitting what is searched and what is searched for, so that every database finds the same.

Chinese has no spaces: every two neighbours are a word (电梯坏 is 电梯 and 梯坏), and every character alone is one, too.
A run of letters or digits counts as one character, so that 3号楼 is not found in 13号楼; with the two characters behind
it, it is one word: 号楼 alone is in almost every report, and to look it up would cost more than all the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

LONGEST = 40  # characters of a word; nobody looks for a longer one
ASKED_AT_MOST = 24  # words of a question; the rest of a long one adds nothing
CHINESE = 0x2E80  # where the Chinese characters begin
_LETTERS = 0x0590  # up to here one letter is one letter to every database

_NUMERALS = "零〇一二三四五六七八九十百两"
_COUNTED = re.compile(rf"(?<![{_NUMERALS}])[{_NUMERALS}]+(?=号|栋|幢|单元|座|楼|层)")
_APART = re.compile(r"(?<=[0-9]) +(?=号|栋|幢|单元|座|楼|层)")
# 138****5678 and 王*: what still stands beside the stars would tell whose it is.
_HIDDEN = re.compile(rf"(?:[0-9{_NUMERALS}幺]+|[A-Za-z]|[一-鿿]{{1,2}})?[ -]?\*+[ -]?[0-9{_NUMERALS}幺]*")


def indexed(*texts: str) -> list[str]:
    """The words under which these texts are found, each once. What is masked in them is not among the words."""
    found: dict[str, None] = {}
    for run in _runs(" \n ".join(_HIDDEN.sub(" ", text) if "*" in text else text for text in texts)):
        found.update(dict.fromkeys(run + _pairs(run) + list(_threes(run).values())))
    return list(found)


def asked(question: str) -> list[str]:
    """The words that a text must have to answer the question; none where it says nothing to look for."""
    found: dict[str, None] = {}
    for run in _runs(question):
        pairs, threes = _pairs(run), _threes(run)
        instead = [threes.get(n, pair) for n, pair in enumerate(pairs) if n - 1 not in threes]
        found.update(dict.fromkeys(instead or run))
    return list(found)[:ASKED_AT_MOST]


def _pairs(run: list[str]) -> list[str]:
    return [one + other for one, other in pairwise(run)]


def _threes(run: list[str]) -> dict[int, str]:
    """Where a word of letters or digits stands before two characters: 3号楼, 2单元."""
    words = [ord(unit[0]) < CHINESE for unit in run]
    ends = range(len(run) - 2)
    return {n: "".join(run[n : n + 3]) for n in ends if words[n] and not words[n + 1] and not words[n + 2]}


def _runs(text: str) -> Iterator[list[str]]:
    """What stands together, as characters and whole words."""
    run: list[str] = []
    for unit in _units(plain(text)):
        if unit:
            run.append(unit)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _units(text: str) -> Iterator[str]:
    """Empty where something stands between."""
    word = ""
    for character in text:
        letter = character.isalnum() and ord(character) < _LETTERS
        if word and not letter:
            yield word[:LONGEST]
            word = ""
        if letter:
            word += character
        else:
            yield character if character.isalnum() and ord(character) >= CHINESE else ""
    if word:
        yield word[:LONGEST]


def plain(text: str) -> str:
    """Full width as half width, capitals as small letters, no accents, 十二号楼 as 12号楼."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text)
    return _APART.sub("", _COUNTED.sub(lambda counted: _figure(counted[0]), text))


def _figure(said: str) -> str:
    """十二 as 12, 二十 as 20, 一〇三 as 103; what is no number stays."""
    digits = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    if not set(said) & set("十百"):
        return "".join(str(digits[c]) for c in said)
    total, last = 0, None
    for character in said:
        if character in "十百":
            total += (1 if last is None else last) * (10 if character == "十" else 100)
            last = None
        else:
            last = digits[character]
    return str(total + (last or 0))
