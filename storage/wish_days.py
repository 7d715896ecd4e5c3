"""The day of a wish: whether it suits both sides."""

from domain.wish import Wish, WishStep
from storage.database import Tx

FINE = "fine"  # in a wish's story: the day that was proposed suits them


async def suits(tx: Tx, wish: Wish) -> bool:
    """Whether the wisher's side has had a say in a day, since this claim: only then a visit is agreed."""
    row = await tx.one(
        """
        SELECT 1 AS found FROM wish_events
        WHERE wish_id = :id AND step IN (:agree, :fine) AND at >= :since AND person IN (:poster, :wisher) LIMIT 1
        """,
        id=wish.id,
        agree=str(WishStep.AGREE),
        fine=FINE,
        since=wish.claimed_at or 0,
        poster=wish.poster,
        wisher=wish.wisher or wish.poster,
    )
    return row is not None


async def said_fine(tx: Tx, wish: Wish, person: str) -> bool:
    """Whether they have said of this very day that it suits them."""
    row = await tx.one(
        "SELECT 1 AS found FROM wish_events WHERE wish_id = :id AND step = :fine AND person = :person "
        "AND words = :day AND at >= :since LIMIT 1",
        id=wish.id,
        fine=FINE,
        person=person,
        day=str(wish.agreed_at),
        since=wish.claimed_at or 0,
    )
    return row is not None
