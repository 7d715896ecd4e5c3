"""The only clock, and the ids that sort by it."""

import secrets
import time


class Clock:
    """UTC seconds; in the demo time may run faster, and begin at another moment."""

    def __init__(self, speed: int = 1, start: int | None = None) -> None:
        self.speed = speed
        self._started = time.time()
        self._first = self._started if start is None else start

    def __call__(self) -> int:
        return int(self._first + (time.time() - self._started) * self.speed)


class Ids:
    """Eighteen characters: thirteen of microseconds, five that tell this process from the others.

    Two ids of one process never come out alike or in the wrong order, even where the clock jumps back; `go_on_after`
    makes it so for what an earlier process has kept.
    """

    def __init__(self) -> None:
        self._last = 0
        self._mine = secrets.token_hex(3)[:5]

    def go_on_after(self, known: str) -> None:
        self._last = max(self._last, int(known[:13], 16))

    def __call__(self) -> str:
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last:013x}{self._mine}"
