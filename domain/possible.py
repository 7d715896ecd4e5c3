"""Whether a step may be taken now: what it needs besides the state in the table of domain/order.py."""

from collections.abc import Callable, Mapping

from domain.order import (
    RATE_WITHIN,
    REOPEN_WITHIN,
    REOPENABLE,
    REOPENINGS,
    STEPS,
    Closing,
    FollowUp,
    Order,
    State,
    Step,
)


def possible(order: Order, step: Step, now: int) -> bool:
    """Whether the table, the count of reopenings and the time since closing let this step be taken."""
    if step not in STEPS[order.state] or (step in ONLY and not ONLY[step](order)):
        return False
    if step in OF_WHOLES and order.part_of is not None:
        return False
    if step is Step.REOPEN:
        late = order.closed_at is not None and now > order.closed_at + REOPEN_WITHIN
        return order.reopened < REOPENINGS and not late and order.closing in (None, *REOPENABLE)
    if step in (Step.REVIEW, Step.PASS_ON, Step.CALL_BACK) and order.closed_at is not None:
        return _unsaid(order, step) and now <= order.closed_at + RATE_WITHIN
    return True


def _unsaid(order: Order, step: Step) -> bool:
    """Nobody has said yet how it is, or only somebody else in the resident's place."""
    if order.closing is Closing.UNREVIEWED or (order.signed is True and order.rating is None):
        return True
    return step is Step.CALL_BACK and order.passed_on and order.rating is None


# A task of a joint order is completed or withdrawn; whether it is fixed is a question about the whole.
OF_WHOLES = frozenset(
    {
        Step.CALL_IN,
        Step.FINISH,
        Step.REVIEW,
        Step.PASS_ON,
        Step.CALL_BACK,
        Step.REOPEN,
        Step.REFUSE,
        Step.MERGE,
        Step.URGE,
        Step.SIGN,
        Step.OBJECT,
        Step.FOLLOW_UP,
    }
)

# What some steps need besides the state.
ONLY: Mapping[Step, Callable[[Order], bool]] = {
    Step.DECLINE: lambda order: not order.led,
    Step.RAISE: lambda order: not order.led,
    Step.LIFT: lambda order: order.stays,
    Step.PAUSE: lambda order: order.paused_until is None,
    Step.RESUME: lambda order: order.paused_until is not None,
    Step.GRANT: lambda order: order.wanted_until is not None,
    Step.DENY: lambda order: order.wanted_until is not None,
    Step.CANCEL: lambda order: order.state is not State.ACCEPTED or order.part_of is not None,
    Step.COMPLETE: lambda order: order.part_of is not None,
    Step.SIGN: lambda order: order.signed is None and order.closing in REOPENABLE,
    Step.OBJECT: lambda order: order.signed is None and order.closing in REOPENABLE,
    Step.FOLLOW_UP: lambda order: order.follow_up is FollowUp.DRAWN,
    Step.HELD: lambda order: order.follow_up is FollowUp.ASKED,
    Step.CAME_BACK: lambda order: order.follow_up is FollowUp.ASKED,
    Step.LET_GO: lambda order: order.follow_up is FollowUp.ASKED,
    Step.PASS_ON: lambda order: order.proxy,
    Step.CALL_BACK: lambda order: order.proxy,
}
