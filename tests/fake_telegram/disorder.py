"""What happens to updates between Telegram and us, by chance: dropped, unheard, delayed, duplicated, reordered."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.fake_telegram.faults import Pack
from tests.fake_telegram.wire import Exchange
from tests.fake_telegram.world import Pending

# dropped: never arrives; unheard: arrives, and Telegram does not hear that it did (the webhook only);
# delayed: arrives later; duplicated: arrives twice; reordered: a later one arrives before it.
KINDS = ("dropped", "unheard", "delayed", "duplicated", "reordered")
LONGEST = 0.4  # seconds of delay


class Disorder:
    """rates: of a hundred answers to polls, or of a hundred posts to the webhook; hits: what really happened."""

    def __init__(self, rates: Mapping[str, int], chance: random.Random) -> None:
        if not set(rates) <= set(KINDS):
            raise ValueError(f"no such disorder: {sorted(set(rates) - set(KINDS))}")
        self.hits: Counter[str] = Counter()
        self._pack, self._chance = Pack(rates, chance), chance
        self._due = 1  # how often two are to change places, once there are two

    def draw(self) -> str:
        return self._pack.draw()

    def delay(self) -> float:
        return self._chance.uniform(0.05, LONGEST)

    def carry(self, exchange: Exchange, found: Sequence[Pending]) -> Sequence[Pending]:
        """Answers a poll with these, or not; gives what the next poll brings once more."""
        kind = self.draw()
        if kind == "dropped":
            exchange.drop()
        else:
            self._due += kind == "reordered"
            mixed = self._mixed(found)
            answer = together([*mixed, *mixed] if kind == "duplicated" else mixed)
            wait = self.delay() if kind == "delayed" else 0
            asyncio.get_running_loop().call_later(wait, exchange.answer, 200, answer)
        self.hits[kind] += kind not in ("", "reordered")
        return found if kind == "duplicated" else ()

    def _mixed(self, found: Sequence[Pending]) -> Sequence[Pending]:
        """In the wrong order where that is due, and as soon as there are two."""
        if not self._due or len(found) < 2:
            return found
        self._due -= 1
        self.hits["reordered"] += 1
        return found[::-1]


def together(found: Sequence[Pending]) -> bytes:
    """The answer to a poll."""
    return b'{"ok":true,"result":[' + b",".join([pending.body for pending in found]) + b"]}"
