"""Doing what was accepted: hours of work, waiting for parts, a day that is named and kept or not, a word on the way."""

from bot.rehearsal.cases import Case
from bot.rehearsal.habits import HOUR, around, days, end_of_day
from bot.rehearsal.post import tell
from bot.rehearsal.scenario import Work
from bot.rehearsal.town import Someone
from bot.rehearsal.world import World
from domain.order import DAY, State, Step
from domain.policy import MINUTE
from domain.possible import possible
from handlers.noting import About

SPREAD = 0.6  # of what the work takes; people differ more


def begin(world: World, person: Someone, case: Case) -> None:
    """Lay down how it will go. Who takes over goes on where the one before was."""
    working, dice, now = world.scenario.working, case.dice, world.now
    if case.ends <= now:
        _lay_down(world, person, case, working.of.get(case.order.category, working.usual))
    case.worker, taken = person.person.id, case.order.accepted_at
    if dice.random() < working.says_so:
        after = working.urgent_says_so_after if case.order.urgent else working.says_so_after
        world.then(now + around(after * MINUTE, SPREAD, dice), _word, person, case, taken)
    world.then(case.ends, _finish, person, case, taken)


def _lay_down(world: World, person: Someone, case: Case, work: Work) -> None:
    working, dice, now = world.scenario.working, case.dice, world.now
    case.named, takes = 0, around(work.hours * HOUR, SPREAD, dice)
    if dice.random() < work.another_day:
        day = end_of_day(now + around(days(working.days_ahead), SPREAD, dice), person)
        case.ends = max(now + takes, day - dice.randrange(4 * HOUR))
        case.named = day
        if dice.random() >= working.keeps_day:
            case.ends = person.shift.add(day, takes) + around(days(working.days_late), SPREAD, dice)
        return
    start = max(now, person.free_at)
    if case.order.urgent:  # at once, whatever the hour and whatever else there is to do
        case.ends, person.free_at = now + takes, max(now, person.free_at) + takes
    else:
        case.ends = person.free_at = person.shift.add(start, takes)
    if dice.random() < work.parts:
        until = min(now + around(days(working.days_for_parts), SPREAD, dice), now + _longest(world, case))
        world.then(start + takes // 2, _pause, person, case, case.order.accepted_at, until)
        case.ends = max(case.ends, person.shift.add(until, takes))


def _in_hand(person: Someone, case: Case, taken: int | None) -> bool:
    order = case.order
    return order.state is State.ACCEPTED and order.assignee == person.person.id and order.accepted_at == taken


def _word(world: World, person: Someone, case: Case, taken: int) -> None:
    if _in_hand(person, case, taken) and case.order.paused_until is None:
        _say(world, person, case)


def say_more(world: World, person: Someone, case: Case) -> None:
    """Nagged: a word of how it goes, or a new day."""
    answers = case.dice.random() < world.scenario.working.answers_nag
    if answers and case.order.paused_until is None and not _waits_for_its_day(world, case):
        _say(world, person, case)


def _waits_for_its_day(world: World, case: Case) -> bool:
    return case.order.planned_at is not None and case.order.planned_at > world.now


def _say(world: World, person: Someone, case: Case) -> None:
    """A day where it will not be done today, otherwise a word."""
    if case.named > world.now or case.ends > world.now + DAY:
        soonest = case.named if case.named > world.now else end_of_day(case.ends, person)
        day = min(max(soonest, world.now + HOUR), world.now + _longest(world, case))
        case.planned = case.planned or day
        world.change(case, Step.PLAN, person.person.id, planned_at=day)
    else:
        world.change(case, Step.PROGRESS, person.person.id)
    tell(world, [case.author], case)


def _pause(world: World, person: Someone, case: Case, taken: int, until: int) -> None:
    if _in_hand(person, case, taken) and possible(case.order, Step.PAUSE, world.now) and until > world.now:
        world.change(case, Step.PAUSE, person.person.id, paused_until=until, paused_why="parts")
        tell(world, [case.author], case)


def _finish(world: World, person: Someone, case: Case, taken: int) -> None:
    if not _in_hand(person, case, taken):
        return
    case.done_at = case.done_at or world.now
    world.change(case, Step.FINISH, person.person.id)
    tell(world, [case.author], case, About.ASKED)


def _longest(world: World, case: Case) -> int:
    """Without asking anybody."""
    return world.policy.at(case.order.place).pause
