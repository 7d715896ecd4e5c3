"""The door to the database, with a stop-watch for /metrics."""

import time
from typing import TypeVar

from bot.metrics import Metrics
from storage.database import Database, Unit

T = TypeVar("T")


class Timed:
    """A Database."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self._database, self._seconds = database, metrics.units
        self.kind = database.kind

    async def do(self, unit: Unit[T]) -> T:
        started = time.perf_counter()
        try:
            return await self._database.do(unit)
        finally:
            self._seconds.observe(time.perf_counter() - started)

    async def read(self, unit: Unit[T]) -> T:
        return await self._database.read(unit)

    async def close(self) -> None:
        await self._database.close()
