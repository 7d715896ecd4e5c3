""" "Me too": who follows which order without having reported it, and what is open that somebody might follow."""

from dataclasses import dataclass

from domain.order import DAY, State
from domain.place import Kind, around, kind
from storage.database import Tx

# Three questions in one, each answered from the index of open orders: here, in the whole building, in its units.
OPEN = "category = :category AND state <> 'closed' AND part_of IS NULL AND service IS NULL AND subject IS NULL"
SOME = "SELECT * FROM (SELECT id FROM orders WHERE {where} AND " + OPEN + " ORDER BY placed_at, id LIMIT 5) {name}"
NEAR = " UNION ALL ".join(
    SOME.format(where=where, name=name)
    for name, where in (
        ("here", "place = :place"),
        ("around", "place = :building AND place <> :place"),
        ("inside", "place > :low AND place < :high"),
    )
)
# Whoever counts as one who reports it: its author, the authors of what was joined with it, and who follows it.
JOINED = """
    WITH RECURSIVE joined (id) AS (
        SELECT id FROM orders WHERE id = :id
        UNION SELECT o.id FROM orders o JOIN joined j ON o.same_as = j.id WHERE o.closing = 'duplicate'
    )
    SELECT a.person FROM joined j JOIN authors a ON a.order_id = j.id
    UNION SELECT f.person FROM follows f WHERE f.order_id = :id
"""


NEEDED = 30 * DAY  # after closing: till then somebody may still say a word, and it may be opened again


@dataclass(frozen=True, slots=True)
class Alike:
    """An open order of the same kind there. own: the number of one's own report of it, the same or joined with it."""

    id: str
    number: str
    place: str
    state: State
    own: str | None
    followed: bool


async def alike(tx: Tx, place: str, category: str, person: str) -> Alike | None:
    """What they have to do with already comes first, then the oldest. What is done and waits for a word is no match."""
    inside = kind(place) is Kind.BUILDING
    rows = await tx.all(
        f"""
        SELECT o.id, o.number, o.place, o.state, CASE WHEN a.person = :person THEN o.number ELSE (
            SELECT MAX(d.number) FROM orders d JOIN authors b ON b.order_id = d.id
            WHERE d.same_as = o.id AND d.closing = 'duplicate' AND b.person = :person) END AS own,
            (SELECT COUNT(*) FROM follows f WHERE f.order_id = o.id AND f.person = :person) AS followed
        FROM ({NEAR}) n JOIN orders o ON o.id = n.id JOIN authors a ON a.order_id = o.id
        WHERE o.state <> 'finished' ORDER BY o.placed_at, o.id
        """,
        place=place,
        category=category,
        person=person,
        building=around(place, Kind.BUILDING) or "",
        low=place + "/" if inside else "",
        high=place + "0" if inside else "",
    )
    found = [Alike(r["id"], r["number"], r["place"], State(r["state"]), r["own"], bool(r["followed"])) for r in rows]
    found.sort(key=lambda one: (one.own is None, not one.followed))
    return found[0] if found else None


async def add(tx: Tx, order_id: str, person: str, now: int) -> bool:
    """False where they follow it already."""
    added = await tx.run(
        "INSERT INTO follows (order_id, person, at) VALUES (:id, :person, :now) ON CONFLICT DO NOTHING",
        id=order_id,
        person=person,
        now=now,
    )
    return added == 1


async def remove(tx: Tx, order_id: str, person: str) -> bool:
    removed = await tx.run("DELETE FROM follows WHERE order_id = :id AND person = :person", id=order_id, person=person)
    return removed == 1


async def move(tx: Tx, order_id: str, to: str) -> None:
    """It goes on as another order; whoever reported that one themselves follows it no longer."""
    await tx.run(
        """
        INSERT INTO follows (order_id, person, at)
        SELECT :to, f.person, f.at FROM follows f
        WHERE f.order_id = :id AND f.person NOT IN (SELECT a.person FROM authors a WHERE a.order_id = :to)
        ON CONFLICT DO NOTHING
        """,
        id=order_id,
        to=to,
    )
    await tx.run("DELETE FROM follows WHERE order_id = :id", id=order_id)


async def follows(tx: Tx, order_id: str, person: str) -> bool:
    sql = "SELECT 1 AS found FROM follows WHERE order_id = :id AND person = :person"
    return await tx.one(sql, id=order_id, person=person) is not None


async def persons(tx: Tx, order_id: str) -> list[str]:
    """Who follows it, the first who said so first."""
    rows = await tx.all("SELECT person FROM follows WHERE order_id = :id ORDER BY at, person", id=order_id)
    return [row["person"] for row in rows]


async def count(tx: Tx, order_id: str) -> int:
    """How many neighbours report it, each once: its author, those whose report was joined with it, those who follow."""
    row = await tx.one(f"SELECT COUNT(*) AS n FROM ({JOINED}) p", id=order_id)
    return int(row["n"]) if row else 0


async def forget(tx: Tx, before: int) -> int:
    """Of what was closed before this moment: nobody waits to hear of it any more."""
    return await tx.run(
        "DELETE FROM follows WHERE order_id IN (SELECT id FROM orders WHERE state = 'closed' AND closed_at < :before "
        "AND id IN (SELECT order_id FROM follows))",
        before=before,
    )
