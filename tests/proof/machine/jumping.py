"""`python -m tests.proof.machine.jumping run` is `sidan run` where everything that asks what time it is reads `hands`.

Also what is not ours, as the scheduler. What waits for some seconds still does: that is another clock, as on any
machine. It ticks often.
"""

import datetime
import mmap
import struct
import time
from typing import Any

from tests.proof.machine.hands import FILE

with open(FILE, "rb") as file:
    HANDS = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

real_time, real_time_ns, real = time.time, time.time_ns, datetime.datetime


def ahead() -> int:
    return int(struct.unpack("q", HANDS)[0])


class Kind(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, real)


class Moved(datetime.datetime, metaclass=Kind):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return real.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        return real.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


def let_it_jump() -> None:
    time.time = lambda: real_time() + ahead()
    time.time_ns = lambda: real_time_ns() + ahead() * 10**9
    datetime.datetime = Moved  # type: ignore[misc]


if __name__ == "__main__":
    let_it_jump()
    from bot import cli, metronome  # not before: whoever imports the clock afterwards gets this one

    metronome.TICK = 0.2  # type: ignore[assignment]
    cli.main()
