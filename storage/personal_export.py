"""Everything about one person, by the list in domain/personal.py: theirs, and never anybody else's."""

from collections.abc import Mapping
from typing import Any

import orjson

from domain.personal import PERSONAL, Whose
from storage.database import Row, Tx
from storage.erasing import PARTS, Part

# Of what others wrote in a matter of theirs, what was written to them.
TOLD = {
    (
        "order_events",
        Whose.ORDER,
    ): " AND step IN ('comment', 'progress', 'finish', 'complete', 'refuse', 'grant', 'object')",
    # What came with a neighbour's report of the same is the neighbour's.
    ("order_photos", Whose.ORDER): " AND step <> 'merge'",
    # How to reach a neighbour without a phone is the neighbour's, whoever wrote it down.
    ("own_words", Whose.PERSON): " AND order_id NOT IN (SELECT id FROM orders WHERE proxy = 1)",
}
# What only our own tables need.
OURS = frozenset("seal token token_hash code_hash claimed_by error tries next_try_at look_at due_at version".split())
PERSONAL_NAMES = {(column.table, column.name) for column in PERSONAL}
# Where the row itself tells something, though no column of it is personal but whose it is.
ROWS = {
    ("authors", "person"), ("consents", "person"), ("roles", "person"), ("leaves", "person"), ("helped", "helper"),
    ("activity_sign_ups", "person"), ("redemptions", "person"), ("wish_hands", "person"), ("follows", "person"),
}  # fmt: skip


async def everything(tx: Tx, person: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by table; each row is theirs, and of it what they may read."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        told = {column.name for column in part.columns if column.told}
        if told or (part.table, part.by) in ROWS:
            where = part.where + TOLD.get((part.table, part.whose), "")
            rows = await tx.all(f"SELECT * FROM {part.table} WHERE {where}", person=person)
            kept = found.setdefault(part.table, [])
            kept.extend(row for row in (_of_them(part, told, row) for row in rows) if row not in kept)
    return {table: rows for table, rows in found.items() if rows}


def _of_them(part: Part, told: set[str], row: Row) -> dict[str, Any]:
    """Without ids of people, codes, and whatever of it is somebody else's."""
    return {
        name: _plain(value)
        for name, value in row.items()
        if value is not None and name not in OURS and (name in told or (part.table, name) not in PERSONAL_NAMES)
    }


def _plain(value: Any) -> Any:
    """Lists and messages as what they are, not as text in text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


async def make_link(tx: Tx, token_hash: str, person: str, now: int, until: int) -> None:
    """The only one of this person."""
    await tx.run("DELETE FROM export_links WHERE person = :person", person=person)
    await tx.run(
        """
        INSERT INTO export_links (token_hash, person, made_at, expires_at) VALUES (:token, :person, :now, :until)
        """,
        token=token_hash,
        person=person,
        now=now,
        until=until,
    )


WAYS: Mapping[str, str] = {"page": "used_at", "file": "saved_at"}


async def good(tx: Tx, token_hash: str, now: int) -> str | None:
    """Whose it is, while it opens anything."""
    row = await tx.one(
        """
        SELECT person FROM export_links WHERE token_hash = :token AND expires_at > :now
        AND (used_at IS NULL OR saved_at IS NULL)
        """,
        token=token_hash,
        now=now,
    )
    return str(row["person"]) if row else None


async def use(tx: Tx, token_hash: str, way: str, now: int) -> str | None:
    """Whose it is, the first time; None ever after. way: to be read, or as a file."""
    column = WAYS[way]
    row = await tx.one(
        f"""
        UPDATE export_links SET {column} = :now
        WHERE token_hash = :token AND expires_at > :now AND {column} IS NULL
        RETURNING person
        """,
        token=token_hash,
        now=now,
    )
    return str(row["person"]) if row else None
