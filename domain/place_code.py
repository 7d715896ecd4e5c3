"""The code of a poster: six characters that are scanned, read out or typed, and say where somebody is."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from domain.place import Kind, covers, kind

LINK = "q-"


class Parts(StrEnum):
    """What a compound's posters are for: for itself, for each building, or for each unit."""

    PLACE = "place"
    BUILDING = "building"
    UNIT = "unit"


class Node(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def grid(self) -> str | None: ...


def link_to(code: str) -> str:
    """The payload of the link on the poster."""
    return LINK + code


def said(code: str) -> str:
    """As it is printed: two halves are easier to read out."""
    return f"{code[:3]}-{code[3:]}"


def posters_of(places: Iterable[Node], place: str, parts: Parts) -> list[str]:
    """The places that get a poster each, in the order of the tree; a building without units gets its own."""
    if parts is Parts.PLACE:
        return [place]
    below = [one for one in places if _in(one, place)]
    buildings = [one.path for one in below if kind(one.path) is Kind.BUILDING]
    if parts is Parts.BUILDING:
        return buildings or [place]
    units: dict[str, list[str]] = {building: [] for building in buildings}
    for one in below:
        if kind(one.path) is Kind.UNIT:
            units.setdefault(one.path.rpartition("/")[0], []).append(one.path)
    return [path for building, inside in units.items() for path in inside or [building]] or [place]


def _in(one: Node, place: str) -> bool:
    """A grid holds no buildings: they say which grid they belong to."""
    return one.grid == place if kind(place) is Kind.GRID else covers(place, one.path)
