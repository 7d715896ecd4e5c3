"""How SQLite would find what a function asks for."""

from typing import Any

from storage.database import Row, Tx


class Explained:
    """A unit's statements, explained instead of done."""

    kind = "sqlite"

    def __init__(self, tx: Tx) -> None:
        self.tx, self.steps = tx, list[str]()

    async def all(self, sql: str, /, **values: Any) -> list[Row]:
        self.steps += [row["detail"] for row in await self.tx.all("EXPLAIN QUERY PLAN " + sql, **values)]
        return []

    async def run(self, sql: str, /, **values: Any) -> int:
        return len(await self.all(sql, **values))

    async def one(self, sql: str, /, **values: Any) -> Row | None:
        return next(iter(await self.all(sql, **values)), None)

    async def lock(self, name: str) -> None: ...
