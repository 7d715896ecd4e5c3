"""Links that open one picture or recording for a short while, for whoever was just found to be allowed to see it."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable

from storage.database import Database
from storage.keys import key

SPAN = (
    900  # seconds: a link lives for one to two of them, and is the same within one, so that a browser keeps the picture
)


class Signed:
    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database, self._clock = database, clock
        self._key: bytes | None = None

    async def link(self, media_id: str) -> str:
        until = (self._clock() // SPAN + 2) * SPAN
        return f"/media/{media_id}/{until}/{await self._sign(media_id, until)}"

    async def left(self, media_id: str, until: str, sign: str) -> int | None:
        """For how many seconds it is still good; None for one that is over, or that we never made."""
        if not (until.isascii() and until.isdigit() and len(until) <= 12):
            return None
        good = hmac.compare_digest(sign.encode(), (await self._sign(media_id, int(until))).encode())
        left = int(until) - self._clock()
        return left if good and 0 < left <= 2 * SPAN else None

    async def _sign(self, media_id: str, until: int) -> str:
        if self._key is None:
            made, now = secrets.token_urlsafe(32), self._clock()
            self._key = (await self._database.do(lambda tx: key(tx, "links", made, now))).encode()
        digest = hmac.new(self._key, f"{media_id}/{until}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest[:18]).decode()
