"""What happens outside the program: people say and tap, time passes. A story is a row of acts and nothing else."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain import number
from tests.fake_telegram.shown import Shown, shown
from tests.handlers.town import DAY, HOUR, MINUTE
from tests.proof.points.stage import Stage

Words = str | Callable[[Stage], str]  # what somebody reads off a phone first


@dataclass(frozen=True)
class Act:
    """happens: once, outside, whatever becomes of the program. ticks: then the clock of whichever program runs."""

    told: str
    happens: Callable[[Stage], Awaitable[Any]]
    ticks: bool = False

    async def is_answered(self, stage: Stage) -> None:
        """The program does what follows from it; after a crash, the next one does."""
        if self.ticks:
            await stage.ticks()
        await stage.is_quiet()


Acts = Act | Sequence["Acts"]


def flat(acts: Sequence[Acts]) -> list[Act]:
    return [one for act in acts for one in ([act] if isinstance(act, Act) else flat(act))]


@dataclass(frozen=True)
class Somebody:
    """A person of the town with a phone, in their own chat or, by `at`, in a group."""

    number: int
    name: str
    group: int | None = None

    @property
    def chat(self) -> int:
        return self.group or self.number

    def at(self, group: int) -> "Somebody":
        return Somebody(self.number, self.name, group)

    def says(self, words: Words) -> Act:
        return self._act(f"says {words}", "says", text=words)

    def opens(self, payload: Words) -> Act:
        return self._act(f"opens {payload}", "says", text=lambda stage: f"/start {read(payload, stage)}")

    def shows(self, photo: bytes, caption: str = "") -> Act:
        return self._act(f"shows a photo: {caption}", "sends_photo", content=photo, caption=caption)

    def taps(self, *labels: str) -> list[Act]:
        return [self._taps(label) for label in labels]

    def _act(self, told: str, what: str, **how: Any) -> Act:
        async def happens(stage: Stage) -> None:
            said = {name: read(value, stage) if callable(value) else value for name, value in how.items()}
            await stage.fake.do("act", who=self._card(), chat=self.group, what=what, how=said)

        return Act(f"{self.name} {told}", happens)

    def _taps(self, label: str) -> Act:
        async def happens(stage: Stage) -> None:
            found = [one for one in self.sees(stage) if any(label in key for key in one.labels)]
            assert found, f"{self.name} sees no {label!r} but:\n" + "\n".join(map(str, self.sees(stage)[-4:]))
            under, key = found[-1], found[-1].key(label)
            how = {"message_id": under.message_id, "data": key.data}
            await stage.fake.do("act", who=self._card(), chat=self.group, what="taps", how=how)

        return Act(f"{self.name} taps {label}", happens)

    def _card(self) -> dict[str, Any]:
        return {"id": self.number, "first_name": self.name, "language_code": "zh-hans"}

    def sees(self, stage: Stage) -> list[Shown]:
        """What the bot shows them, by its last change."""
        posts = [one for one in chat(stage, self.chat) if one.by_bot]
        return sorted(posts, key=lambda one: one.change)


def chat(stage: Stage, number: int) -> list[Shown]:
    posts = stage.fake.world.chats[number].posts.values()
    return [
        shown({"raw": one.raw, "by_bot": one.by_bot, "quiet": one.quiet, "edits": one.edits, "change": one.change})
        for one in posts
    ]


def read(words: Words, stage: Stage) -> str:
    return words(stage) if callable(words) else words


def seen(who: Somebody, pattern: str) -> Callable[[Stage], str]:
    """What stands where the pattern has its group, on their phone, last."""

    def found(stage: Stage) -> str:
        matches = [match for one in who.sees(stage) if (match := re.search(pattern, one.text))]
        assert matches, f"{who.name} sees no {pattern!r}"
        return matches[-1][1]

    return found


def number_of(who: Somebody) -> Callable[[Stage], str]:
    """The last number they were shown."""
    return lambda stage: [found for one in who.sees(stage) for found in number.find(one.text)][-1]


def later(*, days: int = 0, hours: int = 0, minutes: int = 0) -> Act:
    async def happens(stage: Stage) -> None:
        stage.now += days * DAY + hours * HOUR + minutes * MINUTE

    return Act(f"{days} d {hours} h {minutes} min pass", happens, ticks=True)
