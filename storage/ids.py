"""The newest id that a letter, or a message that waits, was kept under."""

from storage.database import Tx


async def newest(tx: Tx) -> str:
    row = await tx.one(
        """
        SELECT MAX(id) AS id
        FROM (
            SELECT MAX(id) AS id FROM inbox WHERE state = 'new'
            UNION ALL SELECT MAX(id) AS id FROM outbox
        ) AS kept
        """
    )
    return row["id"] or "0" if row else "0"
