"""What lies in the inbox gets to the desk: in its order, and also where a photo cannot be fetched."""

import asyncio
import gc
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.channel import Later, Unreadable
from bot.clerk import Clerk
from bot.media import Media
from bot.media_bucket import BucketDown
from bot.metrics import Metrics
from bot.pictures import Darkroom
from bot.receiving import Receiving
from bot.recordings import Recorder
from dialogue.message import Incoming, Message
from domain.person import Held, Role
from storage import inbox
from storage.database import Database
from storage.inbox import Arrived
from tests.bot.test_metronome import Locked
from tests.handlers.town import COMPOUND, Town

LI = "telegram:li"


@dataclass
class Line:
    """A channel whose files cannot be fetched while there is trouble."""

    name: str = "telegram"
    trouble: Exception | None = None
    fetched: list[str] = field(default_factory=list)

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        raw = raw | {"photos": tuple(raw.get("photos", ()))}
        return Incoming("telegram", chat=raw.pop("chat", LI), sender=LI, at=at, **raw)

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        raise NotImplementedError

    async def tapped(self, tap: str, text: str | None) -> None:
        raise NotImplementedError

    async def fetch(self, reference: str) -> bytes:
        self.fetched.append(reference)
        if self.trouble:
            raise self.trouble
        return b"no picture"


@dataclass
class Office:
    town: Town
    line: Line
    clerk: Clerk
    ids: Any = field(default_factory=lambda: itertools.count(1))

    async def arrives(self, hand: bool = True, album: str | None = None, **raw: Any) -> Arrived:
        message = f"m{next(self.ids)}"
        kept = orjson.dumps({"message_id": message, "ref": message} | raw).decode()
        row = Arrived("telegram", message, self.town.house.fresh(), LI, album, kept, self.town.now)
        await self.town.database.do(partial(inbox.receive, row=row))
        if hand:
            self.clerk.hand([row])
        return row

    async def states(self) -> list[str]:
        rows = await self.town.database.read(lambda tx: tx.all("SELECT state FROM inbox ORDER BY id"))
        return [row["state"] for row in rows]

    async def reads(self) -> str:
        await self.town.delivers()
        return self.town.phone(LI).looks()


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    town, line = Town(database), Line()
    await town.built()
    await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    receiving = Receiving(Media(tmp_path), Darkroom(), Recorder(), alarms=town.house.policy.alarms)
    clerk = Clerk(database, town.house, {"telegram": line}, receiving, lambda: town.now, lambda: None, Metrics())
    return Office(town, line, clerk)


@asynccontextmanager
async def at_work(clerk: Clerk) -> AsyncIterator[None]:
    task = asyncio.create_task(clerk.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():
            await asyncio.sleep(0.01)


async def test_words_with_a_photo_that_cannot_be_fetched_are_heard_all_the_same(office: Office):
    office.line.trouble = Later(2)
    await office.arrives(hand=False, text="3号楼1单元水管漏水", photos=["f1"])
    started = office.town.now
    async with at_work(office.clerk):

        async def worked_off() -> bool:
            office.town.now += 5
            office.clerk.wake()
            return await office.states() != ["new"]

        await until(worked_off)
    assert await office.states() == ["done"]
    assert office.town.now - started > 300
    read = await office.reads()
    assert "could not be fetched" in read
    assert "水管漏水" in read


@pytest.mark.parametrize("trouble", [Later(2), BucketDown()])
async def test_words_of_danger_wait_for_no_picture(office: Office, trouble: Exception):
    office.line.trouble = trouble
    started = office.town.now
    async with at_work(office.clerk):
        await office.arrives(text="3号楼1单元着火了", photos=["f1"])

        async def worked_off() -> bool:
            return await office.states() == ["done"]

        await until(worked_off)
    assert office.town.now == started
    read = await office.reads()
    assert "119" in read
    assert "could not be fetched" in read


async def test_what_comes_later_does_not_overtake_what_must_be_tried_again(office: Office):
    office.line.trouble = Later(2)
    async with at_work(office.clerk):
        await office.arrives(text="水管漏水", photos=["f1"])

        async def failed() -> bool:
            return bool(await office.town.one("SELECT tries FROM inbox"))

        await until(failed)
        await office.arrives(text="3号楼")
        office.line.trouble = None

        async def worked_off() -> bool:
            office.town.now += 1
            office.clerk.wake()
            return await office.states() == ["done", "done"]

        await until(worked_off)
    answers = await office.town.one("SELECT state FROM talks")
    assert orjson.loads(answers)["answers"]["what"] == "水管漏水"


async def test_what_was_left_before_the_start_comes_before_what_comes_now(office: Office):
    await office.arrives(hand=False, text="水管漏水")
    await office.arrives(text="3号楼")
    async with at_work(office.clerk):

        async def worked_off() -> bool:
            return await office.states() == ["done", "done"]

        await until(worked_off)
    answers = await office.town.one("SELECT state FROM talks")
    assert orjson.loads(answers)["answers"]["what"] == "水管漏水"


async def test_pictures_that_others_show_in_a_group_are_not_kept(office: Office):
    async with at_work(office.clerk):
        await office.arrives(photos=["f1"], group=True, chat="telegram:-5")

        async def worked_off() -> bool:
            return await office.states() == ["done"]

        await until(worked_off)
    assert office.line.fetched == []


async def test_what_cannot_be_put_aside_while_the_database_is_held_is_put_aside_afterwards(office: Office):
    def read(raw: dict[str, Any], at: int) -> Incoming | None:
        raise Unreadable("no message at all")

    office.line.read = read  # type: ignore[method-assign]
    office.clerk._database = held = Locked(office.town.database, times=1)
    lost: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, told: lost.append(told))
    await office.arrives(hand=False)
    async with at_work(office.clerk):

        async def put_aside() -> bool:
            return await office.states() == ["dead"]

        await until(put_aside)
    gc.collect()
    assert (held.times < 0, lost) == (True, [])
