"""Which chats show which card, and in which message."""

from storage.database import Tx


async def present(tx: Tx, chat: str, card: str) -> None:
    """From now on this chat shows the card; its message is known once it was sent."""
    await tx.run(
        "INSERT INTO cards (chat, card) VALUES (:chat, :card) ON CONFLICT (chat, card) DO NOTHING",
        chat=chat,
        card=card,
    )


async def sent_as(tx: Tx, chat: str, card: str, ref: str) -> None:
    await tx.run(
        """
        INSERT INTO cards (chat, card, ref) VALUES (:chat, :card, :ref)
        ON CONFLICT (chat, card) DO UPDATE SET ref = excluded.ref
        """,
        chat=chat,
        card=card,
        ref=ref,
    )


async def ref_of(tx: Tx, chat: str, card: str) -> str | None:
    row = await tx.one("SELECT ref FROM cards WHERE chat = :chat AND card = :card", chat=chat, card=card)
    return row["ref"] if row else None


async def at(tx: Tx, chat: str, ref: str) -> str | None:
    """Which card a message shows."""
    row = await tx.one("SELECT card FROM cards WHERE chat = :chat AND ref = :ref", chat=chat, ref=ref)
    return row["card"] if row else None


async def chats_with(tx: Tx, card: str) -> list[str]:
    rows = await tx.all("SELECT chat FROM cards WHERE card = :card ORDER BY chat", card=card)
    return [row["chat"] for row in rows]


async def drop(tx: Tx, chat: str, card: str) -> None:
    """Let the next one be a new message at the end of the chat."""
    await tx.run("UPDATE cards SET ref = NULL WHERE chat = :chat AND card = :card", chat=chat, card=card)
