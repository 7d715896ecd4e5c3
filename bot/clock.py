"""The only clock, and the ids that sort by it."""

import secrets
import time

BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


class Clock:
    """UTC seconds; in the demo time may run faster."""

    def __init__(self, speed: int = 1) -> None:
        self.speed = speed
        self._started = time.time()

    def __call__(self) -> int:
        if self.speed == 1:
            return int(time.time())
        return int(self._started + (time.time() - self._started) * self.speed)


class Ids:
    """Sixteen characters: eleven of microseconds, five of chance.

    Two ids of one process never come out in the wrong order, even where the clock jumps back.
    """

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> str:
        self._last = max(self._last + 1, time.time_ns() // 1000)  # microseconds, each used once
        return _base32(self._last, 11) + _base32(secrets.randbits(25), 5)


def _base32(value: int, length: int) -> str:
    return "".join(BASE32[value >> 5 * place & 31] for place in reversed(range(length)))
