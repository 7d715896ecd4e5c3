"""How a policy file writes lengths of time, times of day, ladders and words; a ValueError says what is wrong."""

import re
from datetime import time
from itertools import pairwise

from bot.calendars import COUNTRIES, a_time, periods
from domain.calendar import Period, Span
from domain.category import plain
from domain.ladder import Ladder, Nag
from domain.order import DAY
from domain.policy import MINUTE

LONGEST = 365 * DAY
UNITS = {"min": MINUTE, "h": 60 * MINUTE, "day": DAY, "days": DAY}
_SPAN = re.compile(r"(-?\d+) (working )?(min|h|days?)")
_STEP = re.compile(r"(remind|nag|tell|raise) (\d{1,3}(?:\.\d+)?)")


def a_span(value: object) -> Span:
    """Minutes of real time, or words such as "10 min", "10 working min", "4 working h", "3 days"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Span(_possible(value * MINUTE))
    said = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if said is None:
        raise ValueError('should be a number of minutes, or like "10 min", "10 working min", "4 working h" or "3 days"')
    number, working, unit = said.groups()
    if working and unit.startswith("day"):
        raise ValueError('no two working days are equally long; say it in hours, like "24 working h"')
    return Span(_possible(int(number) * UNITS[unit]), working is not None)


def _possible(seconds: int) -> int:
    if seconds <= 0:
        raise ValueError("should be longer than nothing")
    if seconds > LONGEST:
        raise ValueError("should be at most 365 days")
    return seconds


def real_seconds(value: object) -> int:
    span = a_span(value)
    if span.working:
        raise ValueError("should be real time, without 'working'")
    return span.seconds


def a_clock(value: object) -> time:
    return a_time(str(value))


def a_day(value: object) -> tuple[Period, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError('should be a list like ["08:30-12:00", "14:00-17:30"]')
    return periods(value)


def a_ladder(value: object) -> Ladder:
    if not isinstance(value, list) or not value:
        raise ValueError('should be a list like ["remind 0.5", "nag 1", "tell 1.5", "raise 2"]')
    steps = [_step(text) for text in value]
    for (_, before), (nag, when) in pairwise(steps):
        if when <= before:
            raise ValueError(f"'{nag} {when:g}' should come after {before:g}")
    if not {Nag.NAG, Nag.TELL} & {nag for nag, _ in steps}:
        raise ValueError("never nags whoever owes the next step")
    if Nag.RAISE not in {nag for nag, _ in steps}:
        raise ValueError("never raises what nobody moves")
    if next(nag for nag, _ in steps if nag is not Nag.REMIND) is Nag.RAISE:
        raise ValueError("raises before anybody was nagged")
    return Ladder(tuple(steps))


def _step(text: object) -> tuple[Nag, float]:
    said = _STEP.fullmatch(text) if isinstance(text, str) else None
    if said is None:
        raise ValueError(f"{text!r} is no step like 'remind 0.5', 'nag 1', 'tell 1.5' or 'raise 2'")
    nag, when = Nag(said[1]), float(said[2])
    if nag is Nag.REMIND and not 0 < when < 1:
        raise ValueError(f"{text!r} is no reminder, which comes after 0 and before 1, the moment it is due")
    if nag is not Nag.REMIND and when < 1:
        raise ValueError(f"{text!r} comes before 1, the moment it is due")
    return nag, when


def some_words(words: list[str]) -> list[str]:
    seen = set()
    for word in words:
        if not plain(word) or not all(plain(part) for part in word.split("+")):
            raise ValueError("contains an empty word")
        if plain(word) in seen:
            raise ValueError(f"contains {word!r} twice")
        seen.add(plain(word))
    return words


def a_country(code: str) -> str:
    if code and code not in COUNTRIES:
        raise ValueError('should be a code like "CN" or "US" whose holidays are known, or ""')
    return code
