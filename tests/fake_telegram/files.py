"""The files of the fake Telegram: what people sent and what the bot uploaded."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from tests.fake_telegram.refusals import bad

JSON = dict[str, Any]
DOWNLOAD_LIMIT = 20 << 20
SUFFIX = {"photo": "jpg", "voice": "oga", "document": "bin", "video": "mp4", "sticker": "webp"}


@dataclass(frozen=True, slots=True)
class File:
    id: str
    unique: str
    path: str
    content: bytes
    size: int

    def card(self) -> JSON:
        return {"file_id": self.id, "file_unique_id": self.unique, "file_size": self.size}


class Files:
    """By file_id for the methods, by path for the download."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}
        self.by_path: dict[str, File] = {}

    def keep(self, kind: str, content: bytes, size: int | None = None) -> File:
        """size: what Telegram says it has, where a test needs 30 MB without making them."""
        number = len(self.by_id) + 1
        path = f"{kind}s/file_{number}.{SUFFIX[kind]}"
        file = File(f"AgAC{kind}{number:06}", f"AQAD{number:06}", path, content, size or len(content))
        self.by_id[file.id] = self.by_path[path] = file
        return file

    def find(self, file_id: str) -> File:
        try:
            return self.by_id[file_id]
        except KeyError:
            raise bad("wrong file identifier/HTTP URL specified") from None

    def opened(self, file_id: str) -> JSON:
        """What getFile answers."""
        if file_id not in self.by_id:
            raise bad("wrong file_id or the file is temporarily unavailable")
        file = self.by_id[file_id]
        if file.size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return file.card() | {"file_path": file.path}


def picture(content: bytes) -> tuple[int, int]:
    """Width and height; Telegram refuses what is no picture, or one of an impossible shape."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def sizes(files: Files, content: bytes, shape: tuple[int, int], size: int | None = None) -> list[JSON]:
    """A photo as Telegram shows it: the smallest size first, the largest last."""
    width, height = shape
    large = files.keep("photo", content, size)
    small = files.keep("photo", content, min(large.size, 1200))
    scale = 90 / max(width, height, 90)
    shrunk = {"width": max(1, int(width * scale)), "height": max(1, int(height * scale))}
    return [small.card() | shrunk, large.card() | {"width": width, "height": height}]
