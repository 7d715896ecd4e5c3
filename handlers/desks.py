"""Whose desk an order lies on: the dispatchers of a rung, and the next desk up that has any."""

from dataclasses import dataclass

from domain.order import Order, State
from domain.permit import Matter, Party, may_be_given, standings
from domain.person import Held, Person, Role
from domain.place import Kind, covers, kind
from domain.policy import Policy
from domain.rights import Standing
from storage import people
from storage.database import Tx

DISPATCHERS = {
    Kind.COMPOUND: Role.COMMUNITY,
    Kind.COMMUNITY: Role.COMMUNITY,
    Kind.STREET: Role.STREET,
    Kind.CITY: Role.CITY,
}


@dataclass(frozen=True, slots=True)
class Desk:
    rung: str
    people: list[Person]


def team_of(rung: str) -> str | None:
    """The key of the team that sits at this desk: C@qs/hy/lx."""
    role = DISPATCHERS.get(kind(rung))
    return f"{role}@{rung}" if role else None


async def at(tx: Tx, rung: str) -> Desk:
    role = DISPATCHERS.get(kind(rung))
    return Desk(rung, await people.holders(tx, role, rung) if role else [])


async def of(tx: Tx, order: Order) -> Desk:
    """The desk it lies on, with those who may look after it."""
    return await _without(tx, order.rung, order.subject)


async def _without(tx: Tx, rung: str, subject: str | None) -> Desk:
    """Whoever is complained about decides nothing, and is asked nothing."""
    found = (await at(tx, rung)).people
    return Desk(rung, [person for person in found if not complained_about(person, subject)])


def complained_about(person: Person, subject: str | None) -> bool:
    return subject is not None and Standing.SUBJECT in standings(person, Matter(subject=Party(team=subject)))


async def first(tx: Tx, place: str, policy: Policy, subject: str | None = None) -> Desk:
    """The lowest desk above this place where somebody sits who is not complained about.

    Where nobody does anywhere, the lowest that is none of theirs.
    """
    rungs, about = policy.climb(place), Matter(subject=Party(team=subject))
    for rung in rungs:
        desk = await _without(tx, rung, subject)
        if desk.people:
            return desk
    return Desk(next((rung for rung in rungs if may_be_given(about, team_of(rung) or "")), rungs[0]), [])


async def above(tx: Tx, order: Order, policy: Policy, but: str | None = None) -> Desk | None:
    """The next desk up where somebody sits who may look after it. but: somebody else than this person."""
    for rung in policy.climb(order.place):
        if rung == order.rung or not covers(rung, order.rung):
            continue
        desk = await _without(tx, rung, order.subject)
        if any(person.id != but for person in desk.people):
            return desk
    return None


def matter_of(order: Order) -> Matter:
    """What the rules need to know: until it is handed out, the desk's team owes the next step."""
    team = order.team or (team_of(order.rung) if order.state is State.PLACED else None)
    return Matter(
        place=order.place,
        grid=order.grid,
        author=order.author,
        beneficiary=f"for {order.id}" if order.proxy else None,
        party=Party(order.assignee, team),
        subject=Party(team=order.subject),
        proposer=order.wanted_by,
    )


def dispatches(person: Person, order: Order) -> bool:
    """Whether they sit at its desk, or at one it came up from: who let it go up may still hand it out."""
    return any(held.role in DISPATCHERS.values() and covers(held.place, order.place) for held in person.roles)


def held_at(person: Person, rung: str) -> Held | None:
    """The role with which a person sits at this desk."""
    role = DISPATCHERS.get(kind(rung))
    return next((held for held in person.roles if held.role is role and held.place == rung), None)
