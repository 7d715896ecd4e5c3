"""Cut SQL text into its statements."""

import re
import sqlite3
from collections.abc import Iterator

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def statements(sql: str) -> Iterator[str]:
    """Quotes, comments and CREATE TRIGGER ... END are respected: SQLite's own tokenizer says what is complete."""
    statement = ""
    for piece in re.findall(r"[^;]*;|[^;]+\Z", sql):
        statement += piece
        if piece.endswith(";") and sqlite3.complete_statement(statement):
            if said_something(statement.rstrip().removesuffix(";")):
                yield statement.strip()
            statement = ""
    if said_something(statement):
        yield statement.strip()


def said_something(statement: str) -> bool:
    return bool(COMMENT.sub("", statement).strip())
