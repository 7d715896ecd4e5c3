"""The first sheet: how to fill in the others, for somebody who has ten minutes and knows Excel."""

import xlsxwriter

from bot.workbook.layout import DUTIES, GRIDS, PEOPLE, PLACES, READ_ME, TEAMS
from dialogue.message import N_
from dialogue.say import Speak

TITLE = N_("Moving in: places, people, teams and duties")
STEPS = (
    N_("Fill in the sheets from left to right. Dark green headings are needed, pale ones may stay empty."),
    N_("Select a cell, and a note says what belongs there. Many cells have a list to choose from."),
    N_("Grey rows marked in the first column are examples. They are passed over; delete them when you like."),
    N_("Leave the code columns empty. The import gives every place a code and keeps it; with it, names can change."),
    N_(
        "Do not merge cells, use no formulas, hide no rows, and do not rename sheets or headings. You may move columns."
    ),
    N_("Where Excel makes a date of 3-1, format the cell as text first. Ranges are written 1-6号楼."),
)
SHEETS = (
    (PLACES, N_("A place a row, with all it lies in. One row can be many: 1-18号楼 with 1-2单元 is 36 units.")),
    (GRIDS, N_("A grid a row: its buildings, its worker, a stand-in. A building has one grid, a grid one worker.")),
    (PEOPLE, N_("Staff, property companies, owners' committees, stairwell heads. Never residents.")),
    (TEAMS, N_("Property companies, departments, owners' committees, volunteer teams.")),
    (DUTIES, N_("Which kind of matter is whose, by type of compound. The desk proposes them first; it still decides.")),
)  # fmt: skip
AFTER = (
    N_("First look: sidan import FILE --dry-run. It names every mistake with its cell, or says what would change."),
    N_("Then: sidan import FILE. With one mistake, nothing is changed. The same file twice changes nothing."),
    N_("Later: sidan export FILE, change it, import it. Whoever is taken out loses their posts. Places stay."),
    N_("This file holds names and phones. Keep it like a personnel file, and delete copies you do not need."),
)


def guide(book: xlsxwriter.Workbook, speak: Speak) -> None:
    page = book.add_worksheet(speak(READ_ME))
    page.hide_gridlines(2)
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 100)
    bold = book.add_format({"bold": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 16, "font_color": "#2F6B4F"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, speak(TITLE), large)
    rows = [(f"{number}.", speak(step)) for number, step in enumerate(STEPS, 1)]
    rows += [("", ""), *((speak(sheet.title), speak(text)) for sheet, text in SHEETS), ("", "")]
    rows += [("→", speak(text)) for text in AFTER]
    for number, (first, text) in enumerate(rows, 2):
        page.write_string(number, 0, first, bold)
        page.write_string(number, 1, text, plain)
