"""Many hands: what the card of a joint order says of who leads it and who helps, to each as far as it concerns them."""

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.order import Closing, Order, State
from domain.permit import is_team, may, of_partner, owes_the_work, role_of
from domain.person import Person, Role
from handlers import desks
from handlers.desks import matter_of
from handlers.names import ROLES, STATES, gist, titled
from handlers.turn import Turn
from storage import orders, partners, people, teams

ENDS = {Closing.FIXED: N_("done"), Closing.WITHDRAWN: N_("withdrawn")}


async def whole_of(turn: Turn, order: Order) -> Order:
    """The joint order this is a task of; any other order is itself."""
    whole = await orders.by_id(turn.tx, order.part_of) if order.part_of else None
    return whole or order


async def lines(turn: Turn, order: Order, person: Person) -> list[Say]:
    """Of a task: what it belongs to. Of a joint order: who does what, to the resident without names and words."""
    if order.part_of:
        return [say(N_("🧩 Part of {number}"), number=(await whole_of(turn, order)).number)]
    found = []
    if order.led and person.id == order.assignee:
        found.append(say(N_("🤝 You lead; it cannot be passed on.")))
    parts = await orders.parts(turn.tx, order.id) if order.version > 1 else []  # nobody was called in yet
    if _in_it(order, person):
        told = [await _task(turn, part) for part in parts]
    else:
        told = [await _neutral(turn, part) for part in parts if part.closing is not Closing.WITHDRAWN]
    head = [say(N_("🧩 Others help, each with a task:"))] if told else []
    return found + head + told


def _in_it(order: Order, person: Person) -> bool:
    """Whoever has it, and the desks; never the resident, whatever else they are."""
    if person.id == order.resident or not may("order.view_detail", person, matter_of(order)):
        return False
    return owes_the_work(person, matter_of(order).party) or desks.dispatches(person, order)


async def _task(turn: Turn, part: Order) -> Say:
    told = say(N_("• {number} {task}: {state}"), number=part.number, task=gist(part.what), state=_state(part))
    holder = await _holder(turn, part)
    if holder is None:
        return told
    sentence = N_("• {number} {name}, {task}: {state}")
    return say(sentence, number=part.number, name=holder, task=gist(part.what), state=_state(part))


async def _neutral(turn: Turn, part: Order) -> Say:
    """What they are, not who."""
    role = await _role(turn, part)
    return say(N_("• {name}: {state}"), name=say(ROLES[role]), state=_state(part)) if role else _state(part)


def _state(part: Order) -> Say:
    return say(ENDS.get(part.closing, STATES[part.state]) if part.closing else STATES[part.state])


async def _holder(turn: Turn, part: Order) -> Say | None:
    if part.state is State.PLACED:
        return None
    person = await people.person(turn.tx, part.assignee) if part.assignee else None
    role = await _role(turn, part)
    if person is None and part.team:
        return await team_name(turn, part.team)
    return titled(person) if person else say(ROLES[role]) if role else None


async def _role(turn: Turn, part: Order) -> Role | None:
    """In which role somebody has this task, or is asked to take it."""
    if part.team:
        return role_of(part.team)
    person = await people.person(turn.tx, part.assignee) if part.assignee else None
    return next((held.role for held in person.roles if held.role is not Role.RESIDENT), None) if person else None


async def team_name(turn: Turn, team: str) -> Say:
    """Its own name where it has one, else what everybody of it is."""
    named = await (partners.get(turn.tx, team) if of_partner(team) else teams.get(turn.tx, team))
    return plain(named.name) if named else say(ROLES[role_of(team)])


async def called(turn: Turn, to: str, takers: list[Person]) -> Say:
    """Somebody who was asked: a team by its name or role, a person by name."""
    return await team_name(turn, to) if is_team(to) else titled(takers[0]) if takers else plain("—")
