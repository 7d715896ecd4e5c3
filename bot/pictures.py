"""Pictures from strangers: looked at before they are decoded, and made anew without what a camera writes into them."""

import asyncio
import io
import re
import struct
import warnings

from PIL import Image, ImageOps

from dialogue.message import N_

PIXELS = 40_000_000
SIDE = 1600
QUALITY = 82
SCANS = 100  # a progressive JPEG of a thousand scans is small to send and takes minutes to decode
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
HEIC = re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL)


class BadPicture(Exception):
    sentence = N_("This is not a picture that I can read. Please send it as a JPEG or PNG, or take it again.")


class BrokenPicture(BadPicture):
    sentence = N_("This picture is damaged or did not arrive in full. Please send it once more.")


class HugePicture(BadPicture):
    sentence = N_("This picture has too many pixels for me. Please send a smaller one, or a screenshot of it.")


class HeicPicture(BadPicture):
    sentence = N_(
        "This is an iPhone HEIC picture, which I cannot read yet. Please send it as a JPEG, or take it in this chat."
    )


class Darkroom:
    """Develops pictures away from the event loop, only a few at once: each may take 200 MB for a moment."""

    def __init__(self, at_once: int = 2) -> None:
        self._places = asyncio.Semaphore(at_once)

    async def develop(self, content: bytes) -> bytes:
        async with self._places:
            return await asyncio.to_thread(develop, content)


def develop(content: bytes) -> bytes:
    """A JPEG of at most 1600 pixels a side, upright, on white, without EXIF, place or comment; or BadPicture."""
    check_header(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # how a strange file is strange is nobody's news
            return _render(content)
    except BadPicture:
        raise
    except Image.DecompressionBombError:
        raise HugePicture from None
    except MemoryError:
        raise HugePicture from None
    except Exception as error:
        raise BrokenPicture(type(error).__name__) from error


def check_header(content: bytes) -> None:
    """Refuse by the first bytes, before a decoder takes memory for what the header promises."""
    if HEIC.match(content):
        raise HeicPicture
    if content.startswith(b"\xff\xd8"):
        if content.count(b"\xff\xda") > SCANS:
            raise HugePicture
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_size(_unpack(">II", content, 16))
    elif content.startswith((b"GIF87a", b"GIF89a")):
        _check_size(_unpack("<HH", content, 6))
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        _check_size(_webp_size(content))
    else:
        raise BadPicture


def _unpack(layout: str, content: bytes, offset: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(layout, content, offset)
    except struct.error:
        raise BrokenPicture from None


def _webp_size(content: bytes) -> tuple[int, int]:
    """Pillow's WebP reader allocates the whole canvas when it opens a file, so its size is read here."""
    kind = content[12:16]
    if kind == b"VP8X":
        low_width, high_width, low_height, high_height = _unpack("<HBHB", content, 24)
        return 1 + (low_width | high_width << 16), 1 + (low_height | high_height << 16)
    if kind == b"VP8L":
        (bits,) = _unpack("<I", content, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = _unpack("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _check_size(size: tuple[int, ...]) -> None:
    if not all(size):
        raise BrokenPicture
    if size[0] * size[1] > PIXELS:
        raise HugePicture


def _render(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        _check_size(image.size)
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is then decoded at a fraction of its size
        image.load()
        _check_size(image.size)
        upright = _upright(image)
        if upright.mode not in ("RGB", "RGBA"):
            upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        # Painted on a sheet of its own: nothing that came with the file can be copied along.
        sheet = Image.new("RGB", upright.size, "white")
        sheet.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    developed = io.BytesIO()
    sheet.save(developed, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return developed.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - a broken note about the camera is no reason to refuse the picture
        return image
