"""Talks under way: one a chat, a few answers by name, and the question as it was shown."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Talk:
    """given, state and shown are JSON; so is parked, the talk that is taken up again after this one."""

    chat: str
    id: str
    person: str
    script: str
    given: str
    state: str
    shown: str
    revision: int
    parked: str | None = None
    touched_at: int = 0


async def get(tx: Tx, chat: str) -> Talk | None:
    row = await tx.one("SELECT * FROM talks WHERE chat = :chat", chat=chat)
    return Talk(**{name: row[name] for name in Talk.__slots__}) if row else None


async def save(tx: Tx, talk: Talk, now: int) -> None:
    await tx.run(
        """
        INSERT INTO talks (chat, id, person, script, given, state, shown, revision, parked, touched_at)
        VALUES (:chat, :id, :person, :script, :given, :state, :shown, :revision, :parked, :now)
        ON CONFLICT (chat) DO UPDATE SET id = excluded.id, person = excluded.person, script = excluded.script,
            given = excluded.given, state = excluded.state, shown = excluded.shown,
            revision = excluded.revision, parked = excluded.parked, touched_at = excluded.touched_at
        """,
        chat=talk.chat,
        id=talk.id,
        person=talk.person,
        script=talk.script,
        given=talk.given,
        state=talk.state,
        shown=talk.shown,
        revision=talk.revision,
        parked=talk.parked,
        now=now,
    )


async def end(tx: Tx, chat: str, id: str | None = None) -> None:
    """The talk in this chat, or only the one with this id."""
    await tx.run("DELETE FROM talks WHERE chat = :chat AND (id = :id OR :id IS NULL)", chat=chat, id=id)


async def untouched(tx: Tx, before: int, limit: int) -> list[Talk]:
    """Talks that nobody has answered since that moment."""
    rows = await tx.all(
        "SELECT * FROM talks WHERE touched_at < :before ORDER BY touched_at LIMIT :limit",
        before=before,
        limit=limit,
    )
    return [Talk(**{name: row[name] for name in Talk.__slots__}) for row in rows]
