"""The tree of places: read whole and kept in memory until it changes, because every talk walks it."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree; grid is set where a building or unit belongs to one; lat and lon in degrees.

    sort: the type of a compound (domain/place.py), "" where nobody has said.
    """

    path: str
    kind: str
    name: str
    grid: str | None
    lat: float | None
    lon: float | None
    sort: str = ""


def _place(row: Row) -> Place:
    return Place(row["path"], row["kind"], row["name"], row["grid"], row["lat"], row["lon"], row["sort"])


class Tree:
    """All places as they were at one version."""

    def __init__(self, version: int, found: Iterable[Place]) -> None:
        self.version = version
        self._by_path = {place.path: place for place in found}
        self._below: dict[str, list[Place]] = {}
        self._by_kind: dict[str, list[Place]] = {}
        self._lines: dict[str, list[Place]] = {}
        for place in self._by_path.values():
            self._below.setdefault(place.path.rpartition("/")[0], []).append(place)
            self._by_kind.setdefault(place.kind, []).append(place)

    def get(self, path: str) -> Place | None:
        return self._by_path.get(path)

    def children(self, path: str, *kinds: str) -> list[Place]:
        """What lies directly below, in the order it was listed; of these kinds, or of all."""
        return [place for place in self._below.get(path, []) if not kinds or place.kind in kinds]

    def of_kind(self, kind: str) -> list[Place]:
        return list(self._by_kind.get(kind, ()))

    def line(self, path: str) -> list[Place]:
        """The place and what it lies in, from the top down."""
        known = self._lines.get(path)
        if known is None and path in self._by_path:
            known = self._lines[path] = self._line(path)
        return known or self._line(path)

    def _line(self, path: str) -> list[Place]:
        parts = path.split("/")
        found = (self._by_path.get("/".join(parts[: n + 1])) for n in range(len(parts)))
        return [place for place in found if place]

    def sort_of(self, path: str) -> str:
        """The type of the compound this place lies in, "" where nobody has said."""
        return next((place.sort for place in reversed(self.line(path)) if place.sort), "")

    def grid_of(self, path: str) -> str | None:
        """The grid of this place or of the nearest place around it."""
        for place in reversed(self.line(path)):
            if place.kind == "grid":
                return place.path
            if place.grid:
                return place.grid
        return None


class Atlas:
    """Keeps the latest tree; a look at its version, once a second, tells whether somebody has changed it."""

    def __init__(self) -> None:
        self._tree = Tree(-1, ())
        self._looked = -1

    async def now(self, tx: Tx, now: int) -> Tree:
        """As it was at most a second ago."""
        if now == self._looked:
            return self._tree
        row = await tx.one("SELECT number FROM versions WHERE name = 'places'")
        version = row["number"] if row else 0
        if version != self._tree.version:
            rows = await tx.all("SELECT * FROM places ORDER BY position, path")
            self._tree = Tree(version, map(_place, rows))
        self._looked = now
        return self._tree


async def add(tx: Tx, places: Iterable[Place]) -> int:
    """Add them or bring them up to date, in this order; returns how many there were."""
    count = 0
    for count, place in enumerate(places, 1):
        await _add(tx, place, count)
    await tx.run(
        """
        INSERT INTO versions (name, number) VALUES ('places', 1)
        ON CONFLICT (name) DO UPDATE SET number = versions.number + 1
        """
    )
    return count


async def _add(tx: Tx, place: Place, position: int) -> None:
    await tx.run(
        """
        INSERT INTO places (path, kind, name, grid, lat, lon, sort, position)
        VALUES (:path, :kind, :name, :grid, :lat, :lon, :sort, :position)
        ON CONFLICT (path) DO UPDATE SET name = excluded.name, grid = excluded.grid,
            lat = excluded.lat, lon = excluded.lon, position = excluded.position,
            sort = CASE WHEN excluded.sort = '' THEN places.sort ELSE excluded.sort END -- not every register has it
        """,
        path=place.path,
        kind=place.kind,
        name=place.name,
        grid=place.grid,
        lat=place.lat,
        lon=place.lon,
        sort=place.sort,
        position=position,
    )


async def get(tx: Tx, path: str) -> Place | None:
    row = await tx.one("SELECT * FROM places WHERE path = :path", path=path)
    return _place(row) if row else None
