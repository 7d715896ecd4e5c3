"""What people do about a case when they see it: hand it out, take it, work, say so, and say whether it is fixed."""

from collections.abc import Callable, Mapping, Sequence

from bot.rehearsal.cases import Case, Report
from bot.rehearsal.closing import closing
from bot.rehearsal.habits import HOUR, around
from bot.rehearsal.post import answer, tell
from bot.rehearsal.town import Job, Someone
from bot.rehearsal.work import begin, say_more
from bot.rehearsal.world import World
from domain.order import Closing, FollowUp, Order, State, Step
from domain.person import Role
from domain.place import covers
from domain.possible import possible
from handlers.noting import About


def report(world: World, coming: Report, again_of: Order | None = None) -> None:
    case = world.place(coming, again_of)
    answer(world, case)
    tell(world, world.desk(case), case, About.CARD)


def see(world: World, person: Someone, cases: Sequence[Case]) -> None:
    """By then somebody else may have been faster, or it may have moved on: that is looked at only now."""
    for case in cases:
        SEEN[case.order.state](world, person, case)


def _hand_out(world: World, person: Someone, case: Case) -> None:
    """Whoever sits at its desk, or at one that it came up from."""
    if person.job is not Job.DISPATCHER or not covers(person.at, case.order.place):
        return
    handing, chance = world.scenario.handing, case.dice.random()
    first = case.order.responded_at is None
    if first and chance < handing.refuses:
        _close(world, person, case, Step.REFUSE, Closing.NOT_OURS)
    elif first and chance < handing.refuses + handing.merges:
        _close(world, person, case, Step.MERGE, Closing.DUPLICATE)
    elif chance < handing.refuses + handing.merges + handing.keeps:
        _keep(world, person, case)
    else:
        _dispatch(world, person, case)


def _close(world: World, person: Someone, case: Case, step: Step, why: Closing) -> None:
    world.change(case, step, person.person.id, **closing(world, case, why))
    tell(world, [case.author], case)


def _keep(world: World, person: Someone, case: Case) -> None:
    world.change(case, Step.KEEP, person.person.id, assignee=person.person.id)
    tell(world, [case.author], case)
    begin(world, person, case)


def _dispatch(world: World, person: Someone, case: Case) -> None:
    """Who has begun goes on; otherwise to whom it was not given yet. If nobody is left, they see to it themselves."""
    party = _next_party(world, case)
    if party is None:
        case.tried.clear()
        _keep(world, person, case)
        return
    case.tried.append(party)
    world.change(case, Step.DISPATCH, person.person.id, **{"team" if "@" in party else "assignee": party})
    tell(world, world.party(case.order), case, About.CARD)


def _next_party(world: World, case: Case) -> str | None:
    """A team where several may take it. Those on duty come first; who has begun is asked once whether they go on."""
    begun, case.worker = case.worker, None
    if begun and case.ends > world.now:
        return begun
    left = [(party, people) for party, people in _parties(world, case) if people and party not in case.tried]
    on_duty = (party for party, people in left if any(one.shift.working(world.now) for one in people))
    return next(on_duty, left[0][0] if left else None)


def _parties(world: World, case: Case) -> list[tuple[str, Sequence[Someone]]]:
    """The company where it usually does such work, the grid's own workers, the neighbouring grids'."""
    category = world.policy.catalogue[case.order.category]
    staff = world.town.companies.get(case.grid.home, ()) if category.team == "property" else ()
    found = [_party(Role.PROPERTY, case.grid.home, staff), _party(Role.GRID, case.grid.path, case.grid.workers)]
    return found + [_party(Role.GRID, grid.path, grid.workers) for grid in world.town.neighbours(case.grid)]


def _party(role: Role, place: str, people: Sequence[Someone]) -> tuple[str, Sequence[Someone]]:
    return people[0].person.id if len(people) == 1 else f"{role}@{place}", people


def _take(world: World, person: Someone, case: Case) -> None:
    if person not in world.party(case.order):
        _step_in(world, person, case)
    elif case.dice.random() < world.scenario.working.declines:
        world.change(case, Step.DECLINE, person.person.id)
        tell(world, world.desk(case), case, About.CARD)
    else:
        world.change(case, Step.ACCEPT, person.person.id)
        tell(world, [case.author], case)
        begin(world, person, case)


def _step_in(world: World, person: Someone, case: Case) -> None:
    """A dispatcher who hears that nobody takes it gives it to somebody else."""
    late = case.order.deadline is not None and world.now >= case.order.deadline
    left = any(people and party not in case.tried for party, people in _parties(world, case))
    if late and left and person.job is Job.DISPATCHER and covers(person.at, case.order.place):
        _dispatch(world, person, case)


def _say(world: World, person: Someone, case: Case) -> None:
    if case.order.assignee == person.person.id:
        say_more(world, person, case)


def _look_at_it(world: World, person: Someone, case: Case) -> None:
    """Some say unasked whether it is fixed, some when they are asked once more."""
    reviewing = world.scenario.reviewing
    share = reviewing.when_asked if case.order.stage else reviewing.reviews
    if person is case.author and case.dice.random() < share:
        later = world.now + around(reviewing.after_hours * HOUR, person.habits.spread, case.dice)
        world.then(later, _review, case, case.order.finished_at)


def _review(world: World, case: Case, finished_at: int) -> None:
    if case.order.state is not State.FINISHED or case.order.finished_at != finished_at:
        return
    if case.dice.random() >= world.scenario.reviewing.not_fixed:
        world.change(case, Step.REVIEW, case.order.author, rating=5, **closing(world, case, Closing.FIXED))
        tell(world, dict.fromkeys([*world.desk(case), *world.party(case.order)]), case)
    elif possible(case.order, Step.REOPEN, world.now):
        _reopen(world, case)
    else:
        world.change(case, Step.REVIEW, case.order.author, **closing(world, case, Closing.NOT_FIXED))
        tell(world, world.desk(case), case)


def _reopen(world: World, case: Case) -> None:
    """The same order, one rung up."""
    workers = world.party(case.order)
    case.tried.clear()
    case.ends, case.worker = 0, None
    world.change(case, Step.REOPEN, case.order.author, rung=world.above(case) or case.order.rung)
    tell(world, world.desk(case), case, About.CARD)
    tell(world, workers, case)


def _has_it_come_back(world: World, person: Someone, case: Case) -> None:
    reviewing = world.scenario.reviewing
    asked = person is case.author and case.order.follow_up is FollowUp.ASKED
    if not asked or case.dice.random() >= reviewing.answers_follow_up:
        return
    if case.dice.random() >= reviewing.comes_back:
        world.change(case, Step.HELD, case.order.author)
        return
    world.change(case, Step.CAME_BACK, case.order.author)
    household = int(case.order.author.rpartition(":")[2])
    report(world, Report(world.now, case.grid, household, case.order.category), case.order)


SEEN: Mapping[State, Callable[[World, Someone, Case], None]] = {
    State.PLACED: _hand_out,
    State.DISPATCHED: _take,
    State.ACCEPTED: _say,
    State.FINISHED: _look_at_it,
    State.CLOSED: _has_it_come_back,
}
