"""Whatever stands in the list of personal columns is handed out to its owner, erased for them, and for nobody else."""

import itertools
import json
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from domain.personal import PERSONAL, Erased, What, Whose
from storage import erasing, people, personal_export, weblog, websessions
from storage.database import Database, Tx
from storage.erasing import PARTS, Part

NOW = 1_795_399_200
PHONE = "13812345678"
OWNED = {
    Whose.PERSON: "{0}",
    Whose.TALKER: "{0}",
    Whose.CHAT: "web:s-{0}",
    Whose.SESSION: "s-{0}",
    Whose.ACCOUNT: "person:{0}",
    Whose.STAFF: "key-{0}",
    Whose.ORDER: "order-{0}",
    Whose.WISH: "wish-{0}",
    Whose.ASK: "ask-{0}",
}
# What a row is called by, through which others are found.
CALLED = {"orders": "order-{0}", "wishes": "wish-{0}", "chats": "web:s-{0}", "roster": "key-{0}", "talk": "ask-{0}"}
SAID = {"step": "comment", "state": "done", "proxy": 0, "part_of": None, "order_id": "order-{0}"}
TOLD = {(column.table, column.name) for column in PERSONAL if column.told}
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


class Everywhere:
    """One row for each way in which a table can hold something of somebody; no rule of any table is asked."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA foreign_keys = OFF")
        self._db.execute("PRAGMA ignore_check_constraints = ON")
        self._numbers = itertools.count(1)
        self.told: dict[str, list[str]] = {}
        self.gone: dict[str, list[str]] = {}
        self.hidden: dict[str, list[str]] = {}

    def moves_in(self, who: str) -> None:
        self.told[who], self.gone[who], self.hidden[who] = [], [], []
        self._db.execute("INSERT INTO authors (order_id, person, placed_at) VALUES (?, ?, 1)", (f"order-{who}", who))
        self._db.execute(
            "INSERT INTO wishers (wish_id, poster, person, posted_at) VALUES (?, ?, ?, 1)", (f"wish-{who}", who, who)
        )
        self._db.execute(
            "INSERT INTO talent_asks (id, talent, asker, skill, words, state, asked_at, due_at) "
            "VALUES (?, ?, 'x', 'x', '', 'yes', 1, 1)",
            (f"ask-{who}", who),
        )
        for part in PARTS:
            if part.table not in ("authors",):
                self._row(part, who)

    def close(self) -> None:
        self._db.close()

    def _row(self, part: Part, who: str) -> None:
        by = OWNED[part.whose].format(who)
        columns = self._db.execute(f"PRAGMA table_info({part.table})").fetchall()
        values = {name: self._value(part, name, kind, who) for _, name, kind, *_ in columns}
        if part.table in CALLED:
            values["id" if part.table != "roster" else "key"] = CALLED[part.table].format(who)
        values[part.by] = by
        if part.table == "ledger":
            values["n"] = self._db.execute("SELECT COUNT(*) + 1 FROM ledger").fetchone()[0]
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        self._db.execute(f"INSERT OR IGNORE INTO {part.table} ({names}) VALUES ({marks})", list(values.values()))
        for column in part.columns:
            value = values[column.name]
            if column.name in (part.by, *SAID) or not isinstance(value, str):
                continue
            if (part.table, column.name) not in TOLD:
                self.hidden[who].append(value)
            if column.told:
                self.told[who].append(value.strip('[]"'))
            if column.erased not in (Erased.STAYS, Erased.PASSES, Erased.MASKED):
                self.gone[who].append(value.strip('[]"'))

    def _value(self, part: Part, name: str, kind: str, who: str) -> object:
        if name in SAID:
            fixed = SAID[name]
            return fixed.format(who) if isinstance(fixed, str) else fixed
        n = next(self._numbers)
        if kind != "TEXT":
            return n
        column = next((column for column in part.columns if column.name == name), None)
        if column is None:
            return f"other{n:017d}"
        if column.what is What.PICTURE:
            return f'["{n:022d}"]' if column.erased is Erased.NONE else f"{n:022d}"
        return f"{part.table}.{name} {who} {n} {PHONE}" if column.erased is Erased.MASKED else f"{name} {who} {n}."


@pytest.fixture
def everywhere(url: str) -> Iterator[Everywhere]:
    made = Everywhere(Path(url.removeprefix("sqlite:")))
    for who in ("li", "wang"):
        made.moves_in(who)
    yield made
    made.close()


async def all_text(database: Database) -> str:
    async def unit(tx: Tx) -> str:
        tables = sorted({part.table for part in PARTS})
        rows = [row for table in tables for row in await tx.all(f"SELECT * FROM {table}")]
        return json.dumps([list(row.values()) for row in rows], ensure_ascii=False)

    return await database.read(unit)


@ON_SQLITE
async def test_whatever_the_list_says_is_theirs_is_in_their_export(everywhere: Everywhere, database: Database):
    mine = json.dumps(await database.read(partial(personal_export.everything, person="li")), ensure_ascii=False)
    missing = [value for value in everywhere.told["li"] if value not in mine]
    assert not missing
    assert not [value for value in everywhere.told["wang"] if value in mine]
    assert not [value for value in everywhere.hidden["li"] if value in mine]
    assert '"wang"' not in mine


@ON_SQLITE
async def test_whatever_the_list_says_goes_is_gone_and_nothing_else(everywhere: Everywhere, database: Database):
    await database.do(partial(erasing.erase, person="li", now=NOW))
    left = await all_text(database)
    assert not [value for value in everywhere.gone["li"] if value in left]
    assert not [value for value in everywhere.gone["wang"] if value not in left]


@ON_SQLITE
async def test_a_phone_in_what_stays_is_hidden(everywhere: Everywhere, database: Database):
    await database.do(partial(erasing.erase, person="li", now=NOW))
    left = await all_text(database)
    assert not [line for line in left.split('", "') if " li " in line and PHONE in line]
    assert "wang" in left
    assert PHONE in left


async def test_each_statement_can_be_run_where_there_is_nothing_to_erase(database: Database):
    await database.do(partial(erasing.erase, person="nobody", now=NOW))
    assert await database.read(partial(personal_export.everything, person="nobody")) == {}


@ON_SQLITE
async def test_what_was_written_for_somebody_without_a_phone_is_not_the_writers(
    everywhere: Everywhere, database: Database
):
    await database.do(lambda tx: tx.run("UPDATE orders SET proxy = 1 WHERE id = 'order-li'"))
    mine = await database.read(partial(personal_export.everything, person="li"))
    assert not {"orders", "order_contacts", "order_photos"} & mine.keys()
    await database.do(partial(erasing.erase, person="li", now=NOW))
    kept = await database.read(lambda tx: tx.all("SELECT phone FROM order_contacts WHERE order_id = 'order-li'"))
    assert len(kept) == 1


@ON_SQLITE
async def test_a_picture_goes_with_whoever_sent_it_wherever_else_it_was_shown(
    everywhere: Everywhere, database: Database
):
    """A report that was joined with another one brings its pictures along."""
    mine, theirs = "m" * 22, "t" * 22

    async def joined(tx: Tx) -> None:
        sql = "INSERT INTO order_photos (order_id, media, kind, step, at) VALUES (:order, :media, 'photo', :step, 1)"
        for order, media, step in (
            ("order-li", mine, "place"),
            ("order-wang", mine, "merge"),
            ("order-wang", theirs, "place"),
            ("order-li", theirs, "merge"),
        ):
            await tx.run(sql, order=order, media=media, step=step)
        await erasing.erase(tx, "li", NOW)

    await database.do(joined)
    shown = await database.read(lambda tx: tx.all("SELECT order_id, media FROM order_photos WHERE kind = 'photo'"))
    assert [tuple(row.values()) for row in shown] == [("order-wang", theirs)]
    doomed = await database.read(lambda tx: tx.all("SELECT media FROM doomed_media"))
    assert mine in {row["media"] for row in doomed}
    assert theirs not in {row["media"] for row in doomed}


@ON_SQLITE
async def test_the_browser_they_say_goodbye_in_goes_on_counting_without_their_words(
    everywhere: Everywhere, database: Database
):
    """An open page asks for what is newer than what it has seen."""
    await database.do(partial(erasing.erase, person="li", now=NOW, stays="s-li"))
    left = await database.read(lambda tx: tx.all("SELECT body FROM web_log WHERE address = 'web:s-li'"))
    assert [row["body"] for row in left] == [weblog.BLANK]
    assert await database.read(partial(websessions.known, session_id="s-li"))
    assert await database.read(partial(people.chat, chat_id="web:s-li")) is None
