"""When an area's report is due: after a working day, and on the first working day of a week about the last one."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import at, day_of
from domain.policy import Rules

HOUR = 3600
AFTER_THE_DIGEST = 900  # seconds; the morning's digest goes first
LATE = 4 * HOUR  # after an outage: later than this nobody wants to hear of the day any more
LATE_WEEK = 24 * HOUR


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Round:
    """A report from one day to another. due: UTC seconds; after `until` it is left out."""

    kind: Kind
    first: date
    last: date
    due: int
    until: int


def rounds(now: int, rules: Rules) -> list[Round]:
    """Those around now: whatever may still be sent, and what comes next if it comes today."""
    today = day_of(now, rules.calendar.zone)
    days = [today - timedelta(days=1), today]
    weeks = [today - timedelta(days=today.weekday() + 7), today - timedelta(days=today.weekday())]
    return [_day(day, rules) for day in days if rules.calendar.periods(day)] + [_week(day, rules) for day in weeks]


def _day(day: date, rules: Rules) -> Round:
    due = at(day, rules.report, rules.calendar.zone)
    return Round(Kind.DAY, day, day, due, due + LATE)


def _week(monday: date, rules: Rules) -> Round:
    week = [monday + timedelta(days=n) for n in range(7)]
    first = next((day for day in week if rules.calendar.periods(day)), monday)
    due = at(first, rules.digest, rules.calendar.zone) + AFTER_THE_DIGEST
    return Round(Kind.WEEK, monday - timedelta(days=7), monday - timedelta(days=1), due, due + LATE_WEEK)
