"""Talks under way: one a chat, a few answers by name, and the question as it was shown."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Talk:
    """given, state and shown are JSON; so is parked, the talk that is taken up again after this one.

    look_at: when the clock looks at it, in UTC seconds, unless somebody answers before.
    """

    chat: str
    id: str
    person: str
    script: str
    given: str
    state: str
    shown: str
    revision: int
    parked: str | None = None
    look_at: int = 0


async def get(tx: Tx, chat: str) -> Talk | None:
    row = await tx.one("SELECT * FROM talks WHERE chat = :chat", chat=chat)
    return Talk(**{name: row[name] for name in Talk.__slots__}) if row else None


async def save(tx: Tx, talk: Talk) -> None:
    await tx.run(
        """
        INSERT INTO talks (chat, id, person, script, given, state, shown, revision, parked, look_at)
        VALUES (:chat, :id, :person, :script, :given, :state, :shown, :revision, :parked, :look_at)
        ON CONFLICT (chat) DO UPDATE SET id = excluded.id, person = excluded.person, script = excluded.script,
            given = excluded.given, state = excluded.state, shown = excluded.shown,
            revision = excluded.revision, parked = excluded.parked, look_at = excluded.look_at
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
        look_at=talk.look_at,
    )


async def end(tx: Tx, chat: str, id: str | None = None) -> None:
    """The talk in this chat, or only the one with this id."""
    await tx.run("DELETE FROM talks WHERE chat = :chat AND (id = :id OR :id IS NULL)", chat=chat, id=id)


async def due(tx: Tx, now: int, limit: int) -> list[Talk]:
    """Talks the clock must look at, the longest overdue first."""
    rows = await tx.all(
        "SELECT * FROM talks WHERE look_at <= :now ORDER BY look_at, chat LIMIT :limit", now=now, limit=limit
    )
    return [Talk(**{name: row[name] for name in Talk.__slots__}) for row in rows]
