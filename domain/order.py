"""The life of an order: its states, the steps between them, and who owes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

REOPENINGS = 2
DAY = 86_400
REOPEN_WITHIN = 7 * DAY
RATE_WITHIN = 30 * DAY


class State(StrEnum):
    PLACED = "placed"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    FINISHED = "finished"
    CLOSED = "closed"


class Closing(StrEnum):
    """Closed is not fixed: a closing always says which."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    UNREVIEWED = "unreviewed"


class Step(StrEnum):
    PLACE = "place"
    DISPATCH = "dispatch"
    KEEP = "keep"
    PICK_UP = "pick_up"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROGRESS = "progress"
    PLAN = "plan"
    FINISH = "finish"
    REVIEW = "review"
    REOPEN = "reopen"
    CANCEL = "cancel"
    REFUSE = "refuse"
    MERGE = "merge"
    MARK_URGENT = "mark_urgent"
    RAISE = "raise"
    LAPSE = "lapse"


class Owes(StrEnum):
    DISPATCHER = "dispatcher"
    PARTY = "party"
    AUTHOR = "author"


class Lane(StrEnum):
    URGENT = "urgent"
    ORDINARY = "ordinary"
    DIFFICULT = "difficult"
    HOT = "hot"


P, D, A, F, C = State.PLACED, State.DISPATCHED, State.ACCEPTED, State.FINISHED, State.CLOSED

STEPS: Mapping[State, Mapping[Step, State]] = {
    P: {
        Step.DISPATCH: D,
        Step.KEEP: A,
        Step.PICK_UP: A,
        Step.REFUSE: C,
        Step.MERGE: C,
        Step.CANCEL: C,
        Step.MARK_URGENT: P,
        Step.RAISE: P,
    },
    D: {
        Step.ACCEPT: A,
        Step.DECLINE: P,
        Step.DISPATCH: D,
        Step.KEEP: A,
        Step.REFUSE: C,
        Step.MERGE: C,
        Step.CANCEL: C,
        Step.MARK_URGENT: D,
        Step.RAISE: P,
    },
    A: {
        Step.PROGRESS: A,
        Step.PLAN: A,
        Step.FINISH: F,
        Step.DECLINE: P,
        Step.MARK_URGENT: A,
        Step.RAISE: P,
    },
    F: {Step.REVIEW: C, Step.REOPEN: P, Step.LAPSE: C},
    C: {Step.REVIEW: C, Step.REOPEN: P},
}

OWES: Mapping[State, Owes | None] = {
    P: Owes.DISPATCHER,
    D: Owes.PARTY,
    A: Owes.PARTY,
    F: Owes.AUTHOR,
    C: None,
}

# The right each step asks domain/permit.py for.
ACTION: Mapping[Step, str] = {
    Step.PLACE: "order.create",
    Step.DISPATCH: "order.dispatch",
    Step.KEEP: "order.dispatch",
    Step.PICK_UP: "order.accept",
    Step.ACCEPT: "order.accept",
    Step.DECLINE: "order.decline",
    Step.PROGRESS: "order.progress",
    Step.PLAN: "order.progress",
    Step.FINISH: "order.resolve",
    Step.REVIEW: "order.rate",
    Step.REOPEN: "order.reopen",
    Step.CANCEL: "order.cancel",
    Step.REFUSE: "order.dispatch",
    Step.MERGE: "order.merge_duplicates",
    Step.MARK_URGENT: "order.classify",
    Step.RAISE: "order.escalate",
    Step.LAPSE: "order.close_unconfirmed",
}

# A human act other than the author's own: what stops the response clock.
RESPONSES = frozenset({Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.ACCEPT, Step.REFUSE, Step.MERGE})


class NotAllowed(Exception):
    """The order has moved on; this step is no longer possible."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `sets` are the fields it decided (assignee, team, rung, lane, closing, rating, fixed, same_as)."""

    step: Step
    at: int
    by: str
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """Moments are UTC seconds. assignee is a person's id, team a `ROLE@place` key; rung: whose desk it lies on.

    subject: the team complained about, which never learns by whom and never decides about it.
    """

    id: str
    number: str
    author: str
    place: str
    grid: str | None
    category: str
    lane: Lane
    what: str
    rung: str
    placed_at: int
    state: State = State.PLACED
    version: int = 1
    assignee: str | None = None
    team: str | None = None
    responded_at: int | None = None
    accepted_at: int | None = None
    finished_at: int | None = None
    closed_at: int | None = None
    planned_at: int | None = None
    closing: Closing | None = None
    fixed: bool | None = None
    rating: int | None = None
    reopened: int = 0
    same_as: str | None = None
    subject: str | None = None

    @property
    def open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def urgent(self) -> bool:
        return self.lane is Lane.URGENT


def possible(order: Order, step: Step, now: int) -> bool:
    """Whether the table, the count of reopenings and the time since closing let this step be taken."""
    if step not in STEPS[order.state]:
        return False
    if step is Step.REOPEN:
        late = order.closed_at is not None and now > order.closed_at + REOPEN_WITHIN
        return order.reopened < REOPENINGS and not late and order.closing in (None, *REOPENABLE)
    if step is Step.REVIEW and order.closed_at is not None:
        return order.closing is Closing.UNREVIEWED and now <= order.closed_at + RATE_WITHIN
    return True


REOPENABLE = (Closing.FIXED, Closing.UNREVIEWED)


def take(order: Order, event: Event) -> Order:
    """The order after this event; raises NotAllowed where the table has no such step."""
    if not possible(order, event.step, event.at):
        raise NotAllowed(f"{event.step} from {order.state}")
    moved = replace(order, state=STEPS[order.state][event.step], version=order.version + 1)
    if event.step in RESPONSES and order.responded_at is None and event.by != order.author:
        moved = replace(moved, responded_at=event.at)
    return replace(moved, **(EFFECTS.get(event.step, _nothing)(order, event) | _typed(event.sets)))


def commented(order: Order, at: int, by: str) -> Order:
    """A message from anybody but the resident is a response, too."""
    return order if order.responded_at is not None or by == order.author else replace(order, responded_at=at)


def _typed(sets: Mapping[str, Any]) -> dict[str, Any]:
    """As kept in JSON, back to what an order holds."""
    kinds = {"lane": Lane, "closing": Closing}
    return {name: kinds[name](value) if name in kinds else value for name, value in sets.items()}


def _nothing(order: Order, event: Event) -> dict[str, Any]:
    return {}


def _taken(order: Order, event: Event) -> dict[str, Any]:
    return {"assignee": event.by, "accepted_at": event.at}


def _kept(order: Order, event: Event) -> dict[str, Any]:
    """Nobody of the team it was handed to has it any more."""
    return _taken(order, event) | {"team": None}


def _dispatched(order: Order, event: Event) -> dict[str, Any]:
    return {"assignee": None, "team": None}


def _returned(order: Order, event: Event) -> dict[str, Any]:
    return {"assignee": None, "team": None, "accepted_at": None, "planned_at": None}


def _finished(order: Order, event: Event) -> dict[str, Any]:
    return {"finished_at": event.at}


def _closed(order: Order, event: Event) -> dict[str, Any]:
    return {"closed_at": order.closed_at or event.at}


def _reopened(order: Order, event: Event) -> dict[str, Any]:
    cleared = {"finished_at": None, "closed_at": None, "closing": None, "fixed": None, "rating": None}
    return _returned(order, event) | cleared | {"reopened": order.reopened + 1}


EFFECTS = {
    Step.DISPATCH: _dispatched,
    Step.KEEP: _kept,
    Step.PICK_UP: _taken,
    Step.ACCEPT: _taken,
    Step.DECLINE: _returned,
    Step.RAISE: _returned,
    Step.FINISH: _finished,
    Step.REVIEW: _closed,
    Step.LAPSE: _closed,
    Step.CANCEL: _closed,
    Step.REFUSE: _closed,
    Step.MERGE: _closed,
    Step.REOPEN: _reopened,
}
