"""Corrections of hours and points: proposed by one, decided by another, read by everybody in the area."""

from dataclasses import dataclass

from storage.database import Row, Tx

OPEN, APPROVED, REFUSED, LAPSED = "open", "approved", "refused", "lapsed"


@dataclass(frozen=True, slots=True)
class Correction:
    """amount: above zero it is added, below zero taken back. answer: why it was refused."""

    id: str
    person: str
    place: str
    number: str
    unit: str
    amount: int
    reason: str
    proposed_by: str
    proposed_at: int
    lapses_at: int
    look_at: int | None
    state: str = OPEN
    decided_by: str | None = None
    decided_at: int | None = None
    answer: str | None = None


def _correction(row: Row) -> Correction:
    return Correction(**{name: row[name] for name in Correction.__slots__})


async def add(tx: Tx, correction: Correction) -> None:
    names = Correction.__slots__
    values = {name: getattr(correction, name) for name in names}
    await tx.run(
        f"INSERT INTO corrections ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})", **values
    )


async def get(tx: Tx, id: str) -> Correction | None:
    row = await tx.one("SELECT * FROM corrections WHERE id = :id", id=id)
    return _correction(row) if row else None


async def decide(tx: Tx, id: str, state: str, *, by: str | None, now: int, answer: str | None = None) -> bool:
    """The first decision counts; False where there was one before."""
    changed = await tx.run(
        """
        UPDATE corrections SET state = :state, decided_by = :by, decided_at = :now, answer = :answer, look_at = NULL
        WHERE id = :id AND state = 'open'
        """,
        id=id,
        state=state,
        by=by,
        now=now,
        answer=answer,
    )
    return changed == 1


async def within(tx: Tx, place: str, limit: int) -> list[Correction]:
    """At and below a place: those that wait first, then the newest."""
    rows = await tx.all(
        """
        SELECT * FROM corrections WHERE place = :place OR (place > :low AND place < :high)
        ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, proposed_at DESC, id DESC LIMIT :limit
        """,
        place=place,
        low=place + "/",
        high=place + "0",
        limit=limit,
    )
    return [_correction(row) for row in rows]


async def due(tx: Tx, now: int, limit: int) -> list[Correction]:
    rows = await tx.all(
        "SELECT * FROM corrections WHERE look_at <= :now ORDER BY look_at, id LIMIT :limit", now=now, limit=limit
    )
    return [_correction(row) for row in rows]


async def look_later(tx: Tx, seen: Correction, look_at: int) -> bool:
    """Move the clock's next look on, unless somebody else already has."""
    changed = await tx.run(
        "UPDATE corrections SET look_at = :look_at WHERE id = :id AND look_at = :seen",
        id=seen.id,
        look_at=look_at,
        seen=seen.look_at,
    )
    return changed == 1


async def set_back(tx: Tx, now: int) -> None:
    """The clock was ahead of now: what was proposed since then waits as long as it would have, from now on."""
    await tx.run(
        """
        UPDATE corrections SET look_at = :now + look_at - proposed_at, lapses_at = :now + lapses_at - proposed_at,
            proposed_at = :now
        WHERE state = 'open' AND proposed_at > :now
        """,
        now=now,
    )
