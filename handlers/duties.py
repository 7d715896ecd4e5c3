"""Who is responsible for an order, as the duties of the office say; the dispatcher is shown them first, by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.say import Say, plain, say
from domain.duty import Team, responsible, team_here
from domain.order import Order
from domain.permit import is_registered, may_be_given, role_of
from domain.person import Held, Person, Role
from domain.place import Kind, around, covers
from handlers.desks import matter_of
from handlers.names import ROLES
from storage import duties, leaves, people, roster, teams
from storage.database import Tx
from storage.places import Tree

WORKERS = (Role.GRID, Role.VOLUNTEER, Role.PROPERTY, Role.DEPARTMENT, Role.STREET, Role.COMMUNITY)

Taker = Person | str  # a team by its key


@dataclass(frozen=True, slots=True)
class Responsible:
    """to: whom the work goes to; people: who would be asked."""

    to: Taker
    name: Say
    people: list[Person]

    @property
    def id(self) -> str:
        return self.to if isinstance(self.to, str) else self.to.id

    def free(self, order: Order, whole: Order, me: Person) -> bool:
        """Whether there is anybody else among them who may have it: nobody complained about, nobody who reported it."""
        if self.id in (order.assignee, order.team):
            return False
        matters = (matter_of(order), matter_of(whole))
        takers = [one for one in self.people if one.id != me.id and all(may_be_given(m, one) for m in matters)]
        return bool(takers) and all(may_be_given(matter, self.to) for matter in matters)


async def of_order(tx: Tx, tree: Tree, order: Order) -> Responsible | None:
    """None where no duty says it, or where none of them has joined yet. Who orders from a menu has said it."""
    if order.service:
        return None
    sort = tree.sort_of(order.place)
    known = await duties.around(tx, order.place, order.category, sort)
    duty = responsible(known, order.category, sort, order.place)
    if duty is None:
        return None
    if duty.key:
        return await _somebody(tx, duty.key, order)
    team = team_here(duty.team or "", order.place, order.grid)
    return await _team(tx, team, order) if team else None


async def _somebody(tx: Tx, key: str, order: Order) -> Responsible | None:
    """Who is named, or whoever stands in for them."""
    entry = await roster.get(tx, key)
    leave = await leaves.of_person(tx, entry.person) if entry and entry.person else None
    named = leave.stand_in if leave and leave.on else entry.person if entry else None
    person = await people.person(tx, named) if named else None
    return of_person(person) if person and works_on(person, order) else None


def of_person(person: Person) -> Responsible:
    return Responsible(person, plain(person.name), [person])


async def _team(tx: Tx, key: str, order: Order) -> Responsible | None:
    """The only one who holds a role somewhere is named; where it is one company's there, that is."""
    if role_of(key) not in WORKERS:
        return None
    team = await (teams.get(tx, key) if is_registered(key) else _only(tx, key))
    asked = await people.team(tx, team.id if team else key)
    if not asked:
        return None
    if team:
        return Responsible(team.id, plain(team.name), asked)
    return of_person(asked[0]) if len(asked) == 1 else Responsible(key, say(ROLES[role_of(key)]), asked)


async def _only(tx: Tx, key: str) -> Team | None:
    role, _, place = key.partition("@")
    # Volunteers of the whole street are not those of this compound; its company may have others besides.
    found = [t for t in await teams.at(tx, Role(role), place) if role == Role.PROPERTY or t.place == place]
    return found[0] if len(found) == 1 and await people.team(tx, found[0].id) else None


async def complained_about(tx: Tx, role: Role, place: str) -> str:
    """By all the names it has there, so that nobody of it is told by whom: P@qs/hy/lx/xf t:P:qingfeng."""
    here = around(place, Kind.COMPOUND) or place
    return " ".join([f"{role}@{here}", *(team.id for team in await teams.at(tx, role, here))])


def works(held: Held, order: Order) -> bool:
    """Whether this role is for such work, here."""
    if held.role is Role.PARTNER or (is_registered(held.team or "") and held.team == order.team):
        return held.team is not None and held.team == order.team
    return held.role in WORKERS and (held.place == order.grid or covers(held.place, order.place))


def works_on(person: Person, order: Order) -> bool:
    return any(works(held, order) for held in person.roles)


def serves(team: Team, takers: Iterable[Person], order: Order) -> bool:
    """Whether a registered team works where the order lies: it is at home there, or one of them is."""
    return covers(team.place, order.place) or any(
        held.team == team.id and covers(held.place, order.place) for taker in takers for held in taker.roles
    )
