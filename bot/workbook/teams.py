"""Teams and duties: who they are, and which kind of matter is whose."""

from collections.abc import Iterable

from bot.workbook import codes
from bot.workbook.finding import Gazetteer
from bot.workbook.mistakes import Mistakes, Unsure, Wrong, as_it_is, listed
from bot.workbook.people import UNSURE, People
from bot.workbook.reading import Table
from bot.workbook.rows import DutyRow, TeamRow
from bot.workbook.vocabulary import Vocabulary
from dialogue.message import N_
from domain.duty import KINDS, SOMEWHERE, BadTeam, Duty, Team, team_id
from domain.permit import TEAM
from domain.person import Role
from storage.places import Place

BAD_CODE = N_("{code} is no code of such a team. Leave it empty, or write it like {like}.")
CODE_TAKEN = N_("Row {row} has this code, too.")
TWICE = N_("This team is in row {row}, too.")
DUTY_TWICE = N_("Row {row} says already who is responsible for this.")
WHERE = N_("There are several cities: say which place this holds for.")
NO_ONE = N_("{text} is no team, nobody in the sheet of people, and none of {offered}.")


class Teams:
    """found: by id; by_name: where one team alone is called so."""

    def __init__(self, known: Iterable[Team], places: Gazetteer, table: Table, mistakes: Mistakes) -> None:
        self._known = {(team.kind, team.place, team.name): team.id for team in known}
        self._taken = set(self._known.values())
        self._places, self._table, self._mistakes = places, table, mistakes
        self._rows: dict[str, int] = {}
        self.found: dict[str, Team] = {}

    def build(self, rows: list[TeamRow]) -> None:
        self._taken |= {row.code for row in rows}
        for row in rows:
            try:
                place = self._places.find(row.place).path
            except Wrong as wrong:
                self._mistakes.add(self._table.at(row.row, "place"), wrong)
                place = UNSURE
            try:
                id = self._id(row, place)
            except Wrong as wrong:
                self._mistakes.add(self._table.at(row.row, "code" if row.code else "name"), wrong)
                continue
            self._rows[id] = row.row
            self.found[id] = Team(id, row.kind, row.name, place, row.line or None)

    def _id(self, row: TeamRow, place: str) -> str:
        id = row.code or self._known.get((row.kind, place, row.name))
        if row.code:
            self._well_written(row)
        if id is None:
            same = (row.kind, place, row.name)
            id = next((t.id for t in self.found.values() if (t.kind, t.place, t.name) == same), None)
        if id in self._rows:
            raise Wrong(CODE_TAKEN if row.code else TWICE, row=self._rows[id])
        if id is None:
            key = codes.new(row.name, lambda key: team_id(row.kind, key) in self._taken)
            id = team_id(row.kind, key)
            self._taken.add(id)
        return id

    def _well_written(self, row: TeamRow) -> None:
        begins = f"{TEAM}{KINDS[row.kind]}:"
        try:
            if team_id(row.kind, row.code.removeprefix(begins)) == row.code:
                return
        except BadTeam:
            pass
        raise Wrong(BAD_CODE, code=as_it_is(row.code), like=f"{begins}qingfeng")

    def named(self, text: str) -> list[Team]:
        """The teams that are called so, or the one with this code."""
        if text in self.found:
            return [self.found[text]]
        found = [team for team in self.found.values() if team.name == text]
        if not found and self._table.unsure(text, "name"):
            raise Unsure(TWICE)
        return found


class Duties:
    def __init__(
        self, places: Gazetteer, cities: list[Place], teams: Teams, people: People, words: Vocabulary, table: Table
    ) -> None:
        self._places, self._teams, self._people, self._words = places, teams, people, words
        self._cities, self._table = cities, table
        self.found: dict[tuple[str, str, str], Duty] = {}

    def build(self, rows: list[DutyRow], mistakes: Mistakes) -> None:
        at: dict[tuple[str, str, str], int] = {}
        for row in rows:
            column = "place"
            try:
                place = self._where(row)
                column = "responsible"
                team, key = self._who(row.responsible)
            except Wrong as wrong:
                mistakes.add(self._table.at(row.row, column), wrong)
                continue
            one = (row.category, row.sort, place)
            if one in at:
                mistakes.add(self._table.at(row.row, "category"), Wrong(DUTY_TWICE, row=at[one]).said)
            at[one] = row.row
            self.found[one] = Duty(*one, team, key)

    def _where(self, row: DutyRow) -> str:
        if row.place:
            return self._places.find(row.place).path
        if not self._cities:
            raise Unsure(WHERE)
        if len(self._cities) > 1:
            raise Wrong(WHERE)
        return self._cities[0].path

    def _who(self, text: str) -> tuple[str | None, str | None]:
        """(team, None) or (None, key of a person)."""
        somebody = self._words.read("responsible", text)
        if somebody or self._is_role_somewhere(text):
            return somebody or text, None
        teams = self._teams.named(text)
        if teams:
            return self._people.only_team(teams, text).id, None
        try:
            return None, self._people.who(text)
        except Unsure:
            raise
        except Wrong:
            offered = listed(self._words.offered("responsible"))
            raise Wrong(NO_ONE, text=as_it_is(text), offered=offered) from None

    def _is_role_somewhere(self, text: str) -> bool:
        """P@qs/hy/lx/xf: what an export writes where no word of ours says it."""
        role, at, where = text.partition("@")
        return (
            bool(at) and role in {str(r) for r in Role} and (where in SOMEWHERE or self._places.get(where) is not None)
        )
