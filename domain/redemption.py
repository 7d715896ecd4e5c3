"""A redemption: a piece set aside for somebody's points, until it is handed over the counter or goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from domain.calendar import Quiet
from domain.order import DAY


class State(StrEnum):
    RESERVED = "reserved"
    HANDED = "handed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Step(StrEnum):
    HAND = "hand"  # the shop hands it over
    CANCEL = "cancel"  # the person would rather have the points
    WITHDRAW = "withdraw"  # the shop does not have it any more
    EXPIRE = "expire"  # nobody came


STEPS: Mapping[State, Mapping[Step, State]] = {
    State.RESERVED: {
        Step.HAND: State.HANDED,
        Step.CANCEL: State.CANCELLED,
        Step.WITHDRAW: State.CANCELLED,
        Step.EXPIRE: State.EXPIRED,
    },
    State.HANDED: {},
    State.CANCELLED: {},
    State.EXPIRED: {},
}
OPEN = 3600  # seconds in which a keeper who has read the code hands it over


class NotAllowed(Exception):
    """This redemption is over already."""


@dataclass(frozen=True, slots=True)
class PickUp:
    """How long a piece is kept for whoever redeemed it, and how long before that they are reminded, in seconds."""

    keep: int = 14 * DAY
    remind: int = 3 * DAY


@dataclass(frozen=True, slots=True)
class Redemption:
    """What was agreed at the tap stays: title and points are those of that moment, whatever the shelf says later.

    until: when it expires; look_at: when the clock looks again, None once it is over. code: the seal of the pick-up
    code, empty once it is over. opened_by: the keeper who has seen the code, at opened_at.
    """

    id: str
    number: str
    person: str
    shop: str
    goods: str
    title: str
    points: int
    made_at: int
    until: int
    look_at: int | None
    code: str = ""
    state: State = State.RESERVED
    version: int = 1
    reminded: bool = False
    opened_by: str | None = None
    opened_at: int | None = None
    ended_at: int | None = None
    ended_by: str | None = None

    @property
    def waits(self) -> bool:
        return self.state is State.RESERVED

    def at_the_counter(self, now: int) -> bool:
        """A keeper has just read the code, and may have given the piece out of hand already."""
        return self.opened_at is not None and self.opened_at >= now - OPEN


def lasts(now: int, keep: PickUp, quiet: Quiet, zone: tzinfo) -> tuple[int, int]:
    """Until when a piece redeemed now is kept, and when its person is reminded; neither in the night."""
    until = quiet.ends(now + keep.keep, zone)
    return until, quiet.ends(until - keep.remind, zone)


def take(known: Redemption, step: Step, by: str, now: int) -> Redemption:
    """Over, and with it the code; raises NotAllowed where it was over before."""
    try:
        state = STEPS[known.state][step]
    except KeyError:
        raise NotAllowed(f"{step} from {known.state}") from None
    over = replace(known, state=state, look_at=None, code="", ended_at=now, ended_by=by)
    return replace(over, version=known.version + 1)


def opened(known: Redemption, keeper: str, now: int) -> Redemption:
    """This keeper has read the code: they, and nobody else, may hand it over now."""
    return replace(known, opened_by=keeper, opened_at=now, version=known.version + 1)


def sealed_anew(known: Redemption, code: str) -> Redemption:
    """With another code: the one before it, and whoever has read that, counts no more."""
    return replace(known, code=code, opened_by=None, opened_at=None, version=known.version + 1)


def due(known: Redemption, now: int) -> bool:
    return known.look_at is not None and known.look_at <= now


def reminded(known: Redemption, now: int, quiet: Quiet, zone: tzinfo) -> Redemption:
    """From now on it may expire; where the reminder came late, not before there was a day to come."""
    until = max(known.until, quiet.ends(now + DAY, zone))
    return replace(known, reminded=True, until=until, look_at=until, version=known.version + 1)
