"""A chat that asks for a pause, of a second or an hour, hears nothing before it is over and everything soon after."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import orjson
import pytest

from bot.delivery import Delivery
from bot.media import Media
from bot.metrics import Metrics
from bot.postman import Postman
from bot.telegram import Telegram
from dialogue.message import Message
from storage import outbox
from storage.database import Database
from storage.outbox import Way
from tests.fake_telegram import FakeTelegram
from tests.handlers.town import house
from tests.proof.network.phones import Phones, letters_of
from tests.proof.network.weather import seeded
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

PAUSES = (1, 2, 7, 59, 61, 600, 3600)  # seconds; a claim of the postman holds for sixty
BEFORE = 0.5  # seconds before its end at which we look whether a pause is kept
SOON = 5.0  # seconds after it by which everything must have been said
PATIENCE = 30.0
QUIET = 1  # a chat that never asks for a pause


class Office:
    """A postman and the fake, by the fake's clock. left: how many letters for each chat."""

    def __init__(self, database: Database, fake: FakeTelegram, chance: random.Random, folder: Path) -> None:
        self.database, self.fake, self.chance = database, fake, chance
        self.channel = Telegram(fake.token, fake.url, Media(folder))
        delivery = Delivery(house(itertools.count(10**6)))
        self.postman = Postman(database, {"telegram": self.channel}, delivery, fake.world.now, "one", Metrics(), 1000)
        self.left: Counter[int] = Counter()

    async def leave(self, chat: int, lane: Way | None = None) -> None:
        """A letter in this lane, or in any."""
        self.left[chat] += 1
        number = self.left.total()
        body = orjson.dumps(Message(f"letter {number}").to_json()).decode()
        way = lane if lane is not None else self.chance.choice(list(Way))
        letter = partial(outbox.post, id=f"{number:012d}", chat=f"telegram:{chat}", lane=way, body=body)
        await self.database.do(partial(letter, now=self.fake.world.now()))

    async def rounds(self) -> None:
        """Until the postman has looked through the outbox once more: what he is given last comes out."""
        for _ in range(2):
            await self.leave(QUIET, Way.REPLY)
            self.postman.wake()
            await self.until_told(QUIET)

    async def until_told(self, *chats: int) -> None:
        """Everything that is for them, unless they have asked for another pause."""
        await self.fake.world.until(lambda: all(self.told(chat) or self.is_closed(chat) for chat in chats), PATIENCE)

    def told(self, chat: int) -> bool:
        return sum(post.by_bot for post in self.fake.world.chats[chat].posts.values()) == self.left[chat]

    def is_closed(self, chat: int) -> bool:
        return self.fake.faults.closed.get(chat, 0) > self.fake.world.moment()

    async def at(self, moment: float) -> None:
        """By then somebody wrote to each of those who wait."""
        await self.fake.later(moment - self.fake.world.moment())
        for chat in [chat for chat in self.fake.faults.closed if not self.told(chat)]:
            await self.leave(chat)
        await self.rounds()


@asynccontextmanager
async def open_office(database: Database, chance: random.Random, folder: Path) -> AsyncIterator[Office]:
    async with FakeTelegram(referee=False, record=False) as fake:
        office = Office(database, fake, chance, folder)
        await office.channel.open()
        for chat in range(QUIET, QUIET + 1 + len(PAUSES)):
            await fake.person(chat, "Li").starts()
        work = asyncio.create_task(office.postman.run())
        yield office
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await office.channel.close()


@pytest.mark.proves("Nobody is buried", "chats ask for pauses of a second up to an hour while more is to be said there")
async def test_no_chat_hears_anything_before_its_pause_is_over(
    database: Database, figure: Figure, size: Size, tmp_path: Path
):
    chance = seeded()
    async with open_office(database, chance, tmp_path) as office:
        phones = Phones(office.fake.world)
        for _ in range(size.pick(2, 8, 150)):
            await pauses_begin(office)
            await pauses_end(office)
    letters = await letters_of(database)
    faults = office.fake.faults
    assert faults.early == []
    assert {letter.state for letter in letters} == {"sent"}
    assert phones.repeated(letters) == Counter()
    assert phones.out_of_order(letters) == []
    figure("pauses", f"{faults.hits['too_many']:,}, the longest of {max(PAUSES):,} s")
    figure("messages", f"{len(letters):,}")
    figure("said before the end of a pause", 0)


async def pauses_begin(office: Office) -> None:
    """Late in a second, so that one who counts in whole seconds comes too early."""
    await office.fake.later((0.8 - office.fake.world.moment()) % 1)
    chats = range(QUIET + 1, QUIET + 1 + len(PAUSES))
    before = office.fake.faults.hits["too_many"]
    for chat, pause in zip(chats, PAUSES, strict=True):
        await office.fake.fault("too_many", chat=chat, seconds=pause, times=office.chance.choice((1, 2)))
        await office.leave(chat)
    office.postman.wake()
    await office.fake.world.until(lambda: office.fake.faults.hits["too_many"] >= before + len(PAUSES), PATIENCE)
    for chat in chats:
        for way in Way:
            await office.leave(chat, way)
    await office.rounds()


async def pauses_end(office: Office) -> None:
    """One after the other: nothing half a second before, everything some seconds after."""
    world, closed = office.fake.world, office.fake.faults.closed
    while waiting := {end: chat for chat, end in closed.items() if not office.told(chat)}:
        end = min(waiting)
        if end - BEFORE > world.moment():
            await office.at(office.chance.uniform(world.moment(), end - BEFORE))
            await office.at(max(world.moment(), end - BEFORE))
        await office.at(max(world.moment(), end + SOON))
        await office.until_told(waiting[end])
