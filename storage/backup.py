"""A whole copy of a database that people go on writing to."""

import asyncio
import os
import sqlite3
import tempfile
from pathlib import Path

from storage.database import Database, StorageDown, StorageError
from storage.sqlite import SqliteDatabase, connect
from storage.together import retell


class BackupBroken(StorageError):
    """The copy did not pass the check of its integrity and was thrown away."""


class NoBackupHere(StorageError):
    """A PostgreSQL database is backed up with pg_dump, not from here."""


async def backup(database: Database, file: Path) -> None:
    """Copy to `file`, check the copy, and only then give it its name; an older copy of that name is replaced."""
    if not isinstance(database, SqliteDatabase):
        raise NoBackupHere
    try:
        await asyncio.to_thread(copy_and_check, database.file, file)
    except OSError as error:
        raise StorageDown(f"{file} cannot be written: {error.strerror}.") from error
    except sqlite3.Error as error:
        retell(error)


def copy_and_check(source: Path, file: Path) -> None:
    number, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # readable by us alone
    os.close(number)
    unfinished = Path(name)
    try:
        copy(source, unfinished)
        check(unfinished)
        keep(unfinished)
        unfinished.replace(file)
        keep(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def copy(source: Path, file: Path) -> None:
    connection = connect(source, "ro")
    try:
        # Not a copy of the file and not the backup API: under writes, one is torn and the other never ends.
        connection.execute("VACUUM INTO ?", (str(file),))
    finally:
        connection.close()


def check(file: Path) -> None:
    connection = connect(file, "ro")
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()
    if found != ["ok"] or strays:
        raise BackupBroken


def keep(path: Path) -> None:
    """Wait until it is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
