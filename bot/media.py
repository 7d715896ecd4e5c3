"""The small door to pictures and voices, kept as files in the data folder under ids that nobody can guess."""

import asyncio
import os
import re
import secrets
from pathlib import Path

from storage.database import StorageFull

ID = re.compile(r"[A-Za-z0-9_-]{22}")


class NoSuchMedia(KeyError):
    """There is no picture or voice with this id."""


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
    """put() returns when the file is on the disk for good; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        media_id = secrets.token_urlsafe(16)
        await self.keep(media_id, content)
        return media_id

    async def keep(self, media_id: str, content: bytes) -> None:
        """Under an id that follows from what it shows, so that it is there once however often it was made."""
        try:
            await asyncio.to_thread(self._write, self._path(media_id), content)
        except OSError as error:
            raise StorageFull from error

    async def has(self, media_id: str) -> bool:
        return await asyncio.to_thread(self._path(media_id).is_file)

    async def open(self, media_id: str) -> bytes:
        try:
            return await asyncio.to_thread(self._path(media_id).read_bytes)
        except FileNotFoundError:
            raise NoSuchMedia(media_id) from None

    def _path(self, media_id: str) -> Path:
        if not ID.fullmatch(media_id):
            raise NoSuchMedia(media_id)
        # Two letters a folder: a hundred thousand files side by side make a backup slow.
        return self._folder / "media" / media_id[:2] / media_id

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A name of its own: two replicas may be making the same picture.
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with open(unfinished, "wb", opener=for_us_alone) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        sync_folder(path.parent.parent)


def for_us_alone(path: str, flags: int) -> int:
    """What people photograph is nobody else's on this machine."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """A renamed file is only safe once its folder is written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
