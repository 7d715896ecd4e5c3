"""Which wishes the clock must look at, and moving their clocks on."""

from typing import NamedTuple

from domain.wish import Wish
from storage.database import Tx


class Due(NamedTuple):
    """A wish as the clock found it."""

    id: str
    due_at: int
    stage: int


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    """The longest overdue first."""
    rows = await tx.all(
        "SELECT id, due_at, stage FROM wishes WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Due(row["id"], row["due_at"], row["stage"]) for row in rows]


async def move(tx: Tx, seen: Due, wish: Wish) -> bool:
    """Set the clock as the wish says, unless somebody has moved it or the wish since it was seen.

    Its version stays: a button that was shown before is as good as it was.
    """
    changed = await tx.run(
        """
        UPDATE wishes SET stage = :stage, due_at = :due_at, reach = :reach
        WHERE id = :id AND due_at = :seen_due AND stage = :seen_stage AND version = :version
        """,
        id=wish.id,
        stage=wish.stage,
        due_at=wish.due_at,
        reach=wish.reach,
        seen_due=seen.due_at,
        seen_stage=seen.stage,
        version=wish.version,
    )
    return changed == 1


async def climb(tx: Tx, wish: Wish, rung: str) -> None:
    """Another desk looks after it from now on."""
    await tx.run("UPDATE wishes SET rung = :rung WHERE id = :id", id=wish.id, rung=rung)


async def still_to_come(tx: Tx, now: int) -> list[str]:
    """Wishes at which the clock is to look later; where the machine's clock was ahead that may be much too late."""
    rows = await tx.all("SELECT id FROM wishes WHERE due_at > :now ORDER BY id", now=now)
    return [row["id"] for row in rows]


async def set_anew(tx: Tx, wish: Wish) -> bool:
    """As the wish says, where that is sooner than it was: asked again, nothing is put off."""
    changed = await tx.run(
        """
        UPDATE wishes SET since = :since, off_at = :off_at, stage = :stage, due_at = :due_at
        WHERE id = :id AND version = :version AND due_at > :due_at
        """,
        id=wish.id,
        since=wish.since,
        off_at=wish.off_at,
        stage=wish.stage,
        due_at=wish.due_at,
        version=wish.version,
    )
    return changed == 1
