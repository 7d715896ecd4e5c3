"""Moving in: all places, people, teams and duties read at once, and what is to change written many rows at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.duty import Duty, Team
from storage.database import Tx
from storage.duties import every as every_duty
from storage.numbers import NUMBERED
from storage.places import Place
from storage.roster import Entry, Post
from storage.teams import every as every_team

TOGETHER = 200  # rows in one statement: a database takes some 30,000 values at most
Keepers = tuple[str | None, str | None]  # the keys of worker and stand-in


@dataclass(frozen=True, slots=True)
class Known:
    """Places in the order they are listed; people, also who has left; posts and duties that hold.

    let_go: (key, role, place, team) of posts that somebody here has ended by hand.
    """

    places: list[Place] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    people: list[Entry] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    keepers: dict[str, Keepers] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    let_go: set[tuple[str, str, str, str | None]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written. order: all paths as they are to be listed, where that is not so already.

    people: new, changed, or back again. posts: (key, role, place, team). gone: keys of those who leave.
    """

    places: list[Place] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    teams_gone: list[str] = field(default_factory=list)
    people: list[Entry] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    posts: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    keepers: dict[str, Keepers] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    duties_gone: list[Duty] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


async def known(tx: Tx) -> Known:
    places = await tx.all("SELECT path, kind, name, grid, lat, lon, sort FROM places ORDER BY position, path")
    people = await tx.all("SELECT * FROM roster ORDER BY left_at IS NOT NULL, key")
    posts = await tx.all("SELECT * FROM posts WHERE until IS NULL ORDER BY since, id")
    keepers = await tx.all("SELECT grid, worker, stand_in FROM grid_keepers")
    let_go = await tx.all(
        """
        SELECT p.key, p.role, p.place, p.team FROM posts p JOIN roles r ON r.post = p.id
        WHERE p.until IS NOT NULL AND r.ended_by IS NOT NULL
        """
    )
    return Known(
        places=[Place(**row) for row in places],
        teams=await every_team(tx),
        people=[Entry(**{name: row[name] for name in Entry.__slots__}) for row in people],
        posts=[Post(**{name: row[name] for name in Post.__slots__}) for row in posts],
        keepers={row["grid"]: (row["worker"], row["stand_in"]) for row in keepers},
        duties=await every_duty(tx),
        let_go={(row["key"], row["role"], row["place"], row["team"]) for row in let_go},
    )


async def free(tx: Tx, numbers: Iterable[str]) -> list[str]:
    """Those of these numbers that nothing here has yet."""
    elsewhere = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = asked.number)" for table, column in NUMBERED.items()
    )
    found: list[str] = []
    for some in _some(list(dict.fromkeys(numbers))):
        rows = ", ".join(f"(:n{n})" for n in range(len(some)))
        taken = await tx.all(
            f"WITH asked (number) AS (VALUES {rows}) SELECT number FROM asked WHERE {elsewhere}",
            **{f"n{n}": number for n, number in enumerate(some)},
        )
        gone = {row["number"] for row in taken}
        found += [number for number in some if number not in gone]
    return found


async def write(tx: Tx, changes: Changes, now: int, fresh: Callable[[], str]) -> None:
    """All of it. The roles of whoever has joined follow when they are settled."""
    await _places(tx, changes)
    await _teams(tx, changes)
    await _people(tx, changes, now, fresh)
    await _duties(tx, changes)


async def _places(tx: Tx, changes: Changes) -> None:
    grids_first = sorted(changes.places, key=lambda place: place.kind != "grid")  # buildings refer to them
    listed = {path: number for number, path in enumerate(changes.order, 1)}
    await _many(
        tx,
        "INSERT INTO places (path, kind, name, grid, lat, lon, sort, position) VALUES",
        [(p.path, p.kind, p.name, p.grid, p.lat, p.lon, p.sort, listed.pop(p.path, 0)) for p in grids_first],
        """
        ON CONFLICT (path) DO UPDATE SET name = excluded.name, grid = excluded.grid, lat = excluded.lat,
            lon = excluded.lon, sort = excluded.sort,
            position = CASE WHEN excluded.position = 0 THEN places.position ELSE excluded.position END
        """,
    )
    await _in_order(tx, list(listed.items()))
    if changes.places or changes.order:
        await tx.run(
            """
            INSERT INTO versions (name, number) VALUES ('places', 1)
            ON CONFLICT (name) DO UPDATE SET number = versions.number + 1
            """
        )


async def _in_order(tx: Tx, listed: list[tuple[str, int]]) -> None:
    """Places that stay as they are, but for where they stand in the list."""
    for some in _some(listed):
        rows = ", ".join(f"(:p{n}, :n{n})" for n in range(len(some)))
        given = {f"p{n}": path for n, (path, _) in enumerate(some)} | {f"n{n}": at for n, (_, at) in enumerate(some)}
        await tx.run(
            f"""
            WITH listed (path, number) AS (VALUES {rows})
            UPDATE places SET position = (SELECT number FROM listed WHERE listed.path = places.path)
            WHERE path IN (SELECT path FROM listed)
            """,
            **given,
        )


async def _teams(tx: Tx, changes: Changes) -> None:
    await _many(
        tx,
        "INSERT INTO teams (id, kind, name, place, line) VALUES",
        [(team.id, team.kind, team.name, team.place, team.line) for team in changes.teams],
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, line = excluded.line",
    )


async def teams_used(tx: Tx, ids: Sequence[str]) -> set[str]:
    """Which of these an order, a role or a post names, or named: what was done keeps its name."""
    found: set[str] = set()
    for some in _some(ids):
        names = ", ".join(f":k{n}" for n in range(len(some)))
        rows = await tx.all(
            f"""
            SELECT team FROM orders WHERE team IN ({names})
            UNION SELECT subject FROM orders WHERE subject IN ({names})
            UNION SELECT team FROM roles WHERE team IN ({names})
            UNION SELECT team FROM posts WHERE team IN ({names})
            """,
            **{f"k{n}": id for n, id in enumerate(some)},
        )
        found |= {row["team"] for row in rows}
    return found


async def _people(tx: Tx, changes: Changes, now: int, fresh: Callable[[], str]) -> None:
    await _many(
        tx,
        "INSERT INTO roster (key, name, phone, badge) VALUES",
        [(entry.key, entry.name, entry.phone, entry.badge) for entry in changes.people],
        "ON CONFLICT (key) DO UPDATE SET name = excluded.name, phone = excluded.phone, left_at = NULL",
    )
    await _many(
        tx,
        "INSERT INTO posts (id, key, role, place, team, since) VALUES",
        [(fresh(), key, role, place, team, now) for key, role, place, team in changes.posts],
        "ON CONFLICT DO NOTHING",
    )
    await _many(
        tx,
        "INSERT INTO grid_keepers (grid, worker, stand_in) VALUES",
        [(grid, worker, stand_in) for grid, (worker, stand_in) in changes.keepers.items()],
        "ON CONFLICT (grid) DO UPDATE SET worker = excluded.worker, stand_in = excluded.stand_in",
    )
    await _each(
        tx,
        "UPDATE posts SET until = :now, rung = NULL, due_at = NULL WHERE id IN ({})",
        changes.ended,
        now=now,
    )
    await _each(tx, "UPDATE roster SET left_at = :now WHERE left_at IS NULL AND key IN ({})", changes.gone, now=now)
    await _each(
        tx,
        "UPDATE invites SET expires_at = :now WHERE used_at IS NULL AND expires_at > :now AND roster IN ({})",
        changes.gone,
        now=now,
    )


async def _duties(tx: Tx, changes: Changes) -> None:
    for duty in changes.duties_gone:
        await tx.run(
            "DELETE FROM duties WHERE category = :category AND sort = :sort AND place = :place",
            category=duty.category,
            sort=duty.sort,
            place=duty.place,
        )
    await _many(
        tx,
        "INSERT INTO duties (category, sort, place, team, key) VALUES",
        [(duty.category, duty.sort, duty.place, duty.team, duty.key) for duty in changes.duties],
        "ON CONFLICT (category, sort, place) DO UPDATE SET team = excluded.team, key = excluded.key",
    )
    await _each(tx, "DELETE FROM teams WHERE id IN ({})", changes.teams_gone)


async def _many(tx: Tx, insert: str, rows: Sequence[tuple[Any, ...]], conflict: str = "") -> None:
    """Insert many rows a statement; only our own words and names of values are in its text."""
    for some in _some(rows):
        places = (", ".join(f":v{row}_{n}" for n in range(len(some[0]))) for row in range(len(some)))
        values = ", ".join(f"({place})" for place in places)
        given = {f"v{row}_{n}": value for row, found in enumerate(some) for n, value in enumerate(found)}
        await tx.run(f"{insert} {values} {conflict}", **given)


async def _each(tx: Tx, sql: str, keys: Sequence[str], **given: Any) -> None:
    for some in _some(keys):
        names = ", ".join(f":k{n}" for n in range(len(some)))
        await tx.run(sql.format(names), **given, **{f"k{n}": key for n, key in enumerate(some)})


def _some(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(rows), TOGETHER):
        yield rows[begin : begin + TOGETHER]
