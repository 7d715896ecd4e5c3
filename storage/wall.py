"""Whose wishes came true: the places that have something to give thanks for."""

from storage.database import Tx


async def thankful(tx: Tx, first: int, last: int) -> list[str]:
    """The places at which a wish came true between two moments."""
    rows = await tx.all(
        "SELECT DISTINCT place FROM wish_thanks WHERE at >= :first AND at < :last ORDER BY place",
        first=first,
        last=last,
    )
    return [row["place"] for row in rows]
