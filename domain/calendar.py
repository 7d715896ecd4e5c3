"""Working time: periods of a day, days off, make-up workdays, local exceptions; and the quiet hours of the night.

Moments are UTC seconds. Everything goes by `at`, which never runs backwards: where the clocks go forward a period is
shorter by what is skipped, where they go back it is longer by what comes twice.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

Period = tuple[time, time]  # local wall time, start < end; an end at 00:00 is the midnight after the day
MIDNIGHT = time(0)
FURTHEST = 50 * 366  # days we look ahead for working time


class NoWorkingTime(ValueError):
    """A calendar needs working time on at least one day of the week."""


class BadPeriods(ValueError):
    """The periods of a day go forward, one after the other, and do not overlap."""


class TooFar(ValueError):
    """This calendar has so little working time that it would take more than fifty years."""


def check(periods: Sequence[Period]) -> None:
    """Raises BadPeriods."""
    edges = [edge for start, end in periods for edge in ((False, start), (end == MIDNIGHT, end))]
    if edges != sorted(edges) or any(start == end != MIDNIGHT for start, end in periods):
        raise BadPeriods


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, in real or in working seconds."""

    seconds: int
    working: bool = False


class Calendar:
    """Never changes, nor may what it is made of; compared by identity.

    `off` are public holidays, with the `holiday` periods. `on` are make-up workdays, with the periods of Monday, or of
    the weekday that it maps them to (0 is Monday). `exceptions` win over everything.
    """

    __slots__ = ("_days", "_exceptions", "_holiday", "_on", "_week", "off", "zone")

    def __init__(
        self,
        zone: tzinfo,
        week: Sequence[Sequence[Period]],
        holiday: Sequence[Period] = (),
        off: Container[date] = (),
        on: Mapping[date, int] | Container[date] = (),
        exceptions: Mapping[date, Sequence[Period]] = {},
    ) -> None:
        for periods in (*week, holiday, *exceptions.values()):
            check(periods)
        if not any(week):
            raise NoWorkingTime
        self.zone, self._week, self._holiday = zone, week, holiday
        self.off, self._on, self._exceptions = off, on, exceptions
        self._days: dict[int, tuple[tuple[int, int], ...]] = {}  # by ordinal; worked out once

    def periods(self, day: date) -> tuple[tuple[int, int], ...]:
        """From when to when is working time, in UTC seconds."""
        return self._periods(day.toordinal())

    def working(self, moment: int) -> bool:
        return self.between(moment, moment + 1) == 1

    def opening(self, moment: int) -> int:
        """The moment itself in working time, otherwise the next opening."""
        return self.add(moment, 1) - 1

    def add(self, moment: int, seconds: int) -> int:
        """The moment after so many working seconds: rather the end of a period than the opening after it."""
        if seconds <= 0:
            return moment
        for start, end in self._ahead(moment):
            begin = start if start > moment else moment
            if begin + seconds <= end:
                return begin + seconds
            seconds -= end - begin
        raise TooFar

    def between(self, start: int, end: int) -> int:
        """Working seconds; 0 when the end is not after the start."""
        if end <= start:
            return 0
        # One day more: in St. John's midnight came before the last hour of the old day was repeated.
        days = range(day_of(start, self.zone).toordinal(), day_of(end, self.zone).toordinal() + 2)
        periods = (period for day in days for period in self._periods(day) if period[0] < end and period[1] > start)
        return sum(min(closes, end) - max(opens, start) for opens, closes in periods)

    def after(self, moment: int, span: Span) -> int:
        return self.add(moment, span.seconds) if span.working else moment + span.seconds

    def elapsed(self, start: int, end: int, working: bool) -> int:
        return self.between(start, end) if working else max(0, end - start)

    def _ahead(self, moment: int) -> Iterator[tuple[int, int]]:
        """Every period that ends after the moment, for the next fifty years."""
        today = day_of(moment, self.zone).toordinal()
        for day in range(today, min(today + FURTHEST, date.max.toordinal())):
            for period in self._periods(day):
                if period[1] > moment:
                    yield period

    def _periods(self, ordinal: int) -> tuple[tuple[int, int], ...]:
        known = self._days.get(ordinal)
        if known is None:
            day = date.fromordinal(ordinal)
            spans = ((at(day, start, self.zone), _end(day, end, self.zone)) for start, end in self._wall(day))
            known = self._days[ordinal] = tuple((start, end) for start, end in spans if start < end)
        return known

    def _wall(self, day: date) -> Sequence[Period]:
        if day in self._exceptions:
            return self._exceptions[day]
        if day in self._on:
            return self._week[self._on[day] if isinstance(self._on, Mapping) else 0]
        return self._holiday if day in self.off else self._week[day.weekday()]


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the night in which nobody is disturbed, local; never where start and end are the same."""

    start: time
    end: time

    def holds(self, moment: int, zone: tzinfo) -> bool:
        return self._ends(moment, zone) is not None

    def ends(self, moment: int, zone: tzinfo) -> int:
        """When the quiet hours around the moment end; the moment itself where there are none."""
        end = self._ends(moment, zone)
        return moment if end is None else self.ends(end, zone)

    def _ends(self, moment: int, zone: tzinfo) -> int | None:
        today = day_of(moment, zone).toordinal()
        nights = (_night(self, day, zone) for day in (today - 1, today, today + 1))
        return next((end for start, end in nights if start <= moment < end), None)


@lru_cache(maxsize=4096)
def _night(quiet: Quiet, ordinal: int, zone: tzinfo) -> tuple[int, int]:
    morning = ordinal + 1 if quiet.start > quiet.end else ordinal
    return at(date.fromordinal(ordinal), quiet.start, zone), at(date.fromordinal(morning), quiet.end, zone)


def day_of(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment, zone).date()


def at(day: date, when: time, zone: tzinfo) -> int:
    """UTC seconds. A wall time that comes twice means the first; one that is skipped means the moment after the gap."""
    wall = datetime.combine(day, when, zone)
    moment, other = int(wall.timestamp()), int(wall.replace(fold=1).timestamp())
    if moment <= other:
        return moment
    before = datetime.fromtimestamp(other, zone).utcoffset()
    gap = range(other, moment)
    return other + bisect_left(gap, True, key=lambda second: datetime.fromtimestamp(second, zone).utcoffset() != before)


def _end(day: date, when: time, zone: tzinfo) -> int:
    return at(day if when > MIDNIGHT else date.fromordinal(day.toordinal() + 1), when, zone)
