"""The metronome: it only ticks. What is due is a query, what was sent is a unique key."""

from collections.abc import Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers import digests, overdue, unfinished
from handlers.turn import House
from storage import inbox, outbox
from storage.database import Database, StorageTrouble

log = structlog.get_logger(__name__)

TICK = 2  # seconds
TIDY = 3600
KEPT = 7 * 86_400  # how long worked-off messages and sent letters are kept


def metronome(
    database: Database, house: House, clock: Callable[[], int], wake_postman: Callable[[], None]
) -> AsyncIOScheduler:
    async def tick() -> None:
        for look in (overdue.tick, unfinished.tick, digests.tick):
            try:
                if await look(database, house, clock()):
                    wake_postman()
            except StorageTrouble as error:
                log.warning("tick left out", error=type(error).__name__)
            except Exception as error:
                log.error("a tick failed", exc_info=error)

    async def tidy() -> None:
        before = clock() - KEPT
        try:
            await database.do(lambda tx: inbox.forget(tx, before))
            await database.do(lambda tx: outbox.forget(tx, before))
        except StorageTrouble as error:
            log.warning("tidying left out", error=type(error).__name__)

    scheduler = AsyncIOScheduler(timezone="UTC")
    # A late tick still ticks, and a missed one is made up for by the next: the query finds all that is due.
    scheduler.add_job(tick, "interval", seconds=TICK, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.add_job(tidy, "interval", seconds=TIDY, max_instances=1, coalesce=True, misfire_grace_time=None)
    return scheduler
