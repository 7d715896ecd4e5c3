"""What a program leaves behind: read from a copy of its database, so that the next start finds it as it was."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import orjson

Said = tuple[str, str]  # chat, text


class Remains:
    """One look at the database of a program that does not run."""

    def __init__(self, file: Path, copy: Path) -> None:
        copy.mkdir(parents=True)
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, copy / part.name)
        self._file = copy / file.name

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._file)) as database:
            return database.execute(sql).fetchall()

    def count(self, sql: str) -> int:
        [(number,)] = self.rows(f"SELECT COUNT(*) FROM {sql}")
        assert isinstance(number, int)
        return number

    def letters(self, where: str = "true") -> Counter[Said]:
        """What was to be said, by chat and text."""
        found = self.rows(f"SELECT chat, body FROM outbox WHERE {where}")
        return Counter((str(chat), orjson.loads(str(body))["text"]) for chat, body in found)

    def bubbles(self) -> Counter[Said]:
        """What the pages show of the desk's words, one for each time it was said."""
        bodies = [(str(chat), orjson.loads(str(body))) for chat, body in self.rows("SELECT address, body FROM web_log")]
        return Counter((chat, body["text"]) for chat, body in bodies if body["from"] == "bot")
