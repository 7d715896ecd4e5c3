"""Telegram's own limits: about thirty messages a second in all, one a second in a chat, twenty a minute in a group.

As documented, a chat may have a few more at once now and then. What is not documented is not guessed: only what puts
a new message into a chat counts.
"""

import math
from collections import Counter

OVERALL, CHAT, GROUP = 30.0, 1.0, 20 / 60  # messages a second
AT_ONCE = {"overall": 30.0, "chat": 3.0, "group": 20.0}  # what may come together


class Allowance:
    """So many a second on the average, and some of them at once."""

    __slots__ = ("_left", "_most", "_rate", "_seen")

    def __init__(self, rate: float, most: float) -> None:
        self._rate, self._most, self._left, self._seen = rate, most, most, 0.0

    def short(self, now: float) -> float:
        """Seconds until the next one may come."""
        self._left = min(self._most, self._left + self._rate * (now - self._seen))
        self._seen = now
        return max(0.0, (1 - self._left) / self._rate)

    def take(self) -> None:
        self._left -= 1


class Limits:
    """refused: how often, by the limit that was met."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.sent = 0
        self._overall = Allowance(OVERALL, AT_ONCE["overall"])
        self._chats: dict[int, Allowance] = {}

    def retry_after(self, chat: int, now: float) -> int:
        """Whole seconds to wait; 0 where the message may come now, which counts it."""
        kind = "group" if chat < 0 else "chat"
        own = self._chats.setdefault(chat, Allowance(GROUP if chat < 0 else CHAT, AT_ONCE[kind]))
        for name, allowance in ((kind, own), ("overall", self._overall)):
            if (wait := allowance.short(now)) > 0:
                self.refused[name] += 1
                return math.ceil(wait)
        own.take()
        self._overall.take()
        self.sent += 1
        return 0
