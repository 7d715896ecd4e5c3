"""An office that fills in a workbook: our examples as its own rows, and what somebody does to them."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

import openpyxl

from bot.policy import load
from bot.workbook import examples, importing
from bot.workbook.comparing import Plan, compare
from bot.workbook.exporting import Export
from bot.workbook.layout import SHEETS, Sheet
from bot.workbook.mistakes import Mistakes
from bot.workbook.reading import Line, Table
from bot.workbook.vocabulary import Vocabulary
from bot.workbook.wanted import rows_of, wanted
from bot.workbook.writing import write
from storage import moving_in
from storage.database import Database, Tx
from storage.moving_in import Known

Edit = Callable[[openpyxl.Workbook], None]
NOW = 1_800_000_000


def chinese(sentence: str) -> str:
    return f"〔中〕{sentence}"


def vocabulary(speak: Callable[[str], str] = str) -> Vocabulary:
    return Vocabulary(speak, (str, chinese), list(load().catalogue), lambda one: one.en if speak is str else one.zh)


WORDS = vocabulary()
OWN = {
    sheet.name: [
        {name: WORDS.show(sheet.column(name).among, text) for name, text in row.items()} for row in examples.rows(sheet)
    ]
    for sheet in SHEETS
}


def filled(file: Path, edit: Edit | None = None) -> Path:
    """The examples as rows of the office's own, saved again by another program after somebody's edit."""
    write(file, OWN, WORDS)
    if edit:
        book = openpyxl.load_workbook(file)
        edit(book)
        book.save(file)
    return file


def checked(file: Path, words: Vocabulary = WORDS) -> importing.Checked:
    return importing.check(file, words, lambda done, whole: None)


def planned(found: importing.Checked, known: Known | None = None) -> tuple[Plan, list[str]]:
    """What would change, and what is wrong."""
    badge, more, before = itertools.count(1), Mistakes(), known or Known()
    assert found.rows is not None
    there = wanted(found.rows, before, lambda: f"BADGE{next(badge)}", WORDS, more)
    found.mistakes.extend(more)
    return compare(before, there, set()), list(found.mistakes.said(str))


def mistakes(file: Path) -> list[str]:
    found = checked(file)
    return planned(found)[1] if found.rows else list(found.mistakes.said(str))


@dataclass
class Page:
    """A sheet without Excel around it, which takes much longer than what it holds."""

    rows: list[list[str | None]]

    def append(self, row: Sequence[str | None]) -> None:
        self.rows.append(list(row))

    def __setitem__(self, cell: str, text: str | None) -> None:
        column, row = ord(cell[0]) - ord("A"), self.rows[int(cell[1:]) - 2]
        row += [None] * (column + 1 - len(row))
        row[column] = text


Paper = dict[str, Page]
OnPaper = Callable[[Paper], None]


def on_paper(edit: OnPaper) -> importing.Checked:
    """The examples after somebody's edit, checked as if they had been read."""
    paper = {
        sheet.title: Page([[row.get(column.name) for column in sheet.columns] for row in OWN[sheet.name]])
        for sheet in SHEETS
    }
    edit(paper)
    wrong = Mistakes()
    rows = rows_of({sheet.name: _table(sheet, paper[sheet.title]) for sheet in SHEETS}, WORDS, wrong)
    return importing.Checked(rows, wrong, 0)


def _table(sheet: Sheet, page: Page) -> Table:
    names = [column.name for column in sheet.columns]
    lines = [
        Line(number, {name: text for name, text in zip(names, row, strict=False) if text})
        for number, row in enumerate(page.rows, 2)
    ]
    return Table(sheet, sheet.title, dict(zip(names, ascii_uppercase, strict=False)), lines)


async def brought_in(database: Database, file: Path, now: int = NOW) -> Plan:
    """Imported as the command line does it; the workbook has no mistakes."""
    rows, ids = checked(file).rows, itertools.count(now)
    assert rows is not None

    async def unit(tx: Tx) -> Plan:
        badges = await importing.badges(tx, len(rows.people))
        seen, wrong = await importing.look(tx, rows, WORDS, badges)
        assert list(wrong.said(str)) == []
        await importing.carry_out(tx, seen, now, lambda: f"{next(ids):018d}")
        return seen

    return await database.do(unit)


async def exported(database: Database, file: Path) -> Path:
    write(file, Export(await database.read(moving_in.known), WORDS).rows(), WORDS)
    return file


def cells(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What each sheet shows, row by row."""
    book = openpyxl.load_workbook(file)
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}
