"""Posts that wait for the yes of a desk."""

from storage.database import Tx
from storage.roster import Post, post_of


async def waiting_of(tx: Tx, person: str) -> list[Post]:
    """What they have joined for and nobody has said yes to yet."""
    rows = await tx.all(
        """
        SELECT p.* FROM posts p JOIN roster m ON m.key = p.key
        WHERE m.person = :person AND p.until IS NULL AND p.due_at IS NOT NULL ORDER BY p.since, p.id
        """,
        person=person,
    )
    return [post_of(row) for row in rows]


async def get(tx: Tx, id: str) -> Post | None:
    row = await tx.one("SELECT * FROM posts WHERE id = :id AND until IS NULL", id=id)
    return post_of(row) if row else None


async def at_desk(tx: Tx, rung: str) -> list[Post]:
    """What waits for the yes of this desk."""
    rows = await tx.all(
        "SELECT * FROM posts WHERE rung = :rung AND until IS NULL AND due_at IS NOT NULL ORDER BY since, id", rung=rung
    )
    return [post_of(row) for row in rows]


async def due(tx: Tx, now: int, limit: int) -> list[tuple[str, int]]:
    """(id, due_at) of those that wait for a yes, the longest waiting first."""
    rows = await tx.all(
        "SELECT id, due_at FROM posts WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit", now=now, limit=limit
    )
    return [(row["id"], row["due_at"]) for row in rows]


async def move(tx: Tx, seen: Post, rung: str | None, nags: int, due_at: int | None) -> bool:
    """It waits at this desk until then, or for nobody; False where somebody was faster."""
    changed = await tx.run(
        """
        UPDATE posts SET rung = :rung, nags = :nags, due_at = :due_at
        WHERE id = :id AND until IS NULL AND due_at = :seen
        """,
        id=seen.id,
        rung=rung,
        nags=nags,
        due_at=due_at,
        seen=seen.due_at,
    )
    return changed == 1
