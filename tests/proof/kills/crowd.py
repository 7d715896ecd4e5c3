"""Neighbours who report one matter after the other, whatever happens to the program meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.stories.stories import number_in
from tests.stories.town import Person, Seen

PATIENCE = 2.0  # seconds; after so many twice in which nothing waits anywhere, an answer never comes
LONGEST = 45.0  # seconds; a claim of a dead program would hold for a minute
MATTERS = ("3号楼1单元的路灯不亮了", "3号楼1单元垃圾桶满了没人清", "3号楼1单元水管漏水", "3号楼1单元半夜装修噪音扰民")
NEW = "Something new"
ACTS = 3  # of a neighbour for each report: says it, taps, and has read the number


@dataclass
class Neighbour:
    """chat: the address of their chat; receipts: the number they were given, by what they reported."""

    person: Person
    chat: str
    receipts: dict[str, str] = field(default_factory=dict)


class Acts:
    """What is done by many, counted. everything: how many acts there are in all."""

    def __init__(self, everything: int) -> None:
        self.everything, self.done = everything, 0
        self._news = asyncio.Condition()

    async def reaches(self, done: int) -> None:
        """Waits until so much has been done."""
        async with asyncio.timeout(2 * LONGEST), self._news:
            await self._news.wait_for(lambda: self.done >= done)

    async def did(self, number: int = 1) -> None:
        async with self._news:
            self.done += number
            self._news.notify_all()


class Crowd(Acts):
    """matters: how many each of them reports. nothing_waits: whether the program thinks that it is done."""

    def __init__(self, neighbours: list[Neighbour], matters: int, nothing_waits: Callable[[], Awaitable[bool]]) -> None:
        super().__init__(len(neighbours) * matters * ACTS)
        self.neighbours, self.matters, self._nothing_waits = neighbours, matters, nothing_waits

    @property
    def on_the_web(self) -> int:
        return sum(neighbour.chat.startswith("web:") for neighbour in self.neighbours)

    @property
    def messages(self) -> int:
        """What each of them says and taps, from the poster to the last Send."""
        return 1 + 2 * self.matters + max(0, self.matters - len(MATTERS))

    async def live(self) -> None:
        """Returns when everybody has every number; whoever waits in vain for an answer ends it."""
        async with asyncio.TaskGroup() as together:
            for number, neighbour in enumerate(self.neighbours):
                together.create_task(self._reports(number, neighbour))

    async def _reports(self, number: int, neighbour: Neighbour) -> None:
        person = neighbour.person
        for n in range(self.matters):
            words = f"{MATTERS[n % len(MATTERS)]}，第{number}户第{n}次"
            await person.says(words)
            if n >= len(MATTERS):  # by now of every kind something is open
                await self._hears(person, "Is this about one of these", NEW)
                await person.taps(NEW)
            await self._hears(person, words, "Send")
            await self.did()
            await person.taps("Send")
            receipt = await self._hears(person, "Your number is")
            await self.did()
            assert words in receipt.text
            neighbour.receipts[words] = number_in(receipt)
            await self.did()

    async def _hears(self, person: Person, text: str, label: str = "") -> Seen:
        """An answer that is late is waited for, as long as there is anybody who might still say it."""
        calm, until = 0, time.monotonic() + LONGEST
        while calm < 2 and time.monotonic() < until:
            with suppress(AssertionError):
                return await person.hears(text, label=label, patience=PATIENCE)
            calm = calm + 1 if await self._nothing_waits() else 0
        return await person.hears(text, label=label, patience=0)
