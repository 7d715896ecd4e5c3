"""The tree that the sheet of places describes: codes that are known stay, new ones are made from names."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import NoReturn

from bot.workbook import codes
from bot.workbook.cells import LONG
from bot.workbook.layout import LEVELS
from bot.workbook.mistakes import Mistakes, Wrong, as_it_is, listed
from bot.workbook.ranges import each, spread
from bot.workbook.reading import Table
from bot.workbook.renaming import renamed
from bot.workbook.rows import LONGEST_NAME, PlaceRow
from dialogue.message import N_
from domain.place import BadPlace, check, kind, parent, parents
from storage.places import Place

Names = tuple[str, ...]

IN_ITSELF = N_("{name} cannot lie in itself.")
CIRCLE = N_("These lie in each other in a circle: {names}. Look at rows {rows}.")
TWICE = N_("This place is in row {row}, too.")
BAD_CODE = N_("{code} is no code: small letters and digits between slashes, like qs/hy/lx/xf, at most 62 characters.")
OTHER_LEVEL = N_("The code {code} has {has} levels; this row has {wants}.")
OTHER_PARENT = N_("The code {code} does not lie below the code of {name}, which is {above}.")
TWO_NAMES = N_(
    "This row says {here} and row {row} says {there}, with one code. Write one name in all rows; "
    "if they are two places, empty the code here."
)
CODE_TAKEN = N_("The code {code} belongs to {name} in row {row}.")
ONE_CODE = N_("A row for many at once can have no code. Leave it empty.")
ONE_POINT = N_("A row for many at once can have no latitude and longitude. Leave them empty.")
TOO_LONG = N_("The code of this place would be {code}: longer than 62 characters. Give what it lies in shorter codes.")
OTHER_SORT = N_("Row {row} says another type for this compound.")
NO_SORT = N_("Only a compound has a type.")


class Places:
    """Built row by row; `found` is what the sheet says, in its order."""

    def __init__(self, known: Iterable[Place], table: Table, mistakes: Mistakes) -> None:
        self._known = {place.path: place for place in known}
        self._children = {(parent(p.path) or "", p.name): p.path for p in known if p.kind != "grid"}
        self._table, self._mistakes = table, mistakes
        self._paths: dict[Names, str] = {}
        self._owner: dict[str, tuple[Names, int]] = {}  # who has a path: by which row
        self._hints: dict[Names, str] = {}  # what a code says of the places above it
        self._bad: set[Names] = set()  # told of already
        self._settled: dict[Names, str] = {}
        self._rows: dict[Names, PlaceRow] = {}
        self._sorts: dict[Names, PlaceRow] = {}
        self.found: dict[str, Place] = {}
        self.in_a_circle = False

    def build(self, rows: list[PlaceRow]) -> None:
        rows = renamed(rows, self._known)
        self.in_a_circle = self._circle(rows)
        if self.in_a_circle:
            return
        for step in (self._claim, self._settle):
            for row in rows:
                try:
                    step(row)
                except _Told:
                    continue
                except _Cell as cell:
                    if step == self._settle:
                        self._bad.add(row.names)
                    self._mistakes.add(self._table.at(row.row, cell.column), cell.wrong)

    def _circle(self, rows: list[PlaceRow]) -> bool:
        """True where names lie in themselves: nothing else could be said about them then."""
        inside: dict[str, dict[str, int]] = {}
        before = len(self._mistakes)
        for row in rows:
            upper = row.names[:4]
            for above, name in pairwise(upper):
                inside.setdefault(name, {}).setdefault(above, row.row)
            if len(set(upper)) < len(upper):
                twice = next(name for name in upper if upper.count(name) > 1)
                self._mistakes.add(self._table.at(row.row, row.level), Wrong(IN_ITSELF, name=as_it_is(twice)).said)
        if len(self._mistakes) > before:
            return True
        try:
            TopologicalSorter(inside).prepare()
        except CycleError as error:
            names: list[str] = error.args[1]
            at = [inside[name][above] for above, name in pairwise(names)]
            rows_said = listed([str(number) for number in sorted(set(at))])
            said = Wrong(CIRCLE, names=listed(names), rows=rows_said).said
            self._mistakes.add(self._table.at(max(at), "city"), said)
            return True
        return False

    def _claim(self, row: PlaceRow) -> None:
        """Codes that were written down come first, so that no new one takes theirs."""
        if not row.code:
            return
        try:
            code = check(row.code)
        except BadPlace:
            raise _Cell("code", BAD_CODE, code=as_it_is(row.code)) from None
        if len(code.split("/")) != len(row.names) or kind(code) != row.level:
            raise _Cell("code", OTHER_LEVEL, code=code, has=len(code.split("/")), wants=len(row.names))
        if list(_each(row)) != [row.names]:
            raise _Cell("code", ONE_CODE)
        self._own(row.names, code, row)
        for depth in range(1, len(row.names)):
            self._hints.setdefault(row.names[:depth], "/".join(code.split("/")[:depth]))

    def _settle(self, row: PlaceRow) -> None:
        if row.sort and len(row.names) < LEVELS.index("compound") + 1:
            raise _Cell("sort", NO_SORT)
        if row.lat and list(_each(row)) != [row.names]:
            raise _Cell("lat", ONE_POINT)
        for names in _each(row):
            many = names != row.names
            if names in self._rows and not many and self._rows[names].names == names:
                raise _Cell(row.level, TWICE, row=self._rows[names].row)
            path = self._path(names, row)
            if not many or names not in self._rows:
                self._rows[names] = row
            if not many:
                lat, lon = (float(row.lat), float(row.lon)) if row.lat else (None, None)
                if (self.found[path].lat, self.found[path].lon) != (lat, lon):
                    self.found[path] = replace(self.found[path], lat=lat, lon=lon)
        self._sort(row)

    def _sort(self, row: PlaceRow) -> None:
        """The type of a compound may stand in its own row, or in every row below."""
        compound = row.names[: LEVELS.index("compound") + 1]
        own = len(row.names) == len(compound) == LEVELS.index("compound") + 1
        if not row.sort and not own:
            return
        path = self._paths[compound]
        said = self._sorts.get(compound)
        if row.sort and said and said.sort != row.sort:
            raise _Cell("sort", OTHER_SORT, row=said.row)
        if row.sort:
            self._sorts[compound] = row
        if row.sort or not said:
            self.found[path] = replace(self.found[path], sort=row.sort)

    def _path(self, names: Names, row: PlaceRow) -> str:
        """The path of what these names mean, with everything it lies in."""
        if names in self._settled:
            return self._settled[names]
        if names in self._bad:
            raise _Told
        above = self._path(names[:-1], row) if len(names) > 1 else ""
        path = self._paths.get(names)
        if path is None:
            path = self._children.get((above, names[-1])) or self._hints.get(names)
            if path is None or path in self._owner:
                path = self._new(above, names[-1], row)
            self._own(names, path, row)
        if (parent(path) or "") != above:
            self._lies_elsewhere(path, names, above)
        self._settled[names] = path
        if path not in self.found:
            before = self._known.get(path)
            empty = Place(path, str(kind(path)), names[-1], None, None, None)
            self.found[path] = replace(before, name=names[-1]) if before else empty
        return path

    def _lies_elsewhere(self, path: str, names: Names, above: str) -> NoReturn:
        """By its code. Where a row gives that code another name, the names are what an office can mend."""
        for at, named in enumerate(reversed(parents(path)), 1):
            owner, row = self._owner.get(named, ((), 0))
            if len(owner) == at and owner[-1] != names[at - 1]:
                here, there = as_it_is(names[at - 1]), as_it_is(owner[-1])
                raise _Cell(LEVELS[at - 1], TWO_NAMES, here=here, row=row, there=there)
        raise _Cell("code", OTHER_PARENT, code=path, name=as_it_is(names[-2]), above=above)

    def _new(self, above: str, name: str, row: PlaceRow) -> str:
        def taken(code: str) -> bool:
            path = f"{above}/{code}" if above else code
            return path in self._known or path in self._owner

        code = codes.new(name, taken)
        path = f"{above}/{code}" if above else code
        try:
            return check(path)
        except BadPlace:
            raise _Cell(row.level, TOO_LONG, code=path) from None

    def _own(self, names: Names, path: str, row: PlaceRow) -> None:
        owner = self._owner.setdefault(path, (names, row.row))
        if owner[0] != names:
            raise _Cell("code", CODE_TAKEN, code=path, name=as_it_is(owner[0][-1]), row=owner[1])
        if self._paths.setdefault(names, path) != path:
            raise _Cell(row.level, TWICE, row=self._owner[self._paths[names]][1])


class _Told(Exception):
    """Something this row lies in is wrong, and that was said."""


class _Cell(Exception):
    """What is wrong, and in which column of the row that is looked at."""

    def __init__(self, column: str, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.column, self.wrong = column, Wrong(sentence, **values)


def _each(row: PlaceRow) -> Iterator[Names]:
    """1-2号楼 with 1-2单元 is four units."""
    upper = row.names[: LEVELS.index("building")]
    buildings, units = _spread(row, "building"), _spread(row, "unit")
    if not buildings:
        yield upper
    for building in buildings:
        if not units:
            yield (*upper, building)
        for unit in units:
            yield (*upper, building, unit)


def _spread(row: PlaceRow, column: str) -> list[str]:
    """With a code it is one place, whatever commas its name has."""
    text = getattr(row, column)
    try:
        names = [] if not text else spread(text) if row.code else each(text)
    except Wrong as wrong:
        raise _Cell(column, wrong.said.text, **wrong.said.values) from None
    if any(len(name) > LONGEST_NAME for name in names):
        raise _Cell(column, LONG, most=LONGEST_NAME)
    return names
