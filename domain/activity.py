"""What neighbours do together: its states and steps, who signed up, and when the clock looks at it."""

from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from domain.calendar import Quiet

HOUR, DAY = 3600, 86_400


class Kind(StrEnum):
    CLINIC = "clinic"
    HAIRCUTS = "haircuts"
    FESTIVAL = "festival"
    CLASS = "class"
    CLEANING = "cleaning"
    OTHER = "other"


class State(StrEnum):
    OPEN = "open"  # announced, or about to be
    HELD = "held"  # over; the organiser is asked who came
    VOUCHING = "vouching"  # the organiser helped, too, and somebody else is asked to confirm that
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    MOVE = "move"
    CANCEL = "cancel"
    END = "end"
    EMPTY = "empty"  # over, and nobody had signed up
    COUNT = "count"
    COUNT_OWN = "count_own"  # the organiser is among the helpers who came
    VOUCH = "vouch"
    REFUSE = "refuse"
    LAPSE = "lapse"


STEPS = {
    State.OPEN: {
        Step.MOVE: State.OPEN,
        Step.CANCEL: State.CANCELLED,
        Step.END: State.HELD,
        Step.EMPTY: State.CLOSED,
    },
    State.HELD: {Step.COUNT: State.CLOSED, Step.COUNT_OWN: State.VOUCHING, Step.LAPSE: State.CLOSED},
    State.VOUCHING: {Step.VOUCH: State.CLOSED, Step.REFUSE: State.CLOSED, Step.LAPSE: State.CLOSED},
    State.CLOSED: {},
    State.CANCELLED: {},
}


class Part(StrEnum):
    GUEST = "guest"
    HELPER = "helper"


class Stand(StrEnum):
    """How somebody stands in it."""

    IN = "in"
    WAITING = "waiting"
    OFFERED = "offered"  # a seat came free and is kept for them until they answer
    OUT = "out"


class Look(StrEnum):
    """What the clock does next."""

    ANNOUNCE = "announce"
    SHUT = "shut"  # sign-up is over: the organiser reads how many come
    EVE = "eve"  # the reminder of the day before
    SOON = "soon"  # the reminder two hours before
    START = "start"  # the waiting list is over
    END = "end"
    ASK = "ask"  # who came?
    VOUCH = "vouch"
    FORGET = "forget"  # who signed up is nobody's business any more


class NotAllowed(Exception):
    """That is not a step this activity can take now."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """announcements: to one person in a week, from all organisers together. organised: by one person in a day.

    confirm: seconds to answer when a seat comes free. asked: how many days somebody is asked who came.
    kept: seconds after its end for which it is known who signed up.
    """

    announcements: int = 3
    organised: int = 5
    confirm: int = 12 * HOUR
    asked: int = 4
    kept: int = 90 * DAY


@dataclass(frozen=True, slots=True)
class Activity:
    """spot: where exactly, in words. seats, helpers: how many at most; seats None is no limit, helpers 0 is none.

    until: when sign-up ends. why: the reason of the last change. asked: how often who came was asked for.
    """

    id: str
    number: str
    kind: Kind
    title: str
    words: str
    place: str
    spot: str
    starts_at: int
    ends_at: int
    until: int
    seats: int | None
    helpers: int
    organiser: str
    made_at: int
    state: State = State.OPEN
    version: int = 1
    look: Look | None = Look.ANNOUNCE
    look_at: int | None = None
    asked: int = 0
    why: str = ""

    def limit(self, part: Part) -> int | None:
        return self.seats if part is Part.GUEST else self.helpers

    def takes(self, now: int) -> bool:
        """Whether somebody may still sign up."""
        return self.state is State.OPEN and now < self.until

    def begun(self, now: int) -> bool:
        return self.state is not State.OPEN or now >= self.starts_at


@dataclass(frozen=True, slots=True)
class SignUp:
    """nth: smaller for whoever came first. answer_by: until when a seat is kept. came: None until somebody says."""

    person: str
    part: Part
    stand: Stand
    nth: int
    answer_by: int | None = None
    came: bool | None = None


def take(activity: Activity, step: Step) -> Activity:
    try:
        return replace(activity, state=STEPS[activity.state][step])
    except KeyError:
        raise NotAllowed(f"{step} from {activity.state}") from None


def announced_at(now: int, quiet: Quiet, zone: tzinfo) -> int:
    """Not in the night, nor so shortly before it that the last of many would read it then."""
    moment = quiet.ends(now, zone)
    return quiet.ends(moment + HOUR, zone) if quiet.holds(moment + HOUR, zone) else moment


def agenda(activity: Activity, quiet: Quiet, zone: tzinfo) -> list[tuple[int, Look]]:
    """What comes until it is over, and when. Nobody is reminded in the night, or once it has begun."""
    start = activity.starts_at
    soon, eve = quiet.ends(start - 2 * HOUR, zone), quiet.ends(start - DAY, zone)
    found = [(activity.until, Look.SHUT), (start, Look.START), (quiet.ends(activity.ends_at, zone), Look.END)]
    found += [(soon, Look.SOON)] if soon < start else []
    found += [(eve, Look.EVE)] if eve < soon else []
    order = list(Look)
    return sorted(found, key=lambda item: (item[0], order.index(item[1])))


def after(activity: Activity, seen: tuple[int, Look], quiet: Quiet, zone: tzinfo) -> Activity:
    """Set to what comes next on the agenda after what the clock saw."""
    order = list(Look)
    moment, look = next(
        item
        for item in agenda(activity, quiet, zone)
        if (item[0], order.index(item[1])) > (seen[0], order.index(seen[1]))
    )
    return replace(activity, look=look, look_at=moment)


def moved(activity: Activity, starts_at: int, now: int, quiet: Quiet, zone: tzinfo) -> Activity:
    """At another time, as long as before; sign-up ends as long before it as it did. What it is to be reminded of
    begins anew; what was not announced yet is announced all the same."""
    shift = starts_at - activity.starts_at
    until = min(starts_at, max(activity.until + shift, now))
    new = replace(take(activity, Step.MOVE), starts_at=starts_at, ends_at=activity.ends_at + shift, until=until)
    return new if new.look is Look.ANNOUNCE else after(new, (now, Look.ANNOUNCE), quiet, zone)


def stale(activity: Activity, look: Look, now: int, quiet: Quiet, zone: tzinfo) -> bool:
    """What an outage has overtaken is left out: another reminder is due already, or it has begun."""
    if look is Look.ANNOUNCE:
        return now >= activity.until
    later = {Look.EVE: Look.SOON, Look.SOON: Look.START, Look.SHUT: Look.START}.get(look)
    moments = {name: moment for moment, name in agenda(activity, quiet, zone)}
    return later is not None and now >= moments.get(later, activity.starts_at)
