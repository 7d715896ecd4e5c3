"""Who is away, from when to when, and who holds their roles meanwhile. A leave has no reason."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.person import Held, Role
from storage.database import Row, Tx

PLANNED, ON, OVER = "planned", "on", "over"


@dataclass(frozen=True, slots=True)
class Leave:
    """stand_in: a person's id; None where the desk decides. ends_at: the first moment back."""

    id: str
    person: str
    stand_in: str | None
    starts_at: int
    ends_at: int
    state: str = PLANNED

    @property
    def on(self) -> bool:
        return self.state == ON


class Due(NamedTuple):
    """A leave as the clock found it."""

    id: str
    look_at: int


def _leave(row: Row) -> Leave:
    return Leave(**{name: row[name] for name in Leave.__slots__})


async def plan(tx: Tx, leave: Leave) -> None:
    await tx.run(
        """
        INSERT INTO leaves (id, person, stand_in, starts_at, ends_at, state, look_at)
        VALUES (:id, :person, :stand_in, :starts_at, :ends_at, 'planned', :starts_at)
        """,
        id=leave.id,
        person=leave.person,
        stand_in=leave.stand_in,
        starts_at=leave.starts_at,
        ends_at=leave.ends_at,
    )


async def by_id(tx: Tx, leave_id: str) -> Leave | None:
    row = await tx.one("SELECT * FROM leaves WHERE id = :id", id=leave_id)
    return _leave(row) if row else None


async def of_person(tx: Tx, person: str) -> Leave | None:
    """The one that is planned or under way."""
    row = await tx.one(
        "SELECT * FROM leaves WHERE person = :person AND state <> 'over' ORDER BY starts_at LIMIT 1", person=person
    )
    return _leave(row) if row else None


async def away(tx: Tx, person: str) -> bool:
    row = await tx.one(
        "SELECT 1 AS found FROM leaves WHERE person = :person AND state <> 'over' AND state = 'on'", person=person
    )
    return row is not None


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    """Those that start or end, the longest waiting first."""
    rows = await tx.all(
        "SELECT id, look_at FROM leaves WHERE look_at <= :now ORDER BY look_at, id LIMIT :limit", now=now, limit=limit
    )
    return [Due(row["id"], row["look_at"]) for row in rows]


async def start(tx: Tx, leave: Leave, stand_in: str | None) -> Leave | None:
    """Under way from now on, with whoever really stands in; None where another replica was faster."""
    changed = await tx.run(
        "UPDATE leaves SET state = 'on', look_at = ends_at, stand_in = :stand_in WHERE id = :id AND state = 'planned'",
        id=leave.id,
        stand_in=stand_in,
    )
    return replace(leave, state=ON, stand_in=stand_in) if changed == 1 else None


async def name(tx: Tx, leave: Leave, stand_in: str) -> bool:
    """Who stands in from now on; False where somebody does, or the leave is over."""
    changed = await tx.run(
        """
        UPDATE leaves SET stand_in = :stand_in
        WHERE id = :id AND state = :seen AND state <> 'over' AND stand_in IS NULL
        """,
        id=leave.id,
        stand_in=stand_in,
        seen=leave.state,
    )
    return changed == 1


async def nobody_stands_in(tx: Tx, person: str) -> None:
    """Where this one was named for somebody whose kind of work they do nowhere any more, somebody else may be."""
    await tx.run(
        """
        UPDATE leaves SET stand_in = NULL
        WHERE stand_in = :person AND state <> 'over' AND NOT EXISTS (
            SELECT 1 FROM roles mine JOIN roles theirs ON theirs.role = mine.role AND theirs.until IS NULL
            WHERE mine.person = :person AND mine.until IS NULL AND mine.role <> 'R' AND theirs.person = leaves.person
        )
        """,
        person=person,
    )


async def end(tx: Tx, leave: Leave) -> bool:
    """Over, from the state it was seen in; False where another replica was faster."""
    changed = await tx.run(
        "UPDATE leaves SET state = 'over', look_at = NULL WHERE id = :id AND state = :seen",
        id=leave.id,
        seen=leave.state,
    )
    return changed == 1


async def lend(tx: Tx, *, id: str, to: str, held: Held, leave: str, now: int) -> None:
    """One role of somebody who is away, unless the stand-in holds it already."""
    await tx.run(
        """
        INSERT INTO roles (id, person, role, place, team, since, leave)
        SELECT :id, :person, :role, :place, :team, :now, :leave
        WHERE NOT EXISTS (
            SELECT 1 FROM roles WHERE person = :person AND role = :role AND place = :place AND until IS NULL
        )
        """,
        id=id,
        person=to,
        role=str(held.role),
        place=held.place,
        team=held.team,
        now=now,
        leave=leave,
    )


async def settle(tx: Tx, now: int) -> list[str]:
    """A lent role is held as long as whoever lent it is away and holds it; returns who gave any back.

    Where somebody who stands in goes away too, what was lent to them is lent on, and ends with the first of the two.
    """
    gave_back: list[str] = []
    while rows := await tx.all(
        """
        UPDATE roles SET until = :now
        WHERE leave IS NOT NULL AND until IS NULL AND NOT EXISTS (
            SELECT 1 FROM leaves l JOIN roles r ON r.person = l.person AND r.until IS NULL
            WHERE l.id = roles.leave AND l.state = 'on' AND r.role = roles.role AND r.place = roles.place
        )
        RETURNING person
        """,
        now=now,
    ):
        gave_back += [row["person"] for row in rows]
    return list(dict.fromkeys(gave_back))


async def colleagues(tx: Tx, role: Role, area: str, first: int, last: int) -> list[tuple[str, str, str, str | None]]:
    """(person, name, place, team) of all who hold this role at or below a place and are there all that time."""
    rows = await tx.all(
        """
        SELECT p.id, p.name, r.place, r.team FROM roles r JOIN persons p ON p.id = r.person
        WHERE r.role = :role AND (r.place = :area OR (r.place > :low AND r.place < :high))
        AND r.until IS NULL AND r.leave IS NULL AND p.chat IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM leaves l
            WHERE l.person = r.person AND l.state <> 'over' AND l.starts_at < :last AND l.ends_at > :first
        )
        ORDER BY r.place, p.name, p.id
        """,
        role=str(role),
        area=area,
        low=area + "/",
        high=area + "0",
        first=first,
        last=last,
    )
    return [(row["id"], row["name"], row["place"], row["team"]) for row in rows]
