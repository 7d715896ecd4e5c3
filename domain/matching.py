"""Which volunteers are asked first, when they want to be asked, and how often one may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntFlag

from domain.calendar import Quiet, Span
from domain.order import DAY
from domain.place import Kind, around

EVENING = time(18)
WORKING_DAY = Span(7 * 3600, working=True)


@dataclass(frozen=True, slots=True)
class Offering:
    """How wishes are offered and talents are asked.

    a_ring: volunteers one round of offers reaches. a_week: offers one volunteer gets unless they say otherwise.
    confirm: until the community is reminded of somebody who wants to be a volunteer. asks_a_week: questions from the
    office to one talent. silence: seconds until an unanswered one lapses. link: seconds a nomination may be opened.
    """

    a_ring: int = 8
    a_week: int = 3
    confirm: Span = WORKING_DAY
    asks_a_week: int = 2
    silence: int = 3 * DAY
    link: int = 7 * DAY


class Times(IntFlag):
    """When somebody wants to be asked. weekdays: by day; an evening of the weekend is both."""

    WEEKDAYS = 1
    EVENINGS = 2
    WEEKENDS = 4


class Kinds(IntFlag):
    """Which wishes somebody wants to be asked about; named as in domain/wish.py."""

    THING = 1
    SERVICE = 2
    COMPANY = 4
    SKILL = 8


ANY_TIME = Times.WEEKDAYS | Times.EVENINGS | Times.WEEKENDS
ANY_KIND = Kinds.THING | Kinds.SERVICE | Kinds.COMPANY | Kinds.SKILL


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked. asked_at: when they were asked last; skills: keys."""

    person: str
    home: str
    skills: frozenset[str]
    asked_at: int


# The nearer ring first; a place that a volunteer does not share with the wish in any of them comes last.
RINGS = (Kind.UNIT, Kind.BUILDING, Kind.COMPOUND, Kind.COMMUNITY)


def distance(home: str, place: str) -> int:
    """How many rings lie between them: 0 for the same staircase."""
    same = (n for n, ring in enumerate(RINGS) if (shared := around(home, ring)) and shared == around(place, ring))
    return next(same, len(RINGS))


def ranked(candidates: Iterable[Candidate], place: str, skill: str | None) -> list[Candidate]:
    """Who has the skill, then who lives near, then who was asked the longest ago."""
    return sorted(
        candidates, key=lambda one: (skill not in one.skills, distance(one.home, place), one.asked_at, one.person)
    )


def times_of(moment: datetime, day_off: bool = False) -> Times:
    """What a moment is, in the neighbourhood's own time. day_off: a public holiday."""
    evening = Times.EVENINGS if moment.time() >= EVENING else Times(0)
    if day_off or moment.weekday() >= 5:
        return evening | Times.WEEKENDS
    return evening or Times.WEEKDAYS


def week_of(day: date) -> int:
    """The number of a week, which begins on Monday."""
    return (day.toordinal() - 1) // 7


def ever(times: Times, quiet: Quiet, now: datetime) -> bool:
    """Whether these times hold at all: evenings that the quiet hours swallow never do."""
    hours = (now + timedelta(hours=n) for n in range(7 * 24))
    return any(times & times_of(hour) and not quiet.holds(int(hour.timestamp()), hour.tzinfo) for hour in hours)  # type: ignore[arg-type]


def households(homes: Iterable[str | None]) -> Sequence[str]:
    """The homes that tell a household: two who reported from the same compound are none."""
    return tuple(dict.fromkeys(home for home in homes if home and around(home, Kind.UNIT) == home))
