"""What one change of an order adds to the monthly figures, by the definitions everything counts by."""

from domain.order import Closing, Event, Order, Step

SATISFIED = 4  # stars
COUNTED = {
    Step.URGE: "urged",
    Step.RAISE: "raised",
    Step.LIFT: "raised",
    Step.FOLLOW_UP: "followed_up",
    Step.CAME_BACK: "came_back",
}


def placed() -> dict[str, int]:
    return {"placed": 1}


def changed(before: Order, after: Order, event: Event) -> dict[str, int]:
    """Figures to add; empty where this step counts for nothing."""
    figures = _responded(before, after) | _fed_back(before, after) | _closed(before, after)
    if event.step in COUNTED:
        figures |= {COUNTED[event.step]: 1}
    if after.passed_on != before.passed_on:
        figures["proxied"] = 1 if after.passed_on else -1
    if event.step is Step.REOPEN:
        figures["reopened"] = 1
        if before.closing:
            figures |= {name: -n for name, n in _closing(before).items()}
    if after.rating is not None and before.rating is None:
        figures |= {"rated": 1, "stars": after.rating, "satisfied": int(after.rating >= SATISFIED)}
    return figures


def answered(order: Order, at: int) -> dict[str, int]:
    """The first human act after it was placed."""
    in_time = order.answer_by is not None and at <= order.answer_by
    return {"responded": 1, "response_seconds": at - order.placed_at, "responded_in_time": int(in_time)}


def _responded(before: Order, after: Order) -> dict[str, int]:
    if before.responded_at is not None or after.responded_at is None:
        return {}
    return answered(before, after.responded_at)


def _fed_back(before: Order, after: Order) -> dict[str, int]:
    """The first word of how it goes; of a reopened order it was counted before."""
    if before.feedback_at is not None or after.feedback_at is None or before.reopened:
        return {}
    in_time = before.feedback_by is not None and after.feedback_at <= before.feedback_by
    return {"fed_back": 1, "fed_back_in_time": int(in_time)}


def _closed(before: Order, after: Order) -> dict[str, int]:
    if after.closing is before.closing or after.closing is None:
        return {}
    if before.closing is None:
        return _closing(after)
    # A late review turns "unreviewed" into what the resident says.
    return {"unreviewed": -1, "fixed": int(after.closing is Closing.FIXED)}


def _closing(order: Order) -> dict[str, int]:
    return {
        "closed": 1,
        "fixed": int(order.closing is Closing.FIXED),
        "unreviewed": int(order.closing is Closing.UNREVIEWED),
        "not_counted": int(order.closing in (Closing.DUPLICATE, Closing.WITHDRAWN)),
    }
