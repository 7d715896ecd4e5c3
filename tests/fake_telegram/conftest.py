"""A fake Telegram for each test, and a bare client to talk to it as no library would."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from tests.fake_telegram import FakeTelegram

Post = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Whatever a test does with it must please the referee."""
    async with FakeTelegram() as fake:
        yield fake
    assert fake.api.referee.faults == []


@pytest.fixture
async def post(telegram: FakeTelegram) -> AsyncIterator[Post]:
    """`await post("sendMessage", chat_id=42, text="hi")` gives Telegram's answer as it is."""
    async with aiohttp.ClientSession(f"{telegram.url}/bot{telegram.token}/") as session:

        async def send(method: str, **parameters: Any) -> dict[str, Any]:
            async with session.post(method, json=parameters) as answer:
                body: dict[str, Any] = await answer.json()
                assert answer.status == body.get("error_code", 200)
                return body

        yield send
