"""What a report needs besides the daily figures: what waits now, and who asked for one."""

from storage.database import Row, Tx


async def waiting(tx: Tx, place: str) -> list[Row]:
    """state, how many and since when the oldest, of all that is open at a place or below; tasks are part of a whole."""
    return await tx.all(
        """
        SELECT state, COUNT(*) AS count, MIN(placed_at) AS oldest FROM orders
        WHERE state <> 'closed' AND part_of IS NULL AND (place = :place OR (place > :low AND place < :high))
        GROUP BY state
        """,
        place=place,
        low=place + "/",
        high=place + "0",
    )


async def want(tx: Tx, person: str, now: int) -> None:
    """Whoever asks twice before it is there gets it once."""
    await tx.run(
        "INSERT INTO wanted_reports (person, at) VALUES (:person, :now) ON CONFLICT (person) DO NOTHING",
        person=person,
        now=now,
    )


async def wanted(tx: Tx, limit: int) -> list[str]:
    """Ids of persons, who asked first first."""
    rows = await tx.all("SELECT person FROM wanted_reports ORDER BY at, person LIMIT :limit", limit=limit)
    return [row["person"] for row in rows]


async def given(tx: Tx, person: str) -> bool:
    """They get it in this unit; False where another replica has given it to them."""
    return await tx.run("DELETE FROM wanted_reports WHERE person = :person", person=person) == 1
