"""Wishes: the row, changing it by compare-and-set on its version, and the wall."""

from dataclasses import dataclass
from typing import Any

from domain.wish import Ending, Wish, WishKind, WishState
from storage.database import Row, Tx

COLUMNS = (
    "id number place kind skill weekly hands what shown wanted_by state version rung reach claimer round posted_at "
    "claimed_at agreed_at off_at finished_at minutes closed_at ending since stage due_at"
).split()
CHANGING = [name for name in COLUMNS if name not in ("id", "number", "place", "posted_at", "what")]
APART = ("poster", "wisher", "home", "consent")

SELECT = "SELECT w.*, a.poster, a.person AS wisher, a.home, a.consent FROM wishes w JOIN wishers a ON a.wish_id = w.id "
INSERT = f"INSERT INTO wishes ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + c for c in COLUMNS)})"
UPDATE = f"UPDATE wishes SET {', '.join(f'{c} = :{c}' for c in CHANGING)} WHERE id = :id AND version = :seen"
BELOW = "w.place >= :place AND w.place < :high AND (w.place = :place OR w.place > :low)"  # one stretch of an index
# What somebody may still take up: open, or claimed and in want of a second pair of hands. Both states are named first
# as the index of the wall does, or the wall is looked for among all the wishes there ever were.
WANTED = (
    "w.state IN ('open', 'claimed') AND (w.state = 'open' OR (w.state = 'claimed' AND w.hands > 1 "
    "AND NOT EXISTS (SELECT 1 FROM wish_hands h WHERE h.wish_id = w.id)))"
)


@dataclass(frozen=True, slots=True)
class Wisher:
    """What is kept apart. code: four digits, for a wisher without a phone; tries: how often it was typed wrong."""

    poster: str
    person: str | None
    home: str | None = None
    name: str = ""
    contact: str = ""
    consent: bool = False
    code: str | None = None
    tries: int = 0


def _wish(row: Row) -> Wish:
    values: dict[str, Any] = {name: row[name] for name in (*COLUMNS, *APART)}
    return Wish(
        **values
        | {
            "kind": WishKind(row["kind"]),
            "state": WishState(row["state"]),
            "ending": Ending(row["ending"]) if row["ending"] else None,
            "weekly": bool(row["weekly"]),
            "consent": bool(row["consent"]),
        }
    )


def _values(wish: Wish, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(wish, name) for name in names}
    values |= {name: str(values[name]) for name in ("kind", "state") if name in values}
    return values | {"ending": str(wish.ending) if wish.ending else None, "weekly": int(wish.weekly)}


def within(place: str) -> dict[str, str]:
    return {"place": place, "low": place + "/", "high": place + "0"}


async def insert(tx: Tx, wish: Wish, wisher: Wisher) -> None:
    await tx.run(INSERT, **_values(wish, COLUMNS))
    await tx.run(
        """
        INSERT INTO wishers (wish_id, poster, person, home, name, contact, consent, code, posted_at)
        VALUES (:id, :poster, :person, :home, :name, :contact, :consent, :code, :at)
        """,
        id=wish.id,
        poster=wisher.poster,
        person=wisher.person,
        home=wisher.home,
        name=wisher.name,
        contact=wisher.contact,
        consent=int(wisher.consent),
        code=wisher.code,
        at=wish.posted_at,
    )


async def change(tx: Tx, wish: Wish, seen: int) -> bool:
    """Write the wish if nobody has changed it since version `seen`."""
    return 1 == await tx.run(UPDATE, **_values(wish, CHANGING), id=wish.id, seen=seen)


async def by_number(tx: Tx, number: str) -> Wish | None:
    row = await tx.one(SELECT + "WHERE w.number = :number", number=number)
    return _wish(row) if row else None


async def by_id(tx: Tx, wish_id: str) -> Wish | None:
    row = await tx.one(SELECT + "WHERE w.id = :id", id=wish_id)
    return _wish(row) if row else None


async def wall(
    tx: Tx, place: str, kind: str | None = None, limit: int = 8, skip: int = 0, *, now: int | None = None
) -> list[Wish]:
    """What may be taken up at and below a place: what is wanted soonest first, then the oldest."""
    rows = await tx.all(
        f"{SELECT} WHERE {BELOW} AND {WANTED} AND w.kind = COALESCE(:kind, w.kind) "
        "ORDER BY CASE WHEN w.wanted_by IS NULL THEN 1 ELSE 0 END, w.wanted_by, w.posted_at, w.id "
        "LIMIT :limit OFFSET :skip",
        kind=kind,
        limit=limit,
        skip=skip,
        **within(place),
    )
    return [_wish(row) for row in rows]


async def places_of(tx: Tx, place: str) -> dict[str, int]:
    """How many may be taken up at each place at and below this one."""
    rows = await tx.all(
        f"SELECT w.place AS at, COUNT(*) AS n FROM wishes w WHERE {BELOW} AND {WANTED} GROUP BY w.place",
        **within(place),
    )
    return {row["at"]: row["n"] for row in rows}


async def waiting_at(tx: Tx, rung: str, limit: int = 50) -> list[Wish]:
    """What waits on this desk to be approved, oldest first."""
    rows = await tx.all(
        SELECT + "WHERE w.rung = :rung AND w.state = 'posted' ORDER BY w.posted_at, w.id LIMIT :limit",
        rung=rung,
        limit=limit,
    )
    return [_wish(row) for row in rows]


async def of_person(tx: Tx, person: str, limit: int = 8) -> list[Wish]:
    """What this person wished for, themselves or for somebody: newest first."""
    rows = await tx.all(
        SELECT + "WHERE a.poster = :person OR a.person = :person ORDER BY w.posted_at DESC, w.id DESC LIMIT :limit",
        person=person,
        limit=limit,
    )
    return [_wish(row) for row in rows]


async def in_hand(tx: Tx, person: str) -> list[Wish]:
    """What this person claimed or helps with and is not over."""
    rows = await tx.all(
        SELECT
        + "WHERE w.state IN ('claimed', 'done') AND w.id IN (SELECT id FROM wishes WHERE claimer = :person "
        + "UNION SELECT wish_id FROM wish_hands WHERE person = :person) ORDER BY w.claimed_at, w.id",
        person=person,
    )
    return [_wish(row) for row in rows]


async def under_way(tx: Tx, person: str) -> list[Wish]:
    """What this person wished for or has in hand, while somebody has it in hand; oldest first."""
    rows = await tx.all(
        SELECT
        + "WHERE w.state IN ('claimed', 'done') AND w.id IN (SELECT id FROM wishes WHERE claimer = :person "
        + "UNION SELECT wish_id FROM wish_hands WHERE person = :person "
        + "UNION SELECT wish_id FROM wishers WHERE poster = :person "
        + "UNION SELECT wish_id FROM wishers WHERE person = :person) ORDER BY w.claimed_at, w.id",
        person=person,
    )
    return [_wish(row) for row in rows]


async def open_of_owner(tx: Tx, person: str) -> list[Wish]:
    """What this person wished for, or posted for somebody, and is not over; oldest first."""
    rows = await tx.all(
        SELECT + "WHERE w.state <> 'closed' AND (a.poster = :person OR a.person = :person) ORDER BY w.posted_at, w.id",
        person=person,
    )
    return [_wish(row) for row in rows]


async def open_of(tx: Tx, person: str) -> int:
    """How many of one person's own wishes are not over; what they posted for others does not count."""
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM wishers a JOIN wishes w ON w.id = a.wish_id "
        "WHERE a.person = :person AND w.state <> 'closed'",
        person=person,
    )
    return int(row["n"]) if row else 0


async def wisher(tx: Tx, wish_id: str) -> Wisher:
    row = await tx.one("SELECT * FROM wishers WHERE wish_id = :id", id=wish_id)
    assert row is not None
    values = {name: row[name] for name in Wisher.__slots__}
    return Wisher(**values | {"consent": bool(row["consent"])})


async def set_code(tx: Tx, wish_id: str, code: str) -> None:
    await tx.run("UPDATE wishers SET code = :code, tries = 0 WHERE wish_id = :id", id=wish_id, code=code)


async def tried(tx: Tx, wish_id: str) -> int:
    """The thank-you code was typed wrong; how often it was so far."""
    row = await tx.one("UPDATE wishers SET tries = tries + 1 WHERE wish_id = :id RETURNING tries", id=wish_id)
    return int(row["tries"]) if row else 0


async def remember(
    tx: Tx, *, id: str, wish_id: str, step: str, at: int, person: str, version: int | None, words: str = ""
) -> None:
    await tx.run(
        """
        INSERT INTO wish_events (id, wish_id, step, at, person, version, words)
        VALUES (:id, :wish_id, :step, :at, :person, :version, :words)
        """,
        id=id,
        wish_id=wish_id,
        step=step,
        at=at,
        person=person,
        version=version,
        words=words,
    )


async def add_media(tx: Tx, wish_id: str, media: str, kind: str, now: int) -> None:
    await tx.run(
        "INSERT INTO wish_media (wish_id, media, kind, at) VALUES (:id, :media, :kind, :now) ON CONFLICT DO NOTHING",
        id=wish_id,
        media=media,
        kind=kind,
        now=now,
    )


async def media(tx: Tx, wish_id: str) -> list[tuple[str, str]]:
    """(kind, media id)."""
    rows = await tx.all("SELECT kind, media FROM wish_media WHERE wish_id = :id ORDER BY at, media", id=wish_id)
    return [(row["kind"], row["media"]) for row in rows]
