"""What the clock does about an order that is due, as handlers/overdue.py does it."""

from collections.abc import Callable, Mapping

from bot.rehearsal.cases import Case
from bot.rehearsal.closing import closing
from bot.rehearsal.post import noted
from bot.rehearsal.town import Someone
from bot.rehearsal.world import World
from domain import clock
from domain.ladder import Nag
from domain.order import OWES, Closing, Owes, State, Step
from domain.person import SYSTEM
from handlers.noting import About
from handlers.overdue import CLIMBS


def look(world: World, case: Case, seen: int) -> None:
    if case.order.due_at != seen:
        return
    nag, moved = clock.look(case.order, world.policy, world.now)
    if nag is Nag.RESUME:
        world.change(case, Step.RESUME, SYSTEM.id)
        noted(world, world.party(case.order), case, About.OWED)
        return
    case.order = moved
    world.wind(case)
    if nag is None:
        return
    if nag in CLIMBS and case.order.state is State.PLACED and not world.desk(case):
        nag = Nag.RAISE
    NAGS[nag](world, case)


def _nag(world: World, case: Case) -> None:
    noted(world, _owing(world, case), case, About.OWED)


def _tell(world: World, case: Case) -> None:
    """Them, and the rung above: of a worker that is the desk, of a desk the next one that has anybody."""
    _nag(world, case)
    if OWES[case.order.state] is Owes.DISPATCHER:
        above = world.above(case)
        told = world.town.desks[above] if above else ()
    else:
        told = world.desk(case)
    noted(world, told, case, About.TOLD)


def _raise(world: World, case: Case) -> None:
    """It waits at the rung above, and the lower one keeps seeing it; at the top whoever owes it is nagged again."""
    above = world.above(case)
    if above is None:
        _tell(world, case)
        return
    before = (*world.desk(case), *world.party(case.order))
    led = case.order.stays
    world.change(case, Step.LIFT if led else Step.RAISE, SYSTEM.id, rung=above)
    noted(world, world.desk(case), case, About.TOLD if led else About.RAISED)
    noted(world, dict.fromkeys([*before, case.author]), case, About.NEWS)


def _ask(world: World, case: Case) -> None:
    noted(world, [case.author], case, About.ASKED)


def _lapse(world: World, case: Case) -> None:
    world.change(case, Step.LAPSE, SYSTEM.id, **closing(world, case, Closing.UNREVIEWED))
    noted(world, [case.author], case, About.NEWS)


def _follow_up(world: World, case: Case) -> None:
    world.change(case, Step.FOLLOW_UP, SYSTEM.id)
    noted(world, [case.author], case, About.ASKED)


def _owing(world: World, case: Case) -> tuple[Someone, ...]:
    if OWES[case.order.state] is Owes.DISPATCHER:
        return world.desk(case)
    return world.party(case.order)


def _let_go(world: World, case: Case) -> None:
    world.change(case, Step.LET_GO, SYSTEM.id)


NAGS: Mapping[Nag, Callable[[World, Case], None]] = {
    Nag.REMIND: _nag,
    Nag.NAG: _nag,
    Nag.TELL: _tell,
    Nag.RAISE: _raise,
    Nag.ASK: _ask,
    Nag.LAPSE: _lapse,
    Nag.FOLLOW_UP: _follow_up,
    Nag.LET_GO: _let_go,
}
