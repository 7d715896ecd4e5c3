"""What happens on SQLite's own thread: units run to their end, and are committed together."""

import asyncio
import contextvars
import sqlite3
from typing import Any, NamedTuple, NoReturn, TypeVar, cast

from storage.database import (
    NotTheDatabase,
    ReadOnly,
    Row,
    StorageBroken,
    StorageDown,
    StorageError,
    StorageFull,
    StorageLocked,
    Unit,
)

T = TypeVar("T")

TROUBLE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: StorageFull,  # what a full disk says where a file is mapped to memory
    sqlite3.SQLITE_BUSY: StorageLocked,
    sqlite3.SQLITE_LOCKED: StorageLocked,
    sqlite3.SQLITE_CANTOPEN: StorageDown,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_NOTADB: StorageBroken,
    sqlite3.SQLITE_CORRUPT: StorageBroken,
}


class Asked(NamedTuple):
    """A unit, the context it was asked in, and who waits for what comes of it."""

    unit: Unit[Any]
    context: contextvars.Context
    answer: asyncio.Future[Any]


class Outcome(NamedTuple):
    value: Any
    error: BaseException | None


class SqliteTx:
    """Coroutines that never suspend: a whole unit runs in one go."""

    kind = "sqlite"
    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, /, **values: Any) -> int:
        before = self._connection.total_changes
        cursor = self._connection.execute(sql, values)
        if cursor.description is not None:
            cursor.fetchall()  # RETURNING: it is not done before its last row
        if cursor.rowcount >= 0:
            return cursor.rowcount
        if self._connection.total_changes == before:
            return 0
        # The sqlite3 module does not count for WITH ... UPDATE.
        return cast(int, self._connection.execute("SELECT changes()").fetchone()[0])

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        cursor = self._connection.execute(sql, values)
        row = cursor.fetchone()
        return None if row is None else dict(zip(columns(cursor), row, strict=True))

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        cursor = self._connection.execute(sql, values)
        names = columns(cursor)
        return [dict(zip(names, row, strict=True)) for row in cursor]

    async def lock(self, name: str) -> None:
        """Nothing to do: units are one after the other here."""


def columns(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description or ()]


def translated(error: BaseException) -> BaseException:
    """In our words; a new one for each who waits, so that they do not share a traceback."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = TROUBLE.get(code & 0xFF) if code is not None else None
    if kind is not None:
        told = kind()
        told.__cause__ = error
        return told
    if isinstance(error, StopIteration):  # which a future refuses
        return RuntimeError("A unit raised StopIteration.")
    return error


def retell(error: BaseException) -> NoReturn:
    raise translated(error)


def run_to_end(unit: Unit[T], tx: SqliteTx) -> T:
    """Run a coroutine that never suspends; one that does has waited for something else."""
    running = unit(tx).__await__()
    try:
        other = next(running)
    except StopIteration as end:
        return cast(T, end.value)
    except RuntimeError as error:
        if "event loop" in str(error):  # this thread has none: it was asyncio.sleep or its like
            raise NotTheDatabase from error
        raise
    if asyncio.isfuture(other):
        other._asyncio_future_blocking = False  # whoever may wait for it still can
    try:
        running.close()
    finally:
        raise NotTheDatabase


def in_savepoint(connection: sqlite3.Connection, tx: SqliteTx, asked: Asked) -> Outcome:
    connection.execute("SAVEPOINT unit")
    try:
        outcome = Outcome(asked.context.run(run_to_end, asked.unit, tx), None)
    except BaseException as error:  # handed to whoever asked for this unit
        if not connection.in_transaction:
            raise  # SQLite gave everything up, not this unit alone
        connection.execute("ROLLBACK TO unit")
        outcome = Outcome(None, translated(error))
    connection.execute("RELEASE unit")
    return outcome


def commit_together(connection: sqlite3.Connection, batch: list[Asked], guarded: bool = False) -> list[Outcome]:
    """One transaction, one commit.

    Savepoints cost two statements a unit and hardly any unit fails: so first without, and where one fails all over
    again, guarded by a savepoint each.
    """
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")  # the last one did not succeed
        # IMMEDIATE: a reader that later writes would fail with "database is locked".
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return [Outcome(None, translated(error)) for _ in batch]
    tx = SqliteTx(connection)
    try:
        if guarded:
            outcomes = [in_savepoint(connection, tx, asked) for asked in batch]
        else:
            outcomes = [Outcome(asked.context.run(run_to_end, asked.unit, tx), None) for asked in batch]
        connection.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - told to whoever waits
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if len(batch) == 1:
            return [Outcome(None, translated(error))]
        if not guarded:
            return commit_together(connection, batch, guarded=True)
        # One that was too big for the disk may have undone the others with it.
        return [outcome for asked in batch for outcome in commit_together(connection, [asked])]
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
