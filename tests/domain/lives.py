"""Any life an order can have: steps in the order in which the table lets them be taken, at any pace."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from domain.order import DAY, Closing, Event, Lane, Order, State, Step
from domain.possible import possible
from domain.taking import commented, take

AUTHOR, WORKER, OTHER, DISPATCHER, OWNERS, SYSTEM = "li", "wang", "sun", "zhou", "qian", "system"
BORN = 1_800_000_000

NEW = Order(
    id="o1",
    number="7K3MQ2",
    author=AUTHOR,
    place="qs/hy/lx/xf/3/1",
    grid="qs/hy/lx/xf/g1",
    category="water",
    lane=Lane.ORDINARY,
    what="a leak",
    rung="qs/hy/lx/xf",
    placed_at=BORN,
    answer_by=BORN + 600,
    feedback_by=BORN + 3600,
)

BY = {
    Step.REVIEW: AUTHOR,
    Step.REOPEN: AUTHOR,
    Step.CANCEL: AUTHOR,
    Step.URGE: AUTHOR,
    Step.HELD: AUTHOR,
    Step.CAME_BACK: AUTHOR,
    Step.PASS_ON: AUTHOR,
    Step.CALL_BACK: OTHER,
    Step.RAISE: SYSTEM,
    Step.LIFT: SYSTEM,
    Step.LAPSE: SYSTEM,
    Step.FOLLOW_UP: SYSTEM,
    Step.LET_GO: SYSTEM,
    Step.ACCEPT: WORKER,
    Step.PICK_UP: WORKER,
    Step.DECLINE: WORKER,
    Step.PROGRESS: WORKER,
    Step.PLAN: WORKER,
    Step.PAUSE: WORKER,
    Step.RESUME: WORKER,
    Step.WANT_TIME: WORKER,
    Step.FINISH: WORKER,
    Step.COMPLETE: WORKER,
    Step.SIGN: OWNERS,
    Step.OBJECT: OWNERS,
}
FIXED = {"closing": "fixed", "fixed": True}
DRAWN = {"lot": 17, "follow_up": "drawn"}
SETS: dict[Step, list[dict[str, Any]]] = {
    Step.DISPATCH: [{"assignee": WORKER}, {"team": "P@qs/hy/lx/xf"}],
    Step.HAND_OVER: [{"assignee": OTHER}, {"team": "P@qs/hy/lx/xf"}],
    Step.KEEP: [{"assignee": DISPATCHER}],
    Step.MARK_URGENT: [{"lane": "urgent"}],
    Step.CALL_IN: [{"lane": "hot"}],
    Step.RAISE: [{"rung": "qs/hy/lx"}],
    Step.LIFT: [{"rung": "qs/hy/lx"}],
    Step.REOPEN: [{"rung": "qs/hy/lx", "answer_by": BORN + 90 * DAY, "feedback_by": BORN + 91 * DAY}],
    Step.REFUSE: [{"closing": "not_ours"}],
    Step.MERGE: [{"closing": "duplicate", "same_as": "o0"}],
    Step.CANCEL: [{"closing": "withdrawn"}],
    Step.LAPSE: [{"closing": "unreviewed", "lot": 5000}, {"closing": "unreviewed"} | DRAWN],
    Step.REVIEW: [FIXED | {"rating": stars} | drawn for stars in range(1, 6) for drawn in ({"lot": 5000}, DRAWN)],
    Step.COMPLETE: [FIXED],
    Step.PAUSE: [{"paused_why": "parts"}],
}
LATE = [FIXED | {"rating": 4}]
NOT_FIXED = {"closing": "not_fixed", "fixed": False}
# What these set lies ahead.
AHEAD = {Step.PLAN: "planned_at", Step.PAUSE: "paused_until", Step.WANT_TIME: "wanted_until"}
# When it happens: in the same moment, in a while, after a night, and when all deadlines are over.
PACES = [0, 60, 3600, DAY // 2, DAY, 6 * DAY, 14 * DAY, 25 * DAY]


@dataclass(frozen=True)
class Life:
    """orders: as it was born, and after each event; None among the events is a message from the desk."""

    orders: list[Order]
    events: list[Event | None]

    @property
    def steps(self) -> list[tuple[Order, Order, Event | None]]:
        """Before, after, and what happened."""
        return list(zip(self.orders[:-1], self.orders[1:], self.events, strict=True))

    @property
    def end(self) -> Order:
        return self.orders[-1]


@st.composite
def lives(draw: st.DrawFn, most: int = 25) -> Life:
    """An order of any lane, alone or a task of a joint one, and what happens to it."""
    born = replace(NEW, lane=draw(st.sampled_from(Lane)), part_of=draw(st.sampled_from([None, None, None, "o9"])))
    life, now = Life([born], []), BORN
    for _ in range(draw(st.integers(0, most))):
        now += draw(st.sampled_from(PACES))
        steps = [step for step in Step if possible(life.end, step, now)]
        step = draw(st.sampled_from([*steps, None]))
        if step is None:
            life.orders.append(commented(life.end, now, DISPATCHER))
            life.events.append(None)
            continue
        sets = draw(st.sampled_from(_sets(life.end, step)))
        if step in AHEAD:
            sets = sets | {AHEAD[step]: now + draw(st.sampled_from([60, 3600, DAY, 9 * DAY]))}
        event = Event(step, now, BY.get(step, DISPATCHER), sets)
        life.orders.append(take(life.end, event))
        life.events.append(event)
    return life


def _sets(order: Order, step: Step) -> list[dict[str, Any]]:
    if step is Step.REVIEW and order.state is State.CLOSED:
        return LATE
    given = SETS.get(step, [{}])
    return [*given, NOT_FIXED] if step is Step.REVIEW else given


def at(state: State, **other: Any) -> Order:
    """An order in this state, with what an order in this state always has."""
    usual: dict[State, dict[str, Any]] = {
        State.PLACED: {},
        State.DISPATCHED: {"assignee": WORKER},
        State.ACCEPTED: {"assignee": WORKER, "accepted_at": BORN + 60},
        State.FINISHED: {"assignee": WORKER, "accepted_at": BORN + 60, "finished_at": BORN + 120},
        State.CLOSED: {
            "assignee": WORKER,
            "accepted_at": BORN + 60,
            "finished_at": BORN + 120,
            "closed_at": BORN + 180,
            "closing": Closing.FIXED,
        },
    }
    return replace(NEW, state=state, **usual[state] | other)
