"""Pictures and voices between the web chat and Telegram, kept in an object store for as long as they may be."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.media import kind_of
from bot.media_bucket import Bucket
from tests.bot.test_media import KEYS, endpoint  # noqa: F401 - a fixture
from tests.fake_telegram import FakeTelegram, Person, Shown
from tests.recordings import recording
from tests.stories.pictures import with_a_place_and_an_owner
from tests.stories.stories import number_in
from tests.stories.test_time_passes import passes
from tests.stories.town import Town, a_town
from tests.web_phone import Bubble, Phone

pytestmark = pytest.mark.asyncio(loop_scope="session")
DAY = 86_400
SIGNED = "Li Xiulan"  # what a phone writes into what it records, and her into what she draws


@pytest_asyncio.fixture(loop_scope="session")
async def town(endpoint: str, tmp_path: Path) -> AsyncIterator[Town]:  # noqa: F811
    store = {f"media_{name}": value for name, value in KEYS.items()}
    address, settings = f"sqlite:{tmp_path / 'sidan.db'}", store | {"media": "s3://sidan-media/story"}
    settings |= {"media_endpoint": endpoint, "module": "tests.stories.moved"}
    async with a_town("polling", address, tmp_path, **settings) as town:
        yield town
        town.said |= set(KEYS.values())
        await town.is_well()


@pytest.fixture
def bucket(endpoint: str) -> Bucket:  # noqa: F811
    return Bucket("sidan-media", "story", endpoint=endpoint, region="us-east-1", **KEYS)


async def test_what_one_shows_the_other_is_a_copy_that_goes_180_days_after_closing(town: Town, bucket: Bucket):
    estate = town.estate()
    zhou, wang, li = await estate.dispatcher(), await estate.worker(), await town.browser("李秀兰")
    assert isinstance(wang, Person)
    await li.starts(estate.poster("3/1"))
    await li.sends_photo(with_a_place_and_an_owner(), "楼道的灯不亮了")
    await li.hears("Photos: 1", label="Send")
    await li.taps("Send")
    number = number_in(await li.hears("Your number is"))
    await zhou.sees(number, label="To 王建国")
    await zhou.taps("To 王建国")
    await wang.taps("Accept")
    await wang.taps("See the photos")
    photo = (await wang.hears(f"Photos of {number}")).photos[0]
    is_a_copy(town.telegram, photo, "image/jpeg")

    await li.taps("Add something")
    await li.hears("What would you like to say")
    await li.sends_voice(recording("webm", "libopus", title=SIGNED))
    is_a_copy(town.telegram, await voice_of(wang), "audio/mp4")
    await wang.taps("Ask the resident")
    await wang.hears("What would you like to say")
    await wang.sends_voice(recording("ogg", "libopus", title=SIGNED))
    link = await is_heard(town, li)

    await wang.taps("Done")
    await wang.hears("What was done")
    await wang.taps("Skip")
    await li.taps("Fixed")
    await li.taps("★★★★★")
    await li.taps("Skip")
    await li.hears(f"{number} is closed")
    assert len(await kept(bucket)) == 3
    passes(town, 181 * DAY)
    async with asyncio.timeout(10):
        while await kept(bucket):
            await asyncio.sleep(0.1)
    async with aiohttp.ClientSession() as browser, browser.get(link) as answer:
        assert answer.status == 404


async def kept(bucket: Bucket) -> list[str]:
    return [name async for name in bucket.old(2**40)]


def is_a_copy(telegram: FakeTelegram | None, file: str, kind: str) -> None:
    assert telegram is not None
    content = telegram.world.files.find(file).content
    assert kind_of(content) == kind
    assert not any(word.encode() in content for word in (SIGNED, "Exif"))


async def voice_of(who: Person | Phone) -> str:
    """What their chat plays, waited for."""
    async with asyncio.timeout(10):
        while True:
            for seen in await who.shows():
                if seen.voice and by_bot(seen):
                    return str(seen.voice)
            await asyncio.sleep(0.05)


def by_bot(seen: Shown | Bubble) -> bool:
    return seen.by_bot if isinstance(seen, Shown) else seen.sender == "bot"


async def is_heard(town: Town, who: Phone) -> str:
    """By a link that nobody else gets, that says nothing by itself, and that nobody can write; returns it."""
    address = await voice_of(who)
    heard = await who.opens(address)
    assert kind_of(heard) == "audio/mp4"
    assert SIGNED.encode() not in heard
    link = await who.leads_to(address)
    stranger = await town.browser("马丽")
    async with aiohttp.ClientSession() as browser:
        for wrong in (f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}", f"{town.program.url}{address}"):
            async with browser.get(wrong) as answer:
                assert answer.status in (401, 403, 404)
    assert await stranger.leads_to(address) == ""
    return link
