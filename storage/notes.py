"""What people are to hear of when they may be written to, and when that is."""

from dataclasses import dataclass

from domain.budget import Spent
from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Note:
    """body: the message, as JSON, as it would be sent alone.

    needs: the right its reader had to read that much. since: when the order's clock was set that ran then.
    about: what it is about where that is no order, as "wish:7K3MQ2"; since is then how often that had changed.
    urgent: 1 where it rings at any hour.
    """

    id: str
    person: str
    order_id: str | None
    kind: str
    needs: str | None
    since: int | None
    body: str
    at: int
    about: str | None = None
    urgent: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with notes: when to look, and what they got from the clock so far."""

    person: str
    look_at: int | None
    spent: Spent


async def leave(tx: Tx, note: Note) -> None:
    """Keep a note; whoever it is for is looked at in the next round."""
    await tx.run(
        """
        INSERT INTO notes (id, person, order_id, kind, needs, since, body, at, about, urgent)
        VALUES (:id, :person, :order_id, :kind, :needs, :since, :body, :at, :about, :urgent)
        """,
        id=note.id,
        person=note.person,
        order_id=note.order_id,
        kind=note.kind,
        needs=note.needs,
        since=note.since,
        body=note.body,
        at=note.at,
        about=note.about,
        urgent=note.urgent,
    )
    await tx.run(LOOK[note.urgent], person=note.person, at=note.at)


# Whoever is to be looked at at a moment stays that, whatever is noted besides; what is urgent has a moment of its own.
LOOK = (
    """
    INSERT INTO waiting (person, look_at) VALUES (:person, :at)
    ON CONFLICT (person) DO UPDATE SET look_at = COALESCE(waiting.look_at, excluded.look_at)
    """,
    """
    INSERT INTO waiting (person, ring_at) VALUES (:person, :at)
    ON CONFLICT (person) DO UPDATE SET ring_at = COALESCE(waiting.ring_at, excluded.ring_at)
    """,
)
DUE = (
    "SELECT person, look_at AS moment FROM waiting WHERE look_at <= :now ORDER BY look_at, person LIMIT :limit",
    "SELECT person, ring_at AS moment FROM waiting WHERE ring_at <= :now ORDER BY ring_at, person LIMIT :limit",
)
AGAIN = (
    "UPDATE waiting SET look_at = :moment WHERE person = :person AND look_at = :seen",
    "UPDATE waiting SET ring_at = :moment WHERE person = :person AND ring_at = :seen",
)


async def due(tx: Tx, now: int, limit: int, *, urgent: bool = False) -> list[tuple[str, int]]:
    """(person, moment) of those whose notes, or urgent ones, may be sent, the longest waiting first."""
    rows = await tx.all(DUE[urgent], now=now, limit=limit)
    return [(row["person"], row["moment"]) for row in rows]


async def waiting(tx: Tx, person: str) -> Waiting:
    row = await tx.one("SELECT * FROM waiting WHERE person = :person", person=person)
    if row is None:
        return Waiting(person, None, Spent())
    return Waiting(person, row["look_at"], Spent(row["last_at"], row["messages"], row["snoozed_until"], row["rang_at"]))


async def of_person(tx: Tx, person: str) -> list[Note]:
    """In the order in which they were left."""
    rows = await tx.all("SELECT * FROM notes WHERE person = :person ORDER BY id", person=person)
    return [Note(**{name: row[name] for name in Note.__slots__}) for row in rows]


async def look_again(tx: Tx, person: str, seen: int, moment: int | None, *, urgent: bool = False) -> bool:
    """Look at this person at that moment, or not before there is a new note; False where another replica did."""
    return await tx.run(AGAIN[urgent], person=person, seen=seen, moment=moment) == 1


async def written(tx: Tx, person: str, spent: Spent) -> None:
    """The clock wrote to them."""
    await tx.run(
        """
        INSERT INTO waiting (person, last_at, messages, snoozed_until, rang_at)
        VALUES (:person, :last, :messages, :snoozed, :rang)
        ON CONFLICT (person) DO UPDATE
        SET last_at = excluded.last_at, messages = excluded.messages, rang_at = excluded.rang_at
        """,
        person=person,
        last=spent.last,
        messages=spent.messages,
        snoozed=spent.snoozed,
        rang=spent.rang,
    )


async def forget(tx: Tx, ids: list[str]) -> None:
    """These were sent, or are void."""
    for id in ids:
        await tx.run("DELETE FROM notes WHERE id = :id", id=id)


async def forget_cards(tx: Tx, person: str, order_id: str) -> None:
    """They have its card by now."""
    await tx.run(
        "DELETE FROM notes WHERE order_id = :order_id AND person = :person AND kind IN ('card', 'raised')",
        person=person,
        order_id=order_id,
    )


async def snooze(tx: Tx, person: str, until: int, now: int) -> None:
    """What waits for them is looked at again: it may wait longer now, or not as long."""
    await tx.run(
        """
        INSERT INTO waiting (person, snoozed_until) VALUES (:person, :until)
        ON CONFLICT (person) DO UPDATE SET snoozed_until = excluded.snoozed_until
        """,
        person=person,
        until=until,
    )
    await tx.run("UPDATE waiting SET look_at = :now WHERE person = :person AND look_at > :now", person=person, now=now)


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: whoever waits is looked at again, nobody was written to in the future."""
    await tx.run("UPDATE waiting SET look_at = :now WHERE look_at > :now", now=now)
    # Peace was wanted for a while from then; nobody knows any more how long that is from now.
    await tx.run("UPDATE waiting SET last_at = :now, snoozed_until = NULL WHERE last_at > :now", now=now)
    await tx.run("UPDATE waiting SET ring_at = :now WHERE ring_at > :now", now=now)
    await tx.run("UPDATE waiting SET rang_at = NULL WHERE rang_at > :now", now=now)


async def moved(tx: Tx, source: str, to: str) -> None:
    """Some of one person's notes are another's now: both are looked at like anybody with a new one."""
    await tx.run("UPDATE waiting SET look_at = NULL, ring_at = NULL WHERE person = :source", source=source)
    for person in (source, to):
        for row in await tx.all(
            "SELECT urgent, MIN(at) AS at FROM notes WHERE person = :who GROUP BY urgent", who=person
        ):
            await tx.run(LOOK[row["urgent"]], person=person, at=row["at"])
