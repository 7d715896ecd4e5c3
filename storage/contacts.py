"""How to reach whoever an order is about, and what they wrote in their own words: kept apart from the order."""

from dataclasses import dataclass, replace

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Contact:
    """visit_at: when the resident agreed that a volunteer comes."""

    name: str = ""
    phone: str = ""
    door: str = ""
    visit_at: int | None = None


async def keep(tx: Tx, order_id: str, contact: Contact, now: int) -> None:
    """Fill in what is said anew; what it does not say stays as it was."""
    await tx.run(
        """
        INSERT INTO order_contacts (order_id, name, phone, door, visit_at, kept_at)
        VALUES (:order_id, :name, :phone, :door, :visit_at, :now)
        ON CONFLICT (order_id) DO UPDATE SET
            name = CASE WHEN excluded.name <> '' THEN excluded.name ELSE order_contacts.name END,
            phone = CASE WHEN excluded.phone <> '' THEN excluded.phone ELSE order_contacts.phone END,
            door = CASE WHEN excluded.door <> '' THEN excluded.door ELSE order_contacts.door END,
            visit_at = COALESCE(excluded.visit_at, order_contacts.visit_at),
            kept_at = excluded.kept_at
        """,
        order_id=order_id,
        name=contact.name,
        phone=contact.phone,
        door=contact.door,
        visit_at=contact.visit_at,
        now=now,
    )


async def of_order(tx: Tx, order_id: str) -> Contact | None:
    row = await tx.one("SELECT name, phone, door, visit_at FROM order_contacts WHERE order_id = :id", id=order_id)
    return Contact(**row) if row else None


async def copy(tx: Tx, order_id: str, to: str, now: int) -> None:
    """A report that goes on as another one is about the same people; what they wrote goes along word for word."""
    known = await of_order(tx, order_id)
    if known:
        await keep(tx, to, replace(known, visit_at=None), now)
    await tx.run(
        """
        INSERT INTO own_words (order_id, event, person, said, at)
        SELECT :to, event, person, said, at FROM own_words WHERE order_id = :order_id AND event = ''
        AND (SELECT what FROM orders WHERE id = :order_id) = (SELECT what FROM orders WHERE id = :to)
        ON CONFLICT DO NOTHING
        """,
        order_id=order_id,
        to=to,
    )


async def nobody_visits(tx: Tx, order_id: str) -> None:
    """Whom the resident agreed to see does not have it any more, or shall not come after all."""
    await tx.run("UPDATE order_contacts SET visit_at = NULL WHERE order_id = :order_id", order_id=order_id)


async def forget(tx: Tx, order_id: str) -> None:
    """The resident takes back how to reach them; what they wrote stays theirs to read."""
    await tx.run("DELETE FROM order_contacts WHERE order_id = :order_id", order_id=order_id)


async def erase(tx: Tx, order_id: str) -> None:
    """Everything here about this order; the order itself stays, without doors and phones."""
    await forget(tx, order_id)
    await tx.run("DELETE FROM own_words WHERE order_id = :order_id", order_id=order_id)


async def keep_words(tx: Tx, order_id: str, event: str, person: str, said: str, now: int) -> None:
    """What a person wrote, whole; event is "" for the report itself."""
    await tx.run(
        """
        INSERT INTO own_words (order_id, event, person, said, at) VALUES (:order_id, :event, :person, :said, :now)
        ON CONFLICT (order_id, event) DO UPDATE SET said = excluded.said, at = excluded.at
        """,
        order_id=order_id,
        event=event,
        person=person,
        said=said,
        now=now,
    )


async def own_words(tx: Tx, order_id: str, person: str) -> dict[str, str]:
    """What this person wrote, by event."""
    rows = await tx.all(
        "SELECT event, said FROM own_words WHERE order_id = :order_id AND person = :person",
        order_id=order_id,
        person=person,
    )
    return {row["event"]: row["said"] for row in rows}
