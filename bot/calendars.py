"""Which days are worked: the public holidays of a country, and a neighbourhood's own exceptions from a small file."""

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import Path

import holidays

from domain.calendar import MIDNIGHT, BadPeriods, Period, check

CHINA = "CN"
COUNTRIES = frozenset(holidays.list_supported_countries(include_aliases=False))
CLOSED = "closed"
SATURDAY = 5
HEADING = "date,periods"

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


class BadDays(Exception):
    """The file of exceptions is wrong: one sentence that names the file, the line and the mistake."""


@dataclass(frozen=True)
class Holidays:
    """The public holidays of a country, worked out when a year is first asked for."""

    country: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _year(self.country, day.year)[0]


@dataclass(frozen=True)
class MakeUpDays:
    """The weekend days that are worked in exchange for a holiday."""

    country: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _year(self.country, day.year)[1]


@lru_cache(maxsize=256)
def _year(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    if not country:
        return frozenset(), frozenset()
    known = holidays.country_holidays(country, years=(year - 1, year, year + 1))
    worked = frozenset(known.weekend_workdays)
    off = _with_weekends(set(known) - worked, worked) if country == CHINA else set(known)
    return frozenset(day for day in off if day.year == year), frozenset(day for day in worked if day.year == year)


def _with_weekends(off: set[date], worked: Container[date]) -> set[date]:
    """In China a weekend beside a holiday is part of it, unless it is worked in exchange."""
    for step in (timedelta(days=1), timedelta(days=-1)):
        for day in sorted(off, reverse=step.days < 0):
            beside = day + step
            while beside.weekday() >= SATURDAY and beside not in worked:
                off.add(beside)
                beside += step
    return off


def unannounced(years: Iterable[int]) -> list[int]:
    """The years for which we do not know yet which weekends China works: the State Council says so in November."""
    return [year for year in years if not _year(CHINA, year)[1]]


def exceptions(path: Path) -> dict[date, tuple[Period, ...]]:
    """A day a line: its date, "closed" or its periods, and why; raises BadDays."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDays(f"{path.name} cannot be read ({error})") from None
    found: dict[date, tuple[Period, ...]] = {}
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        if not line.strip(" ,") or line.startswith(("#", HEADING)):
            continue
        try:
            day, periods = _line(line)
        except ValueError as wrong:
            raise BadDays(f"{path.name} line {number}: {wrong}") from None
        if day in found:
            raise BadDays(f"{path.name} line {number}: {day} is there twice")
        found[day] = periods
    return found


def _line(line: str) -> tuple[date, tuple[Period, ...]]:
    day, written, *_ = (cell.strip() for cell in f"{line},".split(","))
    if not written:
        raise ValueError(f"says neither {CLOSED!r} nor from when to when {day} is worked")
    return a_date(day), () if written == CLOSED else periods(written.split())


def a_date(text: str) -> date:
    parts = _DATE.fullmatch(text)  # a spreadsheet writes 2026/1/4
    year, month, day = map(int, parts.groups()) if parts else (0, 0, 0)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is no date like 2026-12-26") from None


def periods(texts: Iterable[str]) -> tuple[Period, ...]:
    """From "08:30-12:00", "14:00-17:30"; raises a ValueError that says what is wrong."""
    found = tuple(_period(text) for text in texts)
    try:
        check(found)
    except BadPeriods as bad:
        raise ValueError((type(bad).__doc__ or "").strip(" .")) from None
    return found


def _period(text: str) -> Period:
    start, _, end = text.partition("-")
    try:
        return a_time(start), MIDNIGHT if end == "24:00" else a_time(end)
    except ValueError:
        raise ValueError(f"{text!r} is no period like 08:30-12:00") from None


def a_time(text: str) -> time:
    parts = _CLOCK.fullmatch(text)
    hour, minute = map(int, parts.groups()) if parts else (24, 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("should be a time of day like 08:30") from None
