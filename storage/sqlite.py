"""SQLite: whole units on the connection's own thread, committed together."""

import asyncio
import contextvars
import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar, cast

import aiosqlite

from storage.database import (
    NotTheDatabase,
    ReadOnly,
    Row,
    StorageDown,
    StorageFull,
    StorageLocked,
    Unit,
)

T = TypeVar("T")

TOGETHER = 64  # units in one commit: the wait for the disk is shared by so many
PATIENCE = 5.0  # seconds to wait while another process holds the file
STATEMENTS = 512  # compiled statements kept

TROUBLE: dict[int, type[Exception]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: StorageFull,
    sqlite3.SQLITE_BUSY: StorageLocked,
    sqlite3.SQLITE_LOCKED: StorageLocked,
    sqlite3.SQLITE_CANTOPEN: StorageDown,
    sqlite3.SQLITE_READONLY: ReadOnly,
}


class SqliteTx:
    """Coroutines that never suspend: a whole unit runs in one go."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, /, **values: Any) -> int:
        before = self._connection.total_changes
        cursor = self._connection.execute(sql, values)
        if cursor.description is not None:
            cursor.fetchall()
        if cursor.rowcount >= 0:
            return cursor.rowcount
        # The sqlite3 module does not count for WITH ... UPDATE.
        if self._connection.total_changes == before:
            return 0
        return cast(int, self._connection.execute("SELECT changes()").fetchone()[0])

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        cursor = self._connection.execute(sql, values)
        row = cursor.fetchone()
        return None if row is None else dict(zip(names(cursor), row, strict=True))

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        cursor = self._connection.execute(sql, values)
        columns = names(cursor)
        return [dict(zip(columns, row, strict=True)) for row in cursor]

    async def lock(self, name: str) -> None:
        """Nothing to do: units are one after the other here."""


def names(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description or ()]


class Asked(NamedTuple):
    """A unit, the context it was asked in, and who waits for what comes of it."""

    unit: Unit[Any]
    context: contextvars.Context
    answer: asyncio.Future[Any]


class Outcome(NamedTuple):
    value: Any
    error: BaseException | None


def translated(error: BaseException) -> BaseException:
    """A new error for each who waits, so that they do not share a traceback."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = TROUBLE.get(code & 0xFF) if code is not None else None
    if kind is None:
        # A future does not take StopIteration.
        return RuntimeError("the unit raised StopIteration") if isinstance(error, StopIteration) else error
    told = kind()
    told.__cause__ = error
    return told


def run_to_end(unit: Unit[T], tx: SqliteTx) -> T:
    """Run a coroutine that never suspends."""
    running = unit(tx).__await__()
    try:
        next(running)
    except StopIteration as end:
        return cast(T, end.value)
    except RuntimeError as error:
        if "event loop" in str(error):  # asyncio.sleep and its like, asked on this thread
            raise NotTheDatabase from error
        raise
    running.close()
    raise NotTheDatabase


def in_savepoint(connection: sqlite3.Connection, tx: SqliteTx, asked: Asked) -> Outcome:
    connection.execute("SAVEPOINT unit")
    try:
        outcome = Outcome(asked.context.run(run_to_end, asked.unit, tx), None)
    except BaseException as error:  # handed to whoever asked for this unit
        if not connection.in_transaction:
            raise  # SQLite gave the whole transaction up
        connection.execute("ROLLBACK TO unit")
        outcome = Outcome(None, translated(error))
    connection.execute("RELEASE unit")
    return outcome


def commit_together(connection: sqlite3.Connection, batch: list[Asked]) -> list[Outcome]:
    """One transaction, a savepoint a unit, one commit; a commit that fails is told to everybody."""
    tx = SqliteTx(connection)
    try:
        # IMMEDIATE: a reader that later writes would fail with "database is locked".
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [in_savepoint(connection, tx, asked) for asked in batch]
        connection.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - told to everybody who waits
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [Outcome(None, translated(error)) for _ in batch]
    return outcomes


def look(connection: sqlite3.Connection, batch: list[Asked]) -> list[Outcome]:
    """Each in a transaction of its own, so that it sees one moment."""
    return [look_once(connection, asked) for asked in batch]


def look_once(connection: sqlite3.Connection, asked: Asked) -> Outcome:
    try:
        connection.execute("BEGIN")
        return Outcome(asked.context.run(run_to_end, asked.unit, SqliteTx(connection)), None)
    except BaseException as error:  # noqa: BLE001 - told to whoever waits
        return Outcome(None, translated(error))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


class Lane(aiosqlite.Connection):
    """A connection with its thread, and the units that wait for it."""

    def __init__(
        self,
        connector: Callable[[], sqlite3.Connection],
        work: Callable[[sqlite3.Connection, list[Asked]], list[Outcome]],
        together: int,
    ) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a program that dies without closing must not hang
        self._work, self._together = work, together
        self._waiting: deque[Asked] = deque()
        self._busy = False
        self._idle: asyncio.Future[None] | None = None

    async def opened(self) -> Self:
        await self
        return self

    def ask(self, unit: Unit[T]) -> asyncio.Future[T]:
        if self._idle is not None:
            raise StorageDown("The database is closed.")
        loop = asyncio.get_running_loop()
        asked = Asked(unit, contextvars.copy_context(), loop.create_future())
        self._waiting.append(asked)
        if not self._busy:
            self._busy = True
            loop.call_soon(self._start)  # soon, not now: whoever else is awake comes along
        return asked.answer

    def _start(self) -> None:
        """Hand the next units to the thread. No task does this: it could be cancelled."""
        batch: list[Asked] = []
        while self._waiting and len(batch) < self._together:
            asked = self._waiting.popleft()
            if not asked.answer.done():  # a cancelled unit never starts
                batch.append(asked)
        if batch:
            done: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
            done.add_done_callback(partial(self._told, batch))
            self._tx.put_nowait((done, partial(self._work, self._conn, batch)))
            return
        self._busy = False
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _told(self, batch: list[Asked], done: asyncio.Future[list[Outcome]]) -> None:
        self._start()  # first the next work, then the news
        error = done.exception()
        outcomes = [Outcome(None, error)] * len(batch) if error else done.result()
        for asked, outcome in zip(batch, outcomes, strict=True):
            if asked.answer.done():
                continue
            if outcome.error is not None:
                asked.answer.set_exception(outcome.error)
            else:
                asked.answer.set_result(outcome.value)

    async def finish(self) -> None:
        """Take nothing new, finish what waits, close."""
        if self._idle is None:
            self._idle = asyncio.get_running_loop().create_future()
            if not self._busy:
                self._idle.set_result(None)
        await asyncio.shield(self._idle)
        await self.close()


class SqliteDatabase:
    kind = "sqlite"

    def __init__(self, file: Path, writer: Lane, reader: Lane) -> None:
        self.file = file
        self._writer, self._reader = writer, reader

    async def do(self, unit: Unit[T]) -> T:
        return await self._writer.ask(unit)

    async def read(self, unit: Unit[T]) -> T:
        return await self._reader.ask(unit)

    async def close(self) -> None:
        await self._reader.finish()
        await self._writer.finish()


def connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE, isolation_level=None, cached_statements=STATEMENTS
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def connect_to_write(file: Path) -> sqlite3.Connection:
    connection = connect(file.as_uri())
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


async def open_sqlite(path: Path) -> SqliteDatabase:
    try:
        writer = await Lane(partial(connect_to_write, path), commit_together, TOGETHER).opened()
        try:
            # The writer comes first: a read-only connection cannot create the file.
            reader = await Lane(partial(connect, f"{path.as_uri()}?mode=ro"), look, 1).opened()
        except BaseException:
            await writer.finish()
            raise
    except sqlite3.Error as error:
        raise translated(error) from error
    return SqliteDatabase(path, writer, reader)
