"""What is done once a day or a week, by whichever replica comes first."""

from storage.database import Tx


async def once(tx: Tx, name: str, key: str, now: int) -> bool:
    """True for the first who asks; the others leave it alone. Keys of one name sort by time."""
    changed = await tx.run(
        "INSERT INTO rounds (name, key, at) VALUES (:name, :key, :now) ON CONFLICT DO NOTHING",
        name=name,
        key=key,
        now=now,
    )
    return changed == 1


async def done(tx: Tx, name: str, key: str) -> bool:
    row = await tx.one("SELECT 1 AS found FROM rounds WHERE name = :name AND key = :key", name=name, key=key)
    return row is not None


async def forget(tx: Tx, name: str, before: str) -> None:
    """Earlier rounds will not come again."""
    await tx.run("DELETE FROM rounds WHERE name = :name AND key < :before", name=name, before=before)


async def undo(tx: Tx, name: str, after: str) -> None:
    """Later rounds are still to come: the machine's clock had been ahead."""
    await tx.run("DELETE FROM rounds WHERE name = :name AND key > :after", name=name, after=after)
