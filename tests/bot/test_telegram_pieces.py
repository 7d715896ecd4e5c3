"""A letter in several pieces goes on where it was stopped: nobody sees a picture or a page twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channel import Later
from bot.media import Media
from bot.telegram import TEXT_LIMIT, Telegram
from bot.telegram_pieces import Pieces
from dialogue.message import Button, Message
from tests.fake_telegram import FakeTelegram, Person
from tests.stories.pictures import picture

BUTTONS = ((Button("Reply", "reply"),),)
PAGES = "一" * TEXT_LIMIT + "二"


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(referee=False) as telegram:
        yield telegram


@pytest.fixture
async def li(fake: FakeTelegram) -> Person:
    person = fake.person(7, "李秀兰")
    await person.starts()
    return person


@pytest.fixture
async def channel(fake: FakeTelegram, tmp_path: Path) -> AsyncIterator[Telegram]:
    telegram = Telegram(fake.token, fake.url, Media(tmp_path))
    await telegram.open()
    yield telegram
    await telegram.close()


async def shown(li: Person) -> list[tuple[int, str]]:
    """Pictures and the first letter of each message of ours."""
    return [(len(one.photos), one.text[:1]) for one in await li.shows() if one.by_bot]


async def test_a_pause_between_a_picture_and_its_words_does_not_show_it_twice(
    fake: FakeTelegram, li: Person, channel: Telegram, tmp_path: Path
):
    message = Message("看", BUTTONS, photos=(await Media(tmp_path).put(picture()),))
    await fake.fault("too_many", method="sendMessage", seconds=1)
    with pytest.raises(Later):
        await channel.send("telegram:7", message, None, "letter 1")
    await channel.send("telegram:7", message, None, "letter 1")
    assert await shown(li) == [(1, ""), (0, "看")]
    await channel.send("telegram:7", message, None, "letter 2")
    assert await shown(li) == [(1, ""), (0, "看")] * 2


async def test_a_long_text_goes_on_with_the_page_that_was_refused(fake: FakeTelegram, li: Person, channel: Telegram):
    await fake.fault("broken", method="sendMessage", skip=1, times=2)
    for _ in range(2):
        with pytest.raises(Later):
            await channel.send("telegram:7", Message(PAGES), None, "letter 1")
    await channel.send("telegram:7", Message(PAGES), None, "letter 1")
    assert await shown(li) == [(0, "一"), (0, "二")]


async def test_words_are_said_even_where_the_picture_that_was_shown_before_them_can_no_longer_be_drawn(
    fake: FakeTelegram, li: Person, channel: Telegram, tmp_path: Path
):
    """The words go alone then: what is left of the letter is the same, what came before it is not."""
    words = Message("看", BUTTONS)
    drawn = Message("看", BUTTONS, photos=(await Media(tmp_path).put(picture()),))
    await fake.fault("too_many", method="sendMessage", seconds=1)
    with pytest.raises(Later):
        await channel.send("telegram:7", drawn, None, "letter 1")
    await channel.send("telegram:7", words, None, "letter 1")
    assert await shown(li) == [(1, ""), (0, "看")]


async def test_only_so_many_are_remembered():
    pieces, said = Pieces(most=1), list[str]()

    async def good() -> str:
        said.append("good")
        return "1"

    async def bad() -> str:
        raise Later(1)

    for letter in ("one", "two", "one", "two"):
        with pytest.raises(Later):
            await pieces.say(letter, [good, bad])
    assert len(said) == 4
    with pytest.raises(Later):
        await pieces.say("two", [good, bad])
    assert len(said) == 4
