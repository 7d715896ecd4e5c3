"""The tree of places."""

from dataclasses import dataclass

from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree; grid is set where a building or unit belongs to one; lat and lon in degrees."""

    path: str
    kind: str
    name: str
    grid: str | None
    lat: float | None
    lon: float | None


def _place(row: Row) -> Place:
    return Place(row["path"], row["kind"], row["name"], row["grid"], row["lat"], row["lon"])


async def add(tx: Tx, place: Place, position: int = 0) -> None:
    await tx.run(
        """
        INSERT INTO places (path, kind, name, grid, lat, lon, position)
        VALUES (:path, :kind, :name, :grid, :lat, :lon, :position)
        ON CONFLICT (path) DO UPDATE SET name = excluded.name, grid = excluded.grid,
            lat = excluded.lat, lon = excluded.lon, position = excluded.position
        """,
        path=place.path,
        kind=place.kind,
        name=place.name,
        grid=place.grid,
        lat=place.lat,
        lon=place.lon,
        position=position,
    )


async def get(tx: Tx, path: str) -> Place | None:
    row = await tx.one("SELECT * FROM places WHERE path = :path", path=path)
    return _place(row) if row else None


async def below(tx: Tx, path: str) -> list[Place]:
    """Everything below, in path order, without the place itself; "" for all."""
    rows = await tx.all(
        """
        SELECT * FROM places WHERE path > :low AND path < :high
        ORDER BY position, path
        """,
        low=path + "/" if path else "",
        high=path + "0" if path else "\x7f",  # "0" is the character after "/"
    )
    return [_place(row) for row in rows]


async def children(tx: Tx, path: str, *kinds: str) -> list[Place]:
    depth = path.count("/") + 1
    return [p for p in await below(tx, path) if p.path.count("/") == depth and (not kinds or p.kind in kinds)]


async def of_kind(tx: Tx, kind: str) -> list[Place]:
    rows = await tx.all("SELECT * FROM places WHERE kind = :kind ORDER BY position, path", kind=kind)
    return [_place(row) for row in rows]


async def line(tx: Tx, path: str) -> list[Place]:
    """The place and what it lies in, from the top down."""
    parts = path.split("/")
    found = [await get(tx, "/".join(parts[: n + 1])) for n in range(len(parts))]
    return [place for place in found if place]


async def grid_of(tx: Tx, path: str) -> str | None:
    """The grid of this place or of the nearest place around it."""
    for place in reversed(await line(tx, path)):
        if place.kind == "grid":
            return place.path
        if place.grid:
            return place.grid
    return None
