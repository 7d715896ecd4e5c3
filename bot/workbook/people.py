"""People: who they are by staff number, or by name and phone, and what they are to be."""

from collections.abc import Callable

from bot.workbook.finding import Gazetteer
from bot.workbook.mistakes import Mistakes, Unsure, Wrong, as_it_is, listed, say
from bot.workbook.reading import Table
from bot.workbook.rows import PersonRow
from dialogue.message import N_
from domain.duty import KINDS, Team
from domain.person import Role
from domain.place import Kind
from handlers.join import HELD_AT
from storage.moving_in import Known
from storage.roster import Entry

# A stairwell head has a stairwell; a department works for whoever it belongs to.
HELD = {
    **HELD_AT,
    Role.VOLUNTEER: (Kind.COMPOUND, Kind.BUILDING, Kind.UNIT),
    Role.DEPARTMENT: (Kind.COMMUNITY, Kind.STREET, Kind.CITY),
}
SAID = {
    (Kind.CITY,): N_("a city"),
    (Kind.STREET,): N_("a street"),
    (Kind.COMPOUND,): N_("a compound"),
    (Kind.COMMUNITY, Kind.COMPOUND): N_("a community or a compound"),
    (Kind.COMMUNITY, Kind.STREET, Kind.CITY): N_("a community, a street or a city"),
    (Kind.COMPOUND, Kind.BUILDING, Kind.UNIT): N_("a compound, a building or a unit"),
}
OTHER_NAME = N_("Staff number {number} is {name} in row {row}: somebody else needs a number of their own.")
OTHER_PHONE = N_("{name} has another phone in row {row}.")
PERSON_TWICE = N_("{name} with this phone is in row {row} under another staff number. One person has one number.")
POST_TWICE = N_("Row {row} says the same of {name} already.")
GRID_ELSEWHERE = N_("Leave this empty: whose grid it is stands in the sheet of grids.")
NO_PLACE = N_("Say where: a name from the sheet of places.")
HELD_ELSEWHERE = N_("This role is held at {kinds}, and {place} is none.")
NO_TEAM = N_("There is no team {text} in the sheet of teams.")
TEAMS_ALIKE = N_("Several teams are called {text}. Write the team's code: {ids}.")
OTHER_ROLE = N_("The team {text} is no team of this role.")
NOBODY = N_("There is nobody called {text} in the sheet of people.")
NAMESAKES = N_("Several people are called {text}. Write the staff number: {keys}.")

UNSURE = ""  # where a team lies that names a place which is not sure
Told = tuple[str, str, str, str | None]  # key, role, place, team


class _Column(Exception):
    """A mistake in another column than the one that is looked at."""

    def __init__(self, column: str, wrong: Wrong) -> None:
        super().__init__(column)
        self.column, self.wrong = column, wrong


class People:
    """found: whoever is in the sheet, by key; posts: what they are to be, each once."""

    def __init__(
        self, known: Known, badge: Callable[[], str], places: Gazetteer, table: Table, mistakes: Mistakes
    ) -> None:
        self._entries = {entry.key: entry for entry in known.people}
        self._reachable = {(entry.name, entry.phone): entry.key for entry in reversed(known.people) if entry.phone}
        self._badge, self._places, self._table, self._mistakes = badge, places, table, mistakes
        self._rows: dict[str, PersonRow] = {}
        self._here: dict[tuple[str, str], str] = {}
        self._names: dict[str, list[str]] = {}
        self.found: dict[str, Entry] = {}
        self.posts: dict[Told, int] = {}

    def build(self, rows: list[PersonRow], teams: Callable[[str], list[Team]]) -> None:
        for row in rows:
            if row.number and row.phone:
                self._here.setdefault((row.name, row.phone), row.number)
        for row in rows:
            try:
                self._person(row)
                self._post(row, teams)
            except _Column as cell:
                self._mistakes.add(self._table.at(row.row, cell.column), cell.wrong)

    def _person(self, row: PersonRow) -> None:
        key = self._key(row)
        twin = self._here.get((row.name, row.phone), key) if row.phone else key
        if twin != key and twin in self._rows:
            raise _Column("phone", Wrong(PERSON_TWICE, name=as_it_is(row.name), row=self._rows[twin].row))
        first = self._rows.get(key)
        if first is None:
            self._rows[key] = row
            self._names.setdefault(row.name, []).append(key)
            before = self._entries.get(key)
            phone = row.phone
            self.found[key] = Entry(key, row.name, before.badge if before else self._new_badge(key, row), phone)
        elif first.name != row.name:
            raise _Column("number", Wrong(OTHER_NAME, number=key, name=as_it_is(first.name), row=first.row))
        elif row.phone and row.phone != first.phone:
            raise _Column("phone", Wrong(OTHER_PHONE, name=as_it_is(row.name), row=first.row))

    def _key(self, row: PersonRow) -> str:
        """Their number; else who had this name and phone before; else a new badge, which is their number, too."""
        if row.number:
            return row.number
        who = (row.name, row.phone)
        key = self._here.get(who) or self._reachable.get(who) or self._badge()
        self._here[who] = key
        return key

    def _new_badge(self, key: str, row: PersonRow) -> str:
        return self._badge() if row.number else key

    def _post(self, row: PersonRow, teams: Callable[[str], list[Team]]) -> None:
        key = self._key(row)
        if not row.role:
            return
        if row.role == Role.GRID:
            if row.place:
                raise _Column("place", Wrong(GRID_ELSEWHERE))
            return
        team = self._team(row, teams)
        post = (key, row.role, self._where(row, team), team.id if team else None)
        if post in self.posts:
            raise _Column("role", Wrong(POST_TWICE, row=self.posts[post], name=as_it_is(row.name)))
        self.posts[post] = row.row

    def _team(self, row: PersonRow, teams: Callable[[str], list[Team]]) -> Team | None:
        if not row.team:
            return None
        try:
            team = self.only_team(teams(row.team), row.team)
        except Wrong as wrong:
            raise _Column("team", wrong) from None
        if KINDS[team.kind] != row.role:
            raise _Column("team", Wrong(OTHER_ROLE, text=as_it_is(row.team)))
        return team

    def only_team(self, teams: list[Team], text: str) -> Team:
        if not teams:
            raise Wrong(NO_TEAM, text=as_it_is(text))
        if len(teams) > 1:
            raise Wrong(TEAMS_ALIKE, text=as_it_is(text), ids=listed([team.id for team in teams]))
        return teams[0]

    def _where(self, row: PersonRow, team: Team | None) -> str:
        if not row.place and team is None:
            raise _Column("place", Wrong(NO_PLACE))
        if team and not row.place and team.place == UNSURE:
            raise _Column("place", Unsure(NO_PLACE))
        try:
            place = self._places.find(row.place or (team.place if team else ""))
        except Wrong as wrong:
            raise _Column("place", wrong) from None
        kinds = HELD[Role(row.role)]
        if place.kind not in kinds:
            raise _Column("place", Wrong(HELD_ELSEWHERE, kinds=say(SAID[kinds]), place=as_it_is(place.name)))
        return place.path

    def keeps(self, key: str, grid: str) -> None:
        """A grid worker's post follows from the sheet of grids."""
        self.posts.setdefault((key, str(Role.GRID), grid, None), 0)

    def who(self, text: str) -> str:
        """The key of whoever is meant by a staff number, a name, or both; raises Wrong."""
        if text in self.found:
            return text
        name, _, number = text.rpartition(" ")
        if number in self.found and self.found[number].name == name:
            return number
        keys = self._names.get(text, [])
        if not keys:
            raise (Unsure if self._table.unsure(text, "name", "number") else Wrong)(NOBODY, text=as_it_is(text))
        if len(keys) > 1:
            raise Wrong(NAMESAKES, text=as_it_is(text), keys=listed(keys))
        return keys[0]
