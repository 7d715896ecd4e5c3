"""What the network does to what we send, by chance at stated rates; a seed makes it happen again."""

import os
import random
import secrets

from tests.fake_telegram.faults import Fault, Pack

SEED = "NETWORK_SEED"
# Of a hundred calls each. In a group nothing is said twice; a message that was done and answered with 502 would be.
OUT = {
    "people": {"too_many": 4, "broken": 2, "done_but_broken": 2, "lost": 4, "cut": 4, "slow": 4},
    "groups": {"too_many": 10, "broken": 5, "lost": 5, "cut": 5, "slow": 5},
    "taps": {"too_many": 5, "broken": 5, "done_but_broken": 5, "lost": 5, "cut": 5, "slow": 5},
}
IN = {"dropped": 10, "unheard": 10, "delayed": 10, "duplicated": 10, "reordered": 10}  # of a hundred deliveries
SPEAKING = ("sendMessage", "editMessageText")


class Weather:
    """struck: (chat, method, kind) of each fault; the chat is None where somebody's tap was acknowledged."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._packs = {whom: Pack(rates, chance) for whom, rates in OUT.items()}
        self.struck: list[tuple[int | None, str, str]] = []

    def __call__(self, method: str, chat: int | None) -> Fault | None:
        if method not in (*SPEAKING, "answerCallbackQuery"):
            return None
        kind = self._packs[whom(chat)].draw()
        if not kind:
            return None
        self.struck.append((chat, method, kind))
        pause = self._chance.choice((1, 1, 2, 3)) if kind == "too_many" else self._chance.uniform(0.1, 0.5)
        return Fault(kind, code=self._chance.choice((500, 502)), seconds=pause)

    def strikes(self, chat: int, *kinds: str) -> int:
        """How often what was said in this chat met one of these."""
        return sum(where == chat and method in SPEAKING and kind in kinds for where, method, kind in self.struck)

    def kinds(self, to: str) -> set[str]:
        """What has struck calls to people, groups or taps."""
        return {kind for chat, _, kind in self.struck if whom(chat) == to}


def whom(chat: int | None) -> str:
    return "taps" if chat is None else "groups" if chat < 0 else "people"


def seeded() -> random.Random:
    """Prints the seed; NETWORK_SEED sets it."""
    seed = int(os.environ.get(SEED) or secrets.randbelow(1_000_000))
    print(f"\n{SEED}={seed}")
    return random.Random(seed)
