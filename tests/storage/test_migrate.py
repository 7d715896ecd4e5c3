"""Every database reaches the shape this version knows, or stays as it was."""

import asyncio
import re
import time
from typing import TypeVar

import asyncpg
import pytest

from storage.database import Database, DatabaseTooNew, StorageLocked, Unit, open_database
from storage.migrate import migrate, migration_files
from storage.statements import statements
from tests import postgres_server

LOCK_TIMEOUT = 5.0  # seconds after which whoever is held up is told that the database is locked
T = TypeVar("T")

FIRST = {"2026-01-01-first.sql": "-- why; because\nCREATE TABLE a (n BIGINT);\nCREATE TABLE b (n BIGINT);\n"}
SECOND = {"2026-01-02-second.sql": "ALTER TABLE a ADD COLUMN words TEXT DEFAULT 'x;y'"}


async def applied(database: Database) -> dict[str, int]:
    rows = await database.read(lambda tx: tx.all("SELECT name, applied_at FROM migrations"))
    return {row["name"]: row["applied_at"] for row in rows}


async def test_each_file_is_applied_once_and_in_order(empty_database: Database):
    assert await migrate(empty_database, now=5, files=FIRST) == list(FIRST)
    assert await migrate(empty_database, now=6, files=SECOND | FIRST) == list(SECOND)
    assert await migrate(empty_database, now=7, files=FIRST | SECOND) == []
    assert await applied(empty_database) == {"2026-01-01-first.sql": 5, "2026-01-02-second.sql": 6}
    await empty_database.do(lambda tx: tx.run("INSERT INTO a (n) VALUES (1)"))
    assert await empty_database.read(lambda tx: tx.all("SELECT * FROM a")) == [{"n": 1, "words": "x;y"}]


async def test_the_files_of_this_version_apply(empty_database: Database):
    assert await migrate(empty_database) == sorted(migration_files(empty_database.kind))
    assert await migrate(empty_database) == []


async def test_a_file_for_one_kind_of_database_is_none_for_the_other(empty_database: Database):
    files = FIRST | {"2026-01-02-x.sqlite.sql": "CREATE TABLE lite (n BIGINT)"}
    files |= {"2026-01-02-x.postgres.sql": "CREATE TABLE post (n BIGINT)"}
    mine, table = {"sqlite": ("sqlite", "lite"), "postgresql": ("postgres", "post")}[empty_database.kind]
    assert await migrate(empty_database, files=files) == [*FIRST, f"2026-01-02-x.{mine}.sql"]
    await empty_database.do(lambda tx: tx.run(f"INSERT INTO {table} (n) VALUES (1)"))
    assert await migrate(empty_database, files=files) == []


async def test_a_file_that_fails_leaves_nothing_of_any(empty_database: Database):
    broken = SECOND | {"2026-01-03-third.sql": "CREATE TABLE c (n BIGINT); INSERT INTO nowhere VALUES (1);"}
    await migrate(empty_database, files=FIRST)
    with pytest.raises(Exception, match="nowhere"):
        await migrate(empty_database, files=FIRST | broken)
    assert set(await applied(empty_database)) == set(FIRST)
    again = SECOND | {"2026-01-03-third.sql": "CREATE TABLE c (n BIGINT)"}
    assert await migrate(empty_database, files=FIRST | again) == list(again)


async def test_a_database_a_newer_version_has_used_is_refused_untouched(empty_database: Database):
    await migrate(empty_database, files=FIRST | SECOND)
    older = FIRST | {"2026-01-04-fourth.sql": "CREATE TABLE d (n BIGINT)"}
    with pytest.raises(DatabaseTooNew, match=re.escape("2026-01-02-second.sql")):
        await migrate(empty_database, files=older)
    assert set(await applied(empty_database)) == set(FIRST | SECOND)


async def test_ten_may_start_at_once(empty_url: str):
    async def start() -> list[str]:
        database = await open_database(empty_url)
        done = await migrate(database)
        await database.close()
        return done

    starts = await asyncio.gather(*(start() for _ in range(10)))
    kind = "sqlite" if empty_url.startswith("sqlite") else "postgresql"
    assert sorted(starts) == [[]] * 9 + [sorted(migration_files(kind))]


async def test_whoever_finds_another_migrating_tries_again(empty_database: Database):
    class Held:
        """The database, while another process migrates for longer than one try waits."""

        kind = empty_database.kind
        close, read = empty_database.close, empty_database.read
        tries = 0

        async def do(self, unit: Unit[T]) -> T:
            self.tries += 1
            if self.tries < 3:
                raise StorageLocked
            return await empty_database.do(unit)

    assert await migrate(Held(), files=FIRST) == list(FIRST)


async def test_nobody_stands_still_while_a_migration_waits_for_a_table_in_use(postgres: str):
    async with postgres_server.empty(postgres) as address:
        running, newer = await open_database(address), await open_database(address)
        await migrate(running, files=FIRST)
        slow = await asyncpg.connect(address)
        tries: list[float] = []
        done: list[float] = []
        async with slow.transaction():
            await slow.execute("INSERT INTO a (n) VALUES (0)")
            migrating = asyncio.create_task(migrate(newer, files=FIRST | SECOND, held_up=tries.append))
            while len(tries) < 3:
                began = time.monotonic()
                await running.do(lambda tx: tx.run("INSERT INTO a (n) VALUES (1)"))
                done.append(time.monotonic() - began)
        assert await migrating == list(SECOND)
        assert max(done) < LOCK_TIMEOUT / 2
        assert len(done) > len(tries)
        assert tries == sorted(set(tries)), "each pause is longer than the one before"
        for database in (running, newer, slow):
            await database.close()


CUT = {
    "two": ("SELECT 1; SELECT 2;", ["SELECT 1;", "SELECT 2;"]),
    "the last without a semicolon": ("SELECT 1;\nSELECT 2", ["SELECT 1;", "SELECT 2"]),
    "quotes": ("SELECT 'a;''b;', \"c;d\"; SELECT 2;", ["SELECT 'a;''b;', \"c;d\";", "SELECT 2;"]),
    "comments": (
        "-- one; it's two\nSELECT 1 /* ; ' */; SELECT 2; -- end;\n",
        ["-- one; it's two\nSELECT 1 /* ; ' */;", "SELECT 2;"],
    ),
    "nothing": (" ;\n-- only words;\n;; /* ; */", []),
    "a trigger": (
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
        "  UPDATE a SET n = CASE WHEN n = 1 THEN 2 ELSE 3 END;\n  DELETE FROM b;\nEND; SELECT 1;",
        [
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
            "  UPDATE a SET n = CASE WHEN n = 1 THEN 2 ELSE 3 END;\n  DELETE FROM b;\nEND;",
            "SELECT 1;",
        ],
    ),
}


@pytest.mark.parametrize(("sql", "cut"), CUT.values(), ids=CUT)
def test_a_file_is_cut_into_its_statements(sql: str, cut: list[str]):
    assert list(statements(sql)) == cut
