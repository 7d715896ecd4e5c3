"""A heat map: each cell has its tone and, where all have room, its number; the strip above says what a tone means."""

from dataclasses import replace

from bot.charts.kinds import Heat, known, percent
from bot.charts.letters import LINE, SMALL, USUAL, clean, shorten, width, wrap
from bot.charts.sheet import INK, MARGIN, ROOM, Sheet

PALE, DARK = (232, 239, 246), (16, 52, 96)
WHITE_FROM = 0.58  # of the way to dark: where white begins to be read better than ink
CELL = 46  # pixels high
AIR = 3
LABEL_ROOM = 220
STRIP = 10  # boxes of the strip


def draw_heat(chart: Heat) -> str:
    sheet = Sheet(chart.title, chart.subtitle)
    if not known(share for row in chart.shares for share in row):
        sheet.say_empty(chart.empty)
        return sheet.done(chart.foot)
    if not _roomy(chart) and _roomy(turned := _turned(chart)):
        chart = turned
    _strip(sheet, chart)
    _table(sheet, chart)
    return sheet.done(chart.foot)


def _turned(chart: Heat) -> Heat:
    shares = tuple(zip(*chart.shares, strict=True))
    return replace(chart, rows=chart.columns, columns=chart.rows, shares=shares)


def _row_labels(chart: Heat) -> tuple[list[list[str]], float]:
    labels = [wrap(label, USUAL, LABEL_ROOM, most=1) for label in chart.rows]
    return labels, max((width(line, USUAL) for lines in labels for line in lines), default=0)


def _cell(chart: Heat) -> float:
    return (ROOM - _row_labels(chart)[1] - 16) / len(chart.columns)


def _roomy(chart: Heat) -> bool:
    room = _cell(chart) - AIR
    return width("100", SMALL) + 4 <= room and all(width(clean(column), SMALL) <= room for column in chart.columns)


def _strip(sheet: Sheet, chart: Heat) -> None:
    sheet.y += 16 + SMALL * LINE
    x = MARGIN + width("0% ", SMALL)
    sheet.text(MARGIN, sheet.y, "0%", SMALL)
    for n in range(STRIP):
        sheet.box(x + n * 24, sheet.y - 20, 24, 24, _tone(n / (STRIP - 1), chart.low_is_dark))
    sheet.text(x + STRIP * 24 + 8, sheet.y, "100%", SMALL)


def _table(sheet: Sheet, chart: Heat) -> None:
    labels, label_width = _row_labels(chart)
    left, cell = MARGIN + label_width + 16, _cell(chart)
    sheet.y += 12 + SMALL * LINE
    _column_labels(sheet, chart, left, cell)
    sheet.y += 10
    numbered = all(_fits_cell(share, cell) for row in chart.shares for share in known(row))
    for lines, shares in zip(labels, chart.shares, strict=True):
        for line in lines:
            sheet.text(left - 16, sheet.y + CELL / 2 + USUAL * 0.36, line, USUAL, anchor="end")
        for n, share in enumerate(shares):
            for value in known([share]):
                _draw_cell(sheet, left + n * cell, cell - AIR, value, chart.low_is_dark, numbered)
        sheet.y += CELL


def _column_labels(sheet: Sheet, chart: Heat, left: float, cell: float) -> None:
    """Each, or where they are too narrow every second, third ...: never one over another."""
    room = cell - AIR
    widest = max(width(clean(column), SMALL) for column in chart.columns)
    step = 1 if widest <= room else min(len(chart.columns), -(-int(min(widest, LABEL_ROOM) + 12) // max(int(cell), 1)))
    for n in range(0, len(chart.columns), step):
        words = shorten(clean(chart.columns[n]), SMALL, max(room, step * cell - 8))
        at_edge = step > 1
        x = left + n * cell + (0 if at_edge else room / 2)
        if not at_edge or x + width(words, SMALL) <= MARGIN + ROOM:
            sheet.text(x, sheet.y, words, SMALL, anchor="start" if at_edge else "middle")


def _fits_cell(share: float, cell: float) -> bool:
    return width(_in_cell(share), SMALL) + 4 <= cell - AIR


def _in_cell(share: float) -> str:
    return percent(share).removesuffix("%")


def _draw_cell(sheet: Sheet, x: float, room: float, share: float, low_is_dark: bool, numbered: bool) -> None:
    sheet.box(x, sheet.y, room, CELL - AIR, _tone(share, low_is_dark))
    if numbered:
        colour = "#ffffff" if _depth(share, low_is_dark) > WHITE_FROM else INK
        y = sheet.y + (CELL - AIR) / 2 + SMALL * 0.36
        sheet.text(x + room / 2, y, _in_cell(share), SMALL, anchor="middle", colour=colour)


def _depth(share: float, low_is_dark: bool) -> float:
    share = min(max(share, 0.0), 1.0)
    return 1 - share if low_is_dark else share


def _tone(share: float, low_is_dark: bool) -> str:
    depth = _depth(share, low_is_dark)
    return "#" + "".join(f"{round(pale + (dark - pale) * depth):02x}" for pale, dark in zip(PALE, DARK, strict=True))
