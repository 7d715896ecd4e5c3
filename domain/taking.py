"""What an order is after something happened to it: pure, so that the events can be replayed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.order import FEEDBACKS, RESPONSES, STEPS, Closing, Event, FollowUp, Lane, NotAllowed, Order, Step
from domain.person import SYSTEM
from domain.possible import possible


def take(order: Order, event: Event) -> Order:
    """The order after this event; raises NotAllowed where the table has no such step."""
    if not possible(order, event.step, event.at):
        raise NotAllowed(f"{event.step} from {order.state}")
    moved = replace(order, state=STEPS[order.state][event.step], version=order.version + 1)
    if event.step in RESPONSES and order.responded_at is None and event.by not in (order.author, SYSTEM.id):
        moved = replace(moved, responded_at=event.at)
    if event.step in FEEDBACKS and order.feedback_at is None:
        moved = replace(moved, feedback_at=event.at)
    if event.step not in GOES_ON:
        moved = replace(moved, **AT_WORK)
    return replace(moved, **(EFFECTS.get(event.step, _nothing)(order, event) | _typed(event.sets)))


def commented(order: Order, at: int, by: str) -> Order:
    """A message from anybody but the resident is a response, too."""
    return order if order.responded_at is not None or by == order.author else replace(order, responded_at=at)


def _typed(sets: Mapping[str, Any]) -> dict[str, Any]:
    """As kept in JSON, back to what an order holds."""
    return {name: TYPES[name](value) if name in TYPES else value for name, value in sets.items()}


TYPES: Mapping[str, Callable[[Any], Any]] = {"lane": Lane, "closing": Closing, "follow_up": FollowUp}

# Steps that leave a pause and a wish for more time as they are; every other one is a move, and ends both.
GOES_ON = frozenset(
    {Step.URGE, Step.PAUSE, Step.RESUME, Step.WANT_TIME, Step.GRANT, Step.LIFT, Step.DENY, Step.CALL_IN}
)
AT_WORK: Mapping[str, Any] = dict.fromkeys(("paused_at", "paused_until", "paused_why", "wanted_until", "wanted_by"))


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


def _passed_on(order: Order, event: Event) -> dict[str, Any]:
    return _closed(order, event) | {"passed_on": True}


def _called_back(order: Order, event: Event) -> dict[str, Any]:
    """The resident's own word: whatever was said in their place counts no more."""
    return _closed(order, event) | {"passed_on": False}


def _reopened(order: Order, event: Event) -> dict[str, Any]:
    closing = ("finished_at", "closed_at", "closing", "fixed", "rating", "feedback_at", "lot", "follow_up", "signed")
    cleared = dict.fromkeys(closing) | {"passed_on": False}
    return _returned(order, event) | cleared | {"reopened": order.reopened + 1}


def _raised(order: Order, event: Event) -> dict[str, Any]:
    return _returned(order, event) | {"raised": order.raised + 1}


def _lifted(order: Order, event: Event) -> dict[str, Any]:
    return {"raised": order.raised + 1}


def _urged(order: Order, event: Event) -> dict[str, Any]:
    return {"urged": order.urged + 1, "urged_at": event.at}


def _paused(order: Order, event: Event) -> dict[str, Any]:
    return {"paused_at": event.at}


def _resumed(order: Order, event: Event) -> dict[str, Any]:
    return {"paused_at": None, "paused_until": None, "paused_why": None}


def _wanted(order: Order, event: Event) -> dict[str, Any]:
    return {"wanted_by": event.by}


def _granted(order: Order, event: Event) -> dict[str, Any]:
    """The day that was wished for is the promised one from now on; a pause ends when it was to end."""
    return {"planned_at": order.wanted_until, "wanted_until": None, "wanted_by": None}


def _denied(order: Order, event: Event) -> dict[str, Any]:
    return {"wanted_until": None, "wanted_by": None}


def _completed(order: Order, event: Event) -> dict[str, Any]:
    return {"finished_at": event.at, "closed_at": event.at}


def _signed(order: Order, event: Event) -> dict[str, Any]:
    """The committee confirms where the resident said nothing."""
    unreviewed = order.closing is Closing.UNREVIEWED
    return {"signed": True} | ({"closing": Closing.FIXED, "fixed": True} if unreviewed else {})


EFFECTS: Mapping[Step, Callable[[Order, Event], dict[str, Any]]] = {
    Step.DISPATCH: _dispatched,
    Step.KEEP: _kept,
    Step.PICK_UP: _taken,
    Step.ACCEPT: _taken,
    Step.DECLINE: _returned,
    Step.RAISE: _raised,
    Step.LIFT: _lifted,
    Step.HAND_OVER: _returned,
    Step.URGE: _urged,
    Step.PAUSE: _paused,
    Step.RESUME: _resumed,
    Step.WANT_TIME: _wanted,
    Step.GRANT: _granted,
    Step.DENY: _denied,
    Step.COMPLETE: _completed,
    Step.SIGN: _signed,
    Step.OBJECT: lambda order, event: {"signed": False},
    Step.FOLLOW_UP: lambda order, event: {"follow_up": FollowUp.ASKED},
    Step.HELD: lambda order, event: {"follow_up": FollowUp.HELD},
    Step.CAME_BACK: lambda order, event: {"follow_up": FollowUp.BACK},
    Step.LET_GO: lambda order, event: {"follow_up": FollowUp.SILENT},
    Step.FINISH: _finished,
    Step.REVIEW: _closed,
    Step.PASS_ON: _passed_on,
    Step.CALL_BACK: _called_back,
    Step.LAPSE: _closed,
    Step.CANCEL: _closed,
    Step.REFUSE: _closed,
    Step.MERGE: _closed,
    Step.REOPEN: _reopened,
}
