"""An order with its clock running: people take steps, the clock looks, as handlers/changing and handlers/overdue do."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain import clock
from domain.ladder import Nag
from domain.order import Closing, Event, Order, Step
from domain.policy import Policy
from domain.taking import take
from tests.domain.lives import BORN, BY, DISPATCHER, NEW, SYSTEM

TOP = "qs"
DOES = {Nag.LAPSE: Step.LAPSE, Nag.FOLLOW_UP: Step.FOLLOW_UP, Nag.LET_GO: Step.LET_GO}


class Look(NamedTuple):
    """What was done when, for which stage of which deadline; with `at` aside, done once."""

    at: int
    nag: Nag
    deadline: int
    stage: int


@dataclass
class Wound:
    """climbs: whether there is a desk above; where there is none, a raise tells and nothing moves.

    silent: looks that did nothing, because this stage of this deadline had been done.
    """

    policy: Policy
    now: int = BORN
    climbs: bool = True
    order: Order = NEW
    looks: list[Look] = field(default_factory=list)
    silent: list[Look] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.order.due_at is None and self.order.deadline is None:
            self.order = clock.begun(self.order, self.policy, self.now)

    def step(self, step: Step, by: str | None = None, /, **sets: Any) -> Order:
        before = self.order
        if step is Step.REOPEN:
            sets |= clock.promises(before, self.policy, self.now)
        after = take(before, Event(step, self.now, by or BY.get(step, DISPATCHER), sets))
        self.order = clock.wound(before, after, step, self.policy, self.now)
        return self.order

    def look(self) -> Look | None:
        """One look, if it is due."""
        before = self.order
        if before.due_at is None or before.due_at > self.now:
            return None
        nag, moved = clock.look(before, self.policy, self.now)
        if nag is Nag.RESUME:
            self.step(Step.RESUME, SYSTEM)
            return None
        self.order = moved
        if nag is None:
            return None
        assert moved.deadline is not None
        done = Look(self.now, nag, moved.deadline, moved.stage - 1)
        if any(done[1:] == look[1:] for look in self.looks):
            self.silent.append(done)
            return None
        self.looks.append(done)
        if nag is Nag.RAISE and self.climbs:
            self.step(Step.LIFT if moved.stays else Step.RAISE, SYSTEM, rung=TOP)
        elif nag in DOES:
            self.step(DOES[nag], SYSTEM, **{"closing": str(Closing.UNREVIEWED)} if nag is Nag.LAPSE else {})
        return done

    def until(self, moment: int) -> list[Look]:
        """The clock looks at every moment that is due, until then."""
        first = len(self.looks)
        while self.order.due_at is not None and self.order.due_at <= moment:
            self.now = max(self.now, self.order.due_at)
            self.look()
        self.now = max(self.now, moment)
        return self.looks[first:]

    def out(self, moment: int) -> None:
        """Nothing runs until then."""
        self.now = moment
