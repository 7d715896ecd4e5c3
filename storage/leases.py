"""Who may do what only one process at a time may do, until when."""

from storage.database import Tx


async def take(tx: Tx, name: str, me: str, now: int, until: int) -> bool:
    """Take or keep up a lease; False while another holds it."""
    changed = await tx.run(
        """
        INSERT INTO leases (name, holder, until) VALUES (:name, :me, :until)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE leases.holder = excluded.holder OR leases.until <= :now
        """,
        name=name,
        me=me,
        now=now,
        until=until,
    )
    return changed == 1


async def release(tx: Tx, name: str, me: str) -> None:
    await tx.run("DELETE FROM leases WHERE name = :name AND holder = :me", name=name, me=me)


async def release_all(tx: Tx) -> None:
    """At the start of the only process on this database: whoever held something before is gone."""
    await tx.run("DELETE FROM leases")
