"""What each web chat shows, in order, and the pictures and voices in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Row, Tx

BLANK = '{"from": "note", "text": "…"}'


@dataclass(frozen=True, slots=True)
class Entry:
    """One bubble: body is JSON; place orders a chat, seq tells what changed since."""

    key: str
    place: int
    seq: int
    body: str
    at: int


async def write(tx: Tx, address: str, key: str, body: str, media: Iterable[str], at: int, now: int) -> None:
    """Add a bubble, or change the one with this key where it stands."""
    await tx.lock(address)
    await tx.run(
        """
        INSERT INTO web_log (address, key, place, seq, body, at, created_at)
        SELECT :address, :key, last.seq + 1, last.seq + 1, :body, :at, :now
        FROM (SELECT COALESCE(MAX(seq), 0) AS seq FROM web_log WHERE address = :address) AS last
        WHERE true
        ON CONFLICT (address, key) DO UPDATE SET seq = excluded.seq, body = excluded.body
        """,
        address=address,
        key=key,
        body=body,
        at=at,
        now=now,
    )
    await tx.run("DELETE FROM web_media WHERE address = :address AND key = :key", address=address, key=key)
    for media_id in dict.fromkeys(media):
        await tx.run(
            "INSERT INTO web_media (address, media, key) VALUES (:address, :media, :key)",
            address=address,
            media=media_id,
            key=key,
        )


async def entry(tx: Tx, address: str, key: str) -> Entry | None:
    row = await tx.one(
        "SELECT key, place, seq, body, at FROM web_log WHERE address = :address AND key = :key",
        address=address,
        key=key,
    )
    return _entry(row) if row else None


async def newer(tx: Tx, address: str, seq: int, limit: int) -> list[Entry]:
    """What was added or changed after this seq, in the order in which it happened."""
    rows = await tx.all(
        """
        SELECT key, place, seq, body, at FROM web_log
        WHERE address = :address AND seq > :seq
        ORDER BY seq
        LIMIT :limit
        """,
        address=address,
        seq=seq,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def before(tx: Tx, address: str, place: int | None, limit: int) -> list[Entry]:
    """The last bubbles above this place (or of all), as they stand in the chat."""
    rows = await tx.all(
        """
        SELECT key, place, seq, body, at FROM web_log
        WHERE address = :address AND place < :place
        ORDER BY place DESC
        LIMIT :limit
        """,
        address=address,
        place=2**62 if place is None else place,
        limit=limit,
    )
    return [_entry(row) for row in reversed(rows)]


async def forget(tx: Tx, address: str) -> None:
    """The last bubble of a chat that goes on stays, without words: an open page counts on from it."""
    last = "(SELECT MAX(l.seq) FROM web_log l WHERE l.address = :address)"
    await tx.run(f"DELETE FROM web_log WHERE address = :address AND seq < {last}", address=address)
    await tx.run("UPDATE web_log SET body = :blank WHERE address = :address", address=address, blank=BLANK)
    await tx.run("DELETE FROM web_media WHERE address = :address", address=address)


async def keep_media(tx: Tx, media_id: str, owner: str, kind: str, size: int, now: int) -> None:
    await tx.run(
        """
        INSERT INTO media (id, owner, kind, bytes, created_at)
        VALUES (:id, :owner, :kind, :bytes, :now)
        """,
        id=media_id,
        owner=owner,
        kind=kind,
        bytes=size,
        now=now,
    )


async def owns(tx: Tx, address: str, media_id: str) -> bool:
    row = await tx.one("SELECT 1 FROM media WHERE id = :id AND owner = :owner", id=media_id, owner=address)
    return row is not None


async def may_see(tx: Tx, address: str, media_id: str) -> bool:
    """Who sent it, and every chat that shows it; nobody else, whoever knows the id."""
    shown = await tx.one(
        "SELECT 1 FROM web_media WHERE address = :address AND media = :media LIMIT 1",
        address=address,
        media=media_id,
    )
    return shown is not None or await owns(tx, address, media_id)


def _entry(row: Row) -> Entry:
    return Entry(row["key"], row["place"], row["seq"], row["body"], row["at"])
