"""Grids: where each lies, which buildings belong to it, and who looks after it."""

from collections.abc import Iterator
from dataclasses import replace

from bot.workbook.finding import Gazetteer
from bot.workbook.mistakes import Mistakes, Wrong, as_it_is
from bot.workbook.ranges import listed, spread
from bot.workbook.reading import Table
from bot.workbook.rows import GridRow
from bot.workbook.vocabulary import Vocabulary
from dialogue.message import N_
from domain.place import BadPlace, Kind, check, kind, parent, parents
from storage.places import Place

NOT_THERE = N_("A grid lies in a compound or in a community; {name} is neither.")
TWO_WORKERS = N_("This grid has two workers: {one} in row {row}, {other} here. It can have one.")
TWO_AT_ONCE = N_("One grid, one worker: write a single name here.")
TWICE = N_("This grid is in row {row}, too. Write all its buildings into one row.")
OVERLAP = N_("{building} belongs to {grid} already, in row {row}: a building has one grid.")
BAD_CODE = N_("{code} is no code of a grid in {place}. It is the code of that place with /g1, /g2 ... after it.")
CODE_TAKEN = N_("Row {row} has this code, too.")
SAME = N_("Worker and stand-in are the same person.")
NO_BUILDING = N_("{name} is no building, unit or compound.")


class Grids:
    """found: the grids; of: the grid of each building; rows: where each grid was written down."""

    def __init__(
        self, known: list[Place], map_: Gazetteer, words: Vocabulary, table: Table, mistakes: Mistakes
    ) -> None:
        self._known = {place.path: place for place in known if place.kind == Kind.GRID}
        self._by_name = {(parent(grid.path), grid.name): grid.path for grid in self._known.values()}
        self._map, self._words, self._table, self._mistakes = map_, words, table, mistakes
        self.found: dict[str, Place] = {}
        self.rows: dict[str, GridRow] = {}
        self.of: dict[str, str] = {}

    def build(self, rows: list[GridRow]) -> None:
        written = {row.code for row in rows if row.code}
        for row in rows:
            try:
                place = self._lies_in(row)
                path = self._path(row, place, written)
            except Wrong as wrong:
                self._mistakes.add(self._table.at(row.row, "place"), wrong)
                continue
            if self._twice(row, path):
                continue
            self.rows[path] = row
            self.found[path] = Place(path, str(Kind.GRID), row.name, None, None, None)
            self._members(row, path, place.path)
        self._overlaps()

    def _lies_in(self, row: GridRow) -> Place:
        place = self._map.find(row.place)
        if place.kind not in (Kind.COMPOUND, Kind.COMMUNITY):
            raise Wrong(NOT_THERE, name=as_it_is(place.name))
        return place

    def _path(self, row: GridRow, place: Place, written: set[str]) -> str:
        if row.code:
            if parent(row.code) != place.path or not is_grid(row.code):
                raise Wrong(BAD_CODE, code=as_it_is(row.code), place=as_it_is(place.name))
            return row.code
        known = self._by_name.get((place.path, row.name))
        if known and known not in written:
            return known
        same = next(
            (path for path, other in self.rows.items() if (parent(path), other.name) == (place.path, row.name)), ""
        )
        if same:
            return same
        taken = self._known.keys() | self.found.keys() | written
        return next(path for path in (f"{place.path}/g{n}" for n in range(1, 100_000)) if path not in taken)

    def _twice(self, row: GridRow, path: str) -> bool:
        before = self.rows.get(path)
        if before is None:
            return False
        if before.worker and row.worker and before.worker != row.worker:
            said = Wrong(TWO_WORKERS, one=as_it_is(before.worker), row=before.row, other=as_it_is(row.worker)).said
            self._mistakes.add(self._table.at(row.row, "worker"), said)
        elif row.code and row.code == before.code and row.name != before.name:
            self._mistakes.add(self._table.at(row.row, "code"), Wrong(CODE_TAKEN, row=before.row).said)
        else:
            self._mistakes.add(self._table.at(row.row, "name"), Wrong(TWICE, row=before.row).said)
        return True

    def _members(self, row: GridRow, grid: str, base: str) -> None:
        for path in self._named(row, base):
            other = self.of.setdefault(path, grid)
            if other != grid:
                self._mistakes.add(self._table.at(row.row, "buildings"), self._overlap(path, other))

    def _overlap(self, path: str, other: str) -> Wrong:
        name = as_it_is(self._map.name(path))
        return Wrong(OVERLAP, building=name, grid=as_it_is(self.rows[other].name), row=self.rows[other].row)

    def _named(self, row: GridRow, base: str) -> Iterator[str]:
        """Buildings, units or whole compounds; a compound once named holds for what follows it."""
        if self._words.read("all", row.buildings):
            yield base
            return
        near = None
        for name in self._each(row):
            try:
                place = self._map.find(name, within=base, near=near)
                if place.kind not in (Kind.COMPOUND, Kind.BUILDING, Kind.UNIT):
                    raise Wrong(NO_BUILDING, name=as_it_is(place.name))
            except Wrong as wrong:
                self._mistakes.add(self._table.at(row.row, "buildings"), wrong)
                continue
            near = near_of(place.path) or near
            yield place.path

    def _each(self, row: GridRow) -> Iterator[str]:
        for part in listed(row.buildings):
            try:
                yield from spread(part)
            except Wrong as wrong:
                self._mistakes.add(self._table.at(row.row, "buildings"), wrong)

    def _overlaps(self) -> None:
        """All of a compound in one grid, and a building of it in another."""
        told = set()
        for path, grid in self.of.items():
            other = next((found for above in parents(path) if (found := self.of.get(above)) not in (None, grid)), None)
            if other and (grid, other) not in told:
                told.add((grid, other))
                self._mistakes.add(self._table.at(self.rows[grid].row, "buildings"), self._overlap(path, other))


def is_grid(code: str) -> bool:
    try:
        return kind(check(code)) is Kind.GRID
    except BadPlace:
        return False


def near_of(path: str) -> str | None:
    """The compound a place is or lies in."""
    parts = path.split("/")
    return "/".join(parts[:4]) if len(parts) >= 4 else None


def joined(places: dict[str, Place], of: dict[str, str]) -> dict[str, Place]:
    """The same places, each with its grid; one that is inherited from above is not written down again."""
    found = {}
    for path, place in places.items():
        grid = of.get(path)
        if grid and grid == next((of[one] for one in parents(path) if one in of), None):
            grid = None
        found[path] = place if place.grid == grid else replace(place, grid=grid)
    return found
