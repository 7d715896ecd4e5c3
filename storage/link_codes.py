"""One-time codes that put two chats together; only the hash of one is kept."""

from dataclasses import dataclass

from storage.database import Tx
from storage.tries import HOUR


@dataclass(frozen=True, slots=True)
class LinkCode:
    """person, chat: who it was made for, and where it was read."""

    code_hash: str
    person: str
    chat: str
    made_at: int
    expires_at: int


async def add(tx: Tx, made: LinkCode) -> bool:
    """The only one of this person from now on; False where somebody else has just this one."""
    await tx.run(
        "DELETE FROM link_codes WHERE person = :person OR expires_at <= :now", person=made.person, now=made.made_at
    )
    changed = await tx.run(
        """
        INSERT INTO link_codes (code_hash, person, chat, made_at, expires_at)
        VALUES (:code_hash, :person, :chat, :made_at, :expires_at)
        ON CONFLICT DO NOTHING
        """,
        **{name: getattr(made, name) for name in LinkCode.__slots__},
    )
    return changed == 1


async def good(tx: Tx, code_hash: str, now: int) -> LinkCode | None:
    """None for used, expired and unknown alike."""
    row = await tx.one(
        "SELECT * FROM link_codes WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now",
        code_hash=code_hash,
        now=now,
    )
    return LinkCode(**{name: row[name] for name in LinkCode.__slots__}) if row else None


async def use(tx: Tx, code_hash: str, now: int) -> bool:
    """True for the first."""
    changed = await tx.run(
        "UPDATE link_codes SET used_at = :now WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now",
        code_hash=code_hash,
        now=now,
    )
    return changed == 1


async def forget(tx: Tx, now: int, linked_before: int) -> None:
    """Codes that are over, tries of earlier hours, and links that are no news any more."""
    await tx.run("DELETE FROM link_codes WHERE expires_at <= :now", now=now)
    await tx.run("DELETE FROM tries WHERE hour < :hour", hour=now // HOUR)
    await tx.run("DELETE FROM links WHERE at < :before", before=linked_before)
