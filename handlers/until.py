"""Until which day: days to choose from; a day means until the end of its work."""

from collections.abc import Sequence
from datetime import date, time, timedelta, tzinfo

from dialogue.message import N_
from dialogue.question import Option
from dialogue.say import say
from domain.calendar import at, day_of

HOUR = 17  # a day means "by the end of that day's work"


def end_of_work(day: str, zone: tzinfo) -> int:
    """UTC seconds; day: YYYY-MM-DD. A day on which nobody works ends like any other."""
    return at(date.fromisoformat(day), time(HOUR), zone)


def days_ahead(now: int, zone: tzinfo, ahead: Sequence[int]) -> list[str]:
    """YYYY-MM-DD; kept as an answer, it means the same day after midnight, too."""
    return [(day_of(now, zone) + timedelta(days=n)).isoformat() for n in ahead]


def options(days: Sequence[str], now: int, zone: tzinfo) -> tuple[Option, ...]:
    today = day_of(now, zone)
    counted = [(day, (date.fromisoformat(day) - today).days) for day in days]
    return tuple(
        Option(day, say(N_("Tomorrow")) if n == 1 else say(N_("In {days} days"), days=n)) for day, n in counted
    )
