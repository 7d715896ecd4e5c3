"""Everything that a database holds, read through for traces of somebody."""

from collections.abc import Iterable

from storage.database import Database, Tx

TABLES = {
    "sqlite": "SELECT name AS tab FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    "postgresql": "SELECT table_name AS tab FROM information_schema.tables WHERE table_schema = 'public'",
}


async def traces(database: Database, marks: Iterable[str], but: Iterable[str] = ()) -> set[tuple[str, str, str]]:
    """(table, column, mark) wherever one of these stands in what is kept. but: tables that are not looked at."""
    left_out = set(but)

    async def unit(tx: Tx) -> set[tuple[str, str, str]]:
        tables = [row["tab"] for row in await tx.all(TABLES[database.kind])]
        found = set()
        for table in sorted(set(tables) - left_out):
            for row in await tx.all(f"SELECT * FROM {table}"):
                texts = [(name, value) for name, value in row.items() if isinstance(value, str)]
                found |= {(table, name, mark) for name, value in texts for mark in marks if mark in value}
        return found

    return await database.read(unit)
