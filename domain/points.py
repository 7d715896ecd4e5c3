"""What a confirmed help is credited with: hours that can have been, within caps, and points by the policy's table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.ledger import free_seconds
from domain.order import DAY

MINUTE = 60


class Less(StrEnum):
    """Why less was credited than was said."""

    FUTURE = "future"
    BACKWARDS = "backwards"
    NO_TIME = "no_time"
    TOO_LONG = "too_long"
    OVERLAP = "overlap"
    DAY = "day"
    PAIR = "pair"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Credits:
    """What may be credited. longest: of one help, order: of one order, in minutes.

    a_day, a_month: minutes of one helper on a day, and of what the same person confirms in a month; likewise
    points_a_day and points_a_month. an_hour: points by what was done; thanks: points on top of them. nag, lapse:
    seconds until whoever decides about a correction is reminded, again and again, and until a proposal nobody
    answered lapses.
    """

    longest: int = 480
    order: int = 60
    a_day: int = 480
    a_month: int = 1200
    points_a_day: int = 100
    points_a_month: int = 300
    an_hour: Mapping[str, int] = field(default_factory=lambda: {"wish": 10, "order": 10, "activity": 10})
    thanks: Mapping[str, int] = field(default_factory=lambda: {"wish": 2, "order": 0, "activity": 0})
    nag: int = DAY
    lapse: int = 7 * DAY


@dataclass(frozen=True, slots=True)
class Before:
    """What was credited already: times that touch this one; (minutes, points) of the day and of the pair's month."""

    taken: Sequence[tuple[int, int]] = ()
    day: tuple[int, int] = (0, 0)
    pair: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Earned:
    minutes: int = 0
    points: int = 0
    less: Less | None = None


def earned(why: str, began: int, ended: int, now: int, before: Before, credits: Credits) -> Earned:
    """Impossible hours earn nothing; what overlaps or is over a cap is left out. Points come with minutes only."""
    if less := impossible(began, ended, now, credits):
        return Earned(less=less)
    free = free_seconds(began, ended, before.taken) // MINUTE
    minutes, less = within_caps(free, before, credits)
    if free < (ended - began) // MINUTE and less is None:
        less = Less.OVERLAP
    if minutes == 0:
        return Earned(less=less)
    wanted = minutes * credits.an_hour.get(why, 0) // 60 + credits.thanks.get(why, 0)
    left = min(credits.points_a_day - before.day[1], credits.points_a_month - before.pair[1])
    points = max(0, min(wanted, left))
    return Earned(minutes, points, less or (Less.POINTS if points < wanted else None))


def impossible(began: int, ended: int, now: int, credits: Credits) -> Less | None:
    if ended > now:
        return Less.FUTURE
    if began >= ended:
        return Less.BACKWARDS if began > ended else Less.NO_TIME
    return Less.TOO_LONG if ended - began > credits.longest * MINUTE else None


def within_caps(minutes: int, before: Before, credits: Credits) -> tuple[int, Less | None]:
    """The cap that leaves less of it is the one that is told."""
    caps = [(max(0, credits.a_day - before.day[0]), Less.DAY), (max(0, credits.a_month - before.pair[0]), Less.PAIR)]
    least, less = min(caps, key=lambda cap: cap[0])
    return (least, less) if least < minutes else (minutes, None)
