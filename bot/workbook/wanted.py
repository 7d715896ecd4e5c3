"""What a workbook says there should be, put together from its five sheets."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.workbook.finding import Gazetteer
from bot.workbook.grids import SAME, TWO_AT_ONCE, Grids, joined, near_of
from bot.workbook.layout import LEVELS, PLACES, SHEETS
from bot.workbook.mistakes import Mistakes, Wrong
from bot.workbook.people import People, Told
from bot.workbook.places import Places
from bot.workbook.reading import Table
from bot.workbook.rows import DutyRow, GridRow, PersonRow, PlaceRow, R, TeamRow, checked
from bot.workbook.teams import Duties, Teams
from bot.workbook.vocabulary import Vocabulary
from domain.duty import Duty, Team
from domain.place import Kind
from storage.moving_in import Keepers, Known
from storage.places import Place
from storage.roster import Entry

ABOVE = LEVELS[: LEVELS.index("compound") + 1]
SEVERAL = re.compile(r"[、，,；;/和与&]|\s")


@dataclass(frozen=True, slots=True)
class Rows:
    """Every sheet's rows, each right by itself."""

    tables: Mapping[str, Table]
    places: list[PlaceRow]
    grids: list[GridRow]
    people: list[PersonRow]
    teams: list[TeamRow]
    duties: list[DutyRow]


@dataclass(frozen=True, slots=True)
class Wanted:
    """places: with their grids, and the grids after them, all in the order of the sheets."""

    places: dict[str, Place] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Entry] = field(default_factory=dict)
    posts: frozenset[Told] = frozenset()
    keepers: dict[str, Keepers] = field(default_factory=dict)
    duties: dict[tuple[str, str, str], Duty] = field(default_factory=dict)


def rows_of(tables: Mapping[str, Table], words: Vocabulary, mistakes: Mistakes) -> Rows | None:
    """None where a sheet or a column is missing: nothing that refers to it could be right."""
    found = Rows(
        tables,
        _of(tables, "places", PlaceRow, words, mistakes),
        _of(tables, "grids", GridRow, words, mistakes),
        _of(tables, "people", PersonRow, words, mistakes),
        _of(tables, "teams", TeamRow, words, mistakes),
        _of(tables, "duties", DutyRow, words, mistakes),
    )
    columns = [column.name in table.letters for table in tables.values() for column in table.sheet.columns[1:]]
    return found if all(columns) and len(tables) == len(SHEETS) else None


def _of(tables: Mapping[str, Table], name: str, model: type[R], words: Vocabulary, mistakes: Mistakes) -> list[R]:
    return checked(tables[name], model, words, mistakes) if name in tables else []


def wanted(rows: Rows, known: Known, badge: Callable[[], str], words: Vocabulary, mistakes: Mistakes) -> Wanted:
    """Notes what is wrong between rows and between sheets; what comes out is for use where nothing is."""
    tree = Places(known.places, rows.tables["places"], mistakes)
    tree.build(rows.places)
    places = Gazetteer(tree.found.values(), before=known.places, **_unsure(rows, tree, known.places, mistakes))
    grids = Grids(known.places, places, words, rows.tables["grids"], mistakes)
    grids.build(rows.grids)
    places.add(grids.found.values())
    teams = Teams(known.teams, places, rows.tables["teams"], mistakes)
    teams.build(rows.teams)
    people = People(known, badge, places, rows.tables["people"], mistakes)
    people.build(rows.people, teams.named)
    keepers = _keepers(grids, people, rows.tables["grids"], mistakes)
    cities = [place for place in tree.found.values() if place.kind == Kind.CITY]
    duties = Duties(places, cities, teams, people, words, rows.tables["duties"])
    duties.build(rows.duties, mistakes)
    return Wanted(
        joined(tree.found, grids.of) | grids.found,
        teams.found,
        people.found,
        frozenset(people.posts),
        keepers,
        duties.found,
    )


def _unsure(rows: Rows, tree: Places, known: list[Place], mistakes: Mistakes) -> dict[str, Any]:
    """What may be there although it was not found: in rows of the sheet of places that are wrong, and in no others."""
    table, right = rows.tables["places"], {row.row for row in rows.places}
    told = mistakes.rows(SHEETS.index(PLACES))
    bad = [line for line in table.lines if line.row not in right or line.row in told]
    if tree.in_a_circle or any(line.row not in right and not line.values.keys() >= {*ABOVE} for line in bad):
        return {"unsure": table.mentioned(*ABOVE), "blind": True}
    named = {name for line in bad if (name := line.values.get("compound"))}
    coded = {near_of(code) for line in bad if (code := line.values.get("code"))}
    return {"unsure": named | {place.name for place in known if place.path in coded}}


def _keepers(grids: Grids, people: People, table: Table, mistakes: Mistakes) -> dict[str, Keepers]:
    found = {}
    for path, row in grids.rows.items():
        keys: list[str | None] = []
        for column in ("worker", "stand_in"):
            try:
                keys.append(_one(getattr(row, column), people))
            except Wrong as wrong:
                mistakes.add(table.at(row.row, column), wrong)
                keys.append(None)
        worker, stand_in = keys
        if worker and worker == stand_in:
            mistakes.add(table.at(row.row, "stand_in"), Wrong(SAME).said)
        if worker:
            people.keeps(worker, path)
        found[path] = (worker, stand_in)
    return found


def _one(text: str, people: People) -> str | None:
    if not text:
        return None
    try:
        return people.who(text)
    except Wrong:
        if SEVERAL.search(text):
            raise Wrong(TWO_AT_ONCE) from None
        raise
