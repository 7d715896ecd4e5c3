"""Programs on one database keep their ids in one order, also where these run ahead of the clock."""

import asyncio

from bot.clock import Ids
from storage.database import Database, StorageTrouble
from storage.ids import newest

OFTEN = 1.0  # seconds


async def keep_in_order(ids: Ids, database: Database) -> None:
    """For ever: else whoever has counted less would always seem to have spoken before the other."""
    while True:
        await asyncio.sleep(OFTEN)
        try:
            ids.go_on_after(await database.read(newest))
        except StorageTrouble:
            continue  # whatever else is asked just now says so
