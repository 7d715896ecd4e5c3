"""A town whose program dies often, and the neighbours who report there: half on Telegram, half on the web."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.fake_telegram import FakeTelegram
from tests.proof.kills.crowd import Crowd, Neighbour
from tests.proof.kills.forked import Forked, ForkedCommands, Nursery
from tests.stories.town import SECRET, Estate, Town, places
from tests.web_phone import Phone


@dataclass
class Quarter:
    town: Town
    program: Forked
    telegram: FakeTelegram

    async def nothing_waits(self) -> bool:
        """The program is up, has taken in and worked off everything, and everything it had to say is said."""
        if not self.program.was_up or self.telegram.updates.waiting():
            return False
        try:
            backlog = [await self.program.metric(f"sidan_{box}_backlog") for box in ("inbox", "outbox")]
        except aiohttp.ClientError:
            return False
        return not any(backlog)


@asynccontextmanager
async def a_quarter(way: str, nursery: Nursery, folder: Path) -> AsyncIterator[Quarter]:
    """way: polling or webhook, for those who are on Telegram."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram())
        settings = {"telegram_api": telegram.url, "telegram_token": telegram.token}
        settings |= {"telegram_mode": way, "telegram_secret": SECRET}
        program = Forked(nursery, folder, f"sqlite:{folder / 'sidan.db'}", **settings)
        commands = ForkedCommands(program)
        (folder / "places.csv").write_text(places())
        told = await commands.run("places", str(folder / "places.csv"))
        assert re.match(r"\d+ places", told), told
        await stack.enter_async_context(program)
        await telegram.called("getUpdates" if way == "polling" else "setWebhook")
        town = Town(way, program, telegram, commands)
        stack.push_async_callback(town.close)
        yield Quarter(town, program, telegram)


@asynccontextmanager
async def neighbours(quarter: Quarter, estate: Estate, people: int, matters: int) -> AsyncIterator[Crowd]:
    """So many, who live in one house and report so many matters each."""
    async with AsyncExitStack() as stack:
        crowd = [
            Neighbour(quarter.telegram.person(number, f"Neighbour {number}"), f"telegram:{number}")
            for number in range(1000, 1000 + people // 2)
        ]
        for number in range(people - people // 2):
            phone = await stack.enter_async_context(Phone(quarter.program.url, f"Phone {number}"))
            crowd.append(Neighbour(phone, f"web:{phone.session}"))
        for neighbour in crowd:
            await neighbour.person.starts(estate.poster("3/1"))
        for neighbour in crowd:
            await neighbour.person.hears("What is the matter?")
        yield Crowd(crowd, matters, quarter.nothing_waits)
