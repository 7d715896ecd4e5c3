"""Neighbours on Telegram and on the web who report one matter after the other until they are told to stop."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from tests.fake_telegram import Telegram
from tests.stories.stories import letters, number_in
from tests.stories.town import Estate, Person
from tests.web_phone import Phone

MATTERS = ("3号楼1单元的路灯不亮了", "3号楼1单元垃圾桶满了没人清", "3号楼1单元水管漏水", "3号楼1单元半夜装修噪音扰民")
PATIENCE = 60.0  # seconds after which no answer is a broken promise


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody said something and heard an answer; moments of time.monotonic()."""

    chat: str
    said: float
    heard: float


@dataclass
class Residents:
    """receipts: chat, words and the number they were given. pause: seconds between two reports of one person."""

    pause: float
    receipts: list[tuple[str, str, str]] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def reports(self, person: Person, chat: str, matter: str) -> None:
        words = f"{matter}，第{letters(next(self._numbers))}件"
        told = time.monotonic()
        await person.says(words)
        await person.hears(words, label="Send", patience=PATIENCE)
        self.waits.append(Wait(chat, told, time.monotonic()))
        told = time.monotonic()
        await person.taps("Send")
        number = await receipt_of(person, words)
        self.waits.append(Wait(chat, told, time.monotonic()))
        self.receipts.append((chat, words, number))

    async def lives(self, estate: Estate, person: Person, chat: str) -> None:
        """One person's day: of each kind one matter, for a second one may be the same. Then somebody else moves in."""
        await person.starts(estate.poster("3/1"))
        await person.sees("What is the matter?", patience=PATIENCE)
        for matter in MATTERS:
            if self.enough.is_set():
                return
            await self.reports(person, chat, matter)
            await asyncio.sleep(self.pause)

    async def on_telegram(self, estate: Estate, telegram: Telegram, numbers: Iterator[int]) -> None:
        while not self.enough.is_set():
            number = next(numbers)
            await self.lives(estate, telegram.person(number, f"Neighbour {number}"), f"telegram:{number}")

    async def on_the_web(self, estate: Estate, url: str, name: str) -> None:
        while not self.enough.is_set():
            async with a_phone(url, name) as phone:
                await self.lives(estate, phone, f"web:{phone.session}")

    async def are_answered(self, since: float, by: str = "telegram:") -> float:
        """Waits until something is answered that was said after that moment on this channel; the seconds that took."""
        async with asyncio.timeout(PATIENCE):
            while not (heard := [wait.heard for wait in self.waits if wait.said > since and wait.chat.startswith(by)]):
                await asyncio.sleep(0.01)
        return min(heard) - since

    @property
    def longest(self) -> float:
        return max(wait.heard - wait.said for wait in self.waits)


async def receipt_of(person: Person, words: str) -> str:
    """The number; an older receipt may come once more meanwhile, where nobody knew whether it was said."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for seen in await person.shows():
                if words in seen.text and "Your number is" in seen.text:
                    return number_in(seen)
            await asyncio.sleep(0.05)


@asynccontextmanager
async def a_phone(url: str, name: str) -> AsyncIterator[Phone]:
    """The page is opened again until there is somebody behind it."""
    phone = Phone(url, name)
    while not await is_open(phone):
        await asyncio.sleep(0.1)
    try:
        yield phone
    finally:
        await phone.__aexit__()


async def is_open(phone: Phone) -> bool:
    try:
        await phone.__aenter__()
    except (KeyError, aiohttp.ClientError):  # an error page, or none at all
        await phone.__aexit__()
        return False
    return True


@asynccontextmanager
async def residents(
    estate: Estate, url: str, *, on_telegram: int, on_the_web: int, pause: float
) -> AsyncIterator[Residents]:
    """They live while the block runs; at its end they finish what they have begun."""
    telegram = estate.town.telegram
    assert telegram
    crowd, numbers = Residents(pause), itertools.count(1000)
    async with asyncio.TaskGroup() as together:
        for _ in range(on_telegram):
            together.create_task(crowd.on_telegram(estate, telegram, numbers))
        for n in range(on_the_web):
            together.create_task(crowd.on_the_web(estate, url, f"Phone {n}"))
        try:
            yield crowd
        finally:
            crowd.enough.set()
