"""A token bucket: so many a second on the average, a few at once."""

import asyncio
import time


class Bucket:
    def __init__(self, rate: float, burst: int = 5) -> None:
        self._rate, self._burst = rate, burst
        self._next = 0.0

    async def take(self) -> None:
        """Return when the next one may go, in the order of asking."""
        now = time.monotonic()
        self._next = max(self._next, now - self._burst / self._rate) + 1 / self._rate
        if self._next > now:
            await asyncio.sleep(self._next - now)
