"""What a dead program leaves on its disk: every file as it is at that instant, read beside the program that has it."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from storage.sqlite import Lane, SqliteDatabase

NAME = "sidan.db"
PARTS = (NAME, f"{NAME}-wal", f"{NAME}-shm")


class Disk:
    """The files of the database stay open: closing one of them would give up the locks SQLite has on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, int] = {}

    def files(self) -> dict[str, bytes]:
        found = {part: self._content(part) for part in PARTS if (self.folder / part).exists()}
        for path in sorted((self.folder / "data").rglob("*")):
            if path.is_file():
                found[str(path.relative_to(self.folder))] = path.read_bytes()
        return found

    def _content(self, part: str) -> bytes:
        if part not in self._open:
            self._open[part] = os.open(self.folder / part, os.O_RDONLY)
        file = self._open[part]
        return os.pread(file, os.fstat(file).st_size, 0)

    def close(self) -> None:
        for file in self._open.values():
            os.close(file)


def laid(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


class OneAtATime:
    """In place of a lane's queue: all wait until SQLite's thread has done it, and a story goes the same each time."""

    def __init__(self, queue: SimpleQueue[Any]) -> None:
        self.queue = queue

    def put_nowait(self, work: tuple[Any, Callable[[], Any]]) -> None:
        done = threading.Event()
        self.queue.put_nowait(work)
        self.queue.put_nowait((None, done.set))  # behind it: by then the outcome was handed to the loop
        done.wait()


async def watch(database: SqliteDatabase, point: Callable[[str], None]) -> None:
    """`point` is called in SQLite's thread before each statement, BEGIN and COMMIT among them."""
    for lane in lanes(database):
        await lane.set_trace_callback(lambda sql: _asked_for(sql, point))
        lane._tx = OneAtATime(lane._tx)  # type: ignore[assignment]


def _asked_for(sql: str, point: Callable[[str], None]) -> None:
    """Not what SQLite does by itself within a statement: its triggers, and the tables of its index of words."""
    if not sql.startswith("--") and "_fts_" not in sql:
        point(" ".join(sql.split())[:60])


def let_go(database: SqliteDatabase) -> None:
    for lane in lanes(database):
        if isinstance(lane._tx, OneAtATime):
            lane._tx = lane._tx.queue


def lanes(database: SqliteDatabase) -> tuple[Lane, Lane]:
    return database._writer, database._reader
