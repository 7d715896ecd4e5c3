"""Numbers that are said aloud: one kind for all that has one, so that none means two things."""

from storage.database import Tx

NUMBERED = ("orders", "wishes", "redemptions", "activities")  # tables with a column `number`
TAKEN = " UNION ALL ".join(f"SELECT 1 AS found FROM {table} WHERE number = :number" for table in NUMBERED) + " LIMIT 1"


async def taken(tx: Tx, number: str) -> bool:
    return await tx.one(TAKEN, number=number) is not None
