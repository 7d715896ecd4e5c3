"""Small charts as pictures in chat: say what is shown (Bars, Heat), then svg(), then jpeg() in a thread."""

from bot.charts.bars import draw_bars
from bot.charts.heat import draw_heat
from bot.charts.kinds import Bars, Heat, Series, number, percent
from bot.charts.picture import jpeg, png
from bot.charts.sheet import TooTall

__all__ = ["Bars", "Heat", "Series", "TooTall", "jpeg", "number", "percent", "png", "svg"]


def svg(chart: Bars | Heat) -> str:
    """The same chart is always the same text; 800 wide, as high as it needs."""
    return draw_bars(chart) if isinstance(chart, Bars) else draw_heat(chart)
