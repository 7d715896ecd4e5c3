"""Pictures from strangers are refused by their header or made anew."""

import io
import struct
import subprocess
import sys
import zlib
from typing import Any

import pytest
from PIL import Image

from bot.pictures import BadPicture, BrokenPicture, Darkroom, HeicPicture, HugePicture, develop


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", **extra: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 0).save(file, kind, **extra)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(develop(content)))


def pixel(content: bytes, at: int) -> tuple[int, ...]:
    """Red, green and blue of the picture that was kept, at this point of its diagonal."""
    found = opened(content).getpixel((at, at))
    assert isinstance(found, tuple)
    return found


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(side: int) -> bytes:
    """One bit a pixel, all of them zero: 30,000 x 30,000 pixels in 110 kB, the small ones in 21."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(b"\0" * (side // 8 + 1)) for _ in range(side)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_common_format_becomes_a_jpeg(kind):
    developed = opened(picture(kind))
    assert (developed.format, developed.size) == ("JPEG", (80, 60))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_colour_mode_becomes_rgb(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(picture(kind, mode=mode)).mode == "RGB"


def test_what_was_transparent_becomes_white():
    file = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")
    assert min(pixel(file.getvalue(), 10)) > 250


def test_a_large_picture_is_made_small_and_keeps_its_proportions():
    assert opened(picture(size=(4000, 3000))).size == (1600, 1200)


def test_place_camera_and_comments_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    told = picture(exif=exif, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>", icc_profile=b"SecretProfile")
    assert told.count(b"Secret") == 4
    developed = develop(told)
    assert b"Secret" not in developed
    image = Image.open(io.BytesIO(developed))
    assert not image.getexif()
    assert "comment" not in image.info
    assert "xmp" not in image.info


def test_a_picture_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(picture(size=(80, 60), exif=exif)).size == (60, 80)


def test_a_broken_camera_note_is_no_reason_to_refuse():
    assert opened(picture(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")).size == (80, 60)


def test_only_the_first_frame_of_a_moving_picture_is_kept():
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    red, _, blue = pixel(file.getvalue(), 15)
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("side", [30_000, 8_000])
def test_a_png_of_too_many_pixels_is_refused(side):
    with pytest.raises(HugePicture):
        develop(png_bomb(side))


def test_a_jpeg_of_too_many_pixels_is_refused():
    small = picture(size=(16, 16))
    at = small.index(b"\xff\xc0") + 5
    with pytest.raises(HugePicture):
        develop(small[:at] + struct.pack(">HH", 30_000, 30_000) + small[at + 4 :])


def test_a_jpeg_of_a_thousand_scans_is_refused():
    with pytest.raises(HugePicture):
        develop(picture(progressive=True) + b"\xff\xda" * 1000)


def webp(kind: bytes, header: bytes) -> bytes:
    body = kind + struct.pack("<I", len(header)) + header
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


@pytest.mark.parametrize(
    "content",
    [
        webp(b"VP8X", bytes(4) + b"\xff\x3f\x00" + b"\xff\x3f\x00"),
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 0x3FFF | 0x3FFF << 14)),
        webp(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", 0x3FFF, 0x3FFF)),
    ],
    ids=["extended", "lossless", "lossy"],
)
def test_a_webp_of_too_many_pixels_is_refused_before_it_is_opened(content):
    with pytest.raises(HugePicture):
        develop(content)


def test_refusing_a_bomb_takes_no_memory():
    program = (
        "import resource, sys; from bot.pictures import develop, HugePicture\n"
        "content = sys.stdin.buffer.read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: develop(content)\n"
        "except HugePicture: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], input=png_bomb(30_000), stdout=-1, check=True)
    assert int(done.stdout) < 20_000  # kB; decoded it would be 850,000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_off_in_the_middle_is_broken(kind):
    whole = picture(kind, size=(400, 300))
    with pytest.raises(BrokenPicture):
        develop(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM" * 99]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(BadPicture):
        develop(content)


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X"])
def test_a_bare_beginning_is_refused(start):
    for content in (start, start + b"\0" * 100, start + b"\xff" * 100):
        with pytest.raises(BadPicture):
            develop(content)


def test_an_iphone_picture_is_refused_with_its_own_sentence():
    with pytest.raises(HeicPicture):
        develop(b"\0\0\0\x18ftypheic" + bytes(40))


async def test_a_darkroom_develops_many_pictures():
    darkroom = Darkroom()
    assert (await darkroom.develop(picture("PNG"))).startswith(b"\xff\xd8")
    with pytest.raises(BadPicture):
        await darkroom.develop(b"no")
    assert (await darkroom.develop(picture("PNG"))).startswith(b"\xff\xd8")
