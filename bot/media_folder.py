"""Pictures and voices as files in a folder of this machine: written whole, and on the disk for good."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

from storage.database import StorageFull


class Folder:
    """A bot.media.Store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, name: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(_write, self._folder / name, content)
        except OSError as error:
            raise StorageFull from error

    async def read(self, name: str) -> bytes | None:
        try:
            return await asyncio.to_thread((self._folder / name).read_bytes)
        except FileNotFoundError:
            return None

    async def has(self, name: str) -> bool:
        return await asyncio.to_thread((self._folder / name).is_file)

    async def delete(self, name: str) -> None:
        path = self._folder / name
        try:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError as error:
            raise StorageFull from error

    async def old(self, before: int) -> AsyncIterator[str]:
        for folder in await asyncio.to_thread(lambda: sorted(self._folder.glob("??"))):
            for path in await asyncio.to_thread(_older, folder, before):
                yield f"{folder.name}/{path}"


def _older(folder: Path, before: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.is_file() and entry.stat().st_mtime < before]


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
