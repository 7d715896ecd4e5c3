"""Units on PostgreSQL are run again when they collide, and outlive a lost connection."""

import asyncio
import itertools
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator

import anyio
import asyncpg
import pytest

from storage import postgres
from storage.database import Database, NotInByteOrder, StorageDown, StorageLocked, Tx, Unit, WentOn, open_database
from storage.postgres import CHANGE, Collided, PostgresTx, open_postgres
from tests import postgres_server
from tests.program import ROOT

COUNT_UP = "UPDATE counters SET n = n + 1"


@pytest.fixture
async def address(postgres: str) -> AsyncIterator[str]:
    async with postgres_server.empty(postgres) as address:
        yield address


@pytest.fixture
async def database(address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    for name, patience in (("lock_timeout", "300ms"), ("deadlock_timeout", "10ms")):
        monkeypatch.setitem(postgres.SETTINGS, name, patience)
    database = await open_postgres(address)
    await database.do(lambda tx: tx.run("CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT)"))
    await database.do(lambda tx: tx.run("INSERT INTO counters VALUES ('all', 0)"))
    yield database
    await database.close()


async def count(tx: Tx) -> int:
    row = await tx.one("SELECT n FROM counters")
    assert row is not None
    return int(row["n"])


async def test_a_unit_that_read_what_another_changed_is_run_again(database: Database):
    tries = []

    async def unit(tx: Tx) -> None:
        tries.append(await count(tx))
        if len(tries) == 1:
            await database.do(lambda tx: tx.run(COUNT_UP))
        await tx.run("UPDATE counters SET n = :n", n=tries[-1] + 10)

    await database.do(unit)
    assert tries == [0, 1]
    assert await database.read(count) == 11


async def test_a_unit_that_always_collides_gives_up(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres, "TRIES", 3)
    tries = []

    async def unit(tx: Tx) -> None:
        tries.append(await count(tx))
        await database.do(lambda tx: tx.run(COUNT_UP))
        await tx.run(COUNT_UP)

    with pytest.raises(StorageLocked):
        await database.do(unit)
    assert tries == [0, 1, 2]
    assert await database.read(count) == 3


async def test_units_that_all_collide_take_turns_and_none_is_run_over_and_over(address: str):
    replicas = [await open_postgres(address) for _ in range(2)]
    await replicas[0].do(lambda tx: tx.run("CREATE TABLE said (n BIGINT)"))
    tries = Counter[int]()

    async def says(database: Database, n: int) -> None:
        async def unit(tx: Tx) -> None:
            """Takes its time, and changes what everybody else has read."""
            tries[n] += 1
            await tx.all("SELECT n, pg_sleep(0.02) FROM (SELECT COUNT(*) AS n FROM said) AS so_far")
            await tx.run("INSERT INTO said VALUES (:n)", n=n)

        await database.do(unit)

    await asyncio.gather(*(says(database, n) for n, database in enumerate(replicas * 10)))
    assert await replicas[0].read(lambda tx: tx.all("SELECT n FROM said ORDER BY n")) == [{"n": n} for n in range(20)]
    assert tries.total() > 20, "nothing collided"
    assert max(tries.values()) <= 5
    for database in replicas:
        await database.close()


async def test_two_units_that_wait_for_each_other_both_end(database: Database):
    both = asyncio.Barrier(2)

    tries = []

    def locking(one: str, other: str) -> Unit[None]:
        async def unit(tx: Tx) -> None:
            tries.append(one)
            await tx.lock(one)
            if len(tries) <= 2:
                await both.wait()
            await tx.lock(other)
            await tx.run(COUNT_UP)

        return unit

    await asyncio.gather(database.do(locking("a", "b")), database.do(locking("b", "a")))
    assert await database.read(count) == 2
    assert len(tries) == 3  # one of them was run again


NO_UNLOCKING = """
    CREATE FUNCTION public.pg_advisory_unlock_all() RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE ''lost''; END';
    DO 'BEGIN EXECUTE format($$ALTER DATABASE %I SET search_path = public, pg_catalog$$, current_database()); END';
"""


@pytest.mark.parametrize("beforehand", ["SELECT 1", NO_UNLOCKING], ids=["", "although it cannot be unlocked"])
async def test_a_lock_got_in_vain_is_given_back(beforehand: str, database: Database, address: str):
    await postgres_server.tell(address, beforehand)
    other = await open_postgres(address)

    async def both(tx: Tx) -> None:
        await tx.lock("a")
        await tx.run(COUNT_UP)
        await tx.lock("b")

    async def holds(tx: Tx) -> None:
        await tx.lock("b")
        with pytest.raises(StorageLocked):
            await other.do(both)
        tries = {"a", "b"}
        with pytest.raises(StorageLocked):
            await other._once(both, CHANGE, tries)

    await database.do(holds)
    await database.do(both)
    await other.close()


A_REPLICA = """
import asyncio, sys
from storage import postgres
from storage.database import StorageTrouble

postgres.SETTINGS["idle_in_transaction_session_timeout"] = "100ms"

async def unit(tx):
    await tx.lock("counting")
    await tx.run("UPDATE counters SET n = n + 1")

async def main():
    database = await postgres.open_postgres(sys.argv[1])
    print("up", flush=True)
    while True:
        try:
            await database.do(unit)
        except StorageTrouble:
            pass

asyncio.run(main())
"""


async def test_a_replica_that_stands_still_at_any_moment_holds_up_nobody(database: Database, address: str):
    async def unit(tx: Tx) -> None:
        await tx.lock("counting")
        await tx.run(COUNT_UP)

    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", A_REPLICA, address, stdout=PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        assert other.stdout
        await other.stdout.readline()
        for moment in range(12):
            await asyncio.sleep(0.05 + moment / 1000)
            other.send_signal(signal.SIGSTOP)
            async with asyncio.timeout(5):
                while not await works(database, unit):
                    pass
            other.send_signal(signal.SIGCONT)
    finally:
        other.kill()
        await other.wait()


def said(kind: bytes, content: bytes = b"") -> bytes:
    """A message of PostgreSQL's protocol."""
    return kind + (4 + len(content)).to_bytes(4) + content


PREPARES = said(b"P", b"\0SELECT 1\0\0\0") + said(b"H")  # Parse and Flush, and no Sync
ASKS_MUCH = said(b"Q", b"SELECT repeat('x', 1000000) FROM generate_series(1, 50)\0")  # more than a socket takes


@pytest.mark.parametrize(
    ("name", "asked", "freed"),
    [("sidan", PREPARES, True), ("sidan", ASKS_MUCH, True), ("somebody's own", PREPARES, False)],
    ids=["asking", "being answered", "another program"],
)
async def test_a_replica_that_stands_still_in_the_middle_of_asking_is_ended_by_those_it_holds_up(
    name: str, asked: bytes, freed: bool, database: Database, address: str, monkeypatch: pytest.MonkeyPatch
):
    async def unit(tx: Tx) -> None:
        await tx.lock("counting")
        await tx.run(COUNT_UP)

    monkeypatch.setitem(postgres.SETTINGS, "idle_in_transaction_session_timeout", "100ms")
    waiting = await open_postgres(address)
    still = await asyncpg.connect(address, server_settings=postgres.SETTINGS | {"application_name": name})
    await still.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('counting', 0))")
    still._transport.pause_reading()  # type: ignore[attr-defined]
    still._transport.write(asked)  # type: ignore[attr-defined]
    tries = [await works(waiting, unit) for _ in range(3)]
    assert tries == ([False, True, True] if freed else [False, False, False])
    still.terminate()
    await waiting.close()


@pytest.mark.parametrize("code", ["53000", "53200", "53300", "53400"])
async def test_a_server_that_has_no_room_left_is_trouble_and_no_mistake_of_ours(code: str, database: Database):
    with pytest.raises(StorageDown):
        await database.do(lambda tx: tx.run(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))
    assert await database.read(count) == 0


async def works(database: Database, unit: Unit[None]) -> bool:
    try:
        await database.do(unit)
    except StorageLocked:
        return False
    return True


async def test_a_unit_that_goes_on_after_a_failed_statement_is_told_that_nothing_was_kept(database: Database):
    async def unit(tx: Tx) -> str:
        await tx.run(COUNT_UP)
        try:
            await tx.run("INSERT INTO counters VALUES ('all', 0)")
        except asyncpg.UniqueViolationError:
            return "never mind"
        raise AssertionError

    with pytest.raises(WentOn):
        await database.do(unit)
    assert await database.read(count) == 0


async def hang_up(address: str) -> None:
    """End every connection to this database."""
    others = "pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    await postgres_server.tell(address, f"SELECT pg_terminate_backend(pid) FROM {others}")


async def test_a_lost_connection_is_told_and_the_next_unit_has_a_new_one(database: Database, address: str):
    async def unit(tx: Tx) -> None:
        await tx.run(COUNT_UP)
        await hang_up(address)
        await tx.run(COUNT_UP)

    with pytest.raises(StorageDown):
        await database.do(unit)
    assert await database.do(lambda tx: tx.run(COUNT_UP)) == 1
    assert await database.read(count) == 1


async def test_a_unit_that_fails_tells_its_own_error_also_when_the_connection_is_lost(database: Database, address: str):
    async def unit(tx: Tx) -> None:
        await tx.run(COUNT_UP)
        await hang_up(address)
        raise LookupError

    with pytest.raises(LookupError):
        await database.do(unit)


async def test_whoever_hangs_up_in_the_middle_leaves_nothing_behind_and_no_alarm(
    database: Database, caplog: pytest.LogCaptureFixture
):
    """Where a page was read no further, what it waited for is cancelled again and again, the cleaning up included."""
    with anyio.CancelScope() as scope:

        async def unit(tx: Tx) -> None:
            await tx.lock("counting")
            await tx.run(COUNT_UP)
            asyncio.get_running_loop().call_later(0.1, scope.cancel)
            await tx.one("SELECT pg_sleep(60)")

        await database.do(unit)
    assert scope.cancelled_caught
    assert await database.read(count) == 0
    await asyncio.gather(*(database.do(locked) for _ in range(4)))
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_whoever_hangs_up_while_waiting_for_a_lock_leaves_none_of_the_others_behind(database: Database):
    """Those are taken before the transaction begins, and the connection goes back to whoever comes next."""
    held, free = asyncio.Event(), asyncio.Event()

    async def holder(tx: Tx) -> None:
        await tx.lock("b")
        held.set()
        while not free.is_set():
            await tx.one("SELECT pg_sleep(0.05)")

    async def unit(tx: Tx) -> None:
        await tx.lock("a")

    holding = asyncio.create_task(database.do(holder))
    await held.wait()
    with anyio.CancelScope() as scope:
        asyncio.get_running_loop().call_later(0.15, scope.cancel)
        await database.do(collides_first(unit))
    assert scope.cancelled_caught
    free.set()
    await holding
    locks = "SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory'"
    assert await database.read(lambda tx: tx.all(f"{locks} AND a.datname = current_database()")) == []


def collides_first(unit: Unit[None]) -> Unit[None]:
    """So that at the second try its locks are taken before it begins."""
    tries = itertools.count()

    async def again(tx: Tx) -> None:
        if next(tries) == 0:
            assert isinstance(tx, PostgresTx)
            tx._names |= {"a", "b"}
            raise Collided
        await unit(tx)

    return again


async def locked(tx: Tx) -> None:
    await tx.lock("counting")
    await tx.run(COUNT_UP)


DIES_AT_COMMIT = """
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON counters
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
"""


async def test_a_connection_lost_in_the_middle_of_the_commit_is_told(database: Database, address: str):
    async def unit(tx: Tx) -> None:
        await tx.lock("counting")
        await tx.run("INSERT INTO counters VALUES ('more', 0)")

    await postgres_server.tell(address, DIES_AT_COMMIT)
    with pytest.raises(StorageDown):
        await database.do(unit)
    assert await database.read(lambda tx: tx.all("SELECT name FROM counters")) == [{"name": "all"}]


async def test_a_connection_lost_while_idle_is_told_once_at_most(database: Database, address: str):
    await hang_up(address)
    for _ in range(2):
        await asyncio.gather(database.do(lambda tx: tx.run(COUNT_UP)), return_exceptions=True)
    assert await database.read(count) >= 1


async def test_a_table_held_by_somebody_else_is_told_and_then_works_again(database: Database, address: str):
    other = await asyncpg.connect(address)
    async with other.transaction():
        await other.execute("LOCK TABLE counters")
        with pytest.raises(StorageLocked):
            await database.do(lambda tx: tx.run(COUNT_UP))
    await other.close()
    assert await database.do(lambda tx: tx.run(COUNT_UP)) == 1


async def test_another_version_may_change_a_table_under_a_running_one(database: Database, address: str):
    assert await database.read(lambda tx: tx.one("SELECT * FROM counters")) == {"name": "all", "n": 0}
    await postgres_server.tell(address, "ALTER TABLE counters ADD COLUMN since BIGINT")
    assert await database.read(lambda tx: tx.one("SELECT * FROM counters")) == {"name": "all", "n": 0, "since": None}


async def test_units_do_not_hide_in_a_log_line(database: Database, caplog: pytest.LogCaptureFixture):
    async def unit(tx: Tx) -> None:
        await tx.run(COUNT_UP)
        raise LookupError

    with pytest.raises(LookupError):
        await database.do(unit)
    assert caplog.records == []


IGNORING_CASE = """
    CREATE SCHEMA spoken;
    CREATE FUNCTION spoken.before(text, text) RETURNS boolean LANGUAGE sql
        AS 'SELECT lower($1) OPERATOR(pg_catalog.<) lower($2)';
    CREATE OPERATOR spoken.< (LEFTARG = text, RIGHTARG = text, FUNCTION = spoken.before);
    DO 'BEGIN EXECUTE format($$ALTER DATABASE %I SET search_path = spoken, pg_catalog$$, current_database()); END';
"""


async def test_a_database_that_sorts_as_people_speak_is_refused(address: str):
    await postgres_server.tell(address, IGNORING_CASE)  # what a real locale does, and not every server has one
    with pytest.raises(NotInByteOrder, match="LOCALE 'C'"):
        await open_database(address)
