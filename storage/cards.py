"""Which chats show which card, and in which message."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Sent:
    """The message that shows a card, and the letter it was sent by."""

    ref: str
    letter: str


async def present(tx: Tx, chat: str, card: str) -> None:
    """From now on this chat shows the card; its message is known once it was sent."""
    await tx.run(
        "INSERT INTO cards (chat, card) VALUES (:chat, :card) ON CONFLICT (chat, card) DO NOTHING",
        chat=chat,
        card=card,
    )


async def sent_as(tx: Tx, chat: str, card: str, sent: Sent) -> None:
    await tx.run(
        """
        INSERT INTO cards (chat, card, ref, letter) VALUES (:chat, :card, :ref, :letter)
        ON CONFLICT (chat, card) DO UPDATE SET ref = excluded.ref, letter = excluded.letter
        """,
        chat=chat,
        card=card,
        ref=sent.ref,
        letter=sent.letter,
    )


async def sent(tx: Tx, chat: str, card: str) -> Sent | None:
    row = await tx.one("SELECT ref, letter FROM cards WHERE chat = :chat AND card = :card", chat=chat, card=card)
    return Sent(row["ref"], row["letter"]) if row and row["ref"] else None


async def move(tx: Tx, chat: str, new: str) -> None:
    """The chat goes on under another address, where its cards are shown anew: old messages cannot be edited there."""
    await tx.run(
        """
        INSERT INTO cards (chat, card) SELECT :new, card FROM cards WHERE chat = :chat
        ON CONFLICT (chat, card) DO NOTHING
        """,
        new=new,
        chat=chat,
    )
    await tx.run("DELETE FROM cards WHERE chat = :chat", chat=chat)


async def at(tx: Tx, chat: str, ref: str) -> str | None:
    """Which card a message shows."""
    row = await tx.one("SELECT card FROM cards WHERE chat = :chat AND ref = :ref", chat=chat, ref=ref)
    return row["card"] if row else None


async def shows(tx: Tx, chat: str, card: str) -> bool:
    row = await tx.one("SELECT 1 AS found FROM cards WHERE chat = :chat AND card = :card", chat=chat, card=card)
    return row is not None


async def chats_with(tx: Tx, card: str) -> list[str]:
    rows = await tx.all("SELECT chat FROM cards WHERE card = :card ORDER BY chat", card=card)
    return [row["chat"] for row in rows]
