"""The thank-you poster of a month: how many wishes came true, who helped, and what people said to them."""

from bot.charts.letters import LINE, clean, shorten, wrap
from bot.drawings.paper import (
    BRONZE,
    FAINT,
    GOLD,
    HEART,
    INK,
    QUIET,
    RED,
    WIDTH,
    Paper,
    Row,
    Told,
    comfortable,
    fitting,
)

THANKS_MOST = 12
AIR = 18


class Poster(Told):
    """figures: number and what it counts, three of them. thanks: the words, and to whom they were said.

    more: what to say where there are more than twelve; empty: where there are none.
    """

    title: str
    subtitle: str = ""
    figures: tuple[Row, ...] = ()
    thanks: tuple[Row, ...] = ()
    more: str = ""
    empty: str = ""
    foot: str = ""

    def svg(self) -> str:
        paper = Paper(margin=60)
        paper.path(HEART, RED, x=WIDTH / 2, y=paper.y + 26, scale=2.6)
        paper.y += 46
        paper.block(self.title, 54, smallest=34, colour=RED, bold=True)
        paper.block(self.subtitle, 34, smallest=26, colour=QUIET)
        self._figures(paper)
        for words, name in self.thanks[:THANKS_MOST]:
            _thanks(paper, words, name)
        last = self.empty if not self.thanks else self.more if len(self.thanks) > THANKS_MOST else ""
        paper.y += 14
        paper.block(last, 32, smallest=26, most=3, colour=INK if not self.thanks else QUIET)
        if self.foot:
            paper.y += 18
            paper.block(self.foot, 26, smallest=22, most=3, colour=QUIET)
        return paper.done(frame=RED)

    def _figures(self, paper: Paper) -> None:
        if not self.figures:
            return
        shown = self.figures[:3]
        slot = paper.room / len(shown)
        size = min(fitting(number, 76, 30, slot - AIR, 1) for number, _ in shown)
        low = top = paper.y + 26
        for n, (number, what) in enumerate(shown):
            x = paper.margin + slot * (n + 0.5)
            number = shorten(clean(number), size, slot - AIR)
            paper.text(x, top + 80, number, size, RED, "middle", bold=True)
            paper.y = top + 92
            paper.block(what, 28, smallest=22, x=x, room=slot - AIR)
            low = max(low, paper.y)
        paper.y = low + 28
        paper.box(paper.margin, paper.y, paper.room, 2, GOLD)
        paper.y += 10


def _thanks(paper: Paper, words: str, name: str) -> None:
    """On a slip of its own, the name at its end."""
    room = paper.room - 60
    size = comfortable(words, 32, 26, room, 3)
    lines = wrap(words, size, room, 3)
    high = AIR * 2 + size * LINE * len(lines) + 30 * LINE
    paper.y += 14
    paper.box(paper.margin, paper.y, paper.room, high, "#ffffff", edge=FAINT, thick=1.5, round=14)
    top = paper.y
    paper.y += AIR - 6
    for line in lines:
        paper.y += size * LINE
        paper.text(paper.margin + 30, paper.y, line, size)
    paper.y += 6
    paper.block(
        name, 28, smallest=24, most=1, x=WIDTH - paper.margin - 30, room=room, anchor="end", colour=BRONZE, bold=True
    )
    paper.y = top + high
