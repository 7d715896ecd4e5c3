"""What is kept for later: what people wrote to each other at night, and the orders of which groups are to hear."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Words:
    """event: as which they stand in the order's story. person: who wrote them. said: photos and voice, too, as JSON."""

    event: str
    order_id: str
    person: str
    said: str
    at: int


async def keep_words(tx: Tx, words: Words, look_at: int) -> None:
    await tx.run(
        """
        INSERT INTO night_words (event, order_id, person, said, at, look_at)
        VALUES (:event, :order_id, :person, :said, :at, :look_at)
        """,
        event=words.event,
        order_id=words.order_id,
        person=words.person,
        said=words.said,
        at=words.at,
        look_at=look_at,
    )


async def words_due(tx: Tx, now: int, limit: int) -> list[str]:
    """Their events, in the order in which they were written."""
    rows = await tx.all(
        "SELECT event FROM night_words WHERE look_at <= :now ORDER BY look_at, event LIMIT :limit", now=now, limit=limit
    )
    return [row["event"] for row in rows]


async def take_words(tx: Tx, event: str) -> Words | None:
    """None where another replica took them."""
    row = await tx.one(
        "DELETE FROM night_words WHERE event = :event RETURNING event, order_id, person, said, at", event=event
    )
    return Words(**{name: row[name] for name in Words.__slots__}) if row else None


async def keep_card(tx: Tx, chat: str, order_id: str, now: int, look_at: int) -> None:
    await tx.run(
        """
        INSERT INTO night_cards (chat, order_id, at, look_at) VALUES (:chat, :order_id, :now, :look_at)
        ON CONFLICT (chat, order_id) DO NOTHING
        """,
        chat=chat,
        order_id=order_id,
        now=now,
        look_at=look_at,
    )


async def groups_due(tx: Tx, now: int) -> list[str]:
    rows = await tx.all("SELECT DISTINCT chat FROM night_cards WHERE look_at <= :now ORDER BY chat", now=now)
    return [row["chat"] for row in rows]


async def first_card(tx: Tx, chat: str) -> int | None:
    """Since when something has been kept for this group."""
    row = await tx.one("SELECT MIN(at) AS at FROM night_cards WHERE chat = :chat", chat=chat)
    return row["at"] if row else None


async def take_cards(tx: Tx, chat: str) -> list[str]:
    """The orders' ids, the oldest first; none where another replica took them."""
    rows = await tx.all("DELETE FROM night_cards WHERE chat = :chat RETURNING order_id", chat=chat)
    return sorted(row["order_id"] for row in rows)


async def forget_card(tx: Tx, chat: str, order_id: str) -> None:
    await tx.run("DELETE FROM night_cards WHERE chat = :chat AND order_id = :id", chat=chat, id=order_id)


async def move(tx: Tx, chat: str, new: str) -> None:
    """A group got another address."""
    await tx.run(
        """
        INSERT INTO night_cards (chat, order_id, at, look_at)
        SELECT :new, order_id, at, look_at FROM night_cards WHERE chat = :chat
        ON CONFLICT (chat, order_id) DO NOTHING
        """,
        new=new,
        chat=chat,
    )
    await tx.run("DELETE FROM night_cards WHERE chat = :chat", chat=chat)


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what was kept in a night that is still to come is looked at again."""
    await tx.run("UPDATE night_words SET look_at = :now, at = :now WHERE at > :now", now=now)
    await tx.run("UPDATE night_cards SET look_at = :now, at = :now WHERE at > :now", now=now)
