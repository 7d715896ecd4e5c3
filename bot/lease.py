"""One process does it, the others wait: a lease in the database, kept up while this process lives."""

import asyncio
from collections.abc import Callable

import structlog

from storage import leases
from storage.database import Database, StorageTrouble

log = structlog.get_logger(__name__)

TERM = 15  # seconds
KEEP_UP = 4


class Lease:
    """`held` is set while we hold it."""

    def __init__(self, database: Database, name: str, me: str, clock: Callable[[], int]) -> None:
        self._database, self._name, self._me, self._clock = database, name, me, clock
        self.held = asyncio.Event()

    async def keep(self) -> None:
        """Take it when it is free and keep it up, for ever."""
        try:
            while True:
                await self._try()
                await asyncio.sleep(KEEP_UP)
        finally:
            self.held.clear()

    async def give_back(self) -> None:
        """So that another process need not wait for the term to end."""
        self.held.clear()
        await self._database.do(lambda tx: leases.release(tx, self._name, self._me))

    async def _try(self) -> None:
        now = self._clock()
        try:
            mine = await self._database.do(lambda tx: leases.take(tx, self._name, self._me, now, now + TERM))
        except StorageTrouble as error:
            log.warning("lease not kept up", lease=self._name, error=type(error).__name__)
            mine = False
        if mine:
            self.held.set()
        else:
            self.held.clear()
