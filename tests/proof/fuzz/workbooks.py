"""Workbooks as an office fills them in, and what may be wrong with their bytes, their parts and their cells."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from tests.bot.workbook.office import filled
from tests.proof.fuzz.updates import WORDS

SHEET = "xl/worksheets/sheet{}.xml"
ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY b "&c;&c;&c;&c;&c;&c;&c;&c;">'
)
ENTITY += '<!ENTITY c "{}"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
CELLS = [
    "1e308",
    "-1e308",
    "1E999",
    "NaN",
    "=1+1",
    "45000.5",
    "9" * 400,
    "TRUE",
    "#REF!",
    "&a;",
    "&file;",
    "&#0;",
    "]]>",
]
CELLS += ["<f>HYPERLINK(1)</f>", "</v></c></row></sheetData>", "-5", "0", "\u202e", "水" * 2000, "{place}", "%s"]
PLACES = ["A1", "XFD1048576", "A0", "A1048577", "ZZZZ9", "A99999999999999", "1A", "", "A-1", "B2:C3"]
NUMBERS = ["0", "-1", "1048576", "1048577", "99999999999999999999", "1e308", "x", ""]
KINDS = ["s", "n", "b", "e", "str", "d", "inlineStr", "x", ""]

Parts = dict[str, bytes]
Change = Callable[[Parts, str, str], None]


@cache
def valid() -> bytes:
    with TemporaryDirectory() as folder:
        return filled(Path(folder) / "valid.xlsx").read_bytes()


def parts_of(workbook: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    if draw(st.integers(0, 3)) == 0:
        return flipped(draw, valid())
    parts = parts_of(valid())
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from([*sorted(parts), *[SHEET.format(n) for n in (1, 2, 3, 4, 5)]]))
        draw(st.sampled_from(CHANGES))(parts, name, draw(st.sampled_from(CELLS + WORDS) | st.text(max_size=20)))
        if draw(st.integers(0, 5)) == 0 and name in parts:
            parts[name] = flipped(draw, parts[name])
    whole = packed(parts)
    return flipped(draw, whole) if draw(st.integers(0, 9)) == 0 else whole


def flipped(draw: st.DrawFn, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        found[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(found[: draw(st.integers(0, len(found)))] if draw(st.integers(0, 9)) == 0 else found)


def first_of(marks: tuple[bytes, bytes], number: int, content: bytes, other: bytes) -> bytes:
    """With `other` between the n-th pair of marks."""
    pieces = content.split(marks[0])
    if len(pieces) < 2:
        return content
    at = 1 + number % (len(pieces) - 1)
    inside, mark, behind = pieces[at].partition(marks[1])
    pieces[at] = other + mark + behind if mark else inside
    return marks[0].join(pieces)


def between(begins: bytes, ends: bytes, of: list[str] | None = None) -> Change:
    def change(parts: Parts, name: str, word: str) -> None:
        number = sum(word.encode("utf-8", "replace"))
        other = of[number % len(of)] if of else word
        if name in parts:
            parts[name] = first_of((begins, ends), number, parts[name], other.encode("utf-8", "replace"))

    return change


def gone(parts: Parts, name: str, word: str) -> None:
    parts.pop(name, None)


def emptied(parts: Parts, name: str, word: str) -> None:
    parts[name] = b""


def with_entities(parts: Parts, name: str, word: str) -> None:
    body = parts.get(name, b"").partition(b"?>")[2]
    parts[name] = ENTITY.format("&file;" + "x" * 1000).encode() + body.replace(b"<v>", b"<v>&a;")


def bomb(parts: Parts, name: str, word: str) -> None:
    """Twenty megabytes of nothing, which pack into twenty kilobytes."""
    parts[name] = parts.get(name, b"") + b" " * 20_000_000


def swapped(parts: Parts, name: str, word: str) -> None:
    other = sorted(parts)[len(word) % len(parts)]
    parts[name], parts[other] = parts[other], parts.get(name, b"")


def nested(parts: Parts, name: str, word: str) -> None:
    parts[name] = b"<a>" * 50_000 + b"</a>" * 50_000


def many_rows(parts: Parts, name: str, word: str) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>x</v></c></row>' % (n, n) for n in range(2000, 6000))
    parts[name] = parts.get(name, b"").replace(b"</sheetData>", rows + b"</sheetData>")


CHANGES: list[Change] = [
    *[between(b"<v>", b"</v>"), between(b"<t>", b"</t>")] * 3, between(b' t="', b'"', KINDS),
    between(b' r="', b'"', PLACES), between(b' r="', b'"', NUMBERS), between(b' ref="', b'"', PLACES),
    between(b' count="', b'"', NUMBERS), between(b' Target="', b'"'), between(b' name="', b'"'),
    between(b"<", b">"), gone, emptied, with_entities, bomb, swapped, nested, many_rows,
]  # fmt: skip
