"""Units on SQLite share their commits, keep to the database, and outlive a full or a locked disk."""

import asyncio
import resource
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import sqlite
from storage.database import NotTheDatabase, Row, StorageBroken, StorageFull, StorageLocked, Tx, Unit, open_database
from storage.sqlite import SqliteDatabase, open_sqlite

PAGE = 4096


@pytest.fixture
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqliteDatabase]:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    database = await open_sqlite(tmp_path / "sidan.db")
    await database.do(lambda tx: tx.run("CREATE TABLE said (words TEXT)"))
    yield database
    await database.close()


async def say(tx: Tx, words: str) -> int:
    return await tx.run("INSERT INTO said VALUES (:words)", words=words)


def saying(words: object) -> Unit[int]:
    return lambda tx: say(tx, str(words))


async def said(database: SqliteDatabase) -> list[str]:
    rows = await database.read(lambda tx: tx.all("SELECT words FROM said"))
    return [row["words"] for row in rows]


def commits(file: Path) -> int:
    """How often the write-ahead log was committed: the frames that name the size of the database after them."""
    log = file.with_name(f"{file.name}-wal").read_bytes()
    frames = (log[at : at + 24] for at in range(32, len(log), 24 + PAGE))
    return sum(frame[4:8] != b"\0\0\0\0" for frame in frames)


async def test_a_hundred_units_at_once_share_two_commits(database: SqliteDatabase):
    before = commits(database.file)
    await asyncio.gather(*(database.do(saying(n)) for n in range(100)))
    assert len(await said(database)) == 100
    assert commits(database.file) - before == 2


async def test_what_comes_while_a_commit_is_under_way_goes_into_the_next(database: SqliteDatabase):
    before = commits(database.file)

    async def talk(name: int) -> None:
        for line in range(5):
            await database.do(saying(f"{name} {line}"))

    await asyncio.gather(*(talk(name) for name in range(50)))
    assert len(await said(database)) == 250
    assert commits(database.file) - before <= 10


async def wait_on_the_loop(tx: Tx) -> None:
    await asyncio.sleep(0.001)


async def wait_for_nothing(tx: Tx) -> None:
    await asyncio.sleep(0)


async def wait_and_hold_on(tx: Tx) -> None:
    try:
        await asyncio.sleep(0)
    finally:
        await asyncio.sleep(0)


@pytest.mark.parametrize("waiting", [wait_on_the_loop, wait_for_nothing, wait_and_hold_on])
async def test_a_unit_that_waits_for_anything_else_is_refused_alone(database: SqliteDatabase, waiting):
    async def unit(tx: Tx) -> None:
        await say(tx, "before the wait")
        await waiting(tx)

    refused, kept = await asyncio.gather(database.do(unit), database.do(saying("good")), return_exceptions=True)
    assert isinstance(refused, NotTheDatabase)
    assert kept == 1
    assert await said(database) == ["good"]


async def test_a_unit_that_waits_for_a_task_of_ours_is_refused(database: SqliteDatabase):
    task = asyncio.create_task(asyncio.sleep(0.01, "late"))

    async def unit(tx: Tx) -> str:
        return await task

    with pytest.raises(NotTheDatabase):
        await database.do(unit)
    assert await task == "late"


async def test_a_unit_that_is_no_coroutine_harms_nobody(database: SqliteDatabase):
    outcomes = await asyncio.gather(
        database.do(lambda tx: next(iter([]))),
        database.do(lambda tx: 5),  # type: ignore[arg-type,return-value]
        database.do(saying("good")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [RuntimeError, AttributeError, int]
    assert await said(database) == ["good"]


async def test_everything_waiting_is_done_even_when_all_tasks_are_cancelled(database: SqliteDatabase):
    tasks = [asyncio.create_task(database.do(saying(n))) for n in range(200)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # the first units are with the thread now
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    assert await database.do(saying("next")) == 1
    kept = await said(database)
    assert kept == [str(n) for n in range(64)] + ["next"]


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A disk on which the write-ahead log has no more room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def let_another_write(file: Path) -> None:
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    other.execute("INSERT INTO said VALUES ('from another process')")
    other.close()


async def test_a_commit_that_fails_is_told_to_everybody_who_waits(database: SqliteDatabase):
    log = database.file.with_name(f"{database.file.name}-wal")
    with no_file_longer_than(log.stat().st_size + PAGE):
        outcomes = await asyncio.gather(*(database.do(saying("x" * PAGE)) for _ in range(20)), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [StorageFull] * 20
        assert await said(database) == []
    let_another_write(database.file)
    assert await database.do(saying("there is room again")) == 1
    assert await said(database) == ["from another process", "there is room again"]


async def test_a_statement_for_which_there_is_no_room_fails_alone(database: SqliteDatabase):
    async def little_room(tx: Tx) -> None:
        pages = await tx.one("PRAGMA page_count")
        assert pages is not None
        await tx.all(f"PRAGMA max_page_count = {pages['page_count'] + 1}")

    await database.do(little_room)
    much, little = await asyncio.gather(
        database.do(saying("x" * 100 * PAGE)),
        database.do(saying("short")),
        return_exceptions=True,
    )
    assert isinstance(much, StorageFull)
    assert little == 1
    assert await said(database) == ["short"]


async def test_a_file_locked_by_somebody_else_is_told_and_then_works_again(database: SqliteDatabase):
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcomes = await asyncio.gather(*(database.do(saying("early")) for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StorageLocked] * 3
    other.execute("ROLLBACK")
    other.close()
    await database.do(saying("late"))
    assert await said(database) == ["late"]


async def test_while_a_unit_has_only_read_nobody_else_begins_to_write(database: SqliteDatabase):
    """What it read must still be so when it writes."""

    async def unit(tx: Tx) -> None:
        await tx.all("SELECT * FROM sqlite_master")
        with (
            closing(sqlite3.connect(database.file, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")

    await database.do(unit)


async def test_a_long_read_sees_one_moment_and_holds_up_no_unit(database: SqliteDatabase):
    written = threading.Event()

    async def long_read(tx: Tx) -> list[list[Row]]:
        before = await tx.all("SELECT * FROM said")
        assert written.wait(timeout=30)
        return [before, await tx.all("SELECT * FROM said")]

    reading = asyncio.create_task(database.read(long_read))
    await asyncio.sleep(0)
    await database.do(saying("meanwhile"))
    written.set()
    seen = await reading
    assert seen[0] == seen[1]
    assert await said(database) == ["meanwhile"]


async def test_every_commit_reaches_the_disk_and_foreign_keys_hold(database: SqliteDatabase):
    async def settings(tx: Tx) -> list[Row | None]:
        return [await tx.one(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert await database.do(settings) == [{"journal_mode": "wal"}, {"synchronous": 2}, {"foreign_keys": 1}]


async def test_the_file_is_readable_by_nobody_else(database: SqliteDatabase):
    for file in database.file.parent.glob("sidan.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 1000)
    with pytest.raises(StorageBroken):
        await open_database(f"sqlite:{tmp_path / 'photo.jpg'}")


async def test_a_name_with_signs_is_only_a_name(tmp_path: Path):
    database = await open_database(f"sqlite:{tmp_path}/四单 100%?mode=memory#1.db")
    await database.do(lambda tx: tx.run("CREATE TABLE said (words TEXT)"))
    assert await database.read(lambda tx: tx.all("SELECT words FROM said")) == []
    await database.close()
    assert (tmp_path / "四单 100%?mode=memory#1.db").exists()


async def test_a_new_file_that_another_process_holds_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0)
    other = sqlite3.connect(tmp_path / "sidan.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    opening = asyncio.create_task(open_sqlite(tmp_path / "sidan.db"))
    await asyncio.wait([opening], timeout=0.05)
    other.execute("ROLLBACK")
    other.close()
    database = await opening
    assert await database.do(lambda tx: tx.run("CREATE TABLE said (words TEXT)")) == 0
    await database.close()
