"""Teams that have a name: property companies, departments, owners' committees, volunteers."""

from domain.duty import Team
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


async def every(tx: Tx) -> list[Team]:
    """All there are, by place and name."""
    return [_team(row) for row in await tx.all("SELECT * FROM teams ORDER BY place, name, id")]
