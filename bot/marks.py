"""What became of letters, written down together: whoever is done while a commit is under way comes along."""

import asyncio
from collections.abc import Callable

import structlog

from bot.delivery import Delivery, Fate
from storage import claims, outbox
from storage.database import Database, StorageTrouble, Tx, Unit
from storage.outbox import Letter

log = structlog.get_logger(__name__)


class Marks:
    """`write` returns once it is committed; while the database has trouble, it waits and tries again."""

    def __init__(self, database: Database, delivery: Delivery, clock: Callable[[], int]) -> None:
        self._database, self._delivery, self._clock = database, delivery, clock
        self._waiting: list[tuple[Letter, Fate, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, letter: Letter, fate: Fate) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((letter, fate, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._together([(letter, fate) for letter, fate, _ in batch])
                for _, _, done in batch:
                    if not done.done():
                        done.set_result(None)
        finally:
            self._writing = None

    async def _together(self, batch: list[tuple[Letter, Fate]]) -> None:
        """Those that wait for it are never left waiting, whatever is wrong with one of them."""

        async def unit(tx: Tx) -> None:
            now = self._clock()
            for letter, fate in batch:
                await self._delivery.record(tx, letter, fate, now)

        try:
            await self._written(unit)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one must not hold up the others
            if len(batch) > 1:
                for one in batch:
                    await self._together([one])
            else:
                await self._give_up(batch[0][0], error)

    async def _give_up(self, letter: Letter, error: Exception) -> None:
        log.error("what became of a letter cannot be recorded", exc_info=error)

        async def unit(tx: Tx) -> None:
            if await claims.is_with(tx, letter):
                await outbox.failed(tx, letter.id, f"not recorded: {type(error).__name__}", self._clock())

        try:
            await self._written(unit)
        except Exception as again:
            log.error("nor that it failed", exc_info=again)

    async def _written(self, unit: Unit[None]) -> None:
        while True:
            try:
                return await self._database.do(unit)
            except StorageTrouble as error:
                log.warning("delivery not recorded yet", error=type(error).__name__)
                await asyncio.sleep(1)
