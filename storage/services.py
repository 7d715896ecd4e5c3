"""Services on the menus of partners: the row, changing it by compare-and-set, and what a resident finds near home."""

from dataclasses import dataclass
from typing import Any

from domain.service import Price, Service, ServiceState
from storage import people
from storage.database import Row, Tx

LONGEST_WAIT = 30 * 86_400  # far beyond the next working day, whatever holidays lie between
COLUMNS = (
    "id partner title price_class price at_home hours state version written_by decided_by why rung nags due_at"
).split()
INSERT = f"INSERT INTO services ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + c for c in COLUMNS)})"
UPDATE = f"""
    UPDATE services SET {", ".join(f"{c} = :{c}" for c in COLUMNS if c not in ("id", "partner"))}
    WHERE id = :id AND version = :seen
"""

# Reviews of what the partner did itself, not of what the desk gave to somebody else.
SELECT = """
    SELECT s.*, p.name AS shop,
        (SELECT COUNT(o.rating) FROM orders o WHERE o.service = s.id AND o.team = s.partner) AS reviews,
        (SELECT SUM(o.rating) FROM orders o WHERE o.service = s.id AND o.team = s.partner) AS stars
    FROM services s JOIN partners p ON p.id = s.partner
"""
KEPT = f"""
    EXISTS (SELECT 1 FROM roles h WHERE h.team = p.id AND h.role = 'M' AND h.until IS NULL AND {people.THERE})
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with the name of its shop."""

    service: Service
    shop: str


@dataclass(frozen=True, slots=True)
class Due:
    id: str
    due_at: int


def _service(row: Row) -> Service:
    values: dict[str, Any] = {name: row[name] for name in COLUMNS}
    typed = {"price_class": Price(row["price_class"]), "state": ServiceState(row["state"])}
    counted = {"reviews": int(row["reviews"]), "stars": int(row["stars"] or 0)}
    return Service(**values | typed | counted | {"at_home": bool(row["at_home"])})


def _values(service: Service) -> dict[str, Any]:
    values = {name: getattr(service, name) for name in COLUMNS}
    typed = {"price_class": str(service.price_class), "state": str(service.state)}
    return values | typed | {"at_home": int(service.at_home)}


async def add(tx: Tx, service: Service) -> None:
    await tx.run(INSERT, **_values(service))


async def change(tx: Tx, service: Service, seen: int) -> bool:
    """Write it if nobody has changed it since version `seen`."""
    values = _values(service)
    del values["partner"]
    return 1 == await tx.run(UPDATE, **values, seen=seen)


async def get(tx: Tx, id: str) -> Service | None:
    row = await tx.one(SELECT + "WHERE s.id = :id", id=id)
    return _service(row) if row else None


async def is_of(tx: Tx, id: str | None, partner: str) -> bool:
    service = await get(tx, id) if id else None
    return service is not None and service.partner == partner


async def of_partner(tx: Tx, partner: str) -> list[Service]:
    """Its whole menu, with what is not shown, in the order in which it was written."""
    rows = await tx.all(SELECT + "WHERE s.partner = :partner AND s.state <> 'gone' ORDER BY s.id", partner=partner)
    return [_service(row) for row in rows]


async def around(tx: Tx, compound: str, community: str, limit: int, skip: int) -> list[Offered]:
    """What can be ordered there: free first, then low-cost, then at the market price."""
    rows = await tx.all(
        SELECT
        + "WHERE s.state = 'shown' AND p.paused = 0 AND (p.place = :compound OR p.place = :community) AND "
        + KEPT
        + "ORDER BY CASE s.price_class WHEN 'free' THEN 0 WHEN 'low' THEN 1 ELSE 2 END, s.title, s.id "
        + "LIMIT :limit OFFSET :skip",
        compound=compound,
        community=community,
        limit=limit,
        skip=skip,
    )
    return [Offered(_service(row), row["shop"]) for row in rows]


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    """Which the clock looks at now."""
    rows = await tx.all(
        "SELECT id, due_at FROM services WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit", now=now, limit=limit
    )
    return [Due(row["id"], row["due_at"]) for row in rows]


async def move(tx: Tx, seen: Due, rung: str | None, nags: int, due_at: int) -> bool:
    """The clock's next look, unless somebody was faster; buttons stay good."""
    changed = await tx.run(
        """
        UPDATE services SET rung = :rung, nags = :nags, due_at = :due_at
        WHERE id = :id AND due_at = :seen AND state = 'asked'
        """,
        id=seen.id,
        seen=seen.due_at,
        rung=rung,
        nags=nags,
        due_at=due_at,
    )
    return changed == 1


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what would wait for longer than any holidays is looked at now."""
    await tx.run("UPDATE services SET due_at = :now WHERE due_at > :now + :longest", now=now, longest=LONGEST_WAIT)
