"""May this person do that here: the table of rights, minus duties that are kept apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.person import Held, Person, Role
from domain.place import Kind, around, covers, kind
from domain.rights import APART, INVITES, RIGHTS, Relation, Standing


class NotYours(Exception):
    """I cannot find that, or it is not yours to see or change."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a matter: a person, a team, or one person of a team.

    team: `ROLE@place` (P@qs/hy/lx/xf), or the name a company's or department's people hold their roles under.
    Who is complained about may be known by several names, with blanks between: P@qs/hy/lx/xf t:P:qingfeng.
    Residents are no team: whoever complains about a neighbour names the person.
    """

    person: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules need to know of an order, a wish, an export ... ; persons by id.

    home: the author's, to tell a household. party: owes the work, or claimed the wish. subject: complained about.
    proposer: asked for it, requested or invited. line: the line of business of a department.
    """

    place: str | None = None
    grid: str | None = None
    author: str | None = None
    beneficiary: str | None = None
    home: str | None = None
    party: Party = Party()
    subject: Party = Party()
    proposer: str | None = None
    line: str | None = None


# How far a role reaches around the place it is held at; the others reach as far as their office's place.
REACH = {
    Role.RESIDENT: Kind.COMPOUND,
    Role.VOLUNTEER: Kind.COMPOUND,
    Role.PROPERTY: Kind.COMPOUND,
    Role.OWNERS: Kind.COMPOUND,
}
EVERYWHERE = (Role.ANONYMOUS, Role.SYSTEM)  # what these may see or do in their area, they may in every area


def may(action: str, person: Person | None, matter: Matter) -> bool:
    """None is somebody unknown."""
    rights = RIGHTS.get(action, {})
    granted = any(rights.get(role, frozenset()) & found for role, found in relations(person, matter))
    return granted and not (action in APART and APART[action] & standings(person, matter))


def check(action: str, person: Person | None, matter: Matter | None) -> Matter:
    """The same matter; NotYours whether it is denied or does not exist, so that nobody can tell which."""
    if matter is None or not may(action, person, matter):
        raise NotYours
    return matter


def relations(person: Person | None, matter: Matter) -> Iterator[tuple[Role, frozenset[Relation]]]:
    """How each role of a person stands to the matter.

    What anybody may, everybody may; and whoever is known is a resident in what is their own.
    """
    yield Role.ANONYMOUS, frozenset({Relation.AREA})
    if person is None:
        return
    if not person.holds(Role.SYSTEM) and _owns(person, matter):
        yield Role.RESIDENT, frozenset({Relation.OWN})
    for held in person.roles:
        yield held.role, relation(held, person, matter)


def relation(held: Held, person: Person, matter: Matter) -> frozenset[Relation]:
    found = {
        Relation.OWN: _owns(person, matter),
        Relation.ASSIGNED: person.id == matter.party.person or _of_team(held, matter.party.team),
        Relation.AREA: in_area(held, matter),
    }
    return frozenset(name for name, holds in found.items() if holds) or frozenset({Relation.ELSE})


def in_area(held: Held, matter: Matter) -> bool:
    """Grid for a grid worker, compound or office for the others; a department also needs its line of business."""
    if held.role in EVERYWHERE:
        return True
    if held.role is Role.GRID:
        return held.place == matter.grid
    if held.role is Role.DEPARTMENT and (held.business is None or held.business != matter.line):
        return False
    area = around(held.place, REACH[held.role]) if held.role in REACH else held.place
    return area is not None and matter.place is not None and covers(area, matter.place)


def standings(person: Person | None, matter: Matter) -> frozenset[Standing]:
    """What somebody already is in a matter."""
    if person is None:
        return frozenset()
    found = {
        Standing.OWNER: _owns(person, matter),
        Standing.PROXY: person.id == matter.author and matter.beneficiary not in (None, person.id),
        Standing.HOUSEHOLD: _same_household(person.home, matter.home),
        Standing.PARTY: owes_the_work(person, matter.party),
        Standing.SUBJECT: _is_or_joins(person, matter.subject) or _works_for(person, matter.subject.team),
        Standing.PROPOSER: person.id == matter.proposer,
        Standing.BENEFICIARY: person.id == matter.beneficiary,
    }
    return frozenset(name for name, holds in found.items() if holds)


def may_be_given(matter: Matter, to: Person | str) -> bool:
    """Whether a person, or a team by its key, may be handed the work: never the author, never the subject."""
    if isinstance(to, str):
        return to not in _names(matter.subject.team)
    return not standings(to, matter) & {Standing.OWNER, Standing.SUBJECT}


def may_dispatch(person: Person, matter: Matter, to: Person | str) -> bool:
    """A grid worker hands out only to themselves and to volunteers of their own grid; dispatchers to anybody."""
    if not may("order.dispatch", person, matter) or not may_be_given(matter, to):
        return False
    if is_dispatcher(person, matter):
        return True
    if isinstance(to, str):
        return False
    return to.id == person.id or any(h.role is Role.VOLUNTEER and in_area(h, matter) for h in to.roles)


def is_dispatcher(person: Person, matter: Matter) -> bool:
    """Whoever may hand it to anybody may also refuse it; a grid worker hands it on within the grid only."""
    granted = {role for role, found in relations(person, matter) if RIGHTS["order.dispatch"].get(role, set()) & found}
    return bool(granted - {Role.GRID})


def may_invite(person: Person, role: Role, place: str, invitee: str | None = None) -> bool:
    """Asked when the link is made, and again, with the invitee, when it is used."""
    action = INVITES.get(role)
    return action is not None and may(action, person, Matter(place=place, beneficiary=invitee))


PARTNER = "m:"  # what the id of a partner begins with; it is the key of its team
TEAM = "t:"  # and that of a registered team, with the letter of its role: t:P:qingfeng


def team_key(held: Held) -> str:
    """Everybody who holds this role at this place, or keeps this partner."""
    return held.team or "" if held.role is Role.PARTNER else f"{held.role}@{held.place}"


def teams_of(roles: Iterable[Held]) -> tuple[str, ...]:
    """The keys of all the teams somebody is of, each once."""
    found = [key for held in roles for key in (team_key(held), held.team or "") if is_team(key)]
    return tuple(dict.fromkeys(found))


def of_partner(team: str) -> bool:
    return team.startswith(PARTNER)


def is_registered(team: str) -> bool:
    return team.startswith(TEAM)


def is_team(to: str) -> bool:
    """Whether work goes to a team, or to a person by their id."""
    return "@" in to or of_partner(to) or is_registered(to)


def role_of(team: str) -> Role:
    """What everybody of a team is."""
    if of_partner(team):
        return Role.PARTNER
    return Role(team.split(":")[1] if is_registered(team) else team.partition("@")[0])


def _owns(person: Person, matter: Matter) -> bool:
    return person.id in (matter.author, matter.beneficiary)


def _of_team(held: Held, team: str | None) -> bool:
    if team is None or held.role is Role.RESIDENT:
        return False
    return held.team == team or any(_is_called(held, name) for name in _names(team))


def _is_called(held: Held, name: str) -> bool:
    role, at, place = name.partition("@")
    return held.team == name or (bool(at) and role == held.role and covers(place, held.place))


def _names(team: str | None) -> list[str]:
    return team.split(" ") if team else []


def _works_for(person: Person, team: str | None) -> bool:
    """A company that holds its role for the whole street answers for each of its compounds."""
    places = [name.partition("@")[2] for name in _names(team) if name.startswith(f"{Role.PROPERTY}@")]
    return any(held.role is Role.PROPERTY and covers(held.place, place) for held in person.roles for place in places)


def _is_or_joins(person: Person, party: Party) -> bool:
    return person.id == party.person or any(_of_team(held, party.team) for held in person.roles)


def owes_the_work(person: Person, party: Party) -> bool:
    # Once one of the team has it, a colleague who wrote the order may still say whether it is done.
    return person.id == party.person if party.person else _is_or_joins(person, party)


def _same_household(home: str | None, other: str | None) -> bool:
    # Two who reported from the same compound are not a household yet; two from the same staircase may be.
    return home is not None and home == other and kind(home) is Kind.UNIT
