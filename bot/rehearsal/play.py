"""One rehearsal from its first to its last day."""

from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random

from bot.rehearsal import acts, nagging, post
from bot.rehearsal.cases import reports
from bot.rehearsal.days import around
from bot.rehearsal.scenario import Scenario
from bot.rehearsal.town import Stage, build
from bot.rehearsal.world import World
from domain.calendar import at
from domain.order import DAY
from domain.policy import Policy


def play(
    scenario: Scenario,
    policy: Policy,
    first: date,
    last: date,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> World:
    """From the midnight before the first day to the midnight after the last; progress: told how many days are over."""
    zone = policy.rules.calendar.zone
    start, end = (at(day, time(0), zone) for day in (first, last + timedelta(days=1)))
    days = around(first, last)
    stage = Stage(scenario, policy, days, start, end, seed)
    world = World(stage, build(stage), nagging.look, acts.see)
    for coming in reports(scenario, world.town, days, zone, first, last, Random(f"{seed}/reports")):
        world.then(coming.at, acts.report, coming)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        _mornings(world, day)
    for now in world.run():
        if progress:
            progress((now - start) // DAY)
    world.now = end
    return world


def _mornings(world: World, day: date) -> None:
    """The day's digest is due on working days."""
    for person in world.town.people:
        calendar = person.rules.calendar
        if calendar.periods(day):
            midnight = at(day + timedelta(days=1), time(0), calendar.zone)
            world.then(at(day, person.rules.digest, calendar.zone), post.morning, person, midnight)
