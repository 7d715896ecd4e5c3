"""A full disk: everybody is refused politely, nothing is acknowledged, and once there is room nothing is missing."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from storage.database import open_database
from tests.fake_telegram import FakeTelegram, Person
from tests.program import Program
from tests.proof.plugin import Figure
from tests.stories.disks import DISKS, Disk
from tests.stories.pictures import picture
from tests.stories.stories import number_in
from tests.stories.town import SECRET, a_town
from tests.web_phone import Answer, Phone

FIRST_UPDATE = 100_000_000
FULL = pytest.mark.proves("Nothing said is lost, nothing is done twice", "the disk is full, until there is room again")


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with DISKS[request.param](folder) as made:
        yield made


@FULL
async def test_a_full_disk_is_told_to_pages_and_to_the_webhook(disk: Disk, tmp_path: Path, figure: Figure):
    database, data = f"sqlite:{disk.folder / 'sidan.db'}", str(disk.folder / "data")
    async with a_town("webhook", database, tmp_path, data=data) as town, Phone(town.program.url, "赵德福") as zhao:
        assert town.telegram
        telegram, program = town.telegram, town.program
        li = telegram.person(1, "李秀兰")
        await li.starts(town.estate().poster("3/1"))
        await li.hears("What is the matter?")
        disk.fill(program.pid)
        taken, refused = await until_refused(zhao)
        assert refused.status == 503
        assert int(refused.retry_after or 0) > 0
        assert refused.sentence.startswith("I cannot write anything down just now.")
        photo = await zhao.posts("/chat/photo", body=picture())
        assert (photo.status, photo.sentence) == (503, refused.sentence)
        assert int(await retry_after_of_the_webhook(program)) > 0
        await li.says("楼道的灯不亮了" * 50)
        await telegram.world.until(lambda: telegram.api.webhook and telegram.api.webhook.answers[503] > 1)
        disk.empty(program.pid)
        await zhao.says("/help")
        await zhao.hears("/language", patience=30)
        assert sum("3000 characters" in bubble.text for bubble in await zhao.shows()) == taken
        await li.hears("Please check:", patience=30)
        await li.taps("Send")
        number_in(await li.hears("Your number is"))
        await town.is_well()
    figure("refused in words, to be sent again", "a message, a photo and an update")
    figure("of what pages took before that, shown afterwards", f"all {taken:,}" if taken else "it took nothing")


async def until_refused(phone: Phone) -> tuple[int, Answer]:
    """What is said fills the last pages that are free, then the refusal comes; how much was taken before it."""
    taken = 0
    async with asyncio.timeout(60):
        while True:
            answer = await phone.posts("/chat/say", body={"id": str(uuid.uuid4()), "text": "水" * 3000})
            if answer.status not in (200, 429):
                return taken, answer
            taken += answer.status == 200
            await asyncio.sleep(0.01)


async def retry_after_of_the_webhook(program: Program) -> str:
    header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    update = {"update_id": 5, "message": {"text": "x" * 9000}}
    async with (
        aiohttp.ClientSession(headers=header) as telegram,
        telegram.post(f"{program.url}/telegram/webhook", json=update) as answer,
    ):
        assert answer.status == 503
        return answer.headers["Retry-After"]


@FULL
async def test_a_full_disk_leaves_updates_with_telegram(disk: Disk, tmp_path: Path, figure: Figure):
    database, data = f"sqlite:{disk.folder / 'sidan.db'}", str(disk.folder / "data")
    async with a_town("polling", database, tmp_path, data=data) as town:
        assert town.telegram
        telegram, program = town.telegram, town.program
        li = telegram.person(1, "李秀兰")
        await li.starts(town.estate().poster("3/1"))
        await li.hears("What is the matter?")
        disk.fill(program.pid)
        await until_left_waiting(li, telegram)
        disk.empty(program.pid)
        await telegram.drained(patience=60)
        await li.says("/my")
        await li.hears("You have not reported anything yet.", patience=30)
        await li.taps("Send")
        number_in(await li.hears("Your number is"))
        await telegram.drained()
        said = telegram.updates.last_id - FIRST_UPDATE
        assert await worked_off(database) == said
        await town.is_well()
    figure("updates worked off", f"{said:,} of {said:,}")


async def until_left_waiting(li: Person, telegram: FakeTelegram) -> None:
    """What is said fills the last pages that are free, then what was served is not acknowledged any more."""
    updates = telegram.updates
    async with asyncio.timeout(60):
        while updates.served <= updates.last_id - FIRST_UPDATE:  # until one is served again
            if not updates.waiting():
                await li.says("楼道的灯不亮了" * 100)
            await asyncio.sleep(0.01)


async def worked_off(address: str) -> int:
    database = await open_database(address)
    row = await database.read(lambda tx: tx.one("SELECT COUNT(*) AS many FROM inbox WHERE state = 'done'"))
    await database.close()
    assert row is not None
    return int(row["many"])
