"""What is left on the disk when a database was closed."""

import asyncio
import os
from pathlib import Path

from storage.database import open_database
from storage.migrate import migrate

COUNT_FAR = """
    WITH RECURSIVE far (n) AS (SELECT COUNT(*) FROM migrations UNION ALL SELECT n + 1 FROM far WHERE n < 300000)
    SELECT MAX(n) FROM far
"""


async def test_a_database_closed_while_somebody_reads_is_one_file_afterwards(tmp_path: Path):
    database = await open_database(f"sqlite:{tmp_path / 'sidan.db'}")
    await migrate(database)
    reading = asyncio.ensure_future(database.read(lambda tx: tx.one(COUNT_FAR)))
    await asyncio.sleep(0)
    await database.close()
    await reading
    assert os.listdir(tmp_path) == ["sidan.db"]
