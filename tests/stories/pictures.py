"""Pictures for the stories, good ones and bad ones."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(color: str = "teal", **how: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), color).save(file, "JPEG", **how)
    return file.getvalue()


def with_a_place_and_an_owner() -> bytes:
    """As a phone takes it: where it was, whose phone, when."""
    exif = Image.Exif()
    exif[0x0110] = "Phone of Li Xiulan"  # model
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)}  # where
    return picture(exif=exif)


def of_size(width: int, height: int) -> bytes:
    """A real PNG of so many pixels, all black, in a few kilobytes: what it unpacks to is what hurts."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
