"""What the clock does: many units at a time, and one that fails never holds up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from storage.database import Database, StorageTrouble, Tx, Unit

Due = TypeVar("Due")

TOGETHER = 64  # units that are under way at once; SQLite commits them together


async def all_of(database: Database, units: Sequence[Unit[bool]], together: int = TOGETHER) -> int:
    """How many did something. What failed is raised at the end, together, after all the others had their turn."""
    done, failed = 0, []
    for start in range(0, len(units), together):
        under_way = [database.do(unit) for unit in units[start : start + together]]
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


async def all_due(
    database: Database,
    find: Callable[[Tx], Awaitable[list[Due]]],
    look: Callable[[Tx, Due], Awaitable[bool]],
    at_once: int,
    together: int = TOGETHER,
) -> int:
    """Look at everything that is due, also after an outage, so many at a time; returns how many were looked at.

    find: the longest overdue, at most `at_once`. It ends where nothing moves any more. together: how many units
    others wait for at most.
    """
    looked = 0
    while due := await database.read(find):
        done = await all_of(database, [partial(_seen, look=look, seen=seen) for seen in due], together)
        looked += done
        if len(due) < at_once or not done:
            break
    return looked


async def _seen(tx: Tx, look: Callable[[Tx, Due], Awaitable[bool]], seen: Due) -> bool:
    return await look(tx, seen)
