"""Pictures and recordings as phones make them, and what may be wrong with their bytes."""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache

from hypothesis import strategies as st
from PIL import Image

from tests.recordings import recording
from tests.stories.pictures import of_size, with_a_place_and_an_owner

SIZES = [0, 1, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]  # what a header may claim


def picture(kind: str, mode: str = "RGB", **how: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((90, 60), 40).convert(mode).save(file, kind, **how)
    return file.getvalue()


@cache
def valid_pictures() -> Sequence[bytes]:
    moving = [Image.new("L", (30, 20), shade) for shade in (0, 90, 250)]
    gif = io.BytesIO()
    moving[0].save(gif, "GIF", save_all=True, append_images=moving[1:])
    kinds = [picture("JPEG"), picture("JPEG", progressive=True), picture("JPEG", "CMYK"), with_a_place_and_an_owner()]
    kinds += [picture("PNG"), picture("PNG", "P"), picture("PNG", "LA"), picture("PNG", "RGBA"), of_size(3000, 2000)]
    kinds += [picture("WEBP"), picture("WEBP", lossless=True), picture("WEBP", "RGBA"), gif.getvalue()]
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(64)
    return [*kinds, heic, b"BM" + bytes(60), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b""]


@cache
def valid_recordings() -> Sequence[bytes]:
    return [recording("ogg", "libopus"), recording("webm", "libopus"), recording("mp4", "aac")]


def spoilt_pictures() -> st.SearchStrategy[bytes]:
    return st.deferred(lambda: st.sampled_from(valid_pictures()).flatmap(spoilt))


def spoilt_recordings() -> st.SearchStrategy[bytes]:
    return st.deferred(lambda: st.sampled_from(valid_recordings()).flatmap(spoilt))


@st.composite
def spoilt(draw: st.DrawFn, whole: bytes) -> bytes:
    """A few bytes, mostly of its beginning, are others; or its end is missing; or it is there twice."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(0, 6))):
        if not content:
            break
        at = draw(st.integers(0, min(len(content), 120) - 1) | st.integers(0, len(content) - 1))
        draw(st.sampled_from(CHANGES))(content, at, draw(st.integers(0, 255)), draw(st.sampled_from(SIZES)))
    found = bytes(content)
    return mended(found) if draw(st.booleans()) else found


def flipped(content: bytearray, at: int, byte: int, size: int) -> None:
    content[at] = byte


def resized(content: bytearray, at: int, byte: int, size: int) -> None:
    content[at : at + 4] = struct.pack(">I" if byte % 2 else "<I", size)


def cut(content: bytearray, at: int, byte: int, size: int) -> None:
    del content[max(at, 12) :]


def doubled(content: bytearray, at: int, byte: int, size: int) -> None:
    content[at:at] = content[at : at + byte] * 3


def left_out(content: bytearray, at: int, byte: int, size: int) -> None:
    del content[at : at + 1 + byte % 9]


CHANGES: list[Callable[[bytearray, int, int, int], None]] = [flipped, flipped, flipped, resized, cut, doubled, left_out]


def mended(content: bytes) -> bytes:
    """A PNG whose checksums are right again: else nothing behind the first of them would ever be read."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return content
    at, found = 8, bytearray(content)
    while at + 12 <= len(found):
        (length,) = struct.unpack_from(">I", found, at)
        end = at + 8 + length
        if end + 4 > len(found):
            break
        found[end : end + 4] = struct.pack(">I", zlib.crc32(found[at + 4 : end]))
        at = end + 4
    return bytes(found)
