"""Who visits the web chat: sessions, known by the hash of the secret in their cookie."""

from storage.database import Tx


async def open_session(tx: Tx, session_id: str, secret_hash: str, now: int) -> None:
    """Remember a session; one with this secret that is here already stays as it is."""
    await tx.run(
        """
        INSERT INTO web_sessions (id, secret_hash, created_at, seen_at)
        VALUES (:id, :secret_hash, :now, :now)
        ON CONFLICT DO NOTHING
        """,
        id=session_id,
        secret_hash=secret_hash,
        now=now,
    )


async def session_of(tx: Tx, secret_hash: str) -> str | None:
    row = await tx.one("SELECT id FROM web_sessions WHERE secret_hash = :secret_hash", secret_hash=secret_hash)
    return row["id"] if row else None


async def known(tx: Tx, session_id: str) -> bool:
    return await tx.one("SELECT 1 FROM web_sessions WHERE id = :id", id=session_id) is not None


async def seen(tx: Tx, session_id: str, now: int) -> None:
    await tx.run("UPDATE web_sessions SET seen_at = :now WHERE id = :id", id=session_id, now=now)


async def language_of(tx: Tx, address: str) -> str | None:
    """What the person in this chat speaks; None before anybody knows."""
    row = await tx.one(
        """
        SELECT p.language FROM chats c JOIN persons p ON p.id = c.person
        WHERE c.id = :address
        """,
        address=address,
    )
    return row["language"] if row else None
