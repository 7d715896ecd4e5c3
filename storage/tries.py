"""How often somebody tried what could be guessed, by the hour."""

from storage.database import Tx

HOUR = 3600
EVERYBODY = "*"


async def count(tx: Tx, kind: str, who: str, now: int) -> int:
    """This one included, how many there were in this hour."""
    row = await tx.one(
        """
        INSERT INTO tries (kind, who, hour, times) VALUES (:kind, :who, :hour, 1)
        ON CONFLICT (kind, who, hour) DO UPDATE SET times = tries.times + 1
        RETURNING times
        """,
        kind=kind,
        who=who,
        hour=now // HOUR,
    )
    return int(row["times"]) if row else 1


async def so_far(tx: Tx, kind: str, who: str, now: int) -> int:
    row = await tx.one(
        "SELECT times FROM tries WHERE kind = :kind AND who = :who AND hour = :hour",
        kind=kind,
        who=who,
        hour=now // HOUR,
    )
    return int(row["times"]) if row else 0
