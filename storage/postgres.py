"""PostgreSQL: units awaited in serializable transactions, and run again when two of them collided."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, NoReturn, TypeAlias, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from storage.database import (
    NotInByteOrder,
    ReadOnly,
    Row,
    StorageDown,
    StorageError,
    StorageFull,
    StorageLocked,
    Unit,
    WentOn,
)
from storage.placeholders import statement

T = TypeVar("T")
Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

CONNECTIONS = 10
TRIES = 20
FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.5  # seconds before a unit that collided is run again
# The lock of units that collided: one after the other, or the many who try again keep each other from ever ending.
TURN = "turn"
# Who stands still in the middle of a unit is undone after five seconds: others wait for what it has locked.
SETTINGS = {
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "jit": "off",
    "application_name": "sidan",
}
# The server's own patience does not run in the middle of asking, between Flush and Sync, nor in the middle of a long
# answer: whoever stands still there with a lock, or with something changed, is ended by those they hold up. After half
# the time: who waited in vain for the whole of it, and began a little earlier, would else wait as long once more.
FREE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity a
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
    AND application_name = current_setting('application_name')
    AND state = 'active' AND wait_event_type = 'Client'
    AND query_start < clock_timestamp() - current_setting('idle_in_transaction_session_timeout')::interval / 2
    AND (backend_xid IS NOT NULL
         OR EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted))
"""

CHANGE = "BEGIN ISOLATION LEVEL SERIALIZABLE"
LOOK = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
LOCK_IN_TRANSACTION = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
# One journey: a process that stands still between two of them never holds a lock outside of a transaction.
LOCK_BEFORE = """
    BEGIN; {locks}; COMMIT;
    {begin}; {keeps}
"""
UNLOCK = "SELECT pg_advisory_unlock_all()"
UNDO = f"ROLLBACK; {UNLOCK}"  # of several locks some may have been got in vain


class Collided(StorageError):
    """Two units changed what the other had read; this one is to be run again."""


TROUBLE: dict[type[StorageError], tuple[type[Exception], ...]] = {
    Collided: (
        asyncpg.SerializationError,
        asyncpg.DeadlockDetectedError,
        asyncpg.InvalidCachedStatementError,  # somebody migrated meanwhile
        asyncpg.OutdatedSchemaCacheError,
    ),
    StorageFull: (asyncpg.DiskFullError,),
    StorageLocked: (asyncpg.LockNotAvailableError,),
    ReadOnly: (asyncpg.ReadOnlySQLTransactionError,),
    StorageDown: (
        OSError,
        TimeoutError,
        asyncpg.PostgresConnectionError,
        asyncpg.OperatorInterventionError,  # shut down, crashed, starting up
        asyncpg.IdleInTransactionSessionTimeoutError,
        asyncpg.InsufficientResourcesError,  # too many connections, or too many locks while somebody stands still
        asyncpg.InternalClientError,  # the server hung up between two statements
    ),
}


def retell(error: Exception) -> NoReturn:
    """Raise it in our words."""
    for told, kinds in TROUBLE.items():
        if isinstance(error, kinds):
            raise told from error
    if isinstance(error, asyncpg.PostgresError):
        error.detail = None  # it quotes the row, which may be what somebody said, and errors are logged
    raise error


def beginning(begin: str, names: Collection[str]) -> str:
    """What a transaction sees is settled with its first look: so the locks are waited for in one before it."""
    if not names:
        return begin
    # The turn first: whoever waits for it holds nothing that somebody who has it may want.
    ordered = sorted(names, key=lambda name: (name != TURN, name))
    keys = [f"hashtextextended(convert_from('\\x{name.encode().hex()}', 'UTF8'), 0)" for name in ordered]
    locks = "; ".join(f"SELECT pg_advisory_lock({key})" for key in keys)
    keeps = "; ".join(f"SELECT pg_advisory_xact_lock({key}), pg_advisory_unlock({key})" for key in keys)
    return LOCK_BEFORE.format(locks=locks, begin=begin, keeps=keeps)


class PostgresTx:
    """Begins with the first statement, because what a transaction sees is settled then.

    A lock asked for before that is taken first, so that whoever waited for it sees what the one before did.
    """

    kind = "postgresql"

    def __init__(self, connection: Connection, begin: str, names: set[str]) -> None:
        self._connection, self._begin, self._names = connection, begin, names
        self._begun = False

    async def run(self, sql: str, /, **values: Any) -> int:
        verb, _, counts = (await self._ask(self._connection.execute, sql, values)).partition(" ")
        return int(counts.split()[-1]) if verb in ("INSERT", "UPDATE", "DELETE") else 0

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        row = await self._ask(self._connection.fetchrow, sql, values)
        return None if row is None else dict(row)

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        return [dict(row) for row in await self._ask(self._connection.fetch, sql, values)]

    async def lock(self, name: str) -> None:
        self._names.add(name)
        if self._begun:
            await self._call(self._connection.fetchrow, LOCK_IN_TRANSACTION, name)
        else:
            await self.begin()

    async def begin(self) -> None:
        """With the locks that are known to be wanted."""
        self._begun = True
        await self._call(self._connection.execute, beginning(self._begin, self._names))

    async def commit(self) -> None:
        if self._begun and await self._call(self._connection.execute, "COMMIT") != "COMMIT":
            raise WentOn

    async def undo(self) -> None:
        if not self._begun:
            return
        try:
            await self._call(self._connection.execute, UNDO if self._names else "ROLLBACK")
        except (StorageError, asyncpg.PostgresError, asyncpg.InterfaceError):
            # Without its connection the server undoes what was begun, and lets go of every lock.
            if not is_lost(self._connection):
                self._connection.terminate()

    async def free(self) -> None:
        """End whoever stands still with what others wait for, once this one is undone."""
        with suppress(StorageError, asyncpg.PostgresError, asyncpg.InterfaceError):  # the next who waits tries, too
            await self._call(self._connection.execute, FREE)

    async def _ask(self, call: Callable[..., Awaitable[Any]], sql: str, values: dict[str, Any]) -> Any:
        if not self._begun:
            await self.begin()
        text, arguments = statement(sql).give(values)
        return await self._call(call, text, *arguments)

    async def _call(self, call: Callable[..., Awaitable[Any]], text: str, *arguments: Any) -> Any:
        try:
            return await call(text, *arguments)
        except asyncpg.InterfaceError as error:
            if is_lost(self._connection):
                raise StorageDown from error
            raise
        except (asyncpg.PostgresError, asyncpg.InternalClientError, OSError) as error:
            retell(error)


def is_lost(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back
        return True


class PostgresDatabase:
    kind = "postgresql"

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._under_way = 0
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def do(self, unit: Unit[T]) -> T:
        return await self._until_it_fits(unit, CHANGE)

    async def read(self, unit: Unit[T]) -> T:
        return await self._until_it_fits(unit, LOOK)

    async def close(self) -> None:
        self._closing = True
        await self._idle.wait()
        await self._pool.close()

    async def _until_it_fits(self, unit: Unit[T], begin: str) -> T:
        names: set[str] = set()
        with self._asked():
            for attempt in range(TRIES):
                try:
                    return await self._once(unit, begin, names)
                except Collided as error:
                    collided = error
                    names.add(TURN)
                pause = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
                await asyncio.sleep(random.uniform(0, pause))  # apart, so that they do not meet again
        raise StorageLocked from collided

    async def _once(self, unit: Unit[T], begin: str, names: set[str]) -> T:
        """`names` are the locks an earlier try asked for: taken first now, so that this try gets further."""
        async with self._connection() as connection:
            tx = PostgresTx(connection, begin, names)
            try:
                value = await unit(tx)
                await tx.commit()
            except BaseException as error:
                await tx.undo()
                if isinstance(error, StorageLocked):
                    await tx.free()
                raise
            return value

    @contextmanager
    def _asked(self) -> Iterator[None]:
        if self._closing:
            raise StorageDown("The database is closed.")
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        try:
            connection = await self._pool.acquire()
        except (asyncpg.PostgresError, OSError) as error:
            retell(error)
        done = False
        try:
            yield connection
            done = True
        finally:
            # To its end by itself: who hangs up on a page is cancelled again and again, the cleaning up included.
            await asyncio.shield(self._give_back(connection, done))

    async def _give_back(self, connection: Connection, done: bool) -> None:
        """Should that fail, the pool gives the connection up; what was committed stays committed.

        done: else the unit's own cleaning up may have been cut off, and locks be left without a transaction.
        """
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
            try:
                if not done:
                    await clean(connection)
            finally:
                await self._pool.release(connection)


async def open_postgres(url: str) -> PostgresDatabase:
    async def reset(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        """The pool's own clean-up would be one more journey for every unit, which leaves something behind only where
        its end was cut off."""
        if connection.is_in_transaction():
            await connection.execute(UNDO)

    try:
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=CONNECTIONS, init=greet, reset=reset, server_settings=SETTINGS, timeout=10
        )
    except (asyncpg.PostgresError, OSError) as error:
        retell(error)
    return PostgresDatabase(pool)


async def clean(connection: Connection) -> None:
    """Without a transaction or a lock. What is still being cut off says that it has none before it has ended."""
    if not connection.is_in_transaction():
        with suppress(asyncpg.InFailedSQLTransactionError):
            await connection.execute(UNLOCK)
    if connection.is_in_transaction():
        await connection.execute(UNDO)


async def greet(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Make it count and sort as SQLite does."""
    if not await connection.fetchval("SELECT 'B' < 'a' AND 'a/z' < 'a0' AND 'a0' < 'aA'"):
        raise NotInByteOrder
    await connection.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=number, format="text")


def number(text: str) -> int | float:
    """What SUM and AVG give: a Decimal to asyncpg, an int or a float to SQLite."""
    return int(text) if text.lstrip("-").isdigit() else float(text)
