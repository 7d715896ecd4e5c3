"""The small door to pictures and voices: kept under ids that nobody can guess, in a folder or in an object store."""

import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from bot.media_folder import Folder

ID = re.compile(r"[A-Za-z0-9_-]{22}")


class NoSuchMedia(KeyError):
    """There is no picture or voice with this id."""


class Store(Protocol):
    """Where they lie: each whole or not at all. StorageTrouble where it cannot be asked or written to just now."""

    async def write(self, name: str, content: bytes) -> None:
        """Return when it is kept for good; the same name again changes nothing that matters."""

    async def read(self, name: str) -> bytes | None: ...

    async def has(self, name: str) -> bool: ...

    async def delete(self, name: str) -> None:
        """Also where it is gone already."""

    def old(self, before: int) -> AsyncIterator[str]:
        """Names of what was written before this moment, in UTC seconds."""


def kind_of(content: bytes) -> str | None:
    """The content type of what we keep, by its first bytes; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content.startswith(b"\x1aE\xdf\xa3"):
        return "audio/webm"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return None


class Media:
    """What is put in are copies made anew (bot/pictures.py, bot/recordings.py), never what somebody sent."""

    def __init__(self, store: Store | Path) -> None:
        """A path: the folder in whose `media` they lie."""
        self._store = Folder(store / "media") if isinstance(store, Path) else store

    async def put(self, content: bytes) -> str:
        media_id = secrets.token_urlsafe(16)
        await self.keep(media_id, content)
        return media_id

    async def keep(self, media_id: str, content: bytes) -> None:
        """Under an id that follows from what it shows, so that it is there once however often it was made."""
        await self._store.write(_name(media_id), content)

    async def has(self, media_id: str) -> bool:
        return await self._store.has(_name(media_id))

    async def open(self, media_id: str) -> bytes:
        content = await self._store.read(_name(media_id))
        if content is None:
            raise NoSuchMedia(media_id)
        return content

    async def delete(self, media_id: str) -> None:
        """For good; what is gone already is gone."""
        await self._store.delete(_name(media_id))

    async def old(self, before: int) -> AsyncIterator[str]:
        """Ids of what was kept before this moment."""
        async for name in self._store.old(before):
            media_id = name.rpartition("/")[2]
            if ID.fullmatch(media_id):
                yield media_id


def _name(media_id: str) -> str:
    if not ID.fullmatch(media_id):
        raise NoSuchMedia(media_id)
    # Two letters a folder: a hundred thousand files side by side make a backup slow.
    return f"{media_id[:2]}/{media_id}"
