"""The sheet of paper a chart is drawn on, as SVG: words at the top and at the bottom, pens for what is between."""

from bot.charts.letters import FAMILY, LARGE, LINE, SMALL, USUAL, clean, marked, shorten, width, wrap

WIDTH = 800
MARGIN = 32
ROOM = WIDTH - 2 * MARGIN
PAPER, INK, QUIET, FAINT = "#fdfcf8", "#1f2328", "#57606a", "#d5d3cb"
TONES = ("#1b4b82", "#e08a1e", "#bcd3e8")  # dark, middle, light: three greys in a grey print
TALLEST = 9000  # a chat takes no photo whose sides are more than 10,000 together


class TooTall(ValueError):
    """This chart is longer than a chat can show: choose the few things that matter."""


class Sheet:
    """`y` is how far down the sheet is written."""

    def __init__(self, title: str, subtitle: str) -> None:
        self._drawn: list[str] = []
        self.y: float = MARGIN - 8
        self.lines(title, LARGE, INK, most=2, bold=True)
        self.y += 4
        self.lines(subtitle, USUAL, QUIET, most=2)

    def lines(self, words: str, size: float, colour: str, most: int, bold: bool = False) -> None:
        for line in wrap(words, size, ROOM, most):
            self.y += size * LINE
            self.text(MARGIN, self.y, line, size, colour=colour, bold=bold)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        anchor: str = "start",
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """The font has one weight: a thin outline makes it bold."""
        outline = f' stroke="{colour}" stroke-width="{size / 40:g}"' if bold else ""
        place = f'x="{_short(x)}" y="{_short(y)}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"{outline}'
        self._drawn.append(f"<text {place}>{marked(words)}</text>")

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """The light tone has an edge, or it would be lost on the paper."""
        edge = f' stroke="{TONES[0]}" stroke-width="1.5"' if colour == TONES[2] else ""
        place = f'x="{_short(x)}" y="{_short(y)}" width="{_short(wide)}" height="{_short(high)}"'
        self._drawn.append(f'<rect {place} fill="{colour}"{edge}/>')

    def key(self, names: tuple[str, ...]) -> None:
        """Which tone is whose, each name beside its tone, in as few lines as they need."""
        x: float = MARGIN + ROOM
        self.y += 14
        for name, tone in zip(names, TONES, strict=False):
            words = shorten(clean(name), USUAL, ROOM - 40)
            if x + 40 + width(words, USUAL) > MARGIN + ROOM:
                x, self.y = MARGIN, self.y + USUAL * LINE
            self.box(x, self.y - 23, 26, 26, tone)
            self.text(x + 40, self.y, words, USUAL)
            x += 80 + width(words, USUAL)

    def say_empty(self, words: str) -> None:
        self.y += 40
        self.lines(words, USUAL, INK, most=4)
        self.y += 24

    def done(self, foot: str) -> str:
        if foot:
            self.y += 12
            self.lines(foot, SMALL, QUIET, most=3)
        height = round(self.y + MARGIN)
        if height > TALLEST:
            raise TooTall(f"{height} pixels")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{FAMILY}">\n'
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n' + "\n".join(self._drawn) + "\n</svg>\n"
        )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
