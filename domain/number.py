"""Order numbers: five random characters and one that checks them, all in Crockford's base 32."""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
RANDOM_BYTES = 4  # how many `make` needs
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOKS_LIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―_.·]")
_SHAPE = r"[0-9A-Za-z]{6}|[0-9A-Za-z]{3}[ \-‐‑–—][0-9A-Za-z]{3}"
_AT = re.compile(rf"(?<![0-9A-Za-z])(?=({_SHAPE})(?![0-9A-Za-z]))")


def make(random: bytes) -> str:
    """A number from at least four random bytes; the caller makes sure that it is new."""
    if len(random) < RANDOM_BYTES:
        raise ValueError("a number is made from at least four random bytes")
    bits = int.from_bytes(random[:RANDOM_BYTES])
    data = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH - 1))
    return data + _check_character(data)


def read(text: str) -> str | None:
    """The number somebody typed: small letters, O for 0, I or L for 1, spaces, hyphens, full width."""
    typed = plain(text)
    if len(typed) != LENGTH or not all(character in _VALUE for character in typed):
        return None
    return typed if _check_character(typed[:-1]) == typed[-1] else None


def resembles(text: str) -> bool:
    """Whether somebody meant to type a number, even where a sign of it is wrong: six signs, a figure among them."""
    typed = unicodedata.normalize("NFKC", text).strip().lstrip("#")
    return re.fullmatch(_SHAPE, typed) is not None and any(sign.isdigit() for sign in typed)


def plain(text: str) -> str:
    """In our alphabet, as far as people mistake it for theirs, and without what stands between."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lstrip("#").upper().translate(_LOOKS_LIKE)


def find(text: str) -> list[str]:
    """Every number in a sentence, in order, once; written whole or in two halves (7K3MQ2, 7K3-MQ2)."""
    plain = unicodedata.normalize("NFKC", text)
    found = (read(match[1]) for match in _AT.finditer(plain))
    return list(dict.fromkeys(number for number in found if number))


def _check_character(data: str) -> str:
    """A weighted sum in the field of 32 elements.

    Each place has its own weight (2, 4, 8 ... there), so every wrong character and every exchange of two
    characters changes the sum. A sum modulo 32 cannot do both: its odd weights differ by even numbers.
    """
    total = 0
    for character in reversed(data):
        total = _double(total ^ _VALUE[character])
    return ALPHABET[total]


def _double(element: int) -> int:
    """Times x, modulo x^5 + x^2 + 1."""
    element <<= 1
    return element ^ 0b100101 if element & 0b100000 else element
