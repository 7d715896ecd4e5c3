"""Secrets of our own making, the same on every replica."""

from storage.database import Tx


async def key(tx: Tx, name: str, made: str, now: int) -> str:
    """The secret of this name; `made`, where there was none yet."""
    await tx.run(
        "INSERT INTO keys (name, value, made_at) VALUES (:name, :made, :now) ON CONFLICT (name) DO NOTHING",
        name=name,
        made=made,
        now=now,
    )
    row = await tx.one("SELECT value FROM keys WHERE name = :name", name=name)
    assert row is not None
    return str(row["value"])
