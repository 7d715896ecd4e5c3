"""Fifty neighbours who report one matter after the other, whatever happens to the program meanwhile."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.stories.stories import number_in
from tests.stories.town import Estate, Person
from tests.web_phone import Phone

PATIENCE = 60.0  # seconds; a program that was killed comes back within a few
MATTERS = ("3号楼1单元的路灯不亮了", "3号楼1单元垃圾桶满了没人清", "3号楼1单元水管漏水", "3号楼1单元半夜装修噪音扰民")
ACTS = 3  # of a neighbour for each report: says it, taps, and has read the number


@dataclass
class Neighbour:
    """chat: the address of their chat; receipts: the number they were given, by what they reported."""

    person: Person
    chat: str
    receipts: dict[str, str] = field(default_factory=dict)


class Crowd:
    def __init__(self, estate: Estate, neighbours: list[Neighbour]) -> None:
        self.estate, self.neighbours = estate, neighbours
        self.done = 0
        self._news = asyncio.Condition()

    @property
    def everything(self) -> int:
        """How many acts there are in all."""
        return len(self.neighbours) * len(MATTERS) * ACTS

    async def reaches(self, done: int) -> None:
        """Waits until so much has been done."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.done >= done)

    async def live(self) -> None:
        """Returns when everybody has every number."""
        async with asyncio.TaskGroup() as together:
            for number, neighbour in enumerate(self.neighbours):
                together.create_task(self._reports(number, neighbour))

    async def _reports(self, number: int, neighbour: Neighbour) -> None:
        person = neighbour.person
        for n, matter in enumerate(MATTERS):
            words = f"{matter}，第{number}户第{n}次"
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


@asynccontextmanager
async def fifty(estate: Estate):
    """Half of them on Telegram, half on the web; all live in the same house."""
    town = estate.town
    assert town.telegram
    async with AsyncExitStack() as stack:
        neighbours = [
            Neighbour(town.telegram.person(number, f"Neighbour {number}"), f"telegram:{number}")
            for number in range(1000, 1025)
        ]
        for number in range(25):
            phone = await stack.enter_async_context(Phone(town.program.url, f"Phone {number}"))
            neighbours.append(Neighbour(phone, f"web:{phone.session}"))
        for neighbour in neighbours:
            await neighbour.person.starts(estate.poster("3/1"))
        for neighbour in neighbours:
            await neighbour.person.hears("What is the matter?")
        yield Crowd(estate, neighbours)
