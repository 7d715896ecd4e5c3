"""What is reported when: one year of cases, drawn from the mix, the hours, the weekdays and the seasons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta, tzinfo
from itertools import accumulate
from random import Random

from bot.rehearsal.days import OFF, Days, When
from bot.rehearsal.scenario import Scenario
from bot.rehearsal.town import Grid, Someone, Town
from domain.calendar import at
from domain.order import Order

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Report:
    """Something somebody is going to report."""

    at: int
    grid: Grid
    household: int
    category: str


@dataclass(eq=False, slots=True)
class Case:
    """An order, and what only the rehearsal knows about it.

    answer_by, feedback_by: as promised at the receipt; planned: the first day that was named, and done_at: when it was
    done. named: the day the worker has in mind; ends: when the work will be done; worker: who has begun. tried: parties
    that were asked already.
    """

    n: int
    order: Order
    author: Someone
    grid: Grid
    dice: Random
    when: When
    answer_by: int = 0
    feedback_by: int = 0
    fed_back_at: int | None = None
    planned: int | None = None
    done_at: int | None = None
    named: int = 0
    ends: int = 0
    worker: str | None = None
    due_at: int | None = None
    messages: int = 0
    nags: int = 0
    tried: list[str] = field(default_factory=list)


def reports(
    scenario: Scenario, town: Town, days: Days, zone: tzinfo, first: date, last: date, dice: Random
) -> Iterator[Report]:
    """In the order of time."""
    cases = scenario.cases
    households = list(accumulate(grid.households for grid in town.grids))
    hours, kinds, weights = list(accumulate(cases.hours)), list(cases.mix), list(accumulate(cases.mix.values()))
    usual = households[-1] * cases.a_household_and_year / 365
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        found = []
        for _ in range(poisson(usual * season(scenario, days, day), dice)):
            second = dice.choices(range(24), cum_weights=hours)[0] * HOUR + dice.randrange(HOUR)
            grid = dice.choices(town.grids, cum_weights=households)[0]
            kind = dice.choices(kinds, cum_weights=weights)[0]
            found.append(Report(at(day, time(0), zone) + second, grid, dice.randrange(grid.households), kind))
        yield from sorted(found, key=lambda report: report.at)


def season(scenario: Scenario, days: Days, day: date) -> float:
    """How many times the usual number is reported on this day."""
    cases = scenario.cases
    factor = cases.weekdays[day.weekday()] * 7 / sum(cases.weekdays)
    factor *= cases.months[day.month - 1] * 12 / sum(cases.months)
    if day in days.festival:
        return factor * cases.spring_festival
    return factor * (cases.public_holiday if day in OFF else 1)


def poisson(mean: float, dice: Random) -> int:
    if mean <= 0:
        return 0
    number, passed = 0, dice.expovariate(mean)
    while passed < 1:
        number, passed = number + 1, passed + dice.expovariate(mean)
    return number
