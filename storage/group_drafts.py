"""What was called out in residents' groups, until its author says yes or no."""

from dataclasses import dataclass
from enum import StrEnum

import orjson

from storage.database import Row, Tx


class State(StrEnum):
    OPEN = "open"
    SENT = "sent"
    DROPPED = "dropped"  # the author said no
    LAPSED = "lapsed"  # nobody said anything


@dataclass(frozen=True, slots=True)
class Draft:
    """said, photos and voice are empty once it is over. danger: the key of the one it speaks of.

    called: we were meant, and not everybody who reads there. ref, album, topic: of the message in the group.
    token: the hash of what is in the link the group was shown. number: the order it became. look_at: when the clock
    looks.
    """

    id: str
    person: str
    chat: str
    ref: str | None
    album: str | None
    topic: str | None
    place: str
    said: str
    photos: tuple[str, ...]
    voice: str | None
    danger: str | None
    called: int
    created_at: int
    look_at: int
    state: State = State.OPEN
    version: int = 0
    reminded: int = 0
    token: str | None = None
    number: str | None = None


def _draft(row: Row) -> Draft:
    known = {name: row[name] for name in Draft.__slots__}
    return Draft(**known | {"state": State(row["state"]), "photos": tuple(orjson.loads(row["photos"]))})


async def add(tx: Tx, draft: Draft) -> bool:
    """False where this message of the group is known already."""
    changed = await tx.run(
        """
        INSERT INTO group_drafts
            (id, person, chat, ref, album, topic, place, said, photos, voice, danger, called, state, created_at,
             look_at)
        VALUES
            (:id, :person, :chat, :ref, :album, :topic, :place, :said, :photos, :voice, :danger, :called, 'open',
             :created_at, :look_at)
        ON CONFLICT (chat, ref) DO NOTHING
        """,
        id=draft.id,
        person=draft.person,
        chat=draft.chat,
        ref=draft.ref,
        album=draft.album,
        topic=draft.topic,
        place=draft.place,
        said=draft.said,
        photos=orjson.dumps(draft.photos).decode(),
        voice=draft.voice,
        danger=draft.danger,
        called=draft.called,
        created_at=draft.created_at,
        look_at=draft.look_at,
    )
    return changed == 1


async def get(tx: Tx, id: str) -> Draft | None:
    row = await tx.one("SELECT * FROM group_drafts WHERE id = :id", id=id)
    return _draft(row) if row else None


async def of_message(tx: Tx, chat: str, ref: str | None, album: str | None) -> Draft | None:
    """What this message of a group, or the album it is part of, has become."""
    row = await tx.one(
        "SELECT * FROM group_drafts WHERE chat = :chat AND (ref = :ref OR album = :album) ORDER BY id LIMIT 1",
        chat=chat,
        ref=ref,
        album=album,
    )
    return _draft(row) if row else None


async def open_of(tx: Tx, person: str) -> list[Draft]:
    """Of one author, the oldest first."""
    rows = await tx.all(
        "SELECT * FROM group_drafts WHERE person = :person AND state = 'open' ORDER BY id", person=person
    )
    return [_draft(row) for row in rows]


async def change(tx: Tx, draft: Draft) -> bool:
    """Other words or more photos than before; False where somebody was faster."""
    changed = await tx.run(
        """
        UPDATE group_drafts
        SET said = :said, photos = :photos, danger = :danger, look_at = :look_at, reminded = :reminded,
            version = version + 1
        WHERE id = :id AND state = 'open' AND version = :version
        """,
        id=draft.id,
        version=draft.version,
        said=draft.said,
        photos=orjson.dumps(draft.photos).decode(),
        danger=draft.danger,
        look_at=draft.look_at,
        reminded=draft.reminded,
    )
    return changed == 1


async def end(tx: Tx, draft: Draft, state: State, forget_at: int) -> bool:
    """It is over, and what was said is erased here; False where somebody was faster. forget_at: when the row goes."""
    changed = await tx.run(
        """
        UPDATE group_drafts SET state = :state, said = '', photos = '[]', voice = NULL, look_at = :forget_at,
            version = version + 1
        WHERE id = :id AND state = 'open' AND version = :version
        """,
        id=draft.id,
        version=draft.version,
        state=str(state),
        forget_at=forget_at,
    )
    return changed == 1


async def became(tx: Tx, id: str, number: str) -> None:
    await tx.run("UPDATE group_drafts SET number = :number WHERE id = :id", id=id, number=number)


async def look_again(tx: Tx, draft: Draft, look_at: int, *, reminded: bool) -> bool:
    """The clock has looked; False where somebody was faster."""
    changed = await tx.run(
        """
        UPDATE group_drafts SET look_at = :look_at, reminded = :reminded
        WHERE id = :id AND state = 'open' AND version = :version AND look_at = :seen
        """,
        id=draft.id,
        version=draft.version,
        seen=draft.look_at,
        look_at=look_at,
        reminded=int(reminded or draft.reminded),
    )
    return changed == 1


async def give_link(tx: Tx, draft: Draft, token: str) -> bool:
    """False where it has one already."""
    changed = await tx.run(
        "UPDATE group_drafts SET token = :token WHERE id = :id AND state = 'open' AND token IS NULL",
        id=draft.id,
        token=token,
    )
    return changed == 1


async def use_link(tx: Tx, token: str, person: str) -> Draft | None:
    """Once, and by its author alone; None for anybody and anything else."""
    row = await tx.one(
        "UPDATE group_drafts SET token = NULL WHERE token = :token AND person = :person RETURNING *",
        token=token,
        person=person,
    )
    return _draft(row) if row else None


async def sent_places(tx: Tx, draft: Draft, since: int) -> list[str]:
    """From where other calls about the same danger were passed on meanwhile, and somebody still looks after it."""
    rows = await tx.all(
        """
        SELECT o.place FROM group_drafts d JOIN orders o ON o.number = d.number
        WHERE d.chat = :chat AND d.danger = :danger AND d.state = 'sent' AND d.id <> :id AND d.created_at > :since
        AND o.state <> 'closed'
        """,
        chat=draft.chat,
        danger=draft.danger,
        id=draft.id,
        since=since,
    )
    return [row["place"] for row in rows]


async def first_cry(tx: Tx, draft: Draft, since: int) -> bool:
    """Whether nobody in this group has spoken of this danger before."""
    row = await tx.one(
        """
        SELECT 1 AS found FROM group_drafts
        WHERE chat = :chat AND danger = :danger AND id < :id AND created_at > :since LIMIT 1
        """,
        chat=draft.chat,
        danger=draft.danger,
        id=draft.id,
        since=since,
    )
    return row is None


async def due(tx: Tx, now: int, limit: int) -> list[Draft]:
    """The clock must look at these, the longest overdue first."""
    rows = await tx.all(
        "SELECT * FROM group_drafts WHERE state = 'open' AND look_at <= :now ORDER BY look_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [_draft(row) for row in rows]


async def forget(tx: Tx, now: int) -> None:
    """Rows of what has long been over."""
    await tx.run("DELETE FROM group_drafts WHERE state <> 'open' AND look_at <= :now", now=now)


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what was called out then is looked at again."""
    await tx.run(
        "UPDATE group_drafts SET look_at = :now, created_at = :now WHERE state = 'open' AND created_at > :now", now=now
    )
