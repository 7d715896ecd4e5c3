"""SQLite: units wait while a commit is under way, then go together to the connection's own thread."""

import asyncio
import contextvars
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import aiosqlite

from storage.database import StorageDown, Unit
from storage.together import Asked, Outcome, commit_together, look, retell, translated

T = TypeVar("T")

TOGETHER = 64  # units in one commit, which share one wait for the disk
PATIENCE = 5.0  # seconds to wait while another process holds the file
STATEMENTS = 512  # compiled statements kept

Work = Callable[[sqlite3.Connection, list[Asked]], list[Outcome]]


class Lane(aiosqlite.Connection):
    """A connection with its thread, and the units that wait for it."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], work: Work, together: int) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a program that ends without closing must not hang
        self._work, self._together = work, together
        self._waiting: deque[Asked] = deque()
        self._busy = False
        self._closing: asyncio.Future[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    async def opened(self) -> Self:
        try:
            await self
        except BaseException:
            await asyncio.to_thread(self._thread.join)  # it is stopping, and still has to tell this loop
            raise
        return self

    def ask(self, unit: Unit[T]) -> asyncio.Future[T]:
        if self._closing is not None:
            raise StorageDown("The database is closed.")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._waiting.append(Asked(unit, contextvars.copy_context(), answer))
        if not self._busy:
            self._busy = True
            self._idle.clear()
            loop.call_soon(self._start)  # soon, not now: whoever else is awake comes along
        return answer

    async def finish(self, after: "Lane | None" = None) -> None:
        """Take nothing new, finish what waits, close."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._finish(after))
        await asyncio.shield(self._closing)

    async def _finish(self, after: "Lane | None") -> None:
        await self._idle.wait()
        if after is not None:
            await after.finish()
        await self.close()

    def _start(self) -> None:
        """Hand the next units to the thread. It is no task that does this: a task could be cancelled."""
        batch = self._next()
        if not batch:
            self._busy = False
            self._idle.set()
            return
        done: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
        done.add_done_callback(partial(self._told, batch))
        # Not a partial: aiosqlite logs what it executes, and a unit may hold what somebody said.
        self._tx.put_nowait((done, lambda: self._work(self._conn, batch)))

    def _next(self) -> list[Asked]:
        batch: list[Asked] = []
        while self._waiting and len(batch) < self._together:
            asked = self._waiting.popleft()
            if not asked.answer.done():  # who was cancelled while waiting never starts
                batch.append(asked)
        return batch

    def _told(self, batch: list[Asked], done: asyncio.Future[list[Outcome]]) -> None:
        self._start()  # first the next work, then the news
        error = done.exception()
        outcomes = [Outcome(None, translated(error)) for _ in batch] if error else done.result()
        for asked, outcome in zip(batch, outcomes, strict=True):
            if asked.answer.done():
                continue
            if outcome.error is None:
                asked.answer.set_result(outcome.value)
            else:
                asked.answer.set_exception(outcome.error)


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
        # The writer last: only who may write can take the log back into the file, which is then all there is.
        await self._writer.finish(after=self._reader)


def connect(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.as_uri()}?mode={mode}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        cached_statements=STATEMENTS,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA case_sensitive_like = ON")  # as in PostgreSQL
    return connection


def connect_to_write(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)  # what people told us is for nobody else on this machine
    connection = connect(file, "rw")
    use_a_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten, however SQLite was built
    return connection


def use_a_log(connection: sqlite3.Connection) -> None:
    """SQLite does not wait by itself when two processes do this to a new file at once."""
    for pause in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(pause)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


async def open_sqlite(file: Path) -> SqliteDatabase:
    try:
        writer = await Lane(partial(connect_to_write, file), commit_together, TOGETHER).opened()
        try:
            # The writer comes first: a read-only connection cannot create the file.
            reader = await Lane(partial(connect, file, "ro"), look, 1).opened()
        except BaseException:
            await writer.finish()
            raise
    except OSError as error:
        raise StorageDown(f"{file} cannot be opened: {error.strerror}.") from error
    except sqlite3.Error as error:
        retell(error)
    return SqliteDatabase(file, writer, reader)
