"""What a program leaves behind: read from a copy of its database, so that the next start finds it as it was."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

Said = tuple[str, str]  # chat, text


class Remains:
    """One look at the database of a program that does not run."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self._database.execute(sql).fetchall()

    def count(self, sql: str) -> int:
        [(number,)] = self.rows(f"SELECT COUNT(*) FROM {sql}")
        assert isinstance(number, int)
        return number

    def is_intact(self) -> None:
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []

    def letters(self, where: str = "true") -> Counter[Said]:
        """What was to be said, by chat and text."""
        found = self.rows(f"SELECT chat, body FROM outbox WHERE {where}")
        return Counter((str(chat), orjson.loads(str(body))["text"]) for chat, body in found)

    def bubbles(self) -> Counter[Said]:
        """What the pages show of the desk's words, one for each time it was said."""
        bodies = [(str(chat), orjson.loads(str(body))) for chat, body in self.rows("SELECT address, body FROM web_log")]
        return Counter((chat, body["text"]) for chat, body in bodies if body["from"] == "bot")


@contextmanager
def remains(file: Path) -> Iterator[Remains]:
    with TemporaryDirectory(dir=file.parent) as copy:
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, copy)
        with closing(sqlite3.connect(Path(copy, file.name))) as database:
            yield Remains(database)
