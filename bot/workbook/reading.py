"""From a workbook to lines of plain text: sheets and columns are found by their names, wherever they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from bot.workbook import examples
from bot.workbook.cells import text_of
from bot.workbook.layout import LISTS, READ_ME, SHEETS, Column, Sheet
from bot.workbook.mistakes import At, Mistakes, Wrong, as_it_is, listed, say
from bot.workbook.opening import opened, shape
from bot.workbook.vocabulary import Vocabulary, folded
from dialogue.message import N_

HEADING_WITHIN = 10  # rows: somebody may have put a title above
WIDEST = 60  # columns
LAST_ROW = 1_048_576
EVERY = 500  # rows from one word of progress to the next

NO_SHEET = N_("There is no sheet called {sheet}. Make a new workbook with `sidan template` and copy your rows into it.")
SHEET_RENAMED = N_("There is no sheet called {sheet}. Is it {found}? Then call it {sheet} again.")
NO_HEADINGS = N_("There is no row with the headings {titles}.")
NO_COLUMN = N_("The column {title} is missing.")
RENAMED = N_("There is no column called {found}. Is it {title}? Then write it that way.")
TWICE = N_("The column {title} is here twice.")
MERGED = N_("These cells are merged. Take that back and write the value into each row.")
HIDDEN = N_("This row is hidden. Show it (clear the filter), or delete it.")
NO_EXAMPLE = N_(
    "This row is marked as an example and is none of ours. Empty this cell if the row is real; delete it if not."
)

Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True, slots=True)
class Line:
    """A row that says something: its number, the text of each column, and which of these cells are wrong already."""

    row: int
    values: dict[str, str]
    wrong: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """One sheet as it was found: under which name, and in which columns."""

    sheet: Sheet
    title: str
    letters: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    examples: int = 0

    def mentioned(self, *columns: str) -> set[str]:
        """What stands in these columns, in right and wrong rows."""
        return {line.values[column] for line in self.lines for column in columns if line.values.get(column)}

    def unsure(self, text: str, *columns: str) -> bool:
        """Whether what nobody found is, or may be, in a row that was left out because it is wrong."""
        needed = {column.name for column in self.sheet.columns if column.needed}.intersection(columns)
        unread = {name for line in self.lines for name in (*line.wrong, *(needed - line.values.keys()))}
        if not any(character.isdigit() for character in text):
            unread.discard("number")
        return text in self.mentioned(*columns) or not unread.isdisjoint(columns)

    def at(self, row: int = 0, column: str = "") -> At:
        return self.cell(row, self.letters.get(column, "A"))

    def cell(self, row: int, letter: str) -> At:
        return At(self.title, SHEETS.index(self.sheet), row, letter)


def read(file: Path, words: Vocabulary, mistakes: Mistakes, progress: Progress) -> dict[str, Table]:
    """Every sheet by its name; raises Unreadable where the file is none, and notes every mistake there is."""
    with opened(file) as book:
        found = {sheet.name: _sheet(book, sheet, words, mistakes) for sheet in SHEETS}
        tables = {name: table for name, table in found.items() if table}
        whole, done = sum(book[table.title].max_row or 0 for table in tables.values()), 0
        for table in tables.values():
            for _ in _Reader(book, table, words, mistakes).rows():
                done += 1
                if done % EVERY == 0:
                    progress(done, max(whole, done))
        progress(done, done)
    return tables


def _sheet(book: openpyxl.Workbook, sheet: Sheet, words: Vocabulary, mistakes: Mistakes) -> Table | None:
    known = words.titles(sheet.title)
    title = next((title for title in book.sheetnames if folded(title) in known), None)
    if title is None or not hasattr(book[title], "iter_rows"):
        wanted = words.speak(sheet.title)
        found = _renamed(book.sheetnames, sheet, words)
        said = say(SHEET_RENAMED, sheet=wanted, found=as_it_is(found)) if found else say(NO_SHEET, sheet=wanted)
        mistakes.add(At(wanted, SHEETS.index(sheet)), said)
        return None
    return Table(sheet, title)


def _renamed(titles: Sequence[str], sheet: Sheet, words: Vocabulary) -> str:
    """Which of the sheets that are none of ours it may be; "" where none is."""
    ours = {title for one in (*(one.title for one in SHEETS), READ_ME, LISTS) for title in words.titles(one)}
    known = words.titles(sheet.title)
    for title in titles:
        name = folded(title)
        if name not in ours and (get_close_matches(name, known, 1, 0.5) or any(one in name for one in known)):
            return title
    return ""


class _Reader:
    """Reads one sheet into its table."""

    def __init__(self, book: openpyxl.Workbook, table: Table, words: Vocabulary, mistakes: Mistakes) -> None:
        self._book, self._table, self._words, self._mistakes = book, table, words, mistakes
        self._columns: dict[int, Column] = {}
        self._examples = examples.rows(table.sheet)
        self._merged: dict[int, list[int]] = {}  # columns by row
        self._begins = 0  # the row of the headings

    def rows(self) -> Iterator[int]:
        """Each row's number once it was read."""
        known = shape(self._book, self._table.title)
        for merged in known.merged:
            self._note_merged(merged)
        sheet: Any = self._book[self._table.title]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=WIDEST), 1):
            if self._columns:
                self._line(number, cells, number in known.hidden)
            elif number <= HEADING_WITHIN:
                self._headings(number, cells)
            yield number
        for merged in known.merged:
            self._tell_merged(merged)
        if not self._columns:
            titles = listed([self._words.speak(column.title) for column in self._table.sheet.columns[1:4]])
            self._mistakes.add(self._table.at(), say(NO_HEADINGS, titles=titles))

    def _note_merged(self, area: str) -> None:
        """That the other cells of the area are empty is no mistake of its own."""
        left, top, right, bottom = (edge or 1 for edge in range_boundaries(area))
        for row in range(top, bottom + 1):
            self._merged.setdefault(row, []).extend(range(left - 1, min(right, WIDEST)))

    def _tell_merged(self, area: str) -> None:
        """Once; a title above the headings may be as wide as it likes."""
        left, top, _, bottom = (edge or 1 for edge in range_boundaries(area))
        if bottom >= self._begins:
            self._mistakes.add(self._table.cell(top, get_column_letter(left)), say(MERGED))

    def _headings(self, number: int, cells: Sequence[Any]) -> None:
        known = {title: column for column in self._table.sheet.columns for title in self._words.titles(column.title)}
        found = [(place, str(cell.value)) for place, cell in enumerate(cells) if isinstance(cell.value, str)]
        columns = [(place, known[folded(text)]) for place, text in found if folded(text) in known]
        there = {column.name for _, column in columns}
        for column in self._table.sheet.columns:  # by its other name, where it is not there by its own
            if column.name not in there:
                columns += [(place, column) for place, text in found if folded(text) in column.also]
        if len({column.name for _, column in columns}) < 2:
            return
        self._begins = number
        for place, column in columns:
            if column.name in self._table.letters:
                at = self._table.cell(number, get_column_letter(place + 1))
                self._mistakes.add(at, say(TWICE, title=self._words.speak(column.title)))
            self._columns[place] = column
            self._table.letters.setdefault(column.name, get_column_letter(place + 1))
        self._missing(number, [(place, text) for place, text in found if place not in self._columns])

    def _missing(self, number: int, strange: list[tuple[int, str]]) -> None:
        """A column that is not there may be there under another name."""
        for column in self._table.sheet.columns[1:]:
            if column.name in self._table.letters:
                continue
            title, known = self._words.speak(column.title), self._words.titles(column.title)
            alike = [(place, text) for place, text in strange if get_close_matches(folded(text), known, cutoff=0.5)]
            for place, text in alike[:1]:
                at = self._table.cell(number, get_column_letter(place + 1))
                self._mistakes.add(at, say(RENAMED, found=as_it_is(text), title=title))
            if not alike:
                self._mistakes.add(self._table.at(), say(NO_COLUMN, title=title))

    def _line(self, number: int, cells: Sequence[Any], hidden: bool) -> None:
        values, bad = {}, []
        for place, column in self._columns.items():
            cell = cells[place] if place < len(cells) else None
            if place in self._merged.get(number, ()):
                bad.append(column.name)
                continue
            if cell is None or cell.value is None:
                continue
            try:
                values[column.name] = text_of(cell.value, cell.data_type)
            except Wrong as wrong:
                self._mistakes.add(self._table.at(number, column.name), wrong)
                bad.append(column.name)
        if not any(values.values()) and not bad:
            return
        if hidden:
            self._mistakes.add(self._table.at(number, "A"), say(HIDDEN))
        if values.pop("example", ""):
            self._example(number, values, bad)
        else:
            self._table.lines.append(Line(number, values, tuple(bad)))

    def _example(self, number: int, values: dict[str, str], bad: list[str]) -> None:
        if examples.meant(self._table.sheet, values, self._words) in self._seen_of_examples():
            self._table.examples += 1
            return
        self._mistakes.add(self._table.at(number, "example"), say(NO_EXAMPLE))
        self._table.lines.append(Line(number, values, (*bad, "example")))

    def _seen_of_examples(self) -> list[dict[str, str]]:
        """A column that is missing was told once, and not of every example again."""
        letters = self._table.letters
        return [{name: text for name, text in row.items() if name in letters} for row in self._examples]
