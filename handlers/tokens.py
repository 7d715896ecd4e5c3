"""Tokens that only whoever has the link knows: shown once, kept as a hash."""

import hashlib
from base64 import urlsafe_b64encode

from handlers.turn import Turn

TOKEN_BYTES = 16  # 128 bits


def token(turn: Turn) -> str:
    return urlsafe_b64encode(turn.house.chance(TOKEN_BYTES)).rstrip(b"=").decode()


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
