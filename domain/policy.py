"""What a neighbourhood decides for itself: its catalogue, its danger words, its patience and its manners."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from functools import lru_cache

from domain.activity import Gathering
from domain.calendar import Calendar, Quiet, Span
from domain.category import Catalogue, Category, Scored, propose
from domain.danger import Danger, dangers
from domain.group import Groups
from domain.ladder import URGENT, USUAL, Ladder
from domain.matching import Offering
from domain.order import DAY, Lane, State
from domain.place import Kind, kind, ladder, parents
from domain.points import Credits
from domain.redemption import PickUp
from domain.retention import Retention
from domain.skill import Skills
from domain.wishing import Wishing

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an order may stay in a state until it is due.

    placed is the promised response; accepted is the promised feedback, and counts from the receipt, too.
    """

    placed: Span
    dispatched: Span
    accepted: Span
    finished: Span

    def of(self, state: State) -> Span | None:
        """None for a closed order: nobody owes anything."""
        return {
            State.PLACED: self.placed,
            State.DISPATCHED: self.dispatched,
            State.ACCEPTED: self.accepted,
            State.FINISHED: self.finished,
        }.get(state)


@dataclass(frozen=True, slots=True)
class Budget:
    """What the clock may ask of one person: messages a day, and the seconds between two.

    Urgent matters spend nothing of it and have a gap of their own: many at once are one message.
    """

    messages: int = 10
    gap: int = 10 * MINUTE
    urgent_gap: int = MINUTE


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Which closed orders are asked about again: this share, drawn by lot, and every reopened one; seconds later."""

    share: float = 0.1
    after: int = 14 * DAY


NIGHT = Quiet(time(22), time(7))


@dataclass(frozen=True, eq=False)
class Rules:
    """The clocks and manners of one place. digest and report: local time of the morning digest and the day's report.

    pause: the longest pause or new date a worker may set without asking, in seconds. urge: seconds between two urgings.
    owners_sign_off: the owners' committee confirms what was done.
    """

    calendar: Calendar
    lanes: Mapping[Lane, Patience]
    ladders: Mapping[Lane, Ladder] = field(default_factory=lambda: LADDERS)
    quiet: Quiet = NIGHT
    budget: Budget = Budget()
    follow_up: FollowUp = FollowUp()
    digest: time = time(8)
    report: time = time(18, 30)
    pause: int = 7 * DAY
    urge: int = 30 * MINUTE
    owners_sign_off: bool = False

    def patience(self, lane: Lane, category: Category | None = None) -> Patience:
        """The lane's, except where the category has a clock of its own; an urgent order never waits longer for it."""
        usual = self.lanes[lane]
        if category is None or category.response is category.feedback is None:
            return usual
        placed = _own(usual.placed, category.response, lane)
        accepted = _own(usual.accepted, category.feedback, lane)
        return replace(usual, placed=placed, accepted=accepted)


LADDERS: Mapping[Lane, Ladder] = {lane: URGENT if lane is Lane.URGENT else USUAL for lane in Lane}
RUNGS: Mapping[Kind, Kind] = {
    Kind.GRID: Kind.COMPOUND,
    Kind.COMPOUND: Kind.COMMUNITY,
    Kind.COMMUNITY: Kind.STREET,
    Kind.STREET: Kind.CITY,
}


def _own(usual: Span, minutes: int | None, lane: Lane) -> Span:
    """A category's own minutes, in the kind of time its lane is counted in."""
    if minutes is None or (lane is Lane.URGENT and minutes * MINUTE > usual.seconds):
        return usual
    return replace(usual, seconds=minutes * MINUTE)


@dataclass(frozen=True, eq=False)
class Policy:
    """Compared by identity, so that what was read in a text can be remembered: a talk reads it again at each reply.

    rules: what holds where no place says otherwise; places: what holds at and below a place. rungs: the desk above
    each kind of place.
    """

    catalogue: Catalogue
    dangers: tuple[Danger, ...]
    rules: Rules
    places: Mapping[str, Rules] = field(default_factory=dict)
    rungs: Mapping[Kind, Kind] = field(default_factory=lambda: RUNGS)
    reports_a_day: int = 20  # of one person
    offering: Offering = field(default_factory=Offering)
    skills: Skills = field(default_factory=Skills)
    wishes: Wishing = field(default_factory=Wishing)
    points: Credits = field(default_factory=Credits)
    pick_up: PickUp = field(default_factory=PickUp)
    gathering: Gathering = field(default_factory=Gathering)
    retention: Retention = field(default_factory=Retention)
    groups: Groups = field(default_factory=Groups)

    def at(self, place: str) -> Rules:
        """The rules of the nearest place around that has its own."""
        if not self.places:
            return self.rules
        return next((self.places[path] for path in (place, *parents(place)) if path in self.places), self.rules)

    def climb(self, place: str) -> tuple[str, ...]:
        """The desks a matter here may climb, the lowest first; a kind that no other leads to is left out."""
        desks = {kind(rung): rung for rung in ladder(place) if kind(rung) is not Kind.GRID}
        found, at = [], next(iter(desks), None)
        while at is not None:
            found += [desks[at]] if at in desks else []
            at = self.rungs.get(at)
        return tuple(found)

    def patience(self, place: str, lane: Lane, category: str | None = None) -> Patience:
        """A category that the catalogue does not know (any more) goes by its lane."""
        return self.at(place).patience(lane, self.catalogue.get(category) if category else None)

    def safety(self, category: str) -> bool:
        """Whether this is a matter of safety: the only ones where a photo may be asked for."""
        known = self.catalogue.get(category)
        return known is not None and known.safety

    def kinds(self, text: str) -> tuple[Scored, ...]:
        """Which categories a text speaks of, the likeliest first."""
        return _kinds(self, text)

    def alarms(self, text: str) -> tuple[Danger, ...]:
        """Which dangers a text speaks of."""
        return _alarms(self, text)


@lru_cache(maxsize=512)
def _kinds(policy: Policy, text: str) -> tuple[Scored, ...]:
    return tuple(propose(text, policy.catalogue))


@lru_cache(maxsize=512)
def _alarms(policy: Policy, text: str) -> tuple[Danger, ...]:
    return tuple(dangers(text, policy.dangers))
