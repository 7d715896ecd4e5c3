"""What a talk may look up: it reads, it never writes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.duty import KINDS, Team
from domain.order import Order
from domain.person import Held, Person, Role
from domain.place import Kind, covers, kind, parents
from domain.policy import Policy
from domain.service import Service
from domain.stand_in import area_of, may_stand_in, nearness, working
from domain.wish import Wish
from handlers import duties
from handlers.duties import Responsible
from storage import (
    contacts,
    follows,
    helped,
    leaves,
    link_codes,
    links,
    orders,
    partners,
    people,
    roster,
    services,
    staff,
    talents,
    teams,
    wishes,
)
from storage.contacts import Contact
from storage.database import Tx
from storage.follows import Alike
from storage.leaves import Leave
from storage.link_codes import LinkCode
from storage.links import Used
from storage.partners import Partner
from storage.places import Place, Tree
from storage.staff import Own
from storage.talents import Found

NEAR = 0.003  # degrees, some 300 m
LISTED = 80  # talents, eight a page


@dataclass(frozen=True)
class Look:
    """Read-only look-ups for the person who talks."""

    _tx: Tx
    _places: Tree
    me: Person
    policy: Policy
    language: str
    now: int
    agreed: Callable[[], Awaitable[bool]]  # to what the desk keeps, as it says it now

    async def place(self, path: str) -> Place | None:
        return self._places.get(path)

    async def inside(self, path: str) -> list[Place]:
        """The buildings of a compound, or the units of a building."""
        return self._places.children(path, Kind.COMPOUND, Kind.BUILDING, Kind.UNIT)

    async def below(self, path: str, *kinds: str) -> list[Place]:
        """What lies directly below, of these kinds."""
        return self._places.children(path, *kinds)

    async def compounds(self) -> list[Place]:
        return self._places.of_kind(Kind.COMPOUND)

    async def compound_of_me(self) -> str | None:
        """The compound the person reported from last, works for, or the only one there is."""
        for path in filter(None, [self.me.home, *(held.place for held in self.me.roles)]):
            for around in (path, *parents(path)):
                if kind(around) is Kind.COMPOUND:
                    return around
        known = await self.compounds()
        return known[0].path if len(known) == 1 else None

    async def around_all(self) -> str | None:
        """The smallest place around all compounds; None where they have nothing in common."""
        above = [parents(place.path) for place in await self.compounds()]
        return next((place for place in above[0] if all(place in line for line in above)), None) if above else None

    async def name(self, path: str) -> str:
        return place_name(self._places, path)

    async def near(self, lat: float, lon: float) -> Place | None:
        """The building nearest to a shared location, if one is near."""
        known = [
            (abs(p.lat - lat) + abs(p.lon - lon), p)
            for p in self._places.of_kind(Kind.BUILDING)
            if p.lat is not None and p.lon is not None
        ]
        distance, nearest = min(known, key=lambda pair: pair[0], default=(NEAR, None))
        return nearest if distance < NEAR else None

    async def alike(self, place: str, category: str) -> Alike | None:
        """What is open there of the same kind, so that somebody might say "me too"."""
        return await follows.alike(self._tx, place, category, self.me.id)

    async def reporting(self, found: Alike) -> int:
        return await follows.count(self._tx, found.id)

    async def order(self, number: str) -> Order | None:
        return await orders.by_number(self._tx, number)

    async def whole(self, order: Order) -> Order:
        """The joint order this is a task of; any other order is itself."""
        return (await orders.by_id(self._tx, order.part_of) if order.part_of else None) or order

    async def contact(self, order: Order) -> Contact:
        """How to reach whoever it is about; of a task, whoever the whole is about."""
        return await contacts.of_order(self._tx, order.part_of or order.id) or Contact()

    async def service(self, id: str) -> Service | None:
        return await services.get(self._tx, id)

    async def partner(self, id: str) -> Partner | None:
        return await partners.get(self._tx, id)

    async def shop_of(self, order: Order) -> Partner | None:
        """From whose menu it was ordered."""
        service = await self.service(order.service) if order.service else None
        return await self.partner(service.partner) if service else None

    async def responsible(self, order: Order) -> Responsible | None:
        """Who looks after such matters there, as the duties say."""
        return await duties.of_order(self._tx, self._places, order)

    async def teams(self, place: str) -> list[Team]:
        """The registered ones that are at home there and have anybody who can take up work."""
        return [team for team in await teams.peopled(self._tx, place) if KINDS[team.kind] in duties.WORKERS]

    async def helpers_in(self, number: str) -> tuple[str, list[Person]]:
        """Where an order, wish or activity was, and who helped in it; nobody where there is no such number."""
        return await helped.helpers_in(self._tx, number) or ("", [])

    async def talents(self, skill: str, area: str) -> list[Found]:
        """Whom the office may ask, at and below a place, whoever asks left out."""
        most = self.policy.offering.asks_a_week
        return await talents.search(self._tx, skill, area, but=self.me.id, now=self.now, most=most, limit=LISTED)

    async def parts(self, order: Order) -> list[Order]:
        return await orders.parts(self._tx, order.id)

    async def like(self, order: Order) -> list[Order]:
        return await orders.like(self._tx, order)

    async def open_orders_of_me(self) -> list[Order]:
        mine = await orders.open_of_author(self._tx, self.me.id)
        return mine + [o for o in await orders.tasks_of(self._tx, self.me.id) if o not in mine]

    async def wishes_of_me(self) -> list[Wish]:
        """Those in which there is somebody to write to."""
        return await wishes.under_way(self._tx, self.me.id)

    async def name_of(self, person_id: str) -> str:
        person = await people.person(self._tx, person_id)
        return (person.name if person else "") or "—"

    async def holders(self, role: Role, place: str) -> list[Person]:
        return await people.holders(self._tx, role, place)

    async def stand_ins(self, first: int, last: int, whose: Person | None = None) -> list[tuple[str, str]]:
        """(id, name) of colleagues who may take somebody's work over and are there all that time.

        Whom the office has down for the grid comes first, then the nearest.
        """
        gone, found = whose or self.me, dict[str, tuple[int, str]]()
        for held in working(gone.roles):
            usual = await roster.stand_in_of(self._tx, held.place) if held.role is Role.GRID else None
            for person, name, place, team in await leaves.colleagues(self._tx, held.role, area_of(held), first, last):
                colleague = Held(held.role, place, team)
                if person != gone.id and may_stand_in(colleague, held):
                    near = -1 if person == usual else nearness(colleague, held)
                    found[person] = min(found.get(person, (3, name)), (near, name))
        return [(person, name) for person, (_, name) in sorted(found.items(), key=lambda one: one[1])]

    async def within(self, area: str, *kinds: str) -> list[Place]:
        """What of these kinds is and lies there, in the order it was listed."""
        return [place for sort in kinds for place in self._places.of_kind(sort) if covers(area, place.path)]

    async def working_in(self, area: str) -> list[Own]:
        """The roles of everybody at and below a place; "" is everywhere."""
        return await staff.working_in(self._tx, area)

    async def own_roles(self) -> list[Own]:
        """What they hold themselves; what is lent to them is not theirs."""
        return await staff.own_roles(self._tx, self.me.id)

    async def own_role(self, id: str) -> Own | None:
        return await staff.own_role(self._tx, id)

    async def leave_of(self, person: str) -> Leave | None:
        return await leaves.of_person(self._tx, person)

    async def person(self, id: str) -> Person | None:
        return await people.person(self._tx, id)

    async def link_code(self, code_hash: str) -> LinkCode | None:
        return await link_codes.good(self._tx, code_hash, self.now)

    async def chats(self) -> list[Used]:
        """In which they are known, the oldest first."""
        return await links.chats(self._tx, self.me.id)

    async def teams_at(self, role: Role, place: str) -> list[Team]:
        return await teams.at(self._tx, role, place)


def place_name(tree: Tree, path: str) -> str:
    """From the compound down, as people say it: "Apricot Court building 3 unit 1"."""
    line = tree.line(path)
    named = [p.name for p in line if p.kind in (Kind.COMPOUND, Kind.BUILDING, Kind.UNIT, Kind.GRID)]
    return " ".join(named) or (line[-1].name if line else path)
