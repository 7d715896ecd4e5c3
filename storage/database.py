"""The one door to what we remember: units of work on SQLite or PostgreSQL."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Row = Mapping[str, Any]


class Tx(Protocol):
    """What a unit of work is given, and the only thing it may wait for.

    SQL is the dialect both databases share, with `:named` values: int, float, str, bool, bytes or None.
    PostgreSQL is told the type of each value, so `:x IS NULL` and `:now + 600` need no cast there. An int is a
    BIGINT: a function that wants less says so, `substr(title, CAST(:n AS INTEGER))`. A flag is a BIGINT too,
    0 or 1. A statement that fails ends the unit: to catch its error and go on is WentOn on PostgreSQL.
    """

    kind: str  # "sqlite" or "postgresql", for the little that the two do not write alike

    async def run(self, sql: str, /, **values: Any) -> int:
        """How many rows were changed."""

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        """The first row; also for INSERT, UPDATE and DELETE with RETURNING."""

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        """Every row, in memory."""

    async def lock(self, name: str) -> None:
        """Until this unit ends, no other unit holds the lock of this name. Ask for it first of all."""


Unit = Callable[[Tx], Awaitable[T]]


class Database(Protocol):
    """A unit may be run again from its start when it collided with another one: it keeps nothing outside `tx`."""

    kind: str  # "sqlite" or "postgresql"

    async def do(self, unit: Unit[T]) -> T:
        """What the unit returned, once it is committed; a unit that raises is undone."""

    async def read(self, unit: Unit[T]) -> T:
        """Look at one consistent moment, without holding up any `do`; raises ReadOnly for a change."""

    async def close(self) -> None:
        """Finish what was asked before; refuse what is asked afterwards."""


class StorageError(Exception):
    """Something is wrong with the database."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "").strip()


class StorageTrouble(StorageError):
    """The database cannot work just now; nothing was changed, and asking again later is right."""


class StorageFull(StorageTrouble):
    """The disk is full or cannot be written: nothing was changed, and it works again once there is room."""


class StorageLocked(StorageTrouble):
    """The database is held by somebody else: nothing was changed, and asking again in a moment is right."""


class StorageDown(StorageTrouble):
    """The database cannot be reached; what was being committed at that moment may or may not be kept."""


class ReadOnly(StorageError):
    """A unit that was only to read tried to change something."""


class NotTheDatabase(StorageError, RuntimeError):
    """A unit of work waits for its tx and for nothing else."""


class WentOn(StorageError, RuntimeError):
    """A statement failed, the unit went on as if it had not, and the database undid the whole unit."""


class StorageBroken(StorageError):
    """This file is damaged, or was never a database; restore a backup."""


class NotInByteOrder(StorageError):
    """This database sorts by a language's rules: create it with TEMPLATE template0 LOCALE 'C'."""


class DatabaseTooNew(StorageError):
    """A newer version has used this database; start that version, or restore the backup made before it."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{(self.__doc__ or '').strip()} Unknown here: {', '.join(names)}.")


class UnknownDatabase(StorageError, ValueError):
    """A database address begins with sqlite: and a file name, or with postgresql://."""


async def open_database(url: str) -> Database:
    """Open "sqlite:sidan.db", "sqlite:/absolute/file.db" or "postgresql://..."; `migrate` is a step of its own."""
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite" and rest and rest != ":memory:":
        from storage.sqlite import open_sqlite

        return await open_sqlite(Path(rest).absolute())  # noqa: ASYNC240 - asks the disk nothing
    if scheme in ("postgresql", "postgres") and rest.startswith("//"):
        from storage.postgres import open_postgres

        return await open_postgres(url)
    raise UnknownDatabase
