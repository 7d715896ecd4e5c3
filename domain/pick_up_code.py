"""The pick-up code: six digits that are read out at the counter, or scanned."""

import hashlib
import re
import unicodedata

DIGITS = 6
RANDOM_BYTES = 8  # how many `make` needs: with so many no code is likelier than another by anything that counts
LINK = "u-"
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―_.,，、·]")
_PAYLOAD = re.compile(rf"([0-9A-Z]{{6}})-([0-9]{{{DIGITS}}})")


def make(random: bytes) -> str:
    if len(random) < RANDOM_BYTES:
        raise ValueError("a code is made from at least eight random bytes")
    return f"{int.from_bytes(random[:RANDOM_BYTES]) % 10**DIGITS:0{DIGITS}d}"


def read(text: str) -> str | None:
    """The digits somebody typed: spaces, hyphens, full width."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdecimal() else None


def shown(code: str) -> str:
    """In two halves, as people read it out."""
    return f"{code[:3]} {code[3:]}"


def sealed(code: str, redemption: str, shop: str) -> str:
    """What is kept of it: the same digits look different in every redemption."""
    return hashlib.sha256(f"{shop}\n{redemption}\n{code}".encode()).hexdigest()


def to_link(number: str, code: str) -> str:
    """The payload of the link in the QR code."""
    return f"{LINK}{number}-{code}"


def from_link(payload: str) -> tuple[str, str] | None:
    """Number and code."""
    found = _PAYLOAD.fullmatch(payload.removeprefix(LINK))
    return (found[1], found[2]) if found else None
