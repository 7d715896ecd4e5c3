"""The workbook as a file: explanations first, headings that stay, drop-downs, and every cell a text."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from bot.workbook import examples
from bot.workbook.exporting import Cells
from bot.workbook.guide import guide
from bot.workbook.layout import LISTS, PEOPLE, SHEETS, TEAMS, Column, Sheet
from bot.workbook.vocabulary import Vocabulary
from dialogue.message import N_

AHEAD = 2000  # rows below the last one that have drop-downs, too
TIP, TIP_TITLE = 255, 32  # characters Excel shows of a hint and of its title
REFUSED = N_("Please choose one from the list.")
# A name that begins with "=" stays a name.
AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
GREEN, PALE, GREY = "#2F6B4F", "#D5E8DD", "#7A7A7A"


def write(file: Path, rows: Mapping[str, Sequence[Cells]], words: Vocabulary) -> None:
    """Our examples, marked, where there are no rows."""
    book = xlsxwriter.Workbook(str(file), AS_TEXT)
    book.set_properties({"title": "sidan"})
    _Writer(book, words).write(rows)
    book.close()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, words: Vocabulary) -> None:
        self._book, self._words, self._speak = book, words, words.speak
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._example = book.add_format({"num_format": "@", "italic": True, "font_color": GREY, "bg_color": "#F2F2F2"})
        self._needed = self._heading(GREEN, "white")
        self._optional = self._heading(PALE, GREEN)
        self._lists: dict[str, str] = {}

    def _heading(self, color: str, ink: str) -> Format:
        look = {"bold": True, "font_color": ink, "bg_color": color, "valign": "vcenter"}
        return self._book.add_format(look | {"border": 1, "border_color": "white"})

    def write(self, rows: Mapping[str, Sequence[Cells]]) -> None:
        guide(self._book, self._speak)
        sheets = [(sheet, self._book.add_worksheet(self._speak(sheet.title))) for sheet in SHEETS]
        self._write_lists()
        for sheet, page in sheets:
            if any(rows.values()):
                self._page(sheet, page, rows[sheet.name], self._text)
            else:
                self._page(sheet, page, self._examples(sheet), self._example)

    def _examples(self, sheet: Sheet) -> list[Cells]:
        mark = {"example": self._words.show("example", "example")}
        return [mark | self._shown(sheet, row) for row in examples.rows(sheet)]

    def _shown(self, sheet: Sheet, row: Cells) -> dict[str, str]:
        shown = {column.name: column.among for column in sheet.columns if column.among}
        return {name: self._words.show(shown[name], text) if name in shown else text for name, text in row.items()}

    def _page(self, sheet: Sheet, page: Worksheet, rows: Sequence[Cells], style: Format) -> None:
        page.freeze_panes(1, 0)
        page.ignore_errors({"number_stored_as_text": "A1:Z1048576"})  # phones and staff numbers are texts on purpose
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_row(0, 24)
        last = len(rows) + AHEAD
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, self._text)
            page.write_string(0, place, self._speak(column.title), self._needed if column.needed else self._optional)
            page.data_validation(1, place, last, place, self._validation(column))
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(sheet.columns):
                if row.get(column.name):
                    page.write_string(number, place, row[column.name], style)
                elif style is self._example:
                    page.write_blank(number, place, None, style)

    def _validation(self, column: Column) -> dict[str, object]:
        """The hint as soon as a cell is selected, and the drop-down where there is something to choose from."""
        shown: dict[str, object] = {
            "validate": "any",
            "input_title": self._speak(column.title)[:TIP_TITLE],
            "input_message": self._speak(column.hint)[:TIP],
        }
        source = self._lists.get(column.among)
        if source:
            shown |= {"validate": "list", "source": source, "error_type": "stop" if column.strict else "warning"}
            shown |= {"error_message": self._speak(REFUSED)}
        return shown

    def _write_lists(self) -> None:
        """What drop-downs offer stands in a hidden sheet, because a list in the cell itself ends at 255 characters."""
        page = self._book.add_worksheet(self._speak(LISTS))
        page.hide()
        kinds = sorted({column.among for sheet in SHEETS for column in sheet.columns if column.among})
        for place, kind in enumerate(kinds):
            offered = self._words.offered(kind)
            for number, word in enumerate(offered):
                page.write_string(number, place, word)
            name = xl_col_to_name(place)
            if offered:
                self._lists[kind] = f"='{self._speak(LISTS)}'!${name}$1:${name}${len(offered)}"
        self._lists |= {"people": self._names(PEOPLE), "teams": self._names(TEAMS)}

    def _names(self, sheet: Sheet) -> str:
        """What somebody wrote on another sheet."""
        place = xl_col_to_name([column.name for column in sheet.columns].index("name"))
        return f"='{self._speak(sheet.title)}'!${place}$2:${place}${AHEAD}"
