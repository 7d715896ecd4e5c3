"""Is this file a workbook that is safe to read? Its size, its kind, what it would grow to, what is hidden or merged."""

import codecs
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from warnings import catch_warnings, simplefilter
from xml.sax.handler import ContentHandler

import openpyxl
from defusedxml.sax import make_parser  # type: ignore[import-untyped]

from bot.workbook.mistakes import Unreadable
from dialogue.message import N_

MB = 1 << 20
LARGEST = 40 * MB  # of the file
UNPACKED = 400 * MB  # of what is packed in it
PART = 16 * MB  # of any part that is neither cells nor texts
PACKED = b"PK\x03\x04"
BEGINNING = 512
OLD = b"\xd0\xcf\x11\xe0"  # .xls, and a workbook with a password
CELLS = ("xl/worksheets/sheet", "xl/sharedStrings.xml")

TOO_LARGE = N_("{file} has {size} MB; a workbook of places and people has {most} MB at most. Remove pictures from it.")
IS_OLD = N_("{file} is an old .xls file under another name, or has a password. Save it as .xlsx without a password.")
IS_TEXT = N_("{file} is a text file (CSV?) under another name. Open it in Excel and save it as .xlsx.")
IS_OTHER = N_("{file} is no Excel workbook (.xlsx).")
IS_EMPTY = N_("{file} is empty.")
GROWS = N_("{file} would grow to {size} MB when it is unpacked: this is no workbook of places and people.")
DAMAGED = N_("{file} is damaged. Open it in Excel, save it again, and try once more.")


class Shape(NamedTuple):
    """Of one sheet: which rows are hidden, and which cells are merged (C5:C9)."""

    hidden: frozenset[int]
    merged: tuple[str, ...]


@contextmanager
def opened(file: Path) -> Iterator[openpyxl.Workbook]:
    """The workbook, read row by row; raises Unreadable, also for what turns out damaged while it is read."""
    must_be_safe(file)
    try:
        with catch_warnings():
            simplefilter("ignore")  # of parts openpyxl does not know, and we do not read
            book = openpyxl.load_workbook(file, read_only=True)
            try:
                yield book
            finally:
                book.close()
    except (Unreadable, KeyboardInterrupt):
        raise
    except Exception as error:  # a damaged file fails anywhere in openpyxl and in any way
        raise Unreadable(DAMAGED, file=file.name) from error


def must_be_safe(file: Path) -> None:
    size = file.stat().st_size
    if size > LARGEST:
        raise Unreadable(TOO_LARGE, file=file.name, size=size // MB, most=LARGEST // MB)
    with file.open("rb") as opened_file:
        begins = opened_file.read(BEGINNING)
    if not begins.startswith(PACKED):
        raise Unreadable(_kind(begins), file=file.name)
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(DAMAGED, file=file.name) from error
    _must_stay_small(file, parts)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable(IS_OTHER, file=file.name)


def _kind(begins: bytes) -> str:
    if begins.startswith(OLD):
        return IS_OLD
    if not begins:
        return IS_EMPTY
    return (
        IS_TEXT if not begins.startswith(b"PK") and (_reads(begins, "utf-8") or _reads(begins, "gb18030")) else IS_OTHER
    )


def _reads(begins: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(begins)  # the last letter may be cut in two
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in "\ufeff\t\r\n" for sign in text)


def _must_stay_small(file: Path, parts: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself: Python unpacks no more of a part than that."""
    whole = sum(part.file_size for part in parts)
    if whole > UNPACKED or any(part.file_size > PART for part in parts if not part.filename.startswith(CELLS)):
        raise Unreadable(GROWS, file=file.name, size=whole // MB)


def shape(book: openpyxl.Workbook, title: str) -> Shape:
    """What reading row by row does not tell."""
    sheet: Any = book[title]
    with sheet._get_source() as source:
        if not _mentions(source, b"mergeCell", b"hidden"):  # nearly always, and much faster than to parse it
            return Shape(frozenset(), ())
    seen = _Shape()
    parser = make_parser()
    parser.setContentHandler(seen)
    with sheet._get_source() as source:  # the part of the archive, which openpyxl has found already
        parser.parse(source)
    return Shape(frozenset(seen.hidden), tuple(seen.merged))


def _mentions(source: IO[bytes], *words: bytes) -> bool:
    end = b""
    while piece := source.read(MB):
        if any(word in end + piece for word in words):
            return True
        end = piece[-max(map(len, words)) :]
    return False


class _Shape(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[int] = []
        self.merged: list[str] = []
        self._row = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - as xml.sax calls it
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = int(attrs.get("r", self._row + 1))
            if attrs.get("hidden") in ("1", "true"):
                self.hidden.append(self._row)
        elif tag == "mergeCell":
            self.merged.append(attrs.get("ref", "?"))
