"""Telegram takes thirty messages a second, one a second in a chat after a few at once, twenty a minute in a group."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.limits import Limits


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(referee=False, limits=Limits()) as telegram:
        telegram.world.moment = lambda: telegram.world._ahead + 1e9  # type: ignore[method-assign]
        yield telegram


async def answers(telegram: FakeTelegram, *chats: int, method: str = "sendMessage") -> list[int]:
    """retry_after of a message to each of them; 0 where it was taken."""
    waits = []
    async with aiohttp.ClientSession() as session:
        for chat in chats:
            address = f"{telegram.url}/bot{telegram.token}/{method}"
            async with session.post(address, data={"chat_id": chat, "text": "x", "action": "typing"}) as answer:
                told = await answer.json()
            waits.append(told.get("parameters", {}).get("retry_after", 0))
            assert told["ok"] == (waits[-1] == 0)
    return waits


def moved_in(telegram: FakeTelegram, count: int) -> range:
    for number in range(1, count + 1):
        telegram.world.person({"id": number, "first_name": "x"})
        telegram.world.chats[number].bot_is = "member"
    return range(1, count + 1)


async def test_thirty_a_second_in_all(telegram: FakeTelegram):
    everybody = moved_in(telegram, 40)
    assert await answers(telegram, *everybody) == [0] * 30 + [1] * 10
    await telegram.later(0.5)
    assert await answers(telegram, *everybody[30:]) == [0] * 10
    assert telegram.api.limits
    assert telegram.api.limits.refused == {"overall": 10}
    assert telegram.api.limits.sent == 40


async def test_one_a_second_in_a_chat_after_three_at_once(telegram: FakeTelegram):
    moved_in(telegram, 2)
    assert await answers(telegram, 1, 1, 1, 1, 2) == [0, 0, 0, 1, 0]
    await telegram.later(1)
    assert await answers(telegram, 1, 1) == [0, 1]


async def test_twenty_a_minute_in_a_group(telegram: FakeTelegram):
    await telegram.group(-5, "Staff")
    assert await answers(telegram, *[-5] * 21) == [0] * 20 + [3]
    await telegram.later(3)
    assert await answers(telegram, -5, -5) == [0, 3]


async def test_what_puts_no_message_into_a_chat_is_not_counted(telegram: FakeTelegram):
    moved_in(telegram, 1)
    assert await answers(telegram, *[1] * 40, method="sendChatAction") == [0] * 40
