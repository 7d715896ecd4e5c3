"""So many acts a second, whatever the program does: who acts next waits for a turn, and no turn is lost."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from statistics import quantiles

FINEST = 0.001  # seconds; timers are no finer


class Over(Exception):
    """There are no more turns: whoever waits for one goes home."""


@dataclass
class Tally:
    """waits: seconds from the moment an act was due to its answer."""

    acts: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def unanswered(self) -> int:
        return self.acts - len(self.waits)

    def at(self, percent: int) -> float:
        """Seconds within which so many of a hundred were answered."""
        return at(self.waits, percent)


def at(waits: list[float], percent: int) -> float:
    return quantiles(waits, n=100, method="inclusive")[percent - 1]


class Pace:
    """`turn` gives the moment at which the act was due, so that a program that is behind cannot hide it."""

    def __init__(self, rate: float) -> None:
        self.tally = Tally()
        self._loop = asyncio.get_running_loop()
        self._rate, self._next = rate, self._loop.time()
        self._late: deque[float] = deque()
        self._waiting: deque[asyncio.Future[float]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._over = False
        self._tick()

    async def turn(self) -> float:
        if self._over:
            raise Over
        if self._late:
            return self._late.popleft()
        turn: asyncio.Future[float] = self._loop.create_future()
        self._waiting.append(turn)
        return await turn

    def _tick(self) -> None:
        now = self._loop.time()
        while self._next <= now:
            if self._waiting:
                self._waiting.popleft().set_result(self._next)
            else:
                self._late.append(self._next)
            self._next += 1 / self._rate
        self._timer = self._loop.call_at(max(self._next, now + FINEST), self._tick)

    def answered(self, due: float) -> None:
        self.tally.waits.append(self._loop.time() - due)

    def stop(self) -> None:
        """Whoever has acted still waits for the answer."""
        self._over = True
        if self._timer:
            self._timer.cancel()
        while self._waiting:
            self._waiting.popleft().set_exception(Over())
