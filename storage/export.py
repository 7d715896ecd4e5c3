"""Orders for a table outside of here: read in pages, without who reported them."""

from dataclasses import dataclass

from storage.database import Row, Tx

PAGE = 5000


@dataclass(frozen=True, slots=True)
class Chosen:
    """first, last: UTC seconds, the second one no more in it; place: "" for everywhere."""

    first: int
    last: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """author, beneficiary: names to be hidden in what was written, and never to be shown. role: of whoever has it."""

    id: str
    number: str
    place: str
    category: str
    lane: str
    state: str
    what: str
    team: str | None
    placed_at: int
    responded_at: int | None
    accepted_at: int | None
    finished_at: int | None
    closed_at: int | None
    closing: str | None
    rating: int | None
    reopened: int
    raised: int
    urged: int
    proxy: int
    author: str
    beneficiary: str | None
    role: str | None
    team_name: str | None


# A task of a joint order was written by a dispatcher, and is counted with the whole.
WHICH = """
    WHERE o.part_of IS NULL AND o.placed_at >= :first AND o.placed_at < :last
    AND (:place = '' OR o.place = :place OR (o.place > :low AND o.place < :high))
"""
ORDERS = f"""
    SELECT o.*, p.name AS author, c.name AS beneficiary, COALESCE(t.name, m.name) AS team_name,
        (
            SELECT r.role FROM roles r WHERE r.person = o.assignee AND r.role NOT IN ('R', 'O', 'A')
            ORDER BY CASE WHEN r.until IS NULL THEN 0 ELSE 1 END, r.since, r.id LIMIT 1
        ) AS role
    FROM orders o
    JOIN authors a ON a.order_id = o.id
    JOIN persons p ON p.id = a.person
    LEFT JOIN order_contacts c ON c.order_id = o.id
    LEFT JOIN teams t ON t.id = o.team
    LEFT JOIN partners m ON m.id = o.team
    {WHICH} AND o.id > :after
    ORDER BY o.id
    LIMIT :limit
"""


def _exported(row: Row) -> Exported:
    return Exported(**{name: row[name] for name in Exported.__slots__})


async def orders(tx: Tx, chosen: Chosen, after: str = "", limit: int = PAGE) -> list[Exported]:
    """The next ones behind an id, in the order in which they were reported."""
    return [_exported(row) for row in await tx.all(ORDERS, **_values(chosen), after=after, limit=limit)]


async def how_many(tx: Tx, chosen: Chosen) -> int:
    row = await tx.one("SELECT COUNT(*) AS n FROM orders o " + WHICH, **_values(chosen))
    return row["n"] if row else 0


def _values(chosen: Chosen) -> dict[str, str | int]:
    low, high = chosen.place + "/", chosen.place + "0"
    return {"first": chosen.first, "last": chosen.last, "place": chosen.place, "low": low, "high": high}
