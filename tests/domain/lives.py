"""Any life an order can have: steps in the order in which the table lets them be taken, at any pace."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from domain.order import DAY, Closing, Event, Lane, Order, State, Step, commented, possible, take

AUTHOR, WORKER, DISPATCHER, SYSTEM = "li", "wang", "zhou", "system"
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
)

BY = {
    Step.REVIEW: AUTHOR,
    Step.REOPEN: AUTHOR,
    Step.CANCEL: AUTHOR,
    Step.RAISE: SYSTEM,
    Step.LAPSE: SYSTEM,
    Step.ACCEPT: WORKER,
    Step.PICK_UP: WORKER,
    Step.DECLINE: WORKER,
    Step.PROGRESS: WORKER,
    Step.PLAN: WORKER,
    Step.FINISH: WORKER,
}
FIXED = {"closing": "fixed", "fixed": True}
SETS: dict[Step, list[dict[str, Any]]] = {
    Step.DISPATCH: [{"assignee": WORKER}, {"team": "P@qs/hy/lx/xf"}],
    Step.KEEP: [{"assignee": DISPATCHER}],
    Step.PLAN: [{"planned_at": BORN + 9 * DAY}],
    Step.MARK_URGENT: [{"lane": "urgent"}],
    Step.RAISE: [{"rung": "qs/hy/lx"}],
    Step.REOPEN: [{"rung": "qs/hy/lx"}],
    Step.REFUSE: [{"closing": "not_ours"}],
    Step.MERGE: [{"closing": "duplicate", "same_as": "o0"}],
    Step.CANCEL: [{"closing": "withdrawn"}],
    Step.LAPSE: [{"closing": "unreviewed"}],
    Step.REVIEW: [FIXED | {"rating": stars} for stars in range(1, 6)],
}
NOT_FIXED = {"closing": "not_fixed", "fixed": False}


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
    life, now = Life([NEW], []), BORN
    for _ in range(draw(st.integers(0, most))):
        now += draw(st.sampled_from([0, 60, 3600, DAY, 6 * DAY, 25 * DAY]))
        steps = [step for step in Step if possible(life.end, step, now)]
        step = draw(st.sampled_from([*steps, None]))
        if step is None:
            life.orders.append(commented(life.end, now, DISPATCHER))
            life.events.append(None)
            continue
        event = Event(step, now, BY.get(step, DISPATCHER), draw(st.sampled_from(_sets(life.end, step))))
        life.orders.append(take(life.end, event))
        life.events.append(event)
    return life


def _sets(order: Order, step: Step) -> list[dict[str, Any]]:
    given = SETS.get(step, [{}])
    return [*given, NOT_FIXED] if step is Step.REVIEW and order.state is State.FINISHED else given


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
