"""Bring a database to the shape this version knows: dated SQL files, forward only."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files as resources

from storage.database import Database, DatabaseTooNew, StorageLocked, Tx
from storage.statements import statements

TRIES = 40  # a minute altogether, where nobody lets go of a table; more where another process is migrating right now
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds before the next one
# Who alters a table waits until nobody uses it, and whoever comes meanwhile waits behind them: so only a moment at a
# time, or all who work on this database would stand still for as long as the slowest of them takes. A little longer
# with each try: where many work without a pause a table is never free for as short a moment.
BRIEFLY = "SELECT set_config('lock_timeout', :patience, true) AS patience"
FIRST_PATIENCE, MORE_PATIENCE, LONGEST_PATIENCE = 300, 100, 1000  # milliseconds a table is waited for

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


async def migrate(
    database: Database,
    now: int = 0,
    files: Mapping[str, str] | None = None,
    held_up: Callable[[float], None] | None = None,
) -> list[str]:
    """The names of the files applied, all in one transaction; `now` is noted beside them.

    held_up: is told in how many seconds it is tried again, where somebody else holds what is to be changed.
    """
    known = migration_files(database.kind) if files is None else of_kind(files, database.kind)
    for attempt in range(TRIES - 1):
        try:
            return await database.do(partial(bring_up, known=known, now=now, attempt=attempt))
        except StorageLocked:
            pause = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
            if held_up:
                held_up(pause)
            await asyncio.sleep(pause)
    return await database.do(partial(bring_up, known=known, now=now, attempt=TRIES))


async def bring_up(tx: Tx, known: Mapping[str, str], now: int, attempt: int) -> list[str]:
    await tx.lock("migrations")
    await tx.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
    applied = {row["name"] for row in await tx.all("SELECT name FROM migrations")}
    if applied - known.keys():
        raise DatabaseTooNew(sorted(applied - known.keys()))
    pending = sorted(known.keys() - applied)
    if pending and tx.kind == "postgresql":
        patience = min(FIRST_PATIENCE + MORE_PATIENCE * attempt, LONGEST_PATIENCE)
        await tx.one(BRIEFLY, patience=f"{patience}ms")
    for name in pending:
        for statement in statements(known[name]):
            await tx.run(statement)
        await tx.run("INSERT INTO migrations (name, applied_at) VALUES (:name, :now)", name=name, now=now)
    return pending
