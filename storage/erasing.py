"""Erasing all that is personal of one person, by the list in domain/personal.py and in one unit of work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from domain import mask
from domain.personal import PERSONAL, Column, Erased, What, Whose
from storage import doomed, said_elsewhere, weblog
from storage.database import Tx
from storage.said_elsewhere import OWN_ORDERS

FINDS = {
    Whose.PERSON: "{by} = :person",
    Whose.TALKER: "{by} = :person AND step = 'comment'",
    Whose.CHAT: "{by} IN (SELECT c.id FROM chats c WHERE c.person = :person)",
    Whose.SESSION: "{by} IN (SELECT substr(c.id, 5) FROM chats c WHERE c.person = :person AND c.id LIKE 'web:%')",
    Whose.ACCOUNT: "{by} = 'person:' || :person",
    Whose.STAFF: "{by} IN (SELECT r.key FROM roster r WHERE r.person = :person)",
    Whose.ORDER: f"{{by}} IN ({OWN_ORDERS})",
    Whose.WISH: "{by} IN (SELECT w.wish_id FROM wishers w WHERE w.person = :person)",
    Whose.ASK: "{by} IN (SELECT q.id FROM talent_asks q WHERE q.talent = :person OR q.asker = :person)",
}
# Others are found through these, so they go last; whoever a chat belongs to is known to the very end.
LAST = ("talent_asks", "roster", "chats", "persons")
# What has not been worked off yet is of whoever they are then.
BUT = {
    "inbox": " AND state <> 'new'",
    "web_sessions": " AND id <> :stays",
    "web_log": " AND address <> 'web:' || :stays",
}
# What colleagues wrote to each other about a joint order of theirs.
OWN_TASKS = f"SELECT t.id FROM orders t WHERE t.part_of IN ({OWN_ORDERS})"
TASKS = [
    (column, by)
    for column in PERSONAL
    for table, name, by in (("orders", "what", "id"), ("order_events", "words", "order_id"))
    if (column.table, column.name, column.whose) == (table, name, Whose.ORDER)
]
INTO = {Erased.NULL: "NULL", Erased.EMPTY: "''", Erased.NONE: "'[]'"}
# Where a picture stands in a row of its own.
PICTURES = sorted({(c.table, c.name) for c in PERSONAL if c.what is What.PICTURE and c.erased is Erased.ROW})


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one table that are found in the same way."""

    table: str
    by: str
    whose: Whose
    columns: tuple[Column, ...]

    @property
    def where(self) -> str:
        return FINDS[self.whose].format(by=self.by)

    @property
    def goes(self) -> bool:
        """Whether the whole row does."""
        return any(column.erased is Erased.ROW for column in self.columns)


def parts(columns: Iterable[Column] = PERSONAL) -> list[Part]:
    """What is found by something that goes, before it."""
    found: dict[tuple[str, str, Whose], list[Column]] = {}
    for column in columns:
        if column.whose is not Whose.NOBODY:
            found.setdefault((column.table, column.by, column.whose), []).append(column)
    made = [Part(*key, tuple(of)) for key, of in found.items()]
    return sorted(made, key=lambda part: LAST.index(part.table) if part.table in LAST else -1)


PARTS = parts()


async def erase(tx: Tx, person: str, now: int, *, stays: str = "") -> None:
    """stays: the web session that goes on, as somebody new. What was done stays on record, without them."""
    names = await _names(tx, person)
    await _pictures(tx, person, now)
    await said_elsewhere.erase(tx, person, now)
    await tx.run("UPDATE roles SET until = :now WHERE person = :person AND until IS NULL", person=person, now=now)
    await weblog.forget(tx, f"web:{stays}")
    for column, by in TASKS:
        await hide(tx, column, f"{by} IN ({OWN_TASKS})", {"person": person}, names)
    for part in PARTS:
        await _part(tx, part, person, names, stays)


async def _part(tx: Tx, part: Part, person: str, names: Sequence[str], stays: str) -> None:
    where, values = part.where + BUT.get(part.table, ""), {"person": person}
    if ":stays" in where:
        values["stays"] = stays
    if part.goes:
        await tx.run(f"DELETE FROM {part.table} WHERE {where}", **values)
        return
    for column in part.columns:
        if column.erased is Erased.MASKED:
            await hide(tx, column, where, values, names)
    # All at once, and last: the rows may be found by what becomes empty.
    becomes = ", ".join(f"{c.name} = {INTO[c.erased]}" for c in part.columns if c.erased in INTO)
    if becomes:
        await tx.run(f"UPDATE {part.table} SET {becomes} WHERE {where}", **values)


async def hide(tx: Tx, column: Column, where: str, values: dict[str, str], names: Sequence[str]) -> None:
    """Phones, doors and names, in what was written."""
    table, name = column.table, column.name
    rows = await tx.all(f"SELECT DISTINCT {name} AS said FROM {table} WHERE {where} AND {name} <> ''", **values)
    for row in rows:
        hidden = mask.text(row["said"], names)
        if hidden != row["said"]:
            sql = f"UPDATE {table} SET {name} = :hidden WHERE {where} AND {name} = :said"
            await tx.run(sql, hidden=hidden, said=row["said"], **values)


async def _names(tx: Tx, person: str) -> list[str]:
    """What they are called here, so that it is hidden in what they wrote."""
    rows = await tx.all(
        f"""
        SELECT name FROM persons WHERE id = :person
        UNION SELECT name FROM roster WHERE person = :person
        UNION SELECT name FROM order_contacts WHERE order_id IN ({OWN_ORDERS})
        UNION SELECT name FROM wishers WHERE person = :person
        """,
        person=person,
    )
    return [row["name"] for row in rows if row["name"]]


async def _pictures(tx: Tx, person: str, now: int) -> None:
    """Theirs, wherever else they are shown; the files go after this unit. What a chat shows may be somebody else's."""
    found: set[str] = set()
    for part in PARTS:
        for column in part.columns:
            if column.what is What.PICTURE and part.table != "web_media":
                sql = f"SELECT DISTINCT {column.name} AS media FROM {column.table} WHERE {part.where}"
                found.update(*(listed(row["media"]) for row in await tx.all(sql, person=person)))
    for media in sorted(found):
        if not await _shown_elsewhere(tx, media, person):
            await drop_media(tx, media, now)


async def _shown_elsewhere(tx: Tx, media: str, person: str) -> bool:
    """What belongs to others' matters stays there; a report that was joined with theirs brought its own along."""
    row = await tx.one(
        """
        SELECT 1 AS found WHERE EXISTS (
            SELECT 1 FROM order_photos p JOIN orders o ON o.id = p.order_id JOIN authors a ON a.order_id = o.id
            WHERE p.media = :media AND p.step <> 'merge'
            AND (a.person <> :person OR o.proxy = 1 OR o.part_of IS NOT NULL)
        ) OR EXISTS (
            SELECT 1 FROM wish_media m JOIN wishers w ON w.wish_id = m.wish_id
            WHERE m.media = :media AND (w.person IS NULL OR w.person <> :person)
        ) OR EXISTS (SELECT 1 FROM goods g WHERE g.photo = :media)
        """,
        media=media,
        person=person,
    )
    return row is not None


async def drop_media(tx: Tx, media: str, now: int) -> None:
    """The rows at once, the file soon."""
    for table, column in PICTURES:
        await tx.run(f"DELETE FROM {table} WHERE {column} = :media", media=media)
    await doomed.add(tx, media, now)


def listed(value: str | None) -> list[str]:
    """The ids in a column: one, or a list of them."""
    if not value:
        return []
    return [str(media) for media in orjson.loads(value)] if value.startswith("[") else [value]
