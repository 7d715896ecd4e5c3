"""Who may stand in for whom: nobody gets a kind of role by it that they do not hold already."""

from collections.abc import Iterable

from domain.person import Held, Role
from domain.place import Kind, around, covers

LONGEST = 60  # days of a leave
FOR_ALL = (Role.RESIDENT, Role.OWNERS, Role.ADMIN)  # these are not work: nobody stands in for them


def working(roles: Iterable[Held]) -> list[Held]:
    """The roles that somebody can take over for a while."""
    return [held for held in roles if held.role not in FOR_ALL]


def area_of(held: Held) -> str:
    """Where colleagues are looked for: the community, or the office's own place."""
    return around(held.place, Kind.COMMUNITY) or held.place


def may_stand_in(colleague: Held, held: Held) -> bool:
    """The same role near by; a company and a department stand in among themselves."""
    if colleague.role is not held.role or not covers(area_of(held), colleague.place):
        return False
    if held.role in (Role.PROPERTY, Role.DEPARTMENT, Role.PARTNER):
        return colleague.team == held.team and (held.team is not None or colleague.place == held.place)
    return True


def nearness(colleague: Held, held: Held) -> int:
    """The same place first, then the same compound, then the rest."""
    if colleague.place == held.place:
        return 0
    compound = around(held.place, Kind.COMPOUND)
    return 1 if compound is not None and covers(compound, colleague.place) else 2
