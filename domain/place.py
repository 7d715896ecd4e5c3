"""Places are paths: `qs/hy/lx/xf/3/1` is city, street, community, compound, building and unit.

A grid is a child of a community or a compound, called g1, g2 ...; it groups buildings and holds none.
"""

import re
from enum import StrEnum
from functools import lru_cache

LONGEST_LINK = 64  # characters a Telegram deep link may carry
LINK_MARK = "p-"
LONGEST_PATH = LONGEST_LINK - len(LINK_MARK)


def N_(text: str) -> str:  # noqa: N802 - the name translation tools look for
    """Mark a sentence for translation."""
    return text


class Kind(StrEnum):
    CITY = "city"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"
    BUILDING = "building"
    UNIT = "unit"
    GRID = "grid"


LEVELS = (Kind.CITY, Kind.STREET, Kind.COMMUNITY, Kind.COMPOUND, Kind.BUILDING, Kind.UNIT)

KIND_NAMES = {
    Kind.CITY: N_("city"),
    Kind.STREET: N_("street"),
    Kind.COMMUNITY: N_("community"),
    Kind.COMPOUND: N_("compound"),
    Kind.BUILDING: N_("building"),
    Kind.UNIT: N_("unit"),
    Kind.GRID: N_("grid"),
}


class Sort(StrEnum):
    """The type of a compound, which decides who looks after what there; the Chinese word is the office's own."""

    COMMERCIAL = "commercial"  # 商住
    RESETTLED = "resettled"  # 回迁
    HANDED_OVER = "handed"  # 移交
    OLD = "old"  # 老旧
    UNIT = "unit"  # 单位/自管
    VILLAGE = "village"  # 城中村
    RENTAL = "rental"  # 租赁


SORT_NAMES = {
    Sort.COMMERCIAL: N_("commercial housing"),
    Sort.RESETTLED: N_("resettlement housing"),
    Sort.HANDED_OVER: N_("handed over by an employer"),
    Sort.OLD: N_("old housing"),
    Sort.UNIT: N_("run by an employer or by itself"),
    Sort.VILLAGE: N_("village in the city"),
    Sort.RENTAL: N_("rental housing"),
}

_CODE = re.compile(r"[a-z0-9]+")
_GRID_CODE = re.compile(r"g[0-9]+")
_ABOVE_GRIDS = LEVELS[:3]  # a street may be called g1, a compound or a building may not
_GRID_DEPTHS = (4, 5)


class BadPlace(ValueError):
    """This is not how a place is written."""


class BadCode(BadPlace):
    """A place is written in small letters and digits between slashes, like qs/hy/lx/xf/3/1."""


class TooDeep(BadPlace):
    """A place has at most six levels: city, street, community, compound, building, unit."""


class TooLong(BadPlace):
    """A place is at most 62 characters long, so that it fits into a link."""


class BadGrid(BadPlace):
    """A grid (g1, g2 ...) lies directly in a community or a compound, and nothing lies below it."""


class BadLink(BadPlace):
    """This link does not name a place."""


def check(path: str) -> str:
    """The same path; raises what is wrong with it."""
    codes = path.split("/")
    if not all(_CODE.fullmatch(code) for code in codes):
        raise BadCode(path)
    if len(codes) > len(LEVELS):
        raise TooDeep(path)
    if len(path) > LONGEST_PATH:
        raise TooLong(path)
    if any(_GRID_CODE.fullmatch(code) for code in codes[len(_ABOVE_GRIDS) :]) and not _is_grid(codes):
        raise BadGrid(path)
    return path


@lru_cache(maxsize=16_384)
def kind(path: str) -> Kind:
    codes = path.split("/")
    if len(codes) > len(LEVELS):
        raise TooDeep(path)
    return Kind.GRID if _is_grid(codes) else LEVELS[len(codes) - 1]


def _is_grid(codes: list[str]) -> bool:
    return len(codes) in _GRID_DEPTHS and _GRID_CODE.fullmatch(codes[-1]) is not None


def covers(above: str, below: str) -> bool:
    """A place covers itself and everything below it; the empty path covers nothing."""
    return bool(above) and (below == above or below.startswith(above + "/"))


def parent(path: str) -> str | None:
    return path.rpartition("/")[0] or None


def parents(path: str) -> tuple[str, ...]:
    """What the place lies in, the nearest first."""
    codes = path.split("/")
    return tuple("/".join(codes[:depth]) for depth in range(len(codes) - 1, 0, -1))


def around(path: str, wanted: Kind) -> str | None:
    """The city, street ... or unit that this place is or lies in; None when it lies in none."""
    if wanted is Kind.GRID:
        return path if kind(path) is Kind.GRID else None
    depth = LEVELS.index(wanted) + 1
    codes = path.split("/")
    if len(codes) < depth or _is_grid(codes[:depth]):
        return None
    return "/".join(codes[:depth])


def ladder(path: str, grid: str | None = None) -> tuple[str, ...]:
    """Whose desks a matter here may climb: its grid, then compound, community, street and city."""
    rungs = [place for place in (path, *parents(path)) if kind(place) not in (Kind.UNIT, Kind.BUILDING)]
    return tuple(dict.fromkeys([grid, *rungs] if grid else rungs))


def rung_above(rungs: tuple[str, ...], rung: str) -> str | None:
    """The next desk up; None from the top, and from a desk that is not on this ladder."""
    if rung not in rungs[:-1]:
        return None
    return rungs[rungs.index(rung) + 1]


def to_link(path: str) -> str:
    """The payload of a link or QR code that opens the chat at this place."""
    return LINK_MARK + check(path).replace("/", "-")


def from_link(payload: str) -> str:
    if not payload.startswith(LINK_MARK):
        raise BadLink(payload)
    try:
        return check(payload.removeprefix(LINK_MARK).replace("-", "/"))
    except BadPlace:
        raise BadLink(payload) from None
