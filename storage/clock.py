"""Which orders the clock must look at, and moving their deadlines on."""

from storage.database import Tx


async def due(tx: Tx, now: int, limit: int) -> list[tuple[str, int, int]]:
    """(order id, due_at, stage) of what is due, the longest overdue first."""
    rows = await tx.all(
        "SELECT id, due_at, stage FROM orders WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [(row["id"], row["due_at"], row["stage"]) for row in rows]


async def move(tx: Tx, order_id: str, seen: int, next_due: int | None, stage: int) -> bool:
    """Move the deadline on, unless somebody else already has."""
    changed = await tx.run(
        """
        UPDATE orders SET due_at = :next_due, stage = :stage
        WHERE id = :id AND due_at = :seen
        """,
        id=order_id,
        seen=seen,
        next_due=next_due,
        stage=stage,
    )
    return changed == 1
