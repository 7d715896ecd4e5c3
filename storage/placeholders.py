"""From `:named` values to the `$1::type` of PostgreSQL."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# What may hold a colon that is no placeholder comes first, so that it is passed over whole.
TOKEN = re.compile(
    r"""'[^']*' | "[^"]*" | --[^\n]* | /\*.*?\*/ | :: | :(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL | re.VERBOSE,
)

TYPES = {bool: "bigint", int: "bigint", float: "double precision", str: "text", bytes: "bytea"}


def type_of(value: object) -> str:
    for kind, name in TYPES.items():
        if isinstance(value, kind):
            return name
    raise TypeError(f"A database value is an int, float, str, bool, bytes or None, not {type(value).__name__}.")


class Statement:
    """One SQL text, and of which type each of its values was when last given.

    Without a type, PostgreSQL refuses `:x IS NULL` and takes the `:now` of `:now + 600` for four bytes.
    A value that is None keeps the type it had before, so that a text does not have many prepared forms.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        names = [match["name"] for match in TOKEN.finditer(sql) if match["name"]]
        self.types: dict[str, str | None] = dict.fromkeys(names)
        self.text = self._write()

    def give(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The text for PostgreSQL and its arguments in order."""
        new = {}
        for name, known in self.types.items():
            value = values[name]
            if value is not None and (kind := TYPES.get(type(value)) or type_of(value)) != known:
                new[name] = kind
        if new:
            self.types |= new
            self.text = self._write()
        return self.text, [values[name] for name, kind in self.types.items() if kind]

    def _write(self) -> str:
        known = (name for name, kind in self.types.items() if kind)
        place = {name: number for number, name in enumerate(known, 1)}

        def placeholder(match: re.Match[str]) -> str:
            name = match["name"]
            if not name:
                return match[0]
            return f"${place[name]}::{self.types[name]}" if name in place else "NULL"

        return TOKEN.sub(placeholder, self.sql)


@lru_cache(maxsize=2000)
def statement(sql: str) -> Statement:
    return Statement(sql)
