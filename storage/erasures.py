"""Who asked to be forgotten while something of theirs was still open, and when the clock looks again."""

from storage.database import Tx


async def ask(tx: Tx, person: str, now: int, look_at: int) -> None:
    await tx.run(
        """
        INSERT INTO erasures (person, asked_at, look_at) VALUES (:person, :now, :look_at)
        ON CONFLICT (person) DO NOTHING
        """,
        person=person,
        now=now,
        look_at=look_at,
    )


async def waits(tx: Tx, person: str) -> bool:
    return await tx.one("SELECT 1 AS found FROM erasures WHERE person = :person", person=person) is not None


async def drop(tx: Tx, person: str) -> None:
    await tx.run("DELETE FROM erasures WHERE person = :person", person=person)


async def due(tx: Tx, now: int, limit: int) -> list[str]:
    rows = await tx.all(
        "SELECT person FROM erasures WHERE look_at <= :now ORDER BY look_at, person LIMIT :limit", now=now, limit=limit
    )
    return [row["person"] for row in rows]


async def later(tx: Tx, person: str, now: int, look_at: int) -> bool:
    """False where somebody was faster, or they want to stay."""
    changed = await tx.run(
        "UPDATE erasures SET look_at = :look_at WHERE person = :person AND look_at <= :now",
        person=person,
        now=now,
        look_at=look_at,
    )
    return changed == 1
