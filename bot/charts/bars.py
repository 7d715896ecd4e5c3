"""Bars: standing where label and number of each fit in large type, lying elsewhere. A number is written at each bar."""

from bot.charts.kinds import Bars, known
from bot.charts.letters import LINE, SMALL, USUAL, fits, width, wrap
from bot.charts.sheet import FAINT, INK, MARGIN, ROOM, TONES, Sheet

HIGH = 380  # pixels of the highest standing bar
WIDEST = 130
THICK = 34  # of a lying bar
LABEL_LINES = 2
LABEL_ROOM = 290
AIR = 6  # between two bars, and between a bar and its number
GROUP_AIR = 20
SEEN = 2.5  # what is nothing is still a line: it is not the same as a gap


def draw_bars(chart: Bars) -> str:
    sheet = Sheet(chart.title, chart.subtitle)
    if chart.highest is None:
        sheet.say_empty(chart.empty)
        return sheet.done(chart.foot)
    if len(chart.series) > 1:
        sheet.key(tuple(series.name for series in chart.series))
    size = next((size for size in (USUAL + 4, USUAL, SMALL) if _can_stand(chart, size)), None)
    if size:
        _standing(sheet, chart, size)
    else:
        _lying(sheet, chart)
    return sheet.done(chart.foot)


def _can_stand(chart: Bars, size: float) -> bool:
    slot = ROOM / len(chart.labels)
    each = slot - AIR if len(chart.series) == 1 else _bar_width(chart) + AIR / 2
    return each >= SMALL and all(
        [
            *(fits(label, size, slot - AIR, LABEL_LINES) for label in chart.labels),
            *(width(number, size) <= each for number in _numbers(chart)),
        ]
    )


def _bar_width(chart: Bars) -> float:
    slot = ROOM / len(chart.labels)
    return min(WIDEST, (slot - min(GROUP_AIR, slot / 4)) / len(chart.series) - AIR)


def _numbers(chart: Bars) -> list[str]:
    return [chart.written(value) for series in chart.series for value in known(series.values)]


def _length(value: float, chart: Bars, room: float) -> float:
    return max(SEEN, room * max(value, 0) / (chart.highest or 1))


def _standing(sheet: Sheet, chart: Bars, size: float) -> None:
    room = HIGH if (chart.highest or 0) > 0 else 0
    floor = sheet.y + size * LINE + GROUP_AIR + room
    slot, bar = ROOM / len(chart.labels), _bar_width(chart)
    sheet.box(MARGIN, floor, ROOM, 1.5, FAINT)
    below = 0
    for n, label in enumerate(chart.labels):
        middle = MARGIN + slot * (n + 0.5)
        left = middle - (bar + AIR) * len(chart.series) / 2 + AIR / 2
        for which, series in enumerate(chart.series):
            for value in known(series.values[n : n + 1]):
                high = _length(value, chart, room)
                x = left + (bar + AIR) * which
                sheet.box(x, floor - high, bar, high, TONES[which])
                sheet.text(x + bar / 2, floor - high - 8, chart.written(value), size, anchor="middle")
        lines = wrap(label, size, slot - AIR, LABEL_LINES)
        below = max(below, len(lines))
        for line, words in enumerate(lines, 1):
            sheet.text(middle, floor + 4 + size * LINE * line, words, size, anchor="middle")
    sheet.y = floor + 8 + size * LINE * below


def _lying(sheet: Sheet, chart: Bars) -> None:
    size = USUAL
    labels = [wrap(label, size, LABEL_ROOM, LABEL_LINES) for label in chart.labels]
    left = MARGIN + max(width(line, size) for lines in labels for line in lines or [""]) + 16
    room = MARGIN + ROOM - left - 2 * AIR - max(width(number, size) for number in _numbers(chart))
    sheet.y += GROUP_AIR
    for n, lines in enumerate(labels):
        bars = len(chart.series) * (THICK + AIR) - AIR
        high = max(bars, len(lines) * size * LINE)
        middle = sheet.y + high / 2
        for line, words in enumerate(lines):
            drop = (line - len(lines) / 2 + 0.5) * size * LINE + size * 0.36
            sheet.text(left - 16, middle + drop, words, size, anchor="end", colour=INK)
        for which, series in enumerate(chart.series):
            top = middle - bars / 2 + which * (THICK + AIR)
            for value in known(series.values[n : n + 1]):
                long = _length(value, chart, room)
                sheet.box(left, top, long, THICK, TONES[which])
                sheet.text(left + long + 2 * AIR, top + THICK / 2 + size * 0.36, chart.written(value), size)
        sheet.y += high + (12 if len(chart.series) == 1 else GROUP_AIR)
