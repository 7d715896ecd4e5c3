"""How so many inputs are thought up, and counted; hypothesis tells the smallest one that goes wrong."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from tests.proof.fuzz.again import rules, seeded
from tests.proof.plugin import Figure

T = TypeVar("T")


class Tally:
    """counts: what became of how many; longest: seconds the slowest took."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.longest = 0.0

    async def watch(self, one: Awaitable[str]) -> str:
        begun = time.monotonic()
        what = await one
        self.count(what, time.monotonic() - begun)
        return what

    def count(self, what: str, seconds: float) -> None:
        self.counts[what] += 1
        self.longest = max(self.longest, seconds)

    def tell(self, figure: Figure, name: str) -> None:
        each = ", ".join(f"{count:,} {what}" for what, count in sorted(self.counts.items()))
        figure(name, f"{self.counts.total():,} ({each})")
        figure("longest", f"{self.longest:.1f} s")


def tried(inputs: st.SearchStrategy[T], times: int, play: Callable[[T], None]) -> None:
    """play raises where something becomes of an input that must become of none."""
    seeded(rules(times)(given(inputs)(play)))()
