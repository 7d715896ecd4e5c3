"""A micro-wish (微心愿): its states, the steps between them, and who owes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.place import Kind, around

WEEK = 7 * 86_400


class WishKind(StrEnum):
    THING = "thing"
    SERVICE = "service"
    COMPANY = "company"
    SKILL = "skill"


class WishState(StrEnum):
    POSTED = "posted"
    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    CLOSED = "closed"


class WishStep(StrEnum):
    POST = "post"
    APPROVE = "approve"
    REFUSE = "refuse"
    CLAIM = "claim"
    JOIN = "join"
    WANT_MORE = "want_more"
    LEAVE = "leave"
    AGREE = "agree"
    WANT_OFF = "want_off"
    HOLD_ON = "hold_on"
    RELEASE = "release"
    FINISH = "finish"
    NOT_YET = "not_yet"
    CONFIRM = "confirm"
    AGAIN = "again"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class Ending(StrEnum):
    """Why it is closed: fulfilled is what the wisher says, unconfirmed is not."""

    FULFILLED = "fulfilled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNCONFIRMED = "unconfirmed"


class Owes(StrEnum):
    DESK = "desk"
    VOLUNTEERS = "volunteers"
    CLAIMER = "claimer"
    WISHER = "wisher"


P, U, C, D, X = WishState.POSTED, WishState.OPEN, WishState.CLAIMED, WishState.DONE, WishState.CLOSED

STEPS: Mapping[WishState, Mapping[WishStep, WishState]] = {
    P: {WishStep.APPROVE: U, WishStep.REFUSE: X, WishStep.WITHDRAW: X},
    U: {WishStep.CLAIM: C, WishStep.REFUSE: X, WishStep.WITHDRAW: X, WishStep.LAPSE: X},
    C: {
        WishStep.JOIN: C,
        WishStep.WANT_MORE: C,
        WishStep.LEAVE: C,
        WishStep.AGREE: C,
        WishStep.WANT_OFF: C,
        WishStep.HOLD_ON: C,
        WishStep.RELEASE: U,
        WishStep.FINISH: D,
        WishStep.WITHDRAW: X,
    },
    D: {WishStep.NOT_YET: C, WishStep.CONFIRM: X, WishStep.AGAIN: C, WishStep.LAPSE: X},
    X: {},
}

OWES: Mapping[WishState, Owes | None] = {
    P: Owes.DESK,
    U: Owes.VOLUNTEERS,
    C: Owes.CLAIMER,
    D: Owes.WISHER,
    X: None,
}

# The right each step is asked for.
ACTION: Mapping[WishStep, str] = {
    WishStep.APPROVE: "wish.approve",
    WishStep.REFUSE: "wish.approve",
    WishStep.CLAIM: "wish.claim",
    WishStep.JOIN: "wish.claim",
    WishStep.WANT_MORE: "wish.fulfil",
    WishStep.LEAVE: "wish.fulfil",
    WishStep.AGREE: "wish.agree",
    WishStep.WANT_OFF: "wish.fulfil",
    WishStep.HOLD_ON: "wish.fulfil",
    WishStep.RELEASE: "wish.release",
    WishStep.FINISH: "wish.fulfil",
    WishStep.NOT_YET: "wish.confirm_done",
    WishStep.CONFIRM: "wish.confirm_done",
    WishStep.AGAIN: "wish.confirm_done",
    WishStep.WITHDRAW: "wish.withdraw",
    WishStep.LAPSE: "wish.lapse",
}

# Where the clock begins anew.
STARTS = frozenset(
    {
        WishStep.APPROVE,
        WishStep.CLAIM,
        WishStep.WANT_MORE,
        WishStep.AGREE,
        WishStep.WANT_OFF,
        WishStep.HOLD_ON,
        WishStep.RELEASE,
        WishStep.FINISH,
        WishStep.NOT_YET,
        WishStep.AGAIN,
    }
)


class NotAllowed(Exception):
    """This wish has moved on."""


@dataclass(frozen=True, slots=True)
class Wish:
    """hands: how many people it needs, 1 or 2. what: the words of whoever posted it, phones and doors hidden;
    shown: the words everybody reads, approved. wanted_by, agreed_at, off_at and the other moments: UTC seconds.

    reach: the place around it whose volunteers are offered it; rung: the desk that looks after it.
    round: how many times it was asked for, where it comes back weekly. minutes: how long the claimer says it took.
    poster wrote it, for wisher, who may have no phone and so be nobody we know; home: where the wisher lives.
    consent: the claimer may know the wisher's name and door. since: from when the clock counts; stage: what it did.
    """

    id: str
    number: str
    place: str
    kind: WishKind
    what: str
    poster: str
    posted_at: int
    rung: str
    reach: str
    shown: str = ""
    skill: str | None = None
    weekly: bool = False
    hands: int = 1
    wanted_by: int | None = None
    state: WishState = P
    version: int = 1
    wisher: str | None = None
    home: str | None = None
    consent: bool = False
    claimer: str | None = None
    round: int = 1
    claimed_at: int | None = None
    agreed_at: int | None = None
    off_at: int | None = None
    finished_at: int | None = None
    minutes: int | None = None
    closed_at: int | None = None
    ending: Ending | None = None
    since: int = 0
    stage: int = 0
    due_at: int | None = None

    @property
    def on_behalf(self) -> bool:
        return self.wisher != self.poster


# What a step puts down besides the state; "at" stands for the moment.
SETS: Mapping[WishStep, Mapping[str, Any]] = {
    WishStep.REFUSE: {"ending": Ending.REFUSED, "closed_at": "at"},
    WishStep.CLAIM: {"claimed_at": "at"},
    WishStep.WANT_MORE: {"hands": 2},
    WishStep.WANT_OFF: {"off_at": "at"},
    WishStep.HOLD_ON: {"off_at": None},
    WishStep.RELEASE: {"claimer": None, "claimed_at": None, "agreed_at": None, "off_at": None},
    WishStep.FINISH: {"finished_at": "at", "off_at": None},
    WishStep.NOT_YET: {"finished_at": None, "minutes": None},
    WishStep.CONFIRM: {"ending": Ending.FULFILLED, "closed_at": "at"},
    WishStep.AGAIN: {"finished_at": None, "minutes": None},
    WishStep.WITHDRAW: {"ending": Ending.WITHDRAWN, "closed_at": "at"},
}


def take(wish: Wish, step: WishStep, now: int, sets: Mapping[str, Any]) -> Wish:
    """The wish after a step; raises NotAllowed. sets: what the step is about (claimer, agreed_at, minutes ...)."""
    state = STEPS[wish.state].get(step)
    if state is None:
        raise NotAllowed(f"{step} from {wish.state}")
    own: dict[str, Any] = {name: now if value == "at" else value for name, value in SETS.get(step, {}).items()}
    if step is WishStep.LAPSE:
        own |= {"ending": Ending.UNCONFIRMED if wish.state is D else Ending.LAPSED, "closed_at": now}
    clock: dict[str, Any] = {"since": now, "stage": 0} if step in STARTS else {}
    return replace(wish, **own | clock | dict(sets), state=state, version=wish.version + 1)


def reaches(place: str) -> tuple[str, ...]:
    """Whose volunteers are asked: the building's, then the compound's, the community's, the street's."""
    kinds = (Kind.BUILDING, Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET)
    return tuple(found for kind in kinds if (found := around(place, kind)))
