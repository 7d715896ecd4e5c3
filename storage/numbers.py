"""Numbers that are said aloud: one kind for all that has one, so that none means two things."""

from storage.database import Tx

NUMBERED = {  # tables, each with the column of its numbers
    "orders": "number",
    "wishes": "number",
    "redemptions": "number",
    "activities": "number",
    "roster": "badge",
    "certificates": "code",
    "place_codes": "code",
}
TAKEN = (
    " UNION ALL ".join(f"SELECT 1 AS found FROM {table} WHERE {column} = :number" for table, column in NUMBERED.items())
    + " LIMIT 1"
)


async def taken(tx: Tx, number: str) -> bool:
    return await tx.one(TAKEN, number=number) is not None
