"""A certificate of volunteer hours: to be shown to a school, an employer, a grandchild."""

from bot.drawings.paper import FAINT, GOLD, INK, QUIET, RED, Paper, Row, Told


class Certificate(Told):
    """code: by which it can be looked up."""

    title: str
    lines: tuple[Row, ...] = ()
    code: str = ""
    foot: str = ""

    def svg(self) -> str:
        paper = Paper(margin=84)
        paper.block(self.title, 60, smallest=36, colour=RED, bold=True)
        paper.ornament()
        paper.y += 22
        paper.rows(self.lines, 34, rule=FAINT)
        if self.code:
            paper.y += 50
            paper.box(paper.margin, paper.y - 6, paper.room, 2, GOLD)
            paper.block(spaced(self.code), 44, smallest=24, most=1, colour=INK, bold=True)
        if self.foot:
            paper.y += 12
            paper.block(self.foot, 26, smallest=22, most=3, colour=QUIET)
        return paper.done(frame=RED)


def spaced(code: str) -> str:
    """A code is read out sign by sign."""
    return " ".join(code) if len(code) <= 12 and " " not in code else code
