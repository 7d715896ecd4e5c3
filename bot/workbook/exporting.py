"""What is known, as rows for the workbook: an import of them changes nothing."""

from collections.abc import Iterator, Mapping

from bot.workbook.finding import Gazetteer
from bot.workbook.layout import LEVELS
from bot.workbook.ranges import gathered
from bot.workbook.vocabulary import HELD, Vocabulary
from domain.duty import Duty, Team
from domain.person import Role
from domain.place import Kind, parent, parents
from storage.moving_in import Known
from storage.places import Place
from storage.roster import Entry, Post

Cells = Mapping[str, str]


class Export:
    def __init__(self, known: Known, words: Vocabulary) -> None:
        self._known, self._words = known, words
        self._places = Gazetteer(known.places)
        self._cities = [place for place in known.places if place.kind == Kind.CITY]
        self._people = {entry.key: entry for entry in known.people if entry.left_at is None}
        self._names = [entry.name for entry in self._people.values()]
        self._teams = {team.id: team for team in known.teams}
        self._team_names = [team.name for team in known.teams]

    def rows(self) -> dict[str, list[Cells]]:
        return {
            "places": [self._place(place) for place in self._known.places if place.kind != Kind.GRID],
            "grids": [self._grid(place) for place in self._known.places if place.kind == Kind.GRID],
            "people": [row for entry in self._people.values() for row in self._person(entry)],
            "teams": [self._team(team) for team in self._known.teams],
            "duties": [self._duty(duty) for duty in self._known.duties],
        }

    def _place(self, place: Place) -> Cells:
        line = [self._places.get(path) for path in (*reversed(parents(place.path)), place.path)]
        names = {level: one.name for level, one in zip(LEVELS, line, strict=False) if one}
        return names | {
            "sort": self._words.show("sort", place.sort) if place.sort else "",
            "lat": degrees(place.lat),
            "lon": degrees(place.lon),
            "code": place.path,
        }

    def _grid(self, grid: Place) -> Cells:
        base = parent(grid.path) or ""
        worker, stand_in = self._known.keepers.get(grid.path, (None, None))
        return {
            "name": grid.name,
            "place": self._places.name(base),
            "buildings": self._buildings(grid.path, base),
            "worker": self._who(worker),
            "stand_in": self._who(stand_in),
            "code": grid.path,
        }

    def _buildings(self, grid: str, base: str) -> str:
        """What belongs to it by itself, not only by what it lies in."""
        of = {place.path: place.grid for place in self._known.places if place.grid}
        own = [path for path, other in of.items() if other == grid and _above(of, path) != grid]
        if base in own:
            return self._words.show("all", "all")
        return gathered(self._places.name(path, within=base) for path in own)

    def _person(self, entry: Entry) -> Iterator[Cells]:
        who = {"number": entry.key, "name": entry.name, "phone": entry.phone}
        posts = [post for post in self._known.posts if post.key == entry.key and post.role in HELD]
        if not posts:
            yield who
        if any(post.role == Role.GRID for post in posts):
            yield who | {"role": self._words.show("role", Role.GRID)}
        for post in posts:
            if post.role != Role.GRID:
                yield who | self._post(post)

    def _post(self, post: Post) -> dict[str, str]:
        return {
            "role": self._words.show("role", post.role),
            "place": self._places.name(post.place),
            "team": self._called(post.team) if post.team else "",
        }

    def _team(self, team: Team) -> Cells:
        return {
            "name": team.name,
            "kind": self._words.show("kind", team.kind),
            "place": self._places.name(team.place),
            "line": self._words.show("line", team.line) if team.line else "",
            "code": team.id,
        }

    def _duty(self, duty: Duty) -> Cells:
        somebody = self._called(duty.team) if duty.team else self._who(duty.key)
        everywhere = [city.path for city in self._cities] == [duty.place]
        return {
            "category": self._words.show("category", duty.category) if duty.category else "",
            "sort": self._words.show("sort", duty.sort) if duty.sort else "",
            "place": "" if everywhere else self._places.name(duty.place),
            "responsible": somebody,
        }

    def _called(self, team: str) -> str:
        """A team by its name, where it alone has it; a role somewhere by our word for it."""
        if team not in self._teams:
            return self._words.show("responsible", team)
        name = self._teams[team].name
        return name if self._team_names.count(name) == 1 else team

    def _who(self, key: str | None) -> str:
        entry = self._people.get(key or "")
        if entry is None:
            return ""
        return entry.name if self._names.count(entry.name) == 1 else f"{entry.name} {entry.key}"


def _above(of: Mapping[str, str | None], path: str) -> str | None:
    return next((of[one] for one in parents(path) if one in of), None)


def degrees(value: float | None) -> str:
    return "" if value is None else repr(value)
