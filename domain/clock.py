"""When an order must be looked at again, and what the clock does then."""

from enum import StrEnum

from domain.order import Order, State
from domain.policy import Policy


class Nag(StrEnum):
    """What happens when a deadline has passed."""

    REMIND = "remind"  # whoever owes the next step
    TELL = "tell"  # them again, and the desk
    RAISE = "raise"  # it goes one level up
    ASK = "ask"  # the resident, once more
    LAPSE = "lapse"  # closed as unreviewed


LADDER = (Nag.REMIND, Nag.TELL, Nag.RAISE)
URGENT_LADDER = (Nag.TELL, Nag.RAISE)
REVIEW_LADDER = (Nag.ASK, Nag.LAPSE)


def due(order: Order, policy: Policy, now: int) -> int | None:
    """The next moment the clock looks at it, in seconds; None once nobody owes anything."""
    patience = policy.patience(order.lane, order.category).of(order.state)
    if patience is None:
        return None
    if order.state is State.ACCEPTED and order.planned_at:
        return max(order.planned_at, now + patience)
    return now + patience


def nag(order: Order, stage: int) -> Nag:
    """What to do at this stage (0, 1, 2 ...) of the same deadline; the last of a ladder is repeated."""
    ladder: tuple[Nag, ...] = URGENT_LADDER if order.urgent else LADDER
    if order.state is State.FINISHED:
        ladder = REVIEW_LADDER
    return ladder[min(stage, len(ladder) - 1)]
