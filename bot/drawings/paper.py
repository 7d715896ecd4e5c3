"""The paper of our drawings: words that shrink or wrap and never run over, and a few pens."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.charts.letters import FAMILY, LINE, clean, fits, marked, width, wrap
from bot.charts.sheet import TALLEST, TooTall

WIDTH = 800
INK, QUIET, FAINT = "#1f2328", "#57606a", "#d9d2c3"
PAPER, RED, GOLD = "#fffdf8", "#b3261e", "#b98a2f"
BRONZE = "#876213"  # gold that can be read
HEART = "M0 9C-9 2-11-1-11-5a5.6 5.6 0 0 1 11-2.4A5.6 5.6 0 0 1 11-5C11-1 9 2 0 9z"
LETTERS = f"{FAMILY}, PingFang SC, Microsoft YaHei, sans-serif"  # ours; the others are for a page that has not got it
ROWS_MOST = 14
ONE_LINE = 0.8  # of its size


def _pair(told: object) -> object:
    return ("", told) if isinstance(told, str) else told


Row = Annotated[tuple[str, str], BeforeValidator(_pair)]  # label, value; or a line of its own


class Told(BaseModel):
    """What a message says of a drawing; what it says beyond that is left alone."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True, extra="ignore")


class Paper:
    """`y` is how far down it is written."""

    def __init__(self, margin: float, colour: str = PAPER) -> None:
        self._drawn: list[str] = []
        self._colour = colour
        self.margin, self.room, self.y = margin, WIDTH - 2 * margin, margin

    def text(
        self, x: float, y: float, words: str, size: float, colour: str = INK, anchor: str = "start", bold: bool = False
    ) -> None:
        """One line as it is. The font has one weight: a thin outline makes it bold."""
        outline = f' stroke="{colour}" stroke-width="{size / 40:g}"' if bold else ""
        # Told how long it is, a page draws it so in whatever font it has.
        long = f' textLength="{width(words, size):.1f}" lengthAdjust="spacingAndGlyphs"' if len(words) > 1 else ""
        place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"'
        self._drawn.append(f"<text {place}{outline}{long}>{marked(words)}</text>")

    def block(
        self,
        words: str,
        size: float,
        *,
        smallest: float = 24,
        most: int = 2,
        colour: str = INK,
        bold: bool = False,
        x: float | None = None,
        room: float | None = None,
        anchor: str = "middle",
    ) -> None:
        """As large as it fits into so many lines, in the middle of the paper or at x; the last one is shortened."""
        room = room or self.room
        size = comfortable(words, size, smallest, room, most)
        for line in wrap(words, size, room, most):
            self.y += size * LINE
            self.text(WIDTH / 2 if x is None else x, self.y, line, size, colour, anchor, bold)

    def rows(self, rows: Sequence[tuple[str, str]], size: float, *, rule: str | None = None) -> None:
        """Label and value side by side, the value in as many lines as it needs. rule: the colour of a line between."""
        shown = rows[:ROWS_MOST]
        labels = min(max((width(clean(label), size - 6) for label, _ in shown), default=0), self.room * 0.36)
        for n, (label, value) in enumerate(shown):
            if rule and n:
                self.box(self.margin, self.y + size * 0.55, self.room, 1.5, rule)
            top, left = self.y + size * 0.5, self.margin + (labels + 28 if label else 0)
            self.y = top + 6 * LINE  # on one line with the value, which is larger
            self.block(label, size - 6, smallest=22, colour=QUIET, x=self.margin, room=labels or 1, anchor="start")
            below, self.y = self.y, top
            room = self.margin + self.room - left
            self.block(value, size, smallest=26, most=3, bold=True, x=left, room=room, anchor="start")
            self.y = max(self.y, below)

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        fill: str,
        *,
        edge: str = "none",
        thick: float = 0,
        round: float = 0,
    ) -> None:
        place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{round:g}"'
        self._drawn.append(f'<rect {place} fill="{fill}" stroke="{edge}" stroke-width="{thick:g}"/>')

    def path(self, data: str, fill: str, *, x: float = 0, y: float = 0, scale: float = 1) -> None:
        place = f' transform="translate({x:.1f} {y:.1f}) scale({scale:g})"'
        self._drawn.append(f'<path d="{data}" fill="{fill}"{place}/>')

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        self._drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"/>')

    def ornament(self) -> None:
        """A thin line with a heart in the middle."""
        self.y += 26
        for left in (WIDTH / 2 - 150, WIDTH / 2 + 30):
            self.box(left, self.y, 120, 2, GOLD)
        self.path(HEART, RED, x=WIDTH / 2, y=self.y + 1, scale=1.1)
        self.y += 10

    def done(self, frame: str = "") -> str:
        """frame: the colour of a double line around."""
        height = round(self.y + self.margin)
        if height > TALLEST:
            raise TooTall(f"{height} pixels")
        paper = [f'<rect width="{WIDTH}" height="{height}" fill="{self._colour}"/>']
        for inset, thick, colour in ((14, 6, frame), (26, 2, GOLD)) if frame else ():
            place = f'x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{height - 2 * inset}"'
            paper.append(f'<rect {place} fill="none" stroke="{colour}" stroke-width="{thick}"/>')
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{LETTERS}">\n'
            + "\n".join([*paper, *self._drawn])
            + "\n</svg>\n"
        )


def comfortable(words: str, size: float, smallest: float, room: float, most: int) -> float:
    """As fitting, but rather one line a little smaller than two."""
    one = fitting(words, size, max(smallest, size * ONE_LINE), room, 1)
    return one if fits(words, one, room, 1) else fitting(words, size, smallest, room, most)


def fitting(words: str, size: float, smallest: float, room: float, most: int) -> float:
    """The largest size at which nothing is cut off; the smallest where none is."""
    while size > smallest and not fits(words, size, room, most):
        size -= 2
    return max(size, smallest)
