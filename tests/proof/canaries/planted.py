"""The canaries: what one resident is called, where they live, how to reach them, and what their camera writes down."""

import re
import unicodedata
from dataclasses import dataclass

from PIL import Image

from tests.stories.pictures import picture

NAME, GIVEN = "欧阳鹊鸣", "鹊鸣"
PHONE, DOOR = "13957193461", "2907"
MAIL, WECHAT = "queming.ouyang@canary.example", "queming_81xk"
CAMERA, OWNER = "Canary-Cam 7351", "Queming Ouyang"
PLACE = ((31.0, 13.0, 49.37), (121.0, 28.0, 25.91))

WORDS = (NAME, GIVEN, PHONE, DOOR, MAIL, WECHAT, CAMERA, OWNER)
ME = f"我是{NAME}，住3号楼1单元{DOOR}，电话{PHONE}，微信{WECHAT}，邮箱{MAIL}"
REPORT = f"水管漏水，{ME}"


@dataclass(frozen=True)
class Found:
    """canary: what was found. where: a chat, a page, a file or a line."""

    canary: str
    where: str
    around: str


def photo() -> bytes:
    """As a phone takes it: whose, with what, and where."""
    exif = Image.Exif()
    exif[0x0110], exif[0x013B] = CAMERA, OWNER
    (north, east) = PLACE
    exif[0x8825] = {1: "N", 2: north, 3: "E", 4: east}
    return picture("olive", exif=exif, comment=f"{NAME} {PHONE}".encode())


def search(where: str, text: str, more: tuple[str, ...] = ()) -> list[Found]:
    """However it is written: full width, in pieces, as an escape of JSON."""
    text = unicodedata.normalize("NFKC", unescaped(text))
    found = [Found(canary, where, around(text, canary)) for canary in (*WORDS, *more) if stands_in(text, canary)]
    digits = re.sub(r"(?<=\d)[\s\-.,·，、]+(?=\d)", "", text)
    if PHONE in digits and PHONE not in text:
        found.append(Found(PHONE, where, around(digits, PHONE)))
    return found


def stands_in(text: str, canary: str) -> bool:
    """Not the four figures of a door within an id, a port or a fraction of a second: there they are chance."""
    if canary == DOOR:
        return re.search(rf"(?<![0-9a-f.]){DOOR}(?![0-9a-f])", text) is not None
    return canary in text


def in_a_picture(where: str, content: bytes) -> list[Found]:
    """A picture or any other file: whatever stands in it, and whether it says where it was taken."""
    found = [Found(canary, where, "in the file") for canary in WORDS if canary.encode() in content]
    return found + [Found(tag, where, "in the file") for tag in ("Exif", "GPS") if tag.encode() in content]


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), text)


def around(text: str, canary: str) -> str:
    at = text.find(canary)
    return text[max(0, at - 60) : at + 60]
