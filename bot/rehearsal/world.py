"""Simulated time: what will happen when, and every order in its present state. It changes orders by the rules alone."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from random import Random
from typing import Any

from bot.rehearsal.cases import Case, Report
from bot.rehearsal.messages import Messages
from bot.rehearsal.town import Job, Someone, Stage, Town
from domain.clock import begun, promises, wound
from domain.order import Event, Order, State, Step
from domain.person import Held, Person, Role
from domain.taking import take


class World:
    """looks, sees: what the clock does about a case that is due, and a person about cases they see."""

    def __init__(self, stage: Stage, town: Town, looks: Callable[..., None], sees: Callable[..., None]) -> None:
        self.stage, self.town, self.now = stage, town, stage.start
        self.scenario, self.policy = stage.scenario, stage.policy
        self.looks, self.sees = looks, sees
        self.cases: list[Case] = []
        self.messages = Messages()
        self.people = {someone.person.id: someone for someone in town.people}
        self._coming: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._number = 0
        self._held: dict[str, dict[int, Case]] = {}
        self._teams = {f"{Role.PROPERTY}@{place}": staff for place, staff in town.companies.items()}
        self._teams |= {f"{Role.GRID}@{grid.path}": grid.workers for grid in town.grids}

    def then(self, moment: int, deed: Callable[..., None], *about: Any) -> None:
        """Later, or now; what comes after the end is not seen any more."""
        if moment < self.stage.end:
            self._number += 1
            heappush(self._coming, (max(moment, self.now), self._number, deed, about))

    def run(self) -> Iterator[int]:
        """Everything until the end, yielding each moment something happens at."""
        while self._coming:
            self.now, _, deed, about = heappop(self._coming)
            deed(self, *about)
            yield self.now

    def place(self, report: Report, again_of: Order | None = None) -> Case:
        n, grid, rules = len(self.cases), report.grid, self.policy.at(report.grid.home)
        author = self.resident(grid.home, f"{grid.path}:{report.household}")
        category = self.policy.catalogue[report.category]
        order = Order(
            id=str(n), number=str(n), author=author.person.id, place=grid.home, grid=grid.path, category=category.key,
            lane=category.lane, what="", rung=self.town.first(self.policy.climb(grid.home)), placed_at=self.now,
            again_of=again_of.id if again_of else None,
        )  # fmt: skip
        order = begun(order, self.policy, self.now)
        case = Case(n, order, author, grid, Random(f"{self.stage.seed}/{n}"), self.stage.days.when(self.now, rules))
        case.answer_by, case.feedback_by = order.answer_by or 0, order.feedback_by or 0
        self.cases.append(case)
        self._hold(case)
        self.wind(case)
        return case

    def change(self, case: Case, step: Step, by: str, **sets: Any) -> None:
        """The step, its effects and the clock, as the running program takes it."""
        before = case.order
        if step is Step.REOPEN:
            sets |= promises(before, self.policy, self.now)
        self._let_go(case)
        case.order = wound(before, take(before, Event(step, self.now, by, sets)), step, self.policy, self.now)
        if case.fed_back_at is None:
            case.fed_back_at = case.order.feedback_at
        self._hold(case)
        self.wind(case)

    def wind(self, case: Case) -> None:
        """See to it that the clock looks when it is due."""
        if case.order.due_at != case.due_at:
            case.due_at = case.order.due_at
            if case.due_at is not None:
                self.then(case.due_at, self.looks, case, case.due_at)

    def desk(self, case: Case) -> tuple[Someone, ...]:
        return self.town.desks.get(case.order.rung, ())

    def above(self, case: Case) -> str | None:
        return self.town.above(self.policy.climb(case.order.place), case.order.rung)

    def party(self, order: Order) -> tuple[Someone, ...]:
        if order.assignee:
            return (self.people[order.assignee],)
        return self._teams.get(order.team, ()) if order.team else ()

    def owed_by(self, person: Someone) -> list[Case]:
        """What waits for them: in their hands, or on their desk."""
        desk = self._held.get(person.at, {}) if person.job is Job.DISPATCHER else {}
        return [*desk.values(), *self._held.get(person.person.id, {}).values()]

    def _holders(self, order: Order) -> list[str]:
        if order.state is State.PLACED:
            return [order.rung]
        if order.state in (State.DISPATCHED, State.ACCEPTED):
            return [someone.person.id for someone in self.party(order)]
        return []

    def _hold(self, case: Case) -> None:
        for key in self._holders(case.order):
            self._held.setdefault(key, {})[case.n] = case

    def _let_go(self, case: Case) -> None:
        for key in self._holders(case.order):
            self._held.get(key, {}).pop(case.n, None)

    def resident(self, home: str, key: str) -> Someone:
        if key not in self.people:
            rules = self.policy.at(home)
            self.people[key] = Someone(
                Person(key, roles=(Held(Role.RESIDENT, home),), chat=key, home=home),
                Job.RESIDENT, home, self.scenario.habits.resident, rules, rules.calendar,
                Random(f"{self.stage.seed}/{key}"),
            )  # fmt: skip
        return self.people[key]
