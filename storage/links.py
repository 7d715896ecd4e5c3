"""Several chats of one person: what comes along when they are put together, and how it goes back."""

import json
from dataclasses import dataclass
from typing import Any

from storage import notes
from storage.database import Row, Tx

ON = "on"  # until it was taken "back"


@dataclass(frozen=True, slots=True)
class Link:
    """person: who the chats belong to; was: who those in `moved` belonged to before. until: its last moment to undo."""

    id: str
    person: str
    was: str
    typed_in: str
    made_in: str
    moved: dict[str, list[list[str]]]
    at: int
    until: int
    state: str = ON


# What of a person's is moved to another one: table, its keys, and when not.
BETWEEN = "SELECT o.id FROM orders o JOIN authors a ON a.order_id = o.id WHERE a.person = :was AND o.assignee = :person"
MOVES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    # What one of the two had in hand for the other stays where it is: nobody reviews their own work.
    ("order_events", "person", ("id",), f"order_id NOT IN ({BETWEEN})"),
    ("own_words", "person", ("order_id", "event"), f"order_id NOT IN ({BETWEEN})"),
    ("views", "person", ("id",), "viewer <> :person"),
    ("helped", "served", ("ref", "why", "helper"), "helper <> :person"),
    ("night_words", "person", ("event",), f"order_id NOT IN ({BETWEEN})"),
    ("authors", "person", ("order_id",), f"order_id NOT IN ({BETWEEN})"),
    (
        "follows",
        "person",
        ("order_id",),
        "NOT EXISTS (SELECT 1 FROM follows f WHERE f.order_id = follows.order_id AND f.person = :person) "
        "AND NOT EXISTS (SELECT 1 FROM authors a WHERE a.order_id = follows.order_id AND a.person = :person)",
    ),
    (
        "consents",
        "person",
        ("version",),
        "NOT EXISTS (SELECT 1 FROM consents c WHERE c.version = consents.version AND c.person = :person)",
    ),
    (
        "activity_announcements",
        "person",
        ("activity",),
        "NOT EXISTS (SELECT 1 FROM activity_announcements t WHERE t.activity = activity_announcements.activity "
        "AND t.person = :person)",
    ),
    (
        "activity_peace",
        "person",
        (),
        "NOT EXISTS (SELECT 1 FROM activity_peace t WHERE t.person = :person)",
    ),
    ("notes", "person", ("id",), "1 = 1"),
    ("roles", "person", ("id",), "role = 'R' AND until IS NULL"),
    ("chats", "person", ("id",), "1 = 1"),
)

# What cannot be moved: whoever has any of it is the one who stays.
ANCHORS = {
    "role": "SELECT 1 FROM roles WHERE person = :person AND until IS NULL AND role <> 'R'",
    "roster": "SELECT 1 FROM roster WHERE person = :person",
    "points": "SELECT 1 FROM accounts WHERE account = 'person:' || :person",
    "wish": "SELECT 1 FROM wishers WHERE person = :person OR poster = :person",
    "hand": "SELECT 1 FROM wish_hands WHERE person = :person",
    "claim": "SELECT 1 FROM wishes WHERE claimer = :person",
    "volunteer": "SELECT 1 FROM volunteers WHERE person = :person",
    "talent": "SELECT 1 FROM talents WHERE person = :person",
    "asked": "SELECT 1 FROM talent_asks WHERE talent = :person OR asker = :person",
    "goods": "SELECT 1 FROM redemptions WHERE person = :person",
    "certificate": "SELECT 1 FROM certificates WHERE person = :person",
    "activity": "SELECT 1 FROM activities WHERE organiser = :person",
    "guest": (
        "SELECT 1 FROM activity_sign_ups s JOIN activities a ON a.id = s.activity "
        "WHERE s.person = :person AND s.stand <> 'out' AND a.state NOT IN ('closed', 'cancelled')"
    ),
    "work": "SELECT 1 FROM orders WHERE assignee = :person AND state <> 'closed'",
    "draft": "SELECT 1 FROM group_drafts WHERE person = :person AND state = 'open'",
    "erasure": "SELECT 1 FROM erasures WHERE person = :person",
}
ANCHORED = " UNION ALL ".join(ANCHORS.values()) + " LIMIT 1"


def _link(row: Row) -> Link:
    values = {name: row[name] for name in Link.__slots__}
    return Link(**values | {"moved": json.loads(row["moved"])})


async def anchored(tx: Tx, person: str) -> bool:
    """Whether they hold what belongs to a person for good: roles, points, wishes."""
    return await tx.one(ANCHORED, person=person) is not None


async def between(tx: Tx, one: str, other: str) -> str | None:
    """The number of an open order that one of them reported and the other has in hand."""
    row = await tx.one(
        """
        SELECT o.number FROM orders o JOIN authors a ON a.order_id = o.id
        WHERE o.state <> 'closed' AND (
            (a.person = :one AND (o.assignee = :other OR o.wanted_by = :other))
            OR (a.person = :other AND (o.assignee = :one OR o.wanted_by = :one))
        )
        LIMIT 1
        """,
        one=one,
        other=other,
    )
    return row["number"] if row else None


async def move(tx: Tx, was: str, person: str) -> dict[str, list[list[str]]]:
    """Everything that can be moved; returns the keys of it by table."""
    moved: dict[str, list[list[str]]] = {}
    for table, column, keys, when in MOVES:
        rows = await tx.all(
            f"UPDATE {table} SET {column} = :person WHERE {column} = :was AND {when} "
            f"RETURNING {', '.join(keys) or column}",
            person=person,
            was=was,
        )
        if rows:
            moved[table] = [[str(row[key]) for key in keys] for row in rows]
    await _settled(tx, was, person, moved)
    return moved


async def move_back(tx: Tx, link: Link) -> None:
    """What came along goes back, as far as it is still there."""
    for table, column, keys, _ in MOVES:
        number = "CAST({key} AS TEXT)" if table == "consents" else "{key}"
        which = " AND ".join(["1 = 1", *(f"{number.format(key=key)} = :k{n}" for n, key in enumerate(keys))])
        for row in link.moved.get(table, []):
            values: dict[str, Any] = {f"k{n}": value for n, value in enumerate(row)}
            await tx.run(
                f"UPDATE {table} SET {column} = :was WHERE {column} = :person AND {which}",
                was=link.was,
                person=link.person,
                **values,
            )
    await _settled(tx, link.person, link.was, link.moved)


async def _settled(tx: Tx, source: str, to: str, moved: dict[str, list[list[str]]]) -> None:
    """Open talks go on for whoever has the chat now, and notes are sent that nobody would look for."""
    for (chat,) in moved.get("chats", []):
        await tx.run("UPDATE talks SET person = :to WHERE chat = :chat", to=to, chat=chat)
    if "notes" in moved:
        await notes.moved(tx, source, to)


async def add(tx: Tx, link: Link) -> None:
    names = Link.__slots__
    await tx.run(
        f"INSERT INTO links ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})",
        **{name: getattr(link, name) for name in names} | {"moved": json.dumps(link.moved)},
    )


async def get(tx: Tx, id: str) -> Link | None:
    row = await tx.one("SELECT * FROM links WHERE id = :id", id=id)
    return _link(row) if row else None


async def of_person(tx: Tx, person: str) -> list[Link]:
    rows = await tx.all("SELECT * FROM links WHERE person = :person AND state = 'on' ORDER BY at, id", person=person)
    return [_link(row) for row in rows]


async def undo(tx: Tx, link: Link, now: int) -> bool:
    """True for the first who asks in time."""
    changed = await tx.run(
        "UPDATE links SET state = 'back' WHERE id = :id AND state = 'on' AND until > :now", id=link.id, now=now
    )
    return changed == 1


@dataclass(frozen=True, slots=True)
class Used:
    """A chat of somebody's. id: its address; since: when it wrote first."""

    id: str
    since: int

    @property
    def channel(self) -> str:
        return self.id.partition(":")[0]


async def chats(tx: Tx, person: str) -> list[Used]:
    """The oldest first."""
    rows = await tx.all(
        "SELECT id, created_at FROM chats WHERE person = :person AND is_group = 0 ORDER BY created_at, id",
        person=person,
    )
    return [Used(row["id"], row["created_at"]) for row in rows]


async def give(tx: Tx, chat: str, person: str) -> None:
    await tx.run("UPDATE chats SET person = :person WHERE id = :chat", person=person, chat=chat)
    await tx.run("DELETE FROM talks WHERE chat = :chat", chat=chat)


async def set_chat(tx: Tx, person: str, chat: str | None) -> None:
    """Where notices go."""
    await tx.run("UPDATE persons SET chat = :chat WHERE id = :id", chat=chat, id=person)
