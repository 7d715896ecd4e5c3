"""Cookies: one a slot, so that several people can sit in one browser, as on the demo page."""

import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

YEAR = 365 * 24 * 3600


class Cookies:
    """secure: the page is served over TLS, so the browser may be told to keep the cookie to it."""

    def __init__(self, secure: bool) -> None:
        self._secure = secure

    def name(self, slot: int) -> str:
        return f"__Host-sidan{slot}" if self._secure else f"sidan{slot}"

    def secret(self, request: Request) -> str | None:
        return request.cookies.get(self.name(slot_of(request)))

    def give(self, response: Response, slot: int, secret: str) -> None:
        response.set_cookie(
            self.name(slot), secret, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=self._secure
        )


def slot_of(request: Request) -> int:
    slot = request.query_params.get("slot", "0")
    return int(slot) if len(slot) == 1 and slot.isascii() and slot.isdigit() else 0


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_session_id() -> str:
    return secrets.token_hex(8)


def hashed(secret: str) -> str:
    """What the database keeps of a cookie. No salt is needed: the secret has 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
