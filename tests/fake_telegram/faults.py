"""Faults on order or by chance: whatever Telegram and the network between do wrong, counted, as a proof needs it."""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# too_many: 429; broken: 5xx, not done; done_but_broken: done, then 5xx; lost: done, then the line is cut;
# cut: the line is cut before; slow: done at once, and answered late; moved: the group became a supergroup.
# The method "download" is that of files; it can be broken, slow or cut.
KINDS = ("too_many", "broken", "done_but_broken", "lost", "cut", "slow", "moved")
NEVER_BY_CHANCE = {"getUpdates", "getMe", "setWebhook", "deleteWebhook", "download"}  # only when named


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for a method and a chat or for any; times None: until it is lifted."""

    kind: str
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    code: int = 502
    seconds: float = 1  # of retry_after, or of slowness
    to: int = 0  # the new chat of moved
    skip: int = 0  # calls that go well before it begins
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")

    def meets(self, method: str, chat: int | None) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is None and method in NEVER_BY_CHANCE:
            return False
        if self.method not in (None, method) or self.chat not in (None, chat):
            return False
        self.skip -= 1
        return self.skip < 0


class Pack:
    """Chance at stated rates: cards that are shuffled again whenever they are used up, as few of them as will do.

    So each kind comes as often as was said, and soon. rates: of a hundred, by kind.
    """

    def __init__(self, rates: Mapping[str, int], chance: random.Random) -> None:
        self._rates, self._chance = rates, chance
        self._cards: list[str] = []

    def draw(self) -> str:
        """A kind, or "" for none."""
        if not self._cards:
            share = math.gcd(100, *self._rates.values())
            self._cards = [kind for kind, rate in self._rates.items() for _ in range(rate // share)]
            self._cards += [""] * (100 // share - len(self._cards))
            self._chance.shuffle(self._cards)
        return self._cards.pop()


class Faults:
    """by_chance: asked for each call that meets no fault on order.

    closed: until when a chat takes nothing. early: calls (chat, method, seconds) that came so long before that.
    """

    def __init__(self) -> None:
        self.ordered: list[Fault] = []
        self.by_chance: Callable[[str, int | None], Fault | None] | None = None
        self.hits: Counter[str] = Counter()
        self.early: list[tuple[int, str, float]] = []
        self.closed: dict[int, float] = {}

    def order(self, fault: Fault) -> Fault:
        self.ordered.append(fault)
        return fault

    def strikes(self, method: str, chat: int | None, now: float) -> Fault | None:
        left = self.closed.get(chat, 0) - now if chat is not None else 0
        if left > 0 and chat is not None:
            self.early.append((chat, method, left))
        fault = self._next(method, chat)
        if fault is None:
            return None
        fault.hits += 1
        self.hits[fault.kind] += 1
        if fault.kind == "too_many" and chat is not None:
            self.closed[chat] = max(self.closed.get(chat, 0), now + int(fault.seconds))
        return fault

    def _next(self, method: str, chat: int | None) -> Fault | None:
        ordered = next((fault for fault in self.ordered if fault.meets(method, chat)), None)
        return ordered or (self.by_chance(method, chat) if self.by_chance else None)

    def lift(self) -> None:
        self.ordered.clear()
        self.by_chance = None
