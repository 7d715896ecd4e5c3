"""The life of an order: its states, the steps between them, and who owes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


REOPENABLE = (Closing.FIXED, Closing.UNREVIEWED)


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
    URGE = "urge"
    RAISE = "raise"
    LIFT = "lift"
    HAND_OVER = "hand_over"
    CALL_IN = "call_in"
    PAUSE = "pause"
    RESUME = "resume"
    WANT_TIME = "want_time"
    GRANT = "grant"
    DENY = "deny"
    COMPLETE = "complete"
    LAPSE = "lapse"
    SIGN = "sign"
    OBJECT = "object"
    FOLLOW_UP = "follow_up"
    HELD = "held"
    CAME_BACK = "came_back"
    LET_GO = "let_go"
    PASS_ON = "pass_on"
    CALL_BACK = "call_back"


class Owes(StrEnum):
    DISPATCHER = "dispatcher"
    PARTY = "party"
    AUTHOR = "author"


class Lane(StrEnum):
    URGENT = "urgent"
    ORDINARY = "ordinary"
    DIFFICULT = "difficult"
    HOT = "hot"


class FollowUp(StrEnum):
    """Whether it lasted: some closed orders are asked about again after two weeks."""

    DRAWN = "drawn"
    ASKED = "asked"
    HELD = "held"
    BACK = "back"
    SILENT = "silent"


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
        Step.URGE: P,
        Step.RAISE: P,
        Step.CALL_IN: P,
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
        Step.URGE: D,
        Step.HAND_OVER: D,
        Step.RAISE: P,
        Step.CALL_IN: D,
    },
    A: {
        Step.PROGRESS: A,
        Step.PLAN: A,
        Step.FINISH: F,
        Step.DECLINE: P,
        Step.MARK_URGENT: A,
        Step.URGE: A,
        Step.PAUSE: A,
        Step.RESUME: A,
        Step.WANT_TIME: A,
        Step.GRANT: A,
        Step.DENY: A,
        Step.HAND_OVER: D,
        Step.LIFT: A,
        Step.RAISE: P,
        Step.CALL_IN: A,
        Step.COMPLETE: C,
        Step.CANCEL: C,
    },
    F: {Step.REVIEW: C, Step.PASS_ON: C, Step.CALL_BACK: C, Step.REOPEN: P, Step.LAPSE: C},
    C: {
        Step.REVIEW: C,
        Step.PASS_ON: C,
        Step.CALL_BACK: C,
        Step.REOPEN: P,
        Step.SIGN: C,
        Step.OBJECT: C,
        Step.FOLLOW_UP: C,
        Step.HELD: C,
        Step.CAME_BACK: C,
        Step.LET_GO: C,
    },
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
    Step.URGE: "order.urge",
    Step.RAISE: "order.escalate",
    Step.LIFT: "order.escalate",
    Step.HAND_OVER: "order.hand_over",
    Step.CALL_IN: "order.joint_add_party",
    Step.PAUSE: "order.pause",
    Step.RESUME: "order.pause",
    Step.WANT_TIME: "order.extend_request",
    Step.GRANT: "order.extend_approve",
    Step.DENY: "order.extend_approve",
    Step.COMPLETE: "order.resolve",
    Step.LAPSE: "order.close_unconfirmed",
    Step.SIGN: "order.sign_off",
    Step.OBJECT: "order.sign_off",
    Step.FOLLOW_UP: "order.follow_up",
    Step.HELD: "order.confirm",
    Step.CAME_BACK: "order.confirm",
    Step.LET_GO: "order.follow_up",
    Step.PASS_ON: "order.pass_on",
    Step.CALL_BACK: "order.call_back",
}

# A note of progress or a dated plan that reaches the resident: what stops the feedback clock.
FEEDBACKS = frozenset({Step.PROGRESS, Step.PLAN, Step.PAUSE, Step.FINISH, Step.COMPLETE, Step.REFUSE, Step.MERGE})

# A human act other than the author's own, and not the clock's: what stops the response clock.
RESPONSES = frozenset({Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.ACCEPT, Step.REFUSE, Step.MERGE})


class NotAllowed(Exception):
    """The order has moved on; this step is no longer possible."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `sets` are the fields it decided (assignee, team, rung, lane, closing, rating, planned_at ...)."""

    step: Step
    at: int
    by: str
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """Moments are UTC seconds. assignee is a person's id, team a team's key; rung: whose desk it lies on.

    subject: the team complained about, which never learns by whom and never decides about it.
    answer_by, feedback_by: what the resident was promised at the receipt. part_of: the joint order this is a task of;
    proxy: whoever wrote it did so for somebody without a phone; passed_on: and said, in their place, how it is.
    again_of: the order that was closed and came back. service: what was ordered from a menu. lot: the number drawn at
    closing, in ten-thousandths.
    since, deadline, stage, due_at, nagged, word_by: the clock's own, set by domain/clock.py and by nobody else; nagged:
    whether anybody was nagged about this deadline, word_by: by when the resident is to hear the next word.
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
    answer_by: int | None = None
    feedback_by: int | None = None
    feedback_at: int | None = None
    paused_at: int | None = None
    paused_until: int | None = None
    paused_why: str | None = None
    wanted_until: int | None = None
    wanted_by: str | None = None
    urged: int = 0
    urged_at: int | None = None
    raised: int = 0
    lot: int | None = None
    follow_up: FollowUp | None = None
    signed: bool | None = None
    part_of: str | None = None
    again_of: str | None = None
    service: str | None = None
    proxy: bool = False
    passed_on: bool = False
    since: int | None = None
    deadline: int | None = None
    stage: int = 0
    due_at: int | None = None
    nagged: bool = False
    word_by: int | None = None

    @property
    def open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def resident(self) -> str | None:
        """Whoever reported it; a task of a joint order was written by a dispatcher, and has no resident."""
        return self.author if self.part_of is None else None

    @property
    def urgent(self) -> bool:
        return self.lane is Lane.URGENT

    @property
    def led(self) -> bool:
        """A hot matter in somebody's hands: whoever took it first leads, and cannot pass it on."""
        return self.lane is Lane.HOT and self.state is State.ACCEPTED and self.part_of is None

    @property
    def stays(self) -> bool:
        """Whoever has it keeps it when the clock runs out, under the eyes of the rung above: what is led, or urgent.

        Nobody who is at a fire is served by taking it away from whoever is there.
        """
        return self.led or (self.urgent and self.state is State.ACCEPTED)
