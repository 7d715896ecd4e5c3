"""Who helps with a wish besides whoever claimed it, and who gave back what they had."""

from domain.wish import Wish, WishStep
from storage.database import Tx


async def join(tx: Tx, wish_id: str, person: str, now: int) -> bool:
    return 1 == await tx.run(
        "INSERT INTO wish_hands (wish_id, person, at) VALUES (:id, :person, :now) ON CONFLICT DO NOTHING",
        id=wish_id,
        person=person,
        now=now,
    )


async def leave(tx: Tx, wish_id: str, person: str | None = None) -> bool:
    """One of the helpers, or all of them."""
    return 0 < await tx.run(
        "DELETE FROM wish_hands WHERE wish_id = :id AND person = COALESCE(:person, person)", id=wish_id, person=person
    )


async def helpers(tx: Tx, wish_id: str) -> list[str]:
    """Ids, in the order in which they came."""
    rows = await tx.all("SELECT person FROM wish_hands WHERE wish_id = :id ORDER BY at, person", id=wish_id)
    return [row["person"] for row in rows]


async def came_at(tx: Tx, wish: Wish, person: str) -> int:
    """Since when somebody has to do with it: they joined, or claimed it; whoever took over had joined before."""
    row = await tx.one("SELECT at FROM wish_hands WHERE wish_id = :id AND person = :person", id=wish.id, person=person)
    return int(row["at"]) if row else wish.claimed_at or wish.posted_at


async def given_back(tx: Tx, person: str, since: int) -> int:
    """How many wishes they had and gave back of their own accord, as claimer or as helper."""
    row = await tx.one(
        "SELECT COUNT(DISTINCT wish_id) AS n FROM wish_events "
        "WHERE person = :person AND at >= :since AND step IN (:off, :leave)",
        person=person,
        since=since,
        off=str(WishStep.WANT_OFF),
        leave=str(WishStep.LEAVE),
    )
    return int(row["n"]) if row else 0
