"""Neighbours who report one matter after the other, whatever happens to the program meanwhile."""

import asyncio
from dataclasses import dataclass, field

from tests.stories.stories import number_in
from tests.stories.town import Person

LONG_ENOUGH = 60.0  # seconds from one kill to the next
MATTERS = ("3号楼1单元的路灯不亮了", "3号楼1单元垃圾桶满了没人清", "3号楼1单元水管漏水", "3号楼1单元半夜装修噪音扰民")
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
        async with asyncio.timeout(LONG_ENOUGH), self._news:
            await self._news.wait_for(lambda: self.done >= done)

    async def did(self, number: int = 1) -> None:
        async with self._news:
            self.done += number
            self._news.notify_all()


class Crowd(Acts):
    """matters: how many each of them reports. patience: seconds after which no answer is a broken promise."""

    def __init__(self, neighbours: list[Neighbour], matters: int, patience: float) -> None:
        super().__init__(len(neighbours) * matters * ACTS)
        self.neighbours, self.matters, self._patience = neighbours, matters, patience

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
            await person.hears(words, label="Send", patience=self._patience)
            await self.did()
            await person.taps("Send")
            receipt = await person.hears("Your number is", patience=self._patience)
            await self.did()
            assert words in receipt.text
            neighbour.receipts[words] = number_in(receipt)
            await self.did()
