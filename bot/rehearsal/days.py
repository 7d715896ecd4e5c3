"""What kind of day it is: holidays, the week of Spring Festival; and who is on duty when."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import holidays

from bot.calendars import CHINA, Holidays, MakeUpDays
from bot.rehearsal.scenario import Shift
from domain.calendar import Calendar, day_of
from domain.policy import Rules

SATURDAY = 5
FESTIVAL_WEEK = 8  # days, from New Year's Eve
OFF, MADE_UP = Holidays(CHINA), MakeUpDays(CHINA)


class When(StrEnum):
    """The time of placing; what comes first here wins."""

    FESTIVAL = "Spring Festival week"
    HOLIDAY = "public holiday"
    NIGHT = "night"
    WEEKEND = "weekend"
    WORKING = "working time"
    OFF_HOURS = "off hours"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a rehearsal and a little more on both sides."""

    first: date
    last: date
    festival: Collection[date]

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def when(self, moment: int, rules: Rules) -> When:
        zone = rules.calendar.zone
        day = day_of(moment, zone)
        if day in self.festival:
            return When.FESTIVAL
        if day in OFF:
            return When.HOLIDAY
        if rules.quiet.holds(moment, zone):
            return When.NIGHT
        if free(day):
            return When.WEEKEND
        return When.WORKING if rules.calendar.working(moment) else When.OFF_HOURS

    def shift(self, shift: Shift, rules: Rules, turn: int = 0, of: int = 1) -> Calendar:
        """When this one of so many works: free days in turn, where the shift says so."""
        week = [*[shift.weekdays] * 5, shift.saturday, shift.sunday]
        others = [day for day in self if free(day) and day.toordinal() % of != turn] if shift.in_turn else []
        return Calendar(
            rules.calendar.zone, week, holiday=shift.holiday, off=OFF, on=MADE_UP, exceptions=dict.fromkeys(others, ())
        )


def free(day: date) -> bool:
    return day in OFF or (day.weekday() >= SATURDAY and day not in MADE_UP)


def festivals(years: Iterable[int]) -> frozenset[date]:
    """The week from New Year's Eve, also in years in which the eve itself is no holiday."""
    first: dict[int, date] = {}
    for day, name in sorted(holidays.country_holidays(CHINA, years=years, language="en_US").items()):
        if "Spring Festival" in name:
            first.setdefault(day.year, day - timedelta(days=1))
    return frozenset(eve + timedelta(days=n) for eve in first.values() for n in range(FESTIVAL_WEEK))


def around(first: date, last: date) -> Days:
    """Shifts are looked up beyond the last day, too."""
    margin = timedelta(days=60)
    return Days(first - margin, last + margin, festivals(range(first.year - 1, last.year + 2)))


def hour_and_weekday(moment: int, rules: Rules) -> tuple[int, int]:
    local = datetime.fromtimestamp(moment, rules.calendar.zone)
    return local.hour, local.weekday()
