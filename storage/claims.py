"""Who has a letter in hand: claimed by a postman, kept up, given back, or fallen to another one."""

from collections.abc import Sequence

from storage.database import Tx
from storage.outbox import TOO_FAST, Letter, Way


async def claim(tx: Tx, *, me: str, now: int, until: int, limit: int, slowest: Way = Way.BROADCAST) -> list[Letter]:
    """Take the next letters for this postman, from no slower lane than `slowest`.

    Within a chat and lane nobody overtakes: while an earlier letter must be tried again or lies with another postman,
    the later ones stay; one that was left for a later hour holds up nothing. A chat that takes nothing at all just
    now gets nothing, in no lane. A claim that is not kept up falls back when it expires.
    """
    await tx.lock("outbox")
    rows = await tx.all(
        """
        UPDATE outbox SET claimed_by = :me, claimed_until = :until
        WHERE id IN (
            SELECT o.id FROM outbox o
            WHERE o.state = 'new' AND o.claimed_until <= :now AND o.not_before <= :now AND o.lane <= :slowest
            AND NOT EXISTS (
                SELECT 1 FROM outbox e
                WHERE e.chat = o.chat AND e.state = 'new' AND e.id < o.id AND e.lane = o.lane
                AND (
                    (e.not_before > :now AND e.error IS NOT NULL)
                    OR (e.claimed_until > :now AND e.claimed_by <> :me)
                )
            )
            AND NOT EXISTS (
                SELECT 1 FROM outbox f
                WHERE f.chat = o.chat AND f.state = 'new' AND f.not_before > :now AND f.error = :too_fast
            )
            ORDER BY o.lane, o.id
            LIMIT :limit
        )
        RETURNING id, chat, lane, body, about, tell, tries, role, claimed_by
        """,
        me=me,
        now=now,
        until=until,
        limit=limit,
        slowest=int(slowest),
        too_fast=TOO_FAST,
    )
    letters = [Letter(**{name: row[name] for name in Letter.__slots__}) for row in rows]
    return sorted(letters, key=lambda letter: (letter.lane, letter.id))


async def is_with(tx: Tx, letter: Letter, *, or_nobody: bool = False) -> bool:
    """Whether what became of it is this postman's to say; False where it fell to another one meanwhile.

    A change of the row, not a look at it: nobody else can claim it until this unit is done. or_nobody: also where the
    other one has given it back.
    """
    changed = await tx.run(
        """
        UPDATE outbox SET claimed_until = claimed_until
        WHERE id = :id AND state = 'new' AND (claimed_by = :claimed_by OR (claimed_by IS NULL AND :or_nobody = 1))
        """,
        id=letter.id,
        claimed_by=letter.claimed_by,
        or_nobody=int(or_nobody),
    )
    return changed == 1


async def give_back(tx: Tx, me: str, letter_ids: Sequence[str]) -> None:
    """Give back what this postman has claimed and not tried."""
    for letter_id in letter_ids:
        await tx.run(
            """
            UPDATE outbox SET claimed_by = NULL, claimed_until = 0
            WHERE id = :id AND state = 'new' AND claimed_by = :me
            """,
            id=letter_id,
            me=me,
        )


async def keep(tx: Tx, me: str, letter_ids: Sequence[str], until: int) -> list[str]:
    """Keep up this postman's claims to what it has in hand, and tell which still are; what it does not know of
    falls back."""
    return [letter_id for letter_id in letter_ids if await _keep(tx, me, letter_id, until)]


async def _keep(tx: Tx, me: str, letter_id: str, until: int) -> bool:
    changed = await tx.run(
        "UPDATE outbox SET claimed_until = :until WHERE id = :id AND state = 'new' AND claimed_by = :me",
        id=letter_id,
        me=me,
        until=until,
    )
    return changed == 1


async def release_all(tx: Tx) -> None:
    """At the start of the only process on this database: whoever claimed before is gone."""
    await tx.run("UPDATE outbox SET claimed_by = NULL, claimed_until = 0 WHERE state = 'new'")
