"""What people are told in a rehearsal: at once, or noted until they may be written to, as in handlers/noting.py."""

from collections.abc import Iterable
from dataclasses import replace

from bot.rehearsal.cases import Case
from bot.rehearsal.habits import acts_at
from bot.rehearsal.town import Noted, Someone
from bot.rehearsal.world import World
from domain.budget import may_ring_at, may_write_at
from domain.order import Order, State
from handlers.noting import About, after_the_night


def tell(world: World, people: Iterable[Someone], case: Case, why: About = About.NEWS) -> None:
    """What people do is told at once; what is not urgent waits for the end of the night."""
    for person in people:
        if case.order.urgent or not person.rules.quiet.holds(world.now, person.rules.calendar.zone):
            _send(world, person, [(case, why)], urgent=case.order.urgent)
        else:
            _note(world, person, case, why)


def noted(world: World, people: Iterable[Someone], case: Case, why: About) -> None:
    """What the clock has to say, together with whatever else it has to say; urgent matters at any hour."""
    for person in people:
        case.nags += why in (About.OWED, About.TOLD, About.ASKED)
        if case.order.urgent:
            _ring(world, person, case, why)
        else:
            _note(world, person, case, why)


def answer(world: World, case: Case) -> None:
    """The receipt: whoever writes is answered at once, at any hour."""
    case.messages += 1


def morning(world: World, person: Someone, midnight: int) -> None:
    """What is due today, and what hangs at their desk: one message with what the night has left."""
    for case in world.owed_by(person):
        if case.order.state is State.PLACED or _due(case.order) < midnight:
            _note(world, person, case, About.OWED)


def _due(order: Order) -> int:
    """What is paused waits for the end of its pause; anything else for its plan or its deadline."""
    if order.paused_until is not None:
        return order.paused_until
    return min(moment for moment in (order.planned_at, order.deadline) if moment is not None)


def _noted(case: Case, why: About) -> Noted:
    return Noted(case.n, None if why is About.NEWS else case.order.version, why)


def _ring(world: World, person: Someone, case: Case, why: About) -> None:
    person.urgent.append(_noted(case, why))
    if person.ring_at is None:
        person.ring_at = may_ring_at(world.now, person.spent, person.rules)
        world.then(person.ring_at, ring, person)


def ring(world: World, person: Someone) -> None:
    told = _still_true(world, person.urgent)
    person.urgent, person.ring_at = [], None
    if told:
        person.spent = replace(person.spent, rang=world.now)
        _send(world, person, told, urgent=True, clock=True)


def _note(world: World, person: Someone, case: Case, why: About) -> None:
    person.notes.append(_noted(case, why))
    if person.look_at is None:
        person.look_at = world.now
        world.then(world.now, write_to, person, world.now)


def write_to(world: World, person: Someone, seen: int) -> None:
    """Now, or at the first moment at which they may be written to."""
    if person.look_at != seen:
        return
    told = _still_true(world, person.notes)
    if not told:
        person.notes, person.look_at = [], None
        return
    rules = person.rules
    moment = after_the_night(may_write_at(world.now, person.spent, rules), world.now, person.person, rules)
    if moment > world.now:
        person.look_at = moment
        world.then(moment, write_to, person, moment)
        return
    person.notes, person.look_at = [], None
    person.spent = person.spent.after(world.now, rules)
    _send(world, person, told, urgent=False, clock=True)


def _still_true(world: World, notes: Iterable[Noted]) -> list[tuple[Case, About]]:
    """What is worth saying now: cases that have moved on are left out, and each thing is said once."""
    found: dict[tuple[int, str | int], tuple[Case, About]] = {}
    for at, note in enumerate(notes):
        case = world.cases[note.case]
        if note.version is None or note.version == case.order.version:
            found[(case.n, at if note.version is None else note.why)] = (case, note.why)
    return list(found.values())


def _send(world: World, person: Someone, told: list[tuple[Case, About]], *, urgent: bool, clock: bool = False) -> None:
    cases = list(dict.fromkeys(case for case, _ in told))
    world.messages.count(person, world.now, urgent=urgent, clock=clock, about=len(cases))
    for case in cases:
        case.messages += person.person.id == case.order.author
    to_do = list(dict.fromkeys(case for case, why in told if why is not About.NEWS))
    moment = acts_at(person, world.now, urgent, person.dice) if to_do else None
    if moment is not None:
        world.then(moment, world.sees, person, to_do)
