"""A service on a partner's menu: what it is, what it costs, and who says yes before residents see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.calendar import MIDNIGHT, Calendar, Quiet, at, day_of

FEW = 5  # of fewer reviews nothing is told: one would be somebody
NAGS = 2  # how often a desk is told before the next one up is


class Price(StrEnum):
    FREE = "free"
    LOW = "low"
    MARKET = "market"


class ServiceState(StrEnum):
    ASKED = "asked"
    SHOWN = "shown"
    PAUSED = "paused"
    REFUSED = "refused"
    GONE = "gone"


class ServiceStep(StrEnum):
    CHANGE = "change"
    APPROVE = "approve"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"


ASKED, SHOWN, PAUSED, REFUSED, GONE = ServiceState

STEPS: Mapping[ServiceState, Mapping[ServiceStep, ServiceState]] = {
    ASKED: {
        ServiceStep.CHANGE: ASKED,
        ServiceStep.APPROVE: SHOWN,
        ServiceStep.REFUSE: REFUSED,
        ServiceStep.REMOVE: GONE,
    },
    SHOWN: {
        ServiceStep.CHANGE: ASKED,
        ServiceStep.PAUSE: PAUSED,
        ServiceStep.REFUSE: REFUSED,
        ServiceStep.REMOVE: GONE,
    },
    PAUSED: {
        ServiceStep.CHANGE: ASKED,
        ServiceStep.RESUME: SHOWN,
        ServiceStep.REFUSE: REFUSED,
        ServiceStep.REMOVE: GONE,
    },
    REFUSED: {ServiceStep.CHANGE: ASKED, ServiceStep.REMOVE: GONE},
    GONE: {},
}

# The right each step asks domain/permit.py for.
ACTION: Mapping[ServiceStep, str] = {
    ServiceStep.CHANGE: "service.edit",
    ServiceStep.APPROVE: "service.approve",
    ServiceStep.REFUSE: "service.approve",
    ServiceStep.PAUSE: "service.edit",
    ServiceStep.RESUME: "service.edit",
    ServiceStep.REMOVE: "service.edit",
}


class NotNow(Exception):
    """This service has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Service:
    """price and hours: in the keeper's words. at_home: in the resident's home, else in the shop. why: of a refusal.
    decided_by: who said yes or no last.

    rung: whose desk is asked; nags: how often it was told; due_at: when the clock looks again, while it waits.
    reviews, stars: how many there are, and what they add up to.
    """

    id: str
    partner: str
    title: str
    price_class: Price
    price: str
    at_home: bool
    hours: str
    written_by: str
    state: ServiceState = ASKED
    version: int = 1
    decided_by: str | None = None
    why: str | None = None
    rung: str | None = None
    nags: int = 0
    due_at: int | None = None
    reviews: int = 0
    stars: int = 0

    @property
    def average(self) -> float | None:
        """Of the stars; None of fewer than five."""
        return self.stars / self.reviews if self.reviews >= FEW else None


def possible(service: Service, step: ServiceStep) -> bool:
    return step in STEPS[service.state]


def take(service: Service, step: ServiceStep, **sets: Any) -> Service:
    """Raises NotNow where the table has no such step."""
    if not possible(service, step):
        raise NotNow
    moved = replace(service, state=STEPS[service.state][step], version=service.version + 1, why=None, due_at=None)
    return replace(moved, **sets)


def next_look(now: int, calendar: Calendar, quiet: Quiet) -> int:
    """When somebody is at work on the next day on which anybody is, and it is not night."""
    tomorrow = at(day_of(now, calendar.zone) + timedelta(days=1), MIDNIGHT, calendar.zone)
    return quiet.ends(calendar.opening(tomorrow), calendar.zone)
