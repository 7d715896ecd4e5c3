"""Where drawings become photos: drawn in a thread, never in a unit of work, and kept, so that each is drawn once."""

import asyncio
import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace

import structlog

from bot.charts import jpeg
from bot.drawings import svg
from bot.media import ID, Media
from dialogue.message import Message

log = structlog.get_logger(__name__)


class Studio:
    """`drawn` gives a message its picture; where that fails the words go alone."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._one_at_a_time = asyncio.Lock()  # a group and its thirty members may want the same poster at once

    async def drawn(self, message: Message) -> Message:
        if message.drawing is None:
            return message
        plain = replace(message, drawing=None)
        try:
            return replace(plain, photos=(*plain.photos, await self._kept(message.drawing)))
        except Exception as error:
            log.error("a picture could not be drawn", exc_info=error)
            return plain

    async def _kept(self, drawing: str) -> str:
        media_id = id_of(drawing)
        if await self._media.has(media_id):
            return media_id
        async with self._one_at_a_time:
            if not await self._media.has(media_id):
                await self._media.keep(media_id, await asyncio.to_thread(lambda: jpeg(svg(drawing))))
        return media_id


def id_of(drawing: str) -> str:
    """The same for the same drawing, on every replica."""
    digest = hashlib.sha256(b"drawing:" + drawing.encode()).digest()
    media_id = urlsafe_b64encode(digest).decode()[:22]
    assert ID.fullmatch(media_id)
    return media_id
