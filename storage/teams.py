"""Teams that have a name: property companies, departments, owners' committees, volunteers."""

from domain.duty import KINDS, Team
from domain.person import Role
from storage import people
from storage.database import Row, Tx


def _team(row: Row) -> Team:
    return Team(row["id"], row["kind"], row["name"], row["place"], row["line"])


async def put(tx: Tx, team: Team) -> None:
    """Add it, or bring it up to date."""
    await tx.run(
        """
        INSERT INTO teams (id, kind, name, place, line) VALUES (:id, :kind, :name, :place, :line)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, line = excluded.line
        """,
        id=team.id,
        kind=team.kind,
        name=team.name,
        place=team.place,
        line=team.line,
    )


async def get(tx: Tx, id: str) -> Team | None:
    row = await tx.one("SELECT * FROM teams WHERE id = :id", id=id)
    return _team(row) if row else None


AT = """
    SELECT t.* FROM teams t
    WHERE t.kind = :kind AND (
        t.place = :place
        OR EXISTS (SELECT 1 FROM roles r WHERE r.team = t.id AND r.until IS NULL AND {here})
        OR EXISTS (SELECT 1 FROM posts r WHERE r.team = t.id AND r.until IS NULL AND {here})
    )
    ORDER BY t.id
""".format(here="(r.place = :place OR (r.place > :low AND r.place < :high) OR :place LIKE r.place || '/%')")


async def at(tx: Tx, role: Role, place: str) -> list[Team]:
    """Those of this role that work at a place: registered there, or one of them does or is to."""
    kind = next((kind for kind, known in KINDS.items() if known is role), None)
    if kind is None:
        return []
    rows = await tx.all(AT, kind=kind, place=place, low=place + "/", high=place + "0")
    return [_team(row) for row in rows]


async def peopled(tx: Tx, place: str) -> list[Team]:
    """Those registered at exactly this place that somebody works for, by name."""
    rows = await tx.all(
        f"""
        SELECT t.* FROM teams t
        WHERE t.place = :place
        AND EXISTS (SELECT 1 FROM roles h WHERE h.team = t.id AND h.until IS NULL AND {people.THERE})
        ORDER BY t.name, t.id
        """,
        place=place,
    )
    return [_team(row) for row in rows]


async def every(tx: Tx) -> list[Team]:
    """All there are, by place and name."""
    return [_team(row) for row in await tx.all("SELECT * FROM teams ORDER BY place, name, id")]
