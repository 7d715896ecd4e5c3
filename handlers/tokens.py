"""Tokens that only whoever has the link knows, and digits that are read out: shown once, tokens kept as a hash."""

import hashlib
from base64 import urlsafe_b64encode

from handlers.turn import Turn

TOKEN_BYTES = 16  # 128 bits


def token(turn: Turn) -> str:
    return written(turn.house.chance(TOKEN_BYTES))


def written(random: bytes) -> str:
    """As it stands in a link."""
    return urlsafe_b64encode(random[:TOKEN_BYTES]).rstrip(b"=").decode()


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def digits(turn: Turn, count: int) -> str:
    """So many figures, to be read out or typed."""
    return f"{int.from_bytes(turn.house.chance(count)) % 10**count:0{count}d}"


def digits_in(typed: str) -> str:
    """The figures somebody typed, whatever stands between them, full width too."""
    return "".join(str(int(character)) for character in typed if character.isdecimal())
