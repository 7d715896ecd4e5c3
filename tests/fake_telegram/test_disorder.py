"""Updates that do not come as they were sent: each kind, by polling and by webhook, and counted."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.conftest import Post
from tests.fake_telegram.disorder import Disorder

WORDS = ("one", "two", "three")


async def three_speak(telegram: FakeTelegram, kind: str, rate: int) -> Disorder:
    telegram.updates.disorder = Disorder({kind: rate}, random.Random(2))
    for number, words in enumerate(WORDS):
        await telegram.person(number + 1, "Li").says(words)
    return telegram.updates.disorder


async def polled(post: Post, **how: Any) -> list[str]:
    return [update["message"]["text"] for update in (await post("getUpdates", **how))["result"]]


async def test_a_poll_brings_them_in_the_wrong_order(telegram: FakeTelegram, post: Post):
    disorder = await three_speak(telegram, "reordered", 100)
    assert await polled(post) == ["three", "two", "one"]
    assert disorder.hits["reordered"] == 1


async def test_a_poll_brings_them_twice_and_the_next_one_again(telegram: FakeTelegram, post: Post):
    disorder = await three_speak(telegram, "duplicated", 100)
    assert sorted(await polled(post)) == sorted(WORDS * 2)
    assert disorder.hits["duplicated"] == 1
    telegram.updates.disorder = None
    assert await polled(post, offset=telegram.updates.last_id + 1) == list(WORDS)


async def test_what_a_poll_loses_comes_with_the_next_one(telegram: FakeTelegram, post: Post):
    disorder = await three_speak(telegram, "dropped", 100)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await polled(post)
    assert disorder.hits["dropped"] == 1
    telegram.updates.disorder = None
    assert await polled(post, offset=1) == list(WORDS)


async def test_a_poll_may_answer_late(telegram: FakeTelegram, post: Post):
    disorder = await three_speak(telegram, "delayed", 100)
    assert sorted(await polled(post)) == sorted(WORDS)
    assert disorder.hits["delayed"] == 1


Hooked = Callable[[str], Awaitable[Counter[str]]]


@pytest.fixture
async def hooked(telegram: FakeTelegram, post: Post, unused_tcp_port: int) -> Any:
    """`await hooked(kind)`: how often the webhook hears each message when one in two is struck."""
    heard: Counter[str] = Counter()

    async def hear(request: web.Request) -> web.Response:
        heard[(await request.json())["message"]["text"]] += 1
        return web.Response()

    async def run(kind: str) -> Counter[str]:
        await three_speak(telegram, kind, 50)
        await telegram.drained()
        return heard

    app = web.Application()
    app.router.add_post("/", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    await post("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/")
    yield run
    await runner.cleanup()


@pytest.mark.parametrize(
    ("kind", "often"), [("dropped", 1), ("delayed", 1), ("reordered", 1), ("duplicated", 2), ("unheard", 2)]
)
async def test_the_webhook_hears_everything_once_or_more(telegram: FakeTelegram, hooked: Hooked, kind: str, often: int):
    heard = await hooked(kind)
    assert set(heard) == set(WORDS)
    assert max(heard.values()) >= often
    assert often > 1 or set(heard.values()) == {1}
    assert (await telegram.facts())["disorder"][kind] > 0
