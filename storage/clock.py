"""Which orders the clock must look at, moving their deadlines on, and what it did."""

from typing import NamedTuple

from domain.order import Order
from storage.database import Tx


class Due(NamedTuple):
    """An order as the clock found it."""

    id: str
    due_at: int
    stage: int


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    """The longest overdue first."""
    rows = await tx.all(
        "SELECT id, due_at, stage FROM orders WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Due(row["id"], row["due_at"], row["stage"]) for row in rows]


async def overlooked(tx: Tx, before: int, named: int) -> tuple[int, list[str]]:
    """How many orders and wishes have been due since before then; the numbers of those that wait longest."""
    rows = await tx.all(
        """
        SELECT number, COUNT(*) OVER () AS together FROM (
            SELECT number, due_at FROM orders WHERE due_at <= :before
            UNION ALL SELECT number, due_at FROM wishes WHERE due_at <= :before
        ) AS late ORDER BY due_at, number LIMIT :named
        """,
        before=before,
        named=named,
    )
    return (rows[0]["together"] if rows else 0), [row["number"] for row in rows]


async def move(tx: Tx, seen: Due, order: Order) -> bool:
    """Set the clock as the order says, unless somebody has moved it or the order since it was seen."""
    changed = await tx.run(
        """
        UPDATE orders SET since = :since, deadline = :deadline, stage = :stage, due_at = :due_at, nagged = :nagged,
            word_by = :word_by
        WHERE id = :id AND due_at = :seen_due AND stage = :seen_stage AND version = :version
        """,
        id=order.id,
        since=order.since,
        deadline=order.deadline,
        stage=order.stage,
        due_at=order.due_at,
        nagged=int(order.nagged),
        word_by=order.word_by,
        seen_due=seen.due_at,
        seen_stage=seen.stage,
        version=order.version,
    )
    return changed == 1


async def nagged(tx: Tx, order_id: str, deadline: int, stage: int, nag: str, now: int) -> bool:
    """Write down that this was done; False where it was done before."""
    changed = await tx.run(
        """
        INSERT INTO nags (order_id, deadline, stage, nag, at) VALUES (:order_id, :deadline, :stage, :nag, :now)
        ON CONFLICT DO NOTHING
        """,
        order_id=order_id,
        deadline=deadline,
        stage=stage,
        nag=nag,
        now=now,
    )
    return changed == 1


async def set_ahead(tx: Tx, now: int, limit: int) -> list[str]:
    """Orders whose clock was set at a moment that is still to come: the machine's clock was ahead, and went back."""
    rows = await tx.all(
        "SELECT id FROM orders WHERE due_at IS NOT NULL AND since > :now LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [row["id"] for row in rows]


async def set_anew(tx: Tx, order: Order, now: int) -> bool:
    """As the order says, where its clock is still ahead of now."""
    changed = await tx.run(
        """
        UPDATE orders SET since = :since, deadline = :deadline, stage = :stage, due_at = :due_at, nagged = :nagged,
            word_by = :word_by
        WHERE id = :id AND version = :version AND since > :now
        """,
        id=order.id,
        since=order.since,
        deadline=order.deadline,
        stage=order.stage,
        due_at=order.due_at,
        nagged=int(order.nagged),
        word_by=order.word_by,
        version=order.version,
        now=now,
    )
    return changed == 1
