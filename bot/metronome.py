"""The metronome: it only ticks. What is due is a query, what was sent is a unique key."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.reporting import Reporting
from bot.sweeping import Sweeping
from handlers import (
    activity_clock,
    correcting,
    crowds,
    digests,
    finding,
    group_clock,
    joining_badges,
    joining_confirming,
    joining_ends,
    menu_approval,
    morning,
    overdue,
    poster,
    privacy_delete,
    retention,
    revealing,
    set_back,
    standing_in,
    talent_asking,
    uncollected,
    unfinished,
    volunteer_confirming,
    wish_relay,
    wish_ticking,
)
from handlers.turn import House
from storage import follows, group_drafts, helped, inbox, link_codes, outbox, volunteers
from storage.database import Database, StorageTrouble

log = structlog.get_logger(__name__)

TICK = 2  # seconds
TIDY = 3600
SWEEP = 60
OFFERS_KEPT = 90 * 86_400  # how long it is remembered who was offered which wish

# Who is away is known before anybody is told, and the morning before the night's notes are sent.
LOOKS = (
    standing_in.tick,
    joining_ends.tick,
    overdue.tick,
    digests.ring,
    crowds.tick,
    activity_clock.tick,
    wish_ticking.tick,
    wish_relay.tick,
    uncollected.tick,
    volunteer_confirming.tick,
    joining_confirming.tick,
    joining_badges.tick,
    talent_asking.tick,
    menu_approval.tick,
    correcting.tick,
    unfinished.tick,
    group_clock.tick,
    morning.tick,
    digests.tick,
    poster.tick,
    finding.tick,
    revealing.tick,
    privacy_delete.tick,
    retention.tick,
)


class Every(BaseTrigger):  # type: ignore[misc]
    """So long after now: whatever was missed while the machine slept, or its clock jumped ahead, is one tick."""

    def __init__(self, seconds: float) -> None:
        self.span = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self.span


class Metronome:
    """`start` and `shutdown` are the scheduler's."""

    def __init__(
        self,
        database: Database,
        house: House,
        clock: Callable[[], int],
        wake_postman: Callable[[], None],
        reporting: Reporting,
        sweeping: Sweeping | None = None,
    ) -> None:
        self._database, self._house, self._clock, self._wake = database, house, clock, wake_postman
        self._reporting, self._sweeping = reporting, sweeping
        self._seen: int | None = None
        self._right = False
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # A late tick still ticks, and a missed one is made up for by the next: the query finds all that is due.
        jobs = ((self.tick, TICK), (self._report, TICK), (self._tidy, TIDY), (self._sweep, SWEEP))
        for job, seconds in jobs:
            self._scheduler.add_job(job, Every(seconds), max_instances=1, coalesce=True, misfire_grace_time=None)
        self._winding: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._scheduler.start()
        self._winding = asyncio.create_task(self._wind())

    def shutdown(self) -> None:
        if self._winding:
            self._winding.cancel()
        self._scheduler.shutdown(wait=False)

    async def _wind(self) -> None:
        """The scheduler goes by the machine's clock: where that went back, it would rest until the old time comes."""
        while True:
            await asyncio.sleep(TICK)
            now = datetime.now(UTC)
            for job in self._scheduler.get_jobs():
                if job.next_run_time > now + job.trigger.span:
                    job.reschedule(job.trigger)

    async def tick(self) -> None:
        """Everything that is due now; called by the scheduler."""
        now = self._clock()
        if self._seen is None or now < self._seen:
            self._right = False
        self._seen = now
        if not self._right:
            self._right = await self._put_right(now)
        for look in LOOKS:
            try:
                if await look(self._database, self._house, now):
                    self._wake()
            except StorageTrouble as error:
                log.warning("tick left out", error=type(error).__name__)
            except Exception as error:
                log.error("a tick failed", exc_info=error)

    async def _report(self) -> None:
        """Beside the ticks: a nag does not wait for a picture."""
        try:
            if await self._reporting.tick(self._clock()):
                self._wake()
        except StorageTrouble as error:
            log.warning("reports left out", error=type(error).__name__)
        except Exception as error:
            log.error("reports failed", exc_info=error)

    async def _sweep(self) -> None:
        """Beside the ticks, too: files may lie far away."""
        try:
            if self._sweeping:
                await self._sweeping.tick()
        except StorageTrouble as error:
            log.warning("sweeping left out", error=type(error).__name__)
        except Exception as error:
            log.error("sweeping failed", exc_info=error)

    async def _put_right(self, now: int) -> bool:
        """At the start, and when the machine's clock went back; False where it is to be tried again."""
        try:
            if found := await set_back.put_right(self._database, self._house, now):
                log.warning("the clock had been ahead; what was set too late was set anew", matters=found)
        except StorageTrouble as error:
            log.warning("the clock's going back is not looked at yet", error=type(error).__name__)
            return False
        except Exception as error:
            log.error("not all that was set too late could be set anew", exc_info=error)
        return True

    async def _tidy(self) -> None:
        before = self._clock() - self._house.policy.retention.letters
        try:
            await self._database.do(lambda tx: inbox.forget(tx, before))
            await self._database.do(lambda tx: outbox.forget(tx, before))
            await self._database.do(lambda tx: link_codes.forget(tx, self._clock(), before))
            await self._database.do(lambda tx: group_drafts.forget(tx, self._clock()))
            await self._database.do(lambda tx: volunteers.forget_offers(tx, self._clock() - OFFERS_KEPT))
            await self._database.do(lambda tx: follows.forget(tx, self._clock() - follows.NEEDED))
            await self._database.do(lambda tx: helped.forget(tx, self._clock() - helped.NEEDED))
            await retention.tidy(self._database, self._house, self._clock())
        except StorageTrouble as error:
            log.warning("tidying left out", error=type(error).__name__)
