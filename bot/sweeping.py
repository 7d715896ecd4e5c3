"""Files of pictures and voices that nothing shows any more: deleted after their rows, as often as it takes."""

from collections.abc import Callable
from functools import partial

import structlog

from bot.media import Media, NoSuchMedia
from domain.retention import Retention
from storage import clearing, doomed, rounds
from storage.database import Database, StorageTrouble
from storage.doomed import Doomed

log = structlog.get_logger(__name__)

SWEEP = "sweep"
AT_ONCE = 100
DAY = 86_400
AGAIN = 3600  # seconds until the next try


class Sweeping:
    def __init__(self, database: Database, media: Media, kept: Retention, clock: Callable[[], int]) -> None:
        self._database, self._media, self._kept, self._clock = database, media, kept, clock

    async def tick(self) -> None:
        now = self._clock()
        await self._doomed(now)
        await self._old(now)

    async def _doomed(self, now: int) -> None:
        """Two replicas may delete the same file: it is gone all the same."""
        for one in await self._database.read(partial(doomed.due, now=now, limit=AT_ONCE)):
            await self._delete(one, now)

    async def _delete(self, one: Doomed, now: int) -> None:
        try:
            await self._media.delete(one.media)
        except StorageTrouble as error:
            log.warning("a picture could not be deleted yet", error=type(error).__name__, tries=one.tries)
            await self._database.do(partial(doomed.later, media=one.media, look_at=now + AGAIN))
            return
        except NoSuchMedia:
            pass  # never was a file of ours
        await self._database.do(partial(doomed.gone, media=one.media))

    async def _old(self, now: int) -> None:
        """Once a day: old files that no row tells of, as charts, drawings, and what was sent and never used."""
        day, before = f"{now // DAY:06d}", now - self._kept.pictures
        if await self._database.read(lambda tx: rounds.done(tx, SWEEP, day)):
            return
        if not await self._database.do(lambda tx: rounds.once(tx, SWEEP, day, now)):
            return
        await self._database.do(lambda tx: rounds.forget(tx, SWEEP, day))
        async for media in self._media.old(before):
            if not await self._database.read(partial(clearing.in_use, media=media)):
                await self._media.delete(media)
