"""One process does it, the others wait: a lease in the database, kept up while this process lives."""

import asyncio
from collections.abc import Callable

import structlog

from storage import leases
from storage.database import Database, StorageTrouble
from storage.leases import Term

log = structlog.get_logger(__name__)

TERM = 6  # seconds: so long nobody does it when its holder dies
KEEP_UP = 1


class Lease:
    """`term` is what is done under it; `keep` runs beside it."""

    def __init__(self, database: Database, name: str, me: str, clock: Callable[[], int]) -> None:
        self._database, self._name, self._me, self._clock = database, name, me, clock
        self._term: Term | None = None
        self._until = 0
        self._held = asyncio.Event()

    async def term(self) -> Term:
        """Waits until we hold it. Who was frozen, and wakes before the next look, holds nothing."""
        while self._term is None or self._clock() >= self._until:
            self._held.clear()
            await self._held.wait()
        return self._term

    def lost(self) -> None:
        """Somebody was told that another has it."""
        self._term = None

    async def keep(self) -> None:
        """Take it when it is free and keep it up, for ever."""
        while True:
            await self._try()
            await asyncio.sleep(KEEP_UP)

    async def give_back(self) -> None:
        """So that another process need not wait for the term to end."""
        self._term = None
        await self._database.do(lambda tx: leases.release(tx, self._name, self._me))

    async def _try(self) -> None:
        until = self._clock() + TERM
        try:
            self._term = await self._database.do(lambda tx: leases.take(tx, self._name, self._me, until - TERM, until))
        except StorageTrouble as error:
            log.warning("lease not kept up", lease=self._name, error=type(error).__name__)
            return
        if self._term:
            self._until = until
            self._held.set()
