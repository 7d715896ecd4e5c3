"""What is to be said: written by the deeds, marked when it arrived. Who has it in hand meanwhile: storage/claims.py."""

from dataclasses import dataclass
from enum import IntEnum

from storage.database import Tx

REMEMBERED = 30 * 86_400
HOUR = 3600  # longer than a claim holds, and than a letter waits for its next try
TOO_FAST = "TooFast"  # the error of a letter whose chat takes nothing at all until its `not_before`


class Way(IntEnum):
    """Lanes: what overtakes what."""

    REPLY = 0
    URGENT = 1
    STAFF = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox; body is the message as JSON. role: of the person it is for, where it makes a sound.

    claimed_by: the postman to whom it was given.
    """

    id: str
    chat: str
    lane: int
    body: str
    about: str | None
    tell: str | None
    tries: int
    role: str | None = None
    claimed_by: str | None = None


async def post(
    tx: Tx,
    *,
    id: str,
    chat: str,
    lane: Way,
    body: str,
    now: int,
    about: str | None = None,
    tell: str | None = None,
    once: str | None = None,
    not_before: int = 0,
    role: str | None = None,
) -> bool:
    """Leave a letter; False when `once` says that it was left before. not_before: the moment until which it waits."""
    changed = await tx.run(
        """
        INSERT INTO outbox (id, chat, lane, body, about, tell, once, not_before, role, created_at)
        VALUES (:id, :chat, :lane, :body, :about, :tell, :once, :not_before, :role, :now)
        ON CONFLICT (once) DO NOTHING
        """,
        id=id,
        chat=chat,
        lane=int(lane),
        body=body,
        about=about,
        tell=tell,
        once=once,
        not_before=not_before,
        role=role,
        now=now,
    )
    return changed == 1


async def sent(tx: Tx, letter_id: str, ref: str | None, now: int) -> None:
    await tx.run(
        """
        UPDATE outbox SET state = 'sent', ref = :ref, done_at = :now, claimed_until = 0
        WHERE id = :id
        """,
        id=letter_id,
        ref=ref,
        now=now,
    )


async def failed(tx: Tx, letter_id: str, error: str, now: int) -> None:
    await tx.run(
        """
        UPDATE outbox SET state = 'failed', error = :error, done_at = :now, claimed_until = 0
        WHERE id = :id
        """,
        id=letter_id,
        error=error,
        now=now,
    )


async def later(tx: Tx, letter_id: str, seconds: int, error: str, now: int, *, tried: bool = True) -> None:
    """Give it back, to be tried again so many seconds from now. tried: count this as a try."""
    await tx.run(
        """
        UPDATE outbox SET tries = tries + :tried, not_before = :not_before, error = :error, tried_at = :now,
            claimed_by = NULL, claimed_until = 0
        WHERE id = :id
        """,
        id=letter_id,
        not_before=now + seconds,
        error=error,
        tried=int(tried),
        now=now,
    )


async def next_moment(tx: Tx, now: int) -> int | None:
    """The next moment at which a letter that waits now may be claimed."""
    row = await tx.one(
        """
        SELECT MIN(CASE WHEN not_before > claimed_until THEN not_before ELSE claimed_until END) AS moment
        FROM outbox WHERE state = 'new' AND (not_before > :now OR claimed_until > :now)
        """,
        now=now,
    )
    return row["moment"] if row else None


async def moved(tx: Tx, chat: str, new_chat: str) -> None:
    await tx.run("UPDATE outbox SET chat = :new WHERE chat = :chat AND state = 'new'", new=new_chat, chat=chat)


async def backlog(tx: Tx) -> tuple[int, int]:
    """How many wait, and how many could not be delivered."""
    row = await tx.one(
        """
        SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'new') AS waiting,
               (SELECT COUNT(*) FROM outbox WHERE state = 'failed') AS failed
        """
    )
    assert row is not None
    return row["waiting"], row["failed"]


async def forget(tx: Tx, before: int) -> int:
    """What must never be said twice is remembered a month longer."""
    return await tx.run(
        "DELETE FROM outbox WHERE state <> 'new' AND done_at < :before AND (once IS NULL OR done_at < :long_before)",
        before=before,
        long_before=before - REMEMBERED,
    )


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what waits since then waits as long as it would have, from now on."""
    await tx.run(
        """
        UPDATE outbox SET not_before = :now + not_before - tried_at, tried_at = :now
        WHERE state = 'new' AND tried_at > :now
        """,
        now=now,
    )
    await tx.run(
        """
        UPDATE outbox SET created_at = :now, claimed_until = 0, not_before = CASE
            WHEN tried_at IS NOT NULL THEN not_before
            WHEN not_before > created_at THEN :now + not_before - created_at ELSE 0 END
        WHERE state = 'new' AND created_at > :now
        """,
        now=now,
    )
    await tx.run(
        "UPDATE outbox SET claimed_until = 0 WHERE state = 'new' AND claimed_until > :far",
        far=now + HOUR,
    )
    await tx.run(  # put off by a version that did not write down when
        """
        UPDATE outbox SET not_before = 0
        WHERE state = 'new' AND error IS NOT NULL AND tried_at IS NULL AND not_before > :far
        """,
        far=now + HOUR,
    )
