"""The made-up town of a rehearsal: places, desks and the people who sit and walk there."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from bot.rehearsal.days import Days
from bot.rehearsal.scenario import Grids, Habits, Scenario
from domain.budget import Spent
from domain.calendar import Calendar
from domain.order import DAY
from domain.person import Held, Person, Role
from domain.place import Kind, around, covers, kind, parents
from domain.policy import Policy, Rules
from handlers.desks import DISPATCHERS
from handlers.noting import About


class Job(StrEnum):
    DISPATCHER = "dispatcher"
    WORKER = "grid worker"
    COMPANY = "company"
    RESIDENT = "resident"


@dataclass(eq=False, slots=True)
class Someone:
    """`person` is who the rules see. away: (from, to), one after the other; free_at: when the work at hand ends."""

    person: Person
    job: Job
    at: str
    habits: Habits
    rules: Rules
    shift: Calendar
    dice: Random
    away: tuple[tuple[int, int], ...] = ()
    free_at: int = 0
    spent: Spent = field(default_factory=Spent)
    notes: list["Noted"] = field(default_factory=list)
    look_at: int | None = None
    urgent: list["Noted"] = field(default_factory=list)
    ring_at: int | None = None

    def away_until(self, now: int) -> int | None:
        at = bisect_right(self.away, (now, 1 << 62)) - 1
        return self.away[at][1] if at >= 0 and now < self.away[at][1] else None


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody is to hear of: the number of the case, and the version it is about."""

    case: int
    version: int | None
    why: About


@dataclass(frozen=True, slots=True)
class Grid:
    """home: the compound or community around it, from where its cases are reported."""

    path: str
    home: str
    households: int
    workers: tuple[Someone, ...]


@dataclass(frozen=True, slots=True)
class Town:
    grids: tuple[Grid, ...]
    desks: dict[str, tuple[Someone, ...]]
    of_home: dict[str, list[Grid]]
    companies: dict[str, tuple[Someone, ...]]
    people: tuple[Someone, ...]

    def first(self, rungs: Sequence[str]) -> str:
        """The lowest desk where somebody sits; the lowest of all where nobody does anywhere."""
        return next((rung for rung in rungs if self.desks.get(rung)), rungs[0])

    def above(self, rungs: Sequence[str], rung: str) -> str | None:
        """The next desk up where somebody sits."""
        higher = (place for place in rungs if place != rung and covers(place, rung))
        return next((place for place in higher if self.desks.get(place)), None)

    def neighbours(self, grid: Grid) -> Iterator[Grid]:
        return (other for other in self.of_home[grid.home] if other is not grid)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a rehearsal is played on. start, end: UTC seconds; seed: the same one gives the same play."""

    scenario: Scenario
    policy: Policy
    days: Days
    start: int
    end: int
    seed: int


class Builder:
    """Makes people as places turn up."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.scenario = stage, stage.scenario
        self.shifts: dict[tuple[str, int, int, int], Calendar] = {}
        self.people: list[Someone] = []

    def team(self, job: Job, role: Role, place: str, size: int, habits: Habits, shift: str) -> tuple[Someone, ...]:
        return tuple(self.someone(job, role, place, (n, size), habits, shift) for n in range(size))

    def someone(self, job: Job, role: Role, place: str, turn: tuple[int, int], habits: Habits, shift: str) -> Someone:
        rules = self.stage.policy.at(place)
        key = f"{place}/{role}{turn[0]}"  # no team: those have an @
        made = Someone(
            Person(key, roles=(Held(role, place),), chat=key, home=place),
            job, place, habits, rules, self.shift(shift, rules, *turn), Random(f"{self.stage.seed}/{key}"),
        )  # fmt: skip
        if job is not Job.COMPANY:
            made.away = tuple(self.absences(Random(f"{self.stage.seed}/away/{key}")))
        self.people.append(made)
        return made

    def shift(self, name: str, rules: Rules, turn: int, of: int) -> Calendar:
        key = (name, id(rules), turn, of)
        if key not in self.shifts:
            self.shifts[key] = self.stage.days.shift(self.scenario.shifts[name], rules, turn, of)
        return self.shifts[key]

    def absences(self, dice: Random) -> Iterator[tuple[int, int]]:
        """Those without a stand-in; the others are not noticed by anybody."""
        absence = self.scenario.absence
        if not absence.days_a_year:
            return
        length, moment = round(absence.days_each * DAY), self.stage.start
        gap = 365 * DAY / (absence.days_a_year / absence.days_each)
        while (moment := moment + round(dice.expovariate(1 / gap))) < self.stage.end:
            if dice.random() >= absence.stand_in:
                yield moment, moment + length
            moment += length

    def grid(self, path: str, shape: Grids) -> Grid:
        habits, shift = self.scenario.habits.worker, self.scenario.worker.shift
        workers = self.team(Job.WORKER, Role.GRID, path, shape.workers, habits, shift)
        return Grid(path, path.rpartition("/")[0], shape.households, workers)

    def desk(self, path: str) -> tuple[Someone, ...]:
        desk = next((desk for name, desk in self.scenario.desks.items() if name == kind(path)), None)
        if desk is None:
            return ()
        role, habits = DISPATCHERS[kind(path)], self.scenario.habits.dispatcher
        return self.team(Job.DISPATCHER, role, path, desk.dispatchers, habits, desk.shift)

    def company(self, path: str) -> tuple[Someone, ...]:
        company, habits = self.scenario.company, self.scenario.habits.company
        return self.team(Job.COMPANY, Role.PROPERTY, path, company.staff, habits, company.shift)


def build(stage: Stage) -> Town:
    scenario, maker = stage.scenario, Builder(stage)
    grids = tuple(maker.grid(path, shape) for path, shape in paths(scenario))
    above = {place for grid in grids for place in parents(grid.path)}
    desks = {place: maker.desk(place) for place in sorted(above)}
    compounds = sorted({compound for grid in grids if (compound := around(grid.home, Kind.COMPOUND))})
    of_home: dict[str, list[Grid]] = {}
    for grid in grids:
        of_home.setdefault(grid.home, []).append(grid)
    companies = {place: maker.company(place) for place in compounds}
    return Town(grids, desks, of_home, companies, tuple(maker.people))


def paths(scenario: Scenario) -> Iterator[tuple[str, Grids]]:
    """Where each grid lies: as the file says, or made up, compound by compound."""
    homes: dict[str, int] = {}
    made_up = 0
    for shape in scenario.grids:
        for _ in range(shape.count):
            home = shape.at or made_up_home(scenario, made_up)
            made_up += shape.at is None
            homes[home] = homes.get(home, 0) + 1
            yield f"{home}/g{homes[home]}", shape


def made_up_home(scenario: Scenario, n: int) -> str:
    town = scenario.town
    compound = n // town.grids_a_compound
    community = compound // town.compounds_a_community
    street = community // town.communities_a_street
    return f"{town.city}/s{street + 1}/m{community + 1}/x{compound + 1}"
