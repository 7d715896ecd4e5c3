"""What a neighbourhood decides for itself: its catalogue of matters, its danger words and its patience."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.category import Catalogue, Scored, propose
from domain.danger import Danger, dangers
from domain.order import Lane, State

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until the clock looks at an order that stays in a state."""

    placed: int
    dispatched: int
    accepted: int
    finished: int

    def of(self, state: State) -> int | None:
        """None for a closed order: nobody owes anything."""
        return {
            State.PLACED: self.placed,
            State.DISPATCHED: self.dispatched,
            State.ACCEPTED: self.accepted,
            State.FINISHED: self.finished,
        }.get(state)


@dataclass(frozen=True, eq=False)
class Policy:
    """Compared by identity, so that what was read in a text can be remembered: a talk reads it again at each reply."""

    catalogue: Catalogue
    dangers: tuple[Danger, ...]
    lanes: Mapping[Lane, Patience]
    reports_a_day: int = 20  # of one person

    def patience(self, lane: Lane, category: str | None = None) -> Patience:
        """The lane's, except where the category has a clock of its own; an urgent order never waits longer for it."""
        usual = self.lanes[lane]
        known = self.catalogue.get(category) if category else None
        if known is None:
            return usual
        response = known.response * MINUTE if known.response else usual.placed
        feedback = known.feedback * MINUTE if known.feedback else usual.accepted
        if lane is Lane.URGENT:
            response, feedback = min(response, usual.placed), min(feedback, usual.accepted)
        return replace(usual, placed=response, accepted=feedback)

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
