"""Faults on order: whatever Telegram and the network between do wrong, counted so that a test can prove it."""

from collections import Counter
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


class Faults:
    def __init__(self) -> None:
        self.ordered: list[Fault] = []
        self.hits: Counter[str] = Counter()

    def order(self, fault: Fault) -> Fault:
        self.ordered.append(fault)
        return fault

    def strikes(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.ordered:
            if fault.meets(method, chat):
                fault.hits += 1
                self.hits[fault.kind] += 1
                return fault
        return None

    def lift(self) -> None:
        self.ordered.clear()
