"""What arrived: kept raw before it is acknowledged, then worked off one at a time a sender."""

from dataclasses import dataclass

from storage.database import Tx

TRIES = 5
HOUR = 3600  # longer than any pause between two tries
ALBUM_PAUSE = 1  # seconds without another picture before an album is taken as one answer


@dataclass(frozen=True, slots=True)
class Arrived:
    """A row of the inbox; raw is the channel's JSON as it came."""

    channel: str
    message_id: str
    id: str
    sender: str
    album: str | None
    raw: str
    received_at: int
    tries: int = 0


async def receive(tx: Tx, row: Arrived) -> bool:
    """Keep what arrived; False when it was here already. Its id sorts by arrival."""
    changed = await tx.run(
        """
        INSERT INTO inbox (channel, message_id, id, sender, album, raw, received_at)
        VALUES (:channel, :message_id, :id, :sender, :album, :raw, :received_at)
        ON CONFLICT (channel, message_id) DO NOTHING
        """,
        channel=row.channel,
        message_id=row.message_id,
        id=row.id,
        sender=row.sender,
        album=row.album,
        raw=row.raw,
        received_at=row.received_at,
    )
    return changed == 1


async def due(tx: Tx, now: int, limit: int, after: str = "") -> list[Arrived]:
    """The oldest that nobody has worked off, without senders whose message must still wait for its next try."""
    rows = await tx.all(
        """
        SELECT channel, message_id, id, sender, album, raw, received_at, tries FROM inbox
        WHERE state = 'new' AND id > :after
        AND sender NOT IN (SELECT sender FROM inbox WHERE state = 'new' AND next_try_at > :now)
        ORDER BY id
        LIMIT :limit
        """,
        now=now,
        limit=limit,
        after=after,
    )
    return [Arrived(**{name: row[name] for name in Arrived.__slots__}) for row in rows]


async def take(
    tx: Tx, arrived: Arrived, *, role: str | None = None, did: str | None = None, erase: bool = False
) -> bool:
    """Mark it done within this unit; False when another replica or an earlier run has done it.

    role, did: who did what, for the burden meter: a tap, a photo or words. erase: keep nothing of what was
    said, nor who said what nobody here did anything about.
    """
    changed = await tx.run(
        """
        UPDATE inbox SET state = 'done', error = NULL, role = :role, did = :did,
            raw = CASE WHEN :erase = 1 THEN '{}' ELSE raw END,
            sender = CASE WHEN :erase = 1 AND :role IS NULL THEN '' ELSE sender END
        WHERE channel = :channel AND message_id = :message_id AND state = 'new'
        """,
        role=role,
        did=did,
        erase=int(erase),
        channel=arrived.channel,
        message_id=arrived.message_id,
    )
    return changed == 1


async def stumble(tx: Tx, arrived: Arrived, error: str, next_try_at: int) -> bool:
    """Count a failed try; True when that was the last one and it went to the dead letters."""
    row = await tx.one(
        """
        UPDATE inbox SET tries = tries + 1, error = :error, next_try_at = :next_try_at,
            state = CASE WHEN tries + 1 >= :limit THEN 'dead' ELSE 'new' END
        WHERE channel = :channel AND message_id = :message_id AND state = 'new'
        RETURNING state
        """,
        error=error,
        next_try_at=next_try_at,
        limit=TRIES,
        channel=arrived.channel,
        message_id=arrived.message_id,
    )
    return row is not None and row["state"] == "dead"


async def bury(tx: Tx, arrived: Arrived, error: str) -> None:
    """Straight to the dead letters: it will never be readable."""
    await tx.run(
        """
        UPDATE inbox SET state = 'dead', error = :error
        WHERE channel = :channel AND message_id = :message_id AND state = 'new'
        """,
        error=error,
        channel=arrived.channel,
        message_id=arrived.message_id,
    )


async def backlog(tx: Tx) -> tuple[int, int]:
    """How many wait, and how many are dead letters."""
    row = await tx.one(
        """
        SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new') AS waiting,
               (SELECT COUNT(*) FROM inbox WHERE state = 'dead') AS dead
        """
    )
    assert row is not None
    return row["waiting"], row["dead"]


async def forget(tx: Tx, before: int) -> int:
    """Delete what was worked off before this moment; what people wrote is kept no longer than needed."""
    return await tx.run(
        "DELETE FROM inbox WHERE state = 'done' AND received_at < :before",
        before=before,
    )


async def oldest(tx: Tx) -> int | None:
    """When the oldest that still waits arrived."""
    row = await tx.one("SELECT MIN(received_at) AS moment FROM inbox WHERE state = 'new'")
    return row["moment"] if row else None


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: whatever came or failed then is tried again at once."""
    await tx.run(
        """
        UPDATE inbox SET next_try_at = 0, received_at = CASE WHEN received_at > :now THEN :now ELSE received_at END
        WHERE state = 'new' AND (received_at > :now OR next_try_at > :far)
        """,
        now=now,
        far=now + HOUR,
    )
