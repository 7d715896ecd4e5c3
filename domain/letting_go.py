"""Who may take a role away from whom: whoever leads where it is held, never themselves, never their own office."""

from domain.permit import Matter, may
from domain.person import Held, Person, Role
from domain.place import covers

REVOKE = "role.revoke"
# Whoever may take roles away, from the lowest; every other role stands below them.
RANK = (Role.COMMUNITY, Role.STREET, Role.CITY, Role.ADMIN)


def may_revoke(person: Person, held: Held, whose: str) -> bool:
    """whose: a person's id. A community lets go the desk of a compound in it, and no colleague at its own."""
    if whose == person.id or not may(REVOKE, person, Matter(place=held.place)):
        return False
    return any(_leads(own, held) for own in person.roles)


def _leads(own: Held, held: Held) -> bool:
    if own.role not in RANK or held.role is Role.ADMIN:
        return False
    if own.role is Role.ADMIN:
        return True
    if not covers(own.place, held.place):
        return False
    below, above = (RANK.index(role) if role in RANK else -1 for role in (held.role, own.role))
    return below < above or (below == above and own.place != held.place)


def areas(person: Person) -> list[str]:
    """Where they lead, the widest first; "" is everywhere."""
    led = [held.place if held.role is not Role.ADMIN else "" for held in person.roles if held.role in RANK]
    wide = sorted(set(led), key=lambda place: (len(place), place))
    return [place for n, place in enumerate(wide) if not any(one == "" or covers(one, place) for one in wide[:n])]
