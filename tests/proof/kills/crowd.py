"""Neighbours who report one matter after the other, whatever happens to the program meanwhile."""

import asyncio
from dataclasses import dataclass, field

from tests.stories.stories import number_in
from tests.stories.town import Person

PATIENCE = 30.0  # seconds; a program that was killed comes back within one
MATTERS = ("3号楼1单元的路灯不亮了", "3号楼1单元垃圾桶满了没人清", "3号楼1单元水管漏水", "3号楼1单元半夜装修噪音扰民")
ACTS = 3  # of a neighbour for each report: says it, taps, and has read the number


@dataclass
class Neighbour:
    """chat: the address of their chat; receipts: the number they were given, by what they reported."""

    person: Person
    chat: str
    receipts: dict[str, str] = field(default_factory=dict)


class Crowd:
    """matters: how many each of them reports."""

    def __init__(self, neighbours: list[Neighbour], matters: int) -> None:
        self.neighbours, self.matters = neighbours, matters
        self.done = 0
        self._news = asyncio.Condition()

    @property
    def everything(self) -> int:
        """How many acts there are in all."""
        return len(self.neighbours) * self.matters * ACTS

    async def reaches(self, done: int) -> None:
        """Waits until so much has been done."""
        async with asyncio.timeout(2 * PATIENCE), self._news:
            await self._news.wait_for(lambda: self.done >= done)

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
            await person.hears(words, label="Send", patience=PATIENCE)
            await self._did_one()
            await person.taps("Send")
            receipt = await person.hears("Your number is", patience=PATIENCE)
            await self._did_one()
            assert words in receipt.text
            neighbour.receipts[words] = number_in(receipt)
            await self._did_one()

    async def _did_one(self) -> None:
        async with self._news:
            self.done += 1
            self._news.notify_all()
