"""What is left on the disk when a database was closed."""

import asyncio
from pathlib import Path

from storage.database import Row, Tx, open_database
from storage.migrate import migrate


async def count_far(tx: Tx) -> Row | None:
    return await tx.one(
        "WITH RECURSIVE far (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM far WHERE n < 300000) SELECT MAX(n) FROM far"
    )


async def test_a_database_closed_while_somebody_reads_is_one_file_afterwards(tmp_path: Path):
    database = await open_database(f"sqlite:{tmp_path / 'sidan.db'}")
    await migrate(database)
    reading = asyncio.ensure_future(database.read(count_far))
    await asyncio.sleep(0)
    await database.close()
    await reading
    assert [file.name for file in tmp_path.iterdir()] == ["sidan.db"]
