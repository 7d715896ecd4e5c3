"""Bring a database to the shape this version knows: dated SQL files, forward only."""

from collections.abc import Mapping
from importlib.resources import files as resources

from storage.database import Database, DatabaseTooNew, StorageLocked, Tx
from storage.statements import statements

TRIES = 12  # of some seconds each: another process may be migrating right now


# A file whose name ends so is for one kind of database only: what the two do not write alike.
ENDINGS = {"sqlite": ".sqlite.sql", "postgresql": ".postgres.sql"}


def migration_files(kind: str) -> dict[str, str]:
    """Name and text of every migration for this kind of database, oldest first."""
    folder = resources("storage") / "migrations"
    found = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
    return dict(sorted(of_kind(found, kind).items()))


def of_kind(files: Mapping[str, str], kind: str) -> dict[str, str]:
    others = tuple(ending for other, ending in ENDINGS.items() if other != kind)
    return {name: text for name, text in files.items() if not name.endswith(others)}


async def migrate(database: Database, now: int = 0, files: Mapping[str, str] | None = None) -> list[str]:
    """The names of the files applied, all in one transaction; `now` is noted beside them."""
    known = migration_files(database.kind) if files is None else of_kind(files, database.kind)
    for _ in range(TRIES - 1):
        try:
            return await database.do(lambda tx: bring_up(tx, known, now))
        except StorageLocked:
            continue
    return await database.do(lambda tx: bring_up(tx, known, now))


async def bring_up(tx: Tx, known: Mapping[str, str], now: int) -> list[str]:
    await tx.lock("migrations")
    await tx.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
    applied = {row["name"] for row in await tx.all("SELECT name FROM migrations")}
    if applied - known.keys():
        raise DatabaseTooNew(sorted(applied - known.keys()))
    pending = sorted(known.keys() - applied)
    for name in pending:
        for statement in statements(known[name]):
            await tx.run(statement)
        await tx.run("INSERT INTO migrations (name, applied_at) VALUES (:name, :now)", name=name, now=now)
    return pending
