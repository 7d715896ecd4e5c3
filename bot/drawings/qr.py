"""A QR code with what it says in large type under it, for whoever has no camera at hand."""

from math import floor

import segno

from bot.drawings.certificate import spaced
from bot.drawings.paper import INK, QUIET, WIDTH, Paper, Row, Told

SIDE = 560  # pixels at most
QUIET_ZONE = 4  # modules, as the standard wants it


class Qr(Told):
    title: str
    data: str
    code: str = ""
    lines: tuple[Row, ...] = ()
    foot: str = ""

    def svg(self) -> str:
        paper = Paper(margin=56, colour="#ffffff")
        paper.block(self.title, 48, smallest=30, bold=True)
        paper.y += 24
        paper.y += draw_code(paper, self.data, paper.y, SIDE)
        if self.code:
            paper.block(spaced(self.code), 96, smallest=28, most=3, bold=True)
        paper.y += 8
        for label, value in self.lines:
            paper.block(f"{label} {value}", 34, smallest=26, most=3, colour=INK)
        if self.foot:
            paper.y += 10
            paper.block(self.foot, 26, smallest=22, most=3, colour=QUIET)
        return paper.done()


def draw_code(paper: Paper, data: str, y: float, side: float) -> float:
    """In the middle of the paper; how high it became. Modules are whole pixels, so that they stay sharp."""
    squares, across = modules(data)
    scale = max(2, floor(side / across))
    paper.path(squares, "#000000", x=(WIDTH - scale * across) / 2, y=y, scale=scale)
    return scale * across


def modules(data: str) -> tuple[str, int]:
    """As a path with one unit a module, and how many modules it is wide, the quiet zone included."""
    matrix = segno.make(data, error="m", micro=False).matrix
    squares = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    )
    return squares, len(matrix) + 2 * QUIET_ZONE
