"""Who is responsible: a duty says it for a kind of matter, a type of compound and a place, from there down."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.permit import TEAM
from domain.person import Role
from domain.place import Kind, around, covers

KINDS: Mapping[str, Role] = {
    "property": Role.PROPERTY,
    "department": Role.DEPARTMENT,
    "owners": Role.OWNERS,
    "volunteers": Role.VOLUNTEER,
}

# "the property company of the compound": a role, and whose place around the matter it is held at
SOMEWHERE = {kind.value: kind for kind in (Kind.GRID, Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET, Kind.CITY)}
CROWD = 20  # more people than that are asked once, and never reminded one by one
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")  # it goes into the data of a button


class BadTeam(ValueError):
    """A team's key is at most 24 small letters, digits and hyphens, like qingfeng."""


@dataclass(frozen=True, slots=True)
class Team:
    """id: "t:P:qingfeng", the letter of its role and a key of the office's; line: a department's line of business."""

    id: str
    kind: str
    name: str
    place: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """category, sort: "" for any. Either a team is responsible, or somebody by their key in the roster.

    team: a registered one, or a role somewhere: P@qs/hy/lx/xf, or P@compound for that of each compound.
    """

    category: str
    sort: str
    place: str
    team: str | None = None
    key: str | None = None


def team_id(kind: str, key: str) -> str:
    if not _KEY.fullmatch(key):
        raise BadTeam(key)
    return f"{TEAM}{KINDS[kind]}:{key}"


def responsible(duties: Iterable[Duty], category: str, sort: str, place: str) -> Duty | None:
    """The most particular: for this kind of matter before any, at the nearest place, for this type before any."""
    holding = [
        duty
        for duty in duties
        if duty.category in ("", category) and duty.sort in ("", sort) and covers(duty.place, place)
    ]
    return max(holding, key=lambda duty: (duty.category != "", len(duty.place), duty.sort != ""), default=None)


def team_here(team: str, place: str, grid: str | None) -> str | None:
    """The team that is meant where the matter lies; None where there is no such place around it."""
    role, at, where = team.partition("@")
    if not at or where not in SOMEWHERE:
        return team
    found = grid if where == Kind.GRID else around(place, SOMEWHERE[where])
    return f"{role}@{found}" if found else None
