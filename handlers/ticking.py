"""What the clock does: many units at a time, and one that fails never holds up the others."""

import asyncio
from collections.abc import Sequence

from storage.database import Database, StorageTrouble, Unit

TOGETHER = 64  # units that are under way at once; SQLite commits them together


async def all_of(database: Database, units: Sequence[Unit[bool]]) -> int:
    """How many did something. What failed is raised at the end, together, after all the others had their turn."""
    done, failed = 0, []
    for start in range(0, len(units), TOGETHER):
        under_way = [database.do(unit) for unit in units[start : start + TOGETHER]]
        for outcome in await asyncio.gather(*under_way, return_exceptions=True):
            if isinstance(outcome, BaseException):
                failed.append(outcome)
            else:
                done += outcome
        trouble = next((error for error in failed if isinstance(error, StorageTrouble)), None)
        if trouble:
            raise trouble
    if failed:
        raise BaseExceptionGroup("a tick could not do everything", failed)
    return done
