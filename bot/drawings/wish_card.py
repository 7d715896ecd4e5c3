"""A card to print and leave with somebody who has no phone: what was wished, who comes, when, and the code to tell."""

from bot.charts.letters import clean, shorten, width
from bot.drawings.certificate import spaced
from bot.drawings.paper import FAINT, GOLD, PAPER, QUIET, RED, WIDTH, Paper, Row, Told, fitting


class WishCard(Told):
    """code: four digits that its owner reads out when the wish has come true."""

    title: str
    lines: tuple[Row, ...] = ()
    code: str = ""
    foot: str = ""

    def svg(self) -> str:
        paper = Paper(margin=70)
        paper.block(self.title, 56, smallest=36, colour=RED, bold=True)
        paper.ornament()
        paper.y += 10
        paper.rows(self.lines, 44, rule=FAINT)
        if self.code:
            paper.y += 50
            _large(paper, spaced(self.code))
        if self.foot:
            paper.y += 14
            paper.block(self.foot, 34, smallest=28, most=4, colour=QUIET)
        return paper.done(frame=RED)


def _large(paper: Paper, code: str) -> None:
    size = fitting(code, 150, 40, paper.room - 80, 1)
    code = shorten(clean(code), size, paper.room - 80)
    wide = width(code, size) + 80
    paper.box((WIDTH - wide) / 2, paper.y, wide, size * 1.3, PAPER, edge=GOLD, thick=3, round=18)
    paper.text(WIDTH / 2, paper.y + size * 1.01, code, size, anchor="middle", bold=True)
    paper.y += size * 1.3
