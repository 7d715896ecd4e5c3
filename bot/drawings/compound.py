"""A compound as seen from above: its buildings, and how many wishes are open in each. No map of anybody else's."""

from math import ceil, cos, radians, sqrt

from bot.charts.letters import LINE, clean, shorten, width, wrap
from bot.drawings.paper import GOLD, HEART, INK, QUIET, RED, WIDTH, Paper, Told

WALL, ROOF, WINDOW, GROUND, LAWN = "#f0dfc0", "#c9b087", "#fff8e6", "#eef3e6", "#dfe9d2"
WIDEST, NARROWEST = 150, 74  # pixels of a building
HIGH = 0.86  # of its width, the name under it left out
NAME = 24
EDGE = 20  # between a building and the end of the lawn
MOST = 60  # buildings that can be told apart

Spot = tuple[float, float]  # middle and top of a building


class Building(Told):
    """lat, lon: in degrees."""

    name: str
    wishes: int = 0
    lat: float | None = None
    lon: float | None = None


class Map(Told):
    """total: how many wishes there are, as a sentence. Without buildings that is all there is."""

    title: str
    subtitle: str = ""
    buildings: tuple[Building, ...] = ()
    total: str = ""
    legend: str = ""
    foot: str = ""

    def svg(self) -> str:
        paper = Paper(margin=44)
        paper.block(self.title, 48, smallest=30, bold=True)
        paper.block(self.subtitle, 30, smallest=24, colour=QUIET)
        paper.y += 18
        paper.block(self.total, 40 if self.buildings else 64, smallest=28, colour=RED, bold=True, most=3)
        if self._shown():
            paper.y += 22
            _draw(paper, self._shown())
            self._legend(paper)
        if self.foot:
            paper.y += 8
            paper.block(self.foot, 26, smallest=22, most=3, colour=QUIET)
        return paper.done()

    def _shown(self) -> tuple[Building, ...]:
        if len(self.buildings) <= MOST:
            return self.buildings
        return tuple(building for building in self.buildings if building.wishes)[:MOST]

    def _legend(self, paper: Paper) -> None:
        if not self.legend:
            return
        paper.y += 16
        words = shorten(clean(self.legend), 28, paper.room - 60)
        left = (WIDTH - width(words, 28) - 50) / 2
        _mark(paper, left + 20, paper.y + 20, "", 20)
        paper.text(left + 50, paper.y + 30, words, 28, QUIET)
        paper.y += 44


def _draw(paper: Paper, buildings: tuple[Building, ...]) -> None:
    """As they lie, where that is known of all and none would stand on another; else in rows, as they are listed."""
    room = paper.room - 2 * EDGE
    size, spots = _as_they_lie(room, buildings) or _in_rows(room, len(buildings))
    deep = max(top for _, top in spots) + _deep(size) + EDGE
    paper.box(paper.margin, paper.y, paper.room, deep, GROUND, edge=LAWN, thick=3, round=24)
    for building, (middle, top) in zip(buildings, spots, strict=True):
        _building(paper, building, paper.margin + EDGE + middle, paper.y + top, size)
    paper.y += deep


def _deep(size: float) -> float:
    """With two lines for the name."""
    return size * HIGH + 2 * NAME * LINE + 6


def _in_rows(room: float, count: int) -> tuple[float, list[Spot]]:
    across = min(count, max(2, min(ceil(sqrt(count * 1.3)), int(room // (NARROWEST + 26)))))
    slot = room / across
    size = min(WIDEST, slot - 26)
    return size, [(slot * (n % across + 0.5), 40 + (_deep(size) + 24) * (n // across)) for n in range(count)]


def _as_they_lie(room: float, buildings: tuple[Building, ...]) -> tuple[float, list[Spot]] | None:
    """North is up; the sizes of the buildings are made up, the distances between them are true."""
    known = [(b.lat, b.lon) for b in buildings if b.lat is not None and b.lon is not None]
    if len(known) < max(len(buildings), 2):
        return None
    north, west = max(lat for lat, _ in known), min(lon for _, lon in known)
    flat = [((lon - west) * cos(radians(lat)), north - lat) for lat, lon in known]
    wide, deep = max(x for x, _ in flat), max(y for _, y in flat)
    if not 0 < deep < wide * 1.6:
        return None
    scale = (room - WIDEST) / wide
    spots = [(x * scale + WIDEST / 2, y * scale + 40) for x, y in flat]
    size = _roomiest(spots)
    return (size, spots) if size >= NARROWEST else None


def _roomiest(spots: list[Spot]) -> float:
    """How large a building may be so that it touches no other."""
    apart = [
        max(abs(x - other_x) - 26, (abs(y - other_y) - _deep(0) - 24) / HIGH)
        for n, (x, y) in enumerate(spots)
        for other_x, other_y in spots[:n]
    ]
    return min([WIDEST - 26, *apart])


def _building(paper: Paper, building: Building, middle: float, top: float, size: float) -> None:
    left, high = middle - size / 2, size * HIGH
    eaves = top + high * 0.3
    paper.path(f"M{left - 6:.1f} {eaves:.1f}L{middle:.1f} {top:.1f}L{left + size + 6:.1f} {eaves:.1f}z", ROOF)
    paper.box(left, eaves, size, high * 0.7, WALL, edge=ROOF, thick=2)
    pane = size / 8
    for row in (0.40, 0.70):
        for column in (1.5, 3.5, 5.5):
            lit = GOLD if building.wishes and (row, column) == (0.40, 3.5) else WINDOW
            paper.box(left + pane * column, top + high * row, pane, pane, lit)
    for n, line in enumerate(wrap(building.name, NAME, size + 22, 2), 1):
        paper.text(middle, top + high + n * NAME * LINE, line, NAME, INK if building.wishes else QUIET, "middle")
    if building.wishes:
        _mark(paper, left + size - 4, top + 8, str(building.wishes) if building.wishes < 100 else "99+", 25)


def _mark(paper: Paper, x: float, y: float, number: str, radius: float) -> None:
    """A red heart for a legend, a red circle with the number on a building."""
    paper.circle(x, y, radius, RED)
    if number:
        size = 28 if len(number) < 3 else 22
        paper.text(x, y + size * 0.36, number, size, "#ffffff", "middle", bold=True)
    else:
        paper.path(HEART, "#ffffff", x=x, y=y + 1, scale=radius / 18)
