"""What the clock clears away once nobody needs it any more, some hundred rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import mask
from storage import contacts
from storage.database import Tx
from storage.erasing import drop_media, listed

CONTACTS, PICTURES = 1, 2  # how far a closed matter was cleared


@dataclass(frozen=True, slots=True)
class Closed:
    """part_of: a task of a joint order names whoever the whole is about."""

    id: str
    number: str
    part_of: str | None = None


CLOSED = """
    SELECT * FROM {table}
    WHERE state = 'closed' AND cleared < 2 AND cleared = :cleared AND closed_at < :before
    ORDER BY closed_at LIMIT :limit
"""


async def closed(tx: Tx, table: str, cleared: int, before: int, limit: int) -> list[Closed]:
    """table: orders or wishes."""
    rows = await tx.all(CLOSED.format(table=table), cleared=cleared, before=before, limit=limit)
    return [Closed(row["id"], row["number"], row.get("part_of")) for row in rows]


async def order_contacts(tx: Tx, found: Sequence[Closed]) -> None:
    """How to reach them goes; phones, doors and their name are hidden in what was written."""
    for one in found:
        names = await tx.all(
            """
            SELECT c.name FROM order_contacts c WHERE c.order_id IN (:id, :whole)
            UNION SELECT p.name FROM authors a JOIN persons p ON p.id = a.person WHERE a.order_id IN (:id, :whole)
            """,
            id=one.id,
            whole=one.part_of or one.id,
        )
        called = [row["name"] for row in names if row["name"]]
        await contacts.erase(tx, one.id)
        await tx.run("DELETE FROM call_backs WHERE order_id = :id", id=one.id)
        await _hide(tx, "orders", "what", "id = :id", one.id, called)
        await _hide(tx, "order_events", "words", "order_id = :id", one.id, called)
        await tx.run("UPDATE orders SET cleared = 1 WHERE id = :id AND cleared = 0", id=one.id)


async def wish_contacts(tx: Tx, found: Sequence[Closed]) -> None:
    for one in found:
        row = await tx.one("SELECT name FROM wishers WHERE wish_id = :id", id=one.id)
        called = [row["name"]] if row and row["name"] else []
        await tx.run(
            "UPDATE wishers SET name = '', contact = '', home = NULL, code = NULL WHERE wish_id = :id", id=one.id
        )
        await _hide(tx, "wishes", "what", "id = :id", one.id, called)
        await _hide(tx, "wish_events", "words", "wish_id = :id", one.id, called)
        await tx.run("UPDATE wishes SET cleared = 1 WHERE id = :id AND cleared = 0", id=one.id)


async def _hide(tx: Tx, table: str, column: str, which: str, id: str, names: Sequence[str]) -> None:
    for row in await tx.all(f"SELECT DISTINCT {column} AS said FROM {table} WHERE {which} AND {column} <> ''", id=id):
        hidden = mask.text(row["said"], names)
        if hidden != row["said"]:
            sql = f"UPDATE {table} SET {column} = :hidden WHERE {which} AND {column} = :said"
            await tx.run(sql, id=id, hidden=hidden, said=row["said"])


async def order_pictures(tx: Tx, found: Sequence[Closed], now: int) -> None:
    """Also the cards that nobody will change any more."""
    for one in found:
        rows = await tx.all("SELECT media FROM order_photos WHERE order_id = :id", id=one.id)
        await tx.run("DELETE FROM order_photos WHERE order_id = :id", id=one.id)
        await _let_go(tx, [row["media"] for row in rows], now)
        await _cards(tx, ("order", "relay"), one.number)
        await tx.run("UPDATE orders SET cleared = 2 WHERE id = :id AND cleared = 1", id=one.id)


async def wish_pictures(tx: Tx, found: Sequence[Closed], now: int) -> None:
    for one in found:
        rows = await tx.all("SELECT media FROM wish_media WHERE wish_id = :id", id=one.id)
        thanks = await tx.all("SELECT photos, voice FROM wish_thanks WHERE wish_id = :id", id=one.id)
        await tx.run("DELETE FROM wish_media WHERE wish_id = :id", id=one.id)
        await tx.run("UPDATE wish_thanks SET photos = '[]', voice = NULL WHERE wish_id = :id", id=one.id)
        gone = [media for row in thanks for media in (*listed(row["photos"]), *listed(row["voice"]))]
        await _let_go(tx, [*(row["media"] for row in rows), *gone], now)
        await _cards(tx, ("wish", "wishrelay"), one.number)
        await tx.run("UPDATE wishes SET cleared = 2 WHERE id = :id AND cleared = 1", id=one.id)


async def _cards(tx: Tx, kinds: Sequence[str], number: str) -> None:
    for kind in kinds:
        card = f"{kind}:{number}"
        await tx.run(
            "DELETE FROM cards WHERE card = :card OR (card > :low AND card < :high)",
            card=card,
            low=card + ":",
            high=card + ";",
        )


async def _let_go(tx: Tx, media: Sequence[str], now: int) -> None:
    """What another matter still shows stays with it."""
    for one in dict.fromkeys(media):
        if not await in_use(tx, one, chats=False):
            await drop_media(tx, one, now)


async def in_use(tx: Tx, media: str, *, chats: bool = True) -> bool:
    """Whether a matter shows it, or a web chat does."""
    row = await tx.one(
        """
        SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM order_photos WHERE media = :media)
        OR EXISTS (SELECT 1 FROM wish_media WHERE media = :media)
        OR EXISTS (SELECT 1 FROM wish_thanks WHERE voice = :media OR photos LIKE '%' || :media || '%')
        OR EXISTS (SELECT 1 FROM goods WHERE photo = :media)
        OR (:chats = 1 AND EXISTS (SELECT 1 FROM web_media WHERE media = :media))
        """,
        media=media,
        chats=int(chats),
    )
    return row is not None


async def old_bubbles(tx: Tx, before: int, limit: int) -> list[tuple[str, str]]:
    """(address, key); the last one of a chat stays: an open page goes by its number."""
    rows = await tx.all(
        """
        SELECT l.address, l.key FROM web_log l WHERE l.created_at < :before
        AND EXISTS (SELECT 1 FROM web_log n WHERE n.address = l.address AND n.seq > l.seq)
        ORDER BY l.created_at LIMIT :limit
        """,
        before=before,
        limit=limit,
    )
    return [(row["address"], row["key"]) for row in rows]


async def bubbles(tx: Tx, found: Sequence[tuple[str, str]]) -> None:
    for address, key in found:
        await tx.run("DELETE FROM web_media WHERE address = :address AND key = :key", address=address, key=key)
        await tx.run("DELETE FROM web_log WHERE address = :address AND key = :key", address=address, key=key)


async def unused_sessions(tx: Tx, before: int, limit: int) -> list[str]:
    rows = await tx.all(
        "SELECT id FROM web_sessions WHERE seen_at < :before ORDER BY seen_at LIMIT :limit", before=before, limit=limit
    )
    return [row["id"] for row in rows]


async def sessions(tx: Tx, found: Sequence[str], before: int) -> None:
    """With all that their chats showed. Whoever came back meanwhile keeps theirs."""
    for session in found:
        if await tx.run("DELETE FROM web_sessions WHERE id = :id AND seen_at < :before", id=session, before=before):
            for table in ("web_log", "web_media"):
                await tx.run(f"DELETE FROM {table} WHERE address = :address", address=f"web:{session}")
            await tx.run("DELETE FROM talks WHERE chat = :address", address=f"web:{session}")
            await tx.run("DELETE FROM cards WHERE chat = :address", address=f"web:{session}")


async def unused_media(tx: Tx, before: int, limit: int) -> list[str]:
    """Sent long ago, and shown by nothing any more."""
    rows = await tx.all(
        """
        SELECT m.id FROM media m WHERE m.created_at < :before
        AND NOT EXISTS (SELECT 1 FROM order_photos p WHERE p.media = m.id)
        AND NOT EXISTS (SELECT 1 FROM wish_media w WHERE w.media = m.id)
        AND NOT EXISTS (SELECT 1 FROM web_media s WHERE s.media = m.id)
        ORDER BY m.created_at LIMIT :limit
        """,
        before=before,
        limit=limit,
    )
    return [row["id"] for row in rows]


async def uploads(tx: Tx, found: Sequence[str], now: int) -> None:
    for media in found:
        if not await in_use(tx, media):
            await drop_media(tx, media, now)


async def leftovers(tx: Tx, letters: int, contact: int) -> None:
    """Words of letters that are remembered so as not to be said twice, dead letters, links that are over."""
    await tx.run(
        "UPDATE outbox SET body = '{}' WHERE state <> 'new' AND done_at < :before AND body <> '{}'", before=letters
    )
    await tx.run("DELETE FROM inbox WHERE state = 'dead' AND received_at < :before", before=contact)
    await tx.run("DELETE FROM export_links WHERE expires_at < :before", before=letters)
