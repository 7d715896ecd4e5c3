"""Groups: which place each belongs to, what kind it is, and what it was told in the last hour."""

from dataclasses import dataclass
from enum import StrEnum

from storage.database import Row, Tx

HOUR = 3600


class Kind(StrEnum):
    RESIDENTS = "residents"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Group:
    """bound_by: the person whose code bound it, "" where nobody knows. topic: where in a forum we write."""

    chat: str
    kind: Kind
    place: str
    bound_by: str
    bound_at: int
    topic: str | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class Code:
    kind: Kind
    place: str
    made_by: str


GROUP = """
    SELECT g.chat, g.kind, c.place, g.bound_by, g.bound_at, g.topic, c.reachable
    FROM group_chats g JOIN chats c ON c.id = g.chat
    WHERE c.place IS NOT NULL AND {which}
    ORDER BY c.place, g.chat
"""
BY_CHAT = GROUP.format(which="g.chat = :chat")
BELOW = GROUP.format(which="(c.place = :place OR (c.place > :low AND c.place < :high))")


def _group(row: Row) -> Group:
    known = {name: row[name] for name in ("chat", "place", "bound_by", "bound_at", "topic")}
    return Group(kind=Kind(row["kind"]), reachable=bool(row["reachable"]), **known)


async def add_code(tx: Tx, code_hash: str, code: Code, expires_at: int) -> None:
    await tx.run(
        """
        INSERT INTO group_codes (code_hash, kind, place, made_by, expires_at)
        VALUES (:code_hash, :kind, :place, :made_by, :expires_at)
        """,
        code_hash=code_hash,
        kind=str(code.kind),
        place=code.place,
        made_by=code.made_by,
        expires_at=expires_at,
    )


async def use_code(tx: Tx, code_hash: str, now: int) -> Code | None:
    """The first to type it gets it; None for used, expired and unknown alike."""
    row = await tx.one(
        """
        UPDATE group_codes SET used_at = :now WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now
        RETURNING kind, place, made_by
        """,
        code_hash=code_hash,
        now=now,
    )
    return Code(Kind(row["kind"]), row["place"], row["made_by"]) if row else None


async def forget_codes(tx: Tx, before: int) -> None:
    await tx.run("DELETE FROM group_codes WHERE expires_at < :before", before=before)


async def bind(tx: Tx, chat: str, kind: Kind, place: str, *, by: str, topic: str | None, now: int) -> None:
    """From now on it belongs there, wherever it belonged before."""
    known = "UPDATE chats SET place = :place, reachable = 1 WHERE id = :id AND is_group = 1"
    if not await tx.run(known, place=place, id=chat):
        return  # a private chat is nobody's group
    await tx.run(
        """
        INSERT INTO group_chats (chat, kind, bound_by, bound_at, topic) VALUES (:chat, :kind, :by, :now, :topic)
        ON CONFLICT (chat) DO UPDATE SET kind = excluded.kind, bound_by = excluded.bound_by,
            bound_at = excluded.bound_at, topic = excluded.topic
        """,
        chat=chat,
        kind=str(kind),
        by=by,
        topic=topic,
        now=now,
    )


async def unbind(tx: Tx, chat: str) -> None:
    await tx.run("UPDATE chats SET place = NULL WHERE id = :chat AND is_group = 1", chat=chat)
    for table in ("group_chats", "night_cards", "group_said"):
        await tx.run(f"DELETE FROM {table} WHERE chat = :chat", chat=chat)


async def get(tx: Tx, chat: str) -> Group | None:
    """None where it is bound to no place."""
    row = await tx.one(BY_CHAT, chat=chat)
    return _group(row) if row else None


async def below(tx: Tx, place: str) -> list[Group]:
    """All that are bound at this place or below it."""
    rows = await tx.all(BELOW, place=place, low=place + "/", high=place + "0")
    return [_group(row) for row in rows]


async def staff_at(tx: Tx, compound: str, community: str | None, grid: str | None) -> list[str]:
    """The staff groups of exactly these places that can be written to."""
    rows = await tx.all(
        """
        SELECT g.chat FROM group_chats g JOIN chats c ON c.id = g.chat
        WHERE g.kind = 'staff' AND c.reachable = 1 AND c.place IN (:compound, :community, :grid)
        ORDER BY g.chat
        """,
        compound=compound,
        community=community,
        grid=grid,
    )
    return [row["chat"] for row in rows]


async def topic_of(tx: Tx, chat: str) -> str | None:
    row = await tx.one("SELECT topic FROM group_chats WHERE chat = :chat", chat=chat)
    return row["topic"] if row else None


async def forget_topic(tx: Tx, chat: str, topic: str) -> bool:
    """False where we write somewhere else by now."""
    return 1 == await tx.run(
        "UPDATE group_chats SET topic = NULL WHERE chat = :chat AND topic = :topic", chat=chat, topic=topic
    )


async def move(tx: Tx, chat: str, new: str) -> None:
    """A group got another address; what it was told in this hour and who called there go along."""
    await tx.run(
        """
        INSERT INTO group_chats (chat, kind, bound_by, bound_at, topic)
        SELECT :new, kind, bound_by, bound_at, topic FROM group_chats WHERE chat = :chat
        ON CONFLICT (chat) DO NOTHING
        """,
        new=new,
        chat=chat,
    )
    await tx.run("DELETE FROM group_chats WHERE chat = :chat", chat=chat)
    await tx.run("UPDATE group_said SET chat = :new WHERE chat = :chat", chat=chat, new=new)
    # Its messages have other references there.
    await tx.run("UPDATE group_drafts SET chat = :new, ref = NULL, album = NULL WHERE chat = :chat", chat=chat, new=new)


async def room(tx: Tx, chat: str, most: int, now: int) -> int | None:
    """None while fewer than so many messages were said in the last hour; else the moment from which there is room."""
    rows = await tx.all(
        "SELECT at FROM group_said WHERE chat = :chat AND at > :since AND at <= :now ORDER BY at DESC LIMIT :most",
        chat=chat,
        since=now - HOUR,
        now=now,
        most=most,
    )
    return rows[-1]["at"] + HOUR if len(rows) >= most else None


async def said(tx: Tx, id: str, chat: str, now: int) -> None:
    await tx.run("DELETE FROM group_said WHERE chat = :chat AND at <= :before", chat=chat, before=now - HOUR)
    await tx.run("INSERT INTO group_said (id, chat, at) VALUES (:id, :chat, :now)", id=id, chat=chat, now=now)


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what was said in an hour that is still to come was said now."""
    await tx.run("UPDATE group_said SET at = :now WHERE at > :now", now=now)
    await tx.run("UPDATE group_codes SET expires_at = :latest WHERE expires_at > :latest", latest=now + HOUR)
