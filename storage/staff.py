"""Who holds which role of their own here, and how one ends; what is lent to somebody is in storage/leaves.py."""

from dataclasses import dataclass

from domain.person import Held, Role
from storage import roster
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Own:
    """A role that is somebody's own, not lent to them. id: of the role; post: where it came from one."""

    id: str
    person: str
    name: str
    held: Held
    post: str | None
    badge: str | None


OWN = """
    SELECT r.id, r.person, r.role, r.place, r.team, r.post, p.name, m.badge
    FROM roles r JOIN persons p ON p.id = r.person LEFT JOIN roster m ON m.person = r.person
    WHERE r.until IS NULL AND r.leave IS NULL AND r.role <> 'R' AND {which}
    ORDER BY r.place, r.role, p.name, r.id
"""


def _own(row: Row) -> Own:
    held = Held(Role(row["role"]), row["place"], row["team"])
    return Own(row["id"], row["person"], row["name"], held, row["post"], row["badge"])


async def own_roles(tx: Tx, person: str) -> list[Own]:
    return [_own(row) for row in await tx.all(OWN.format(which="r.person = :person"), person=person)]


async def own_role(tx: Tx, id: str) -> Own | None:
    row = await tx.one(OWN.format(which="r.id = :id"), id=id)
    return _own(row) if row else None


async def working_in(tx: Tx, area: str) -> list[Own]:
    """Everybody at and below a place; "" is everywhere."""
    if not area:
        return [_own(row) for row in await tx.all(OWN.format(which="1 = 1"))]
    which = "(r.place = :area OR (r.place > :low AND r.place < :high))"
    rows = await tx.all(OWN.format(which=which), area=area, low=area + "/", high=area + "0")
    return [_own(row) for row in rows]


async def end_role(tx: Tx, own: Own, by: str, now: int) -> bool:
    """The role and its post; False where somebody was faster. by: who ended it."""
    changed = await tx.run(
        "UPDATE roles SET until = :now, ended_by = :by, news = 0 WHERE id = :id AND until IS NULL",
        now=now,
        by=by,
        id=own.id,
    )
    if own.post:
        await roster.end_post(tx, own.post, now)
    return changed == 1


async def end_lent(tx: Tx, person: str, role: Role, now: int) -> list[Held]:
    """Nobody stands in with a role of a kind that they hold nowhere themselves."""
    rows = await tx.all(
        """
        UPDATE roles SET until = :now
        WHERE person = :person AND role = :role AND until IS NULL AND leave IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM roles r
            WHERE r.person = :person AND r.role = :role AND r.until IS NULL AND r.leave IS NULL
        )
        RETURNING role, place, team
        """,
        person=person,
        role=str(role),
        now=now,
    )
    return [Held(Role(row["role"]), row["place"], row["team"]) for row in rows]


async def seated(tx: Tx, role: Role, place: str, but: tuple[str, str] = ("", "")) -> bool:
    """Whether anybody else holds this role there, on leave or not. but: ids of persons."""
    row = await tx.one(
        """
        SELECT 1 AS found FROM roles
        WHERE role = :role AND place = :place AND until IS NULL AND person NOT IN (:one, :other) LIMIT 1
        """,
        role=str(role),
        place=place,
        one=but[0],
        other=but[1],
    )
    return row is not None


async def without_badge(tx: Tx, limit: int) -> list[str]:
    """Who works here and has no entry yet: they came before there was a roster, or by another way."""
    rows = await tx.all(
        """
        SELECT DISTINCT r.person FROM roles r
        WHERE r.until IS NULL AND r.leave IS NULL AND r.role NOT IN ('R', 'O', 'A')
        AND NOT EXISTS (SELECT 1 FROM roster m WHERE m.person = r.person)
        ORDER BY r.person LIMIT :limit
        """,
        limit=limit,
    )
    return [row["person"] for row in rows]
