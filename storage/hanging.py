"""What hangs at a desk: handed out and overdue, or gone up from it and still open. Ids of orders."""

from storage.database import Tx


async def overdue(tx: Tx, rung: str, now: int, limit: int) -> list[str]:
    """What this desk has handed out and is past its deadline, the longest first; what is paused is not."""
    rows = await tx.all(
        """
        SELECT id FROM orders
        WHERE rung = :rung AND state IN ('dispatched', 'accepted') AND deadline <= :now AND paused_until IS NULL
        ORDER BY deadline, id LIMIT :limit
        """,
        rung=rung,
        now=now,
        limit=limit,
    )
    return [row["id"] for row in rows]


async def gone_up(tx: Tx, rung: str, limit: int) -> list[str]:
    """What lies below this desk and waits at one above it, the oldest first."""
    rows = await tx.all(
        """
        SELECT id FROM orders
        WHERE raised > 0 AND state <> 'closed' AND (place = :rung OR (place > :low AND place < :high))
        AND substr(:rung, 1, length(rung) + 1) = rung || '/'
        ORDER BY placed_at, id LIMIT :limit
        """,
        rung=rung,
        low=rung + "/",
        high=rung + "0",
        limit=limit,
    )
    return [row["id"] for row in rows]
