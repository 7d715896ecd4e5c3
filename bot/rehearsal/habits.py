"""How people are: when they act on what reached them. Drawn by dice that are handed in."""

from datetime import time
from math import exp, log
from random import Random

from bot.rehearsal.town import Job, Someone
from domain.calendar import at as moment_of
from domain.calendar import day_of
from domain.order import DAY
from domain.policy import MINUTE

HOUR = 60 * MINUTE
WORK_ENDS = time(18)


def around(median: float, spread: float, dice: Random) -> int:
    """Seconds, lognormal around a median in seconds; never nothing."""
    return max(1, round(dice.lognormvariate(log(median), spread)))


def acts_at(person: Someone, now: int, urgent: bool, dice: Random) -> int | None:
    """When they act on what came now; None where they overlook it."""
    habits = person.habits
    if dice.random() < habits.overlooks:
        return None
    chance, factor = dice.random(), exp(habits.spread * dice.gauss(0, 1)) * MINUTE
    away = person.away_until(now)
    duty = on_duty(person, away or now)
    usual = duty + max(1, round((habits.urgent.minutes if urgent and duty == now else habits.on_duty) * factor))
    if duty == now or away:
        return usual
    night = person.rules.quiet.holds(now, person.rules.calendar.zone)
    free = habits.urgent if urgent else habits.night if night else habits.off_duty
    return min(usual, now + max(1, round(free.minutes * factor))) if chance < free.share else usual


def on_duty(person: Someone, moment: int) -> int:
    """The moment itself on duty, otherwise the next time; a resident is on duty by day."""
    if person.job is Job.RESIDENT:
        return person.rules.quiet.ends(moment, person.rules.calendar.zone)
    return person.shift.opening(moment)


def end_of_day(moment: int, person: Someone) -> int:
    """What is planned for a day is due when its work ends."""
    zone = person.rules.calendar.zone
    return moment_of(day_of(person.shift.opening(moment), zone), WORK_ENDS, zone)


def days(number: float) -> int:
    return round(number * DAY)
