"""Who looked at whose name, phone, door or photo, when and why; and the codes that name whoever was shown something."""

from dataclasses import dataclass

from storage.database import Tx

COLUMNS = "id, viewer, role, person, order_id, field, reason, code, at, look_at"


@dataclass(frozen=True, slots=True)
class View:
    """role: a letter of domain.person.Role. person: whose it is. look_at: when what was shown is taken away."""

    id: str
    viewer: str
    role: str
    person: str | None
    order_id: str
    field: str
    reason: str
    code: str
    at: int
    look_at: int | None = None


async def add(tx: Tx, view: View) -> None:
    await tx.run(
        """
        INSERT INTO views (id, viewer, role, person, order_id, field, reason, code, at, look_at)
        VALUES (:id, :viewer, :role, :person, :order_id, :field, :reason, :code, :at, :look_at)
        """,
        **{name: getattr(view, name) for name in COLUMNS.split(", ")},
    )


async def of_person(tx: Tx, person: str, limit: int) -> list[View]:
    """Who looked at what is theirs, the newest first."""
    rows = await tx.all(
        f"SELECT {COLUMNS} FROM views WHERE person = :person ORDER BY id DESC LIMIT CAST(:limit AS INTEGER)",
        person=person,
        limit=limit,
    )
    return [View(**row) for row in rows]


async def of_order(tx: Tx, order_id: str) -> list[View]:
    rows = await tx.all(f"SELECT {COLUMNS} FROM views WHERE order_id = :order_id ORDER BY id", order_id=order_id)
    return [View(**row) for row in rows]


async def looked(tx: Tx, viewer: str, order_id: str, field: str) -> bool:
    """Whether this person has looked at that before."""
    row = await tx.one(
        "SELECT 1 AS found FROM views WHERE order_id = :order_id AND viewer = :viewer AND field = :field LIMIT 1",
        order_id=order_id,
        viewer=viewer,
        field=field,
    )
    return row is not None


async def due(tx: Tx, now: int, limit: int) -> list[View]:
    """What was shown long enough."""
    rows = await tx.all(
        f"SELECT {COLUMNS} FROM views WHERE look_at <= :now ORDER BY look_at, id LIMIT CAST(:limit AS INTEGER)",
        now=now,
        limit=limit,
    )
    return [View(**row) for row in rows]


async def open_of(tx: Tx, person: str) -> list[View]:
    """What is theirs and is being shown to somebody."""
    rows = await tx.all(
        f"SELECT {COLUMNS} FROM views WHERE person = :person AND look_at IS NOT NULL ORDER BY id", person=person
    )
    return [View(**row) for row in rows]


async def over(tx: Tx, order_id: str, now: int, viewer: str = "") -> None:
    """What is being shown of this matter, or of a task of it, is taken away at the next look. viewer: to them alone."""
    await tx.run(
        """
        UPDATE views SET look_at = :now WHERE look_at > :now AND (:viewer = '' OR viewer = :viewer)
        AND order_id IN (SELECT id FROM orders WHERE id = :id OR part_of = :id)
        """,
        id=order_id,
        now=now,
        viewer=viewer,
    )


async def taken_away(tx: Tx, view: View) -> bool:
    """True for the first who does it."""
    changed = await tx.run("UPDATE views SET look_at = NULL WHERE id = :id AND look_at IS NOT NULL", id=view.id)
    return changed == 1


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what was shown then is taken away at the next look."""
    await tx.run("UPDATE views SET look_at = :now WHERE look_at IS NOT NULL AND at > :now", now=now)


async def code_of(tx: Tx, person: str, period: str) -> str | None:
    row = await tx.one(
        "SELECT code FROM viewer_codes WHERE person = :person AND period = :period", person=person, period=period
    )
    return str(row["code"]) if row else None


async def give_code(tx: Tx, code: str, person: str, period: str, now: int) -> bool:
    """False when the code is taken, or this person has one by now."""
    changed = await tx.run(
        """
        INSERT INTO viewer_codes (code, person, period, made_at) VALUES (:code, :person, :period, :now)
        ON CONFLICT DO NOTHING
        """,
        code=code,
        person=person,
        period=period,
        now=now,
    )
    return changed == 1


async def whose_code(tx: Tx, code: str) -> tuple[str, str] | None:
    """The person, and the period in which they had it."""
    row = await tx.one("SELECT person, period FROM viewer_codes WHERE code = :code", code=code)
    return (row["person"], row["period"]) if row else None
