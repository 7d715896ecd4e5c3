"""The webhook: Telegram comes to the bot, one update of a chat at a time, until it is taken."""

import asyncio
from collections.abc import AsyncIterator, Callable

import orjson
import pytest

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.conftest import Post
from tests.fake_telegram.wire import Exchange, Wire


class Hook:
    """The bot's own address, answering as the test says."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.url = ""
        self.got: list[Exchange] = []
        self.answers: list[tuple[int, str]] = []  # what to answer next; with nothing left: 200
        self.hold = False
        self._wake = wake

    def hear(self, exchange: Exchange) -> None:
        self.got.append(exchange)
        if not self.hold:
            status, more = self.answers.pop(0) if self.answers else (200, "")
            exchange.answer(status, b"", more=more)
        self._wake()

    @property
    def texts(self) -> list[str]:
        return [orjson.loads(one.body)["message"]["text"] for one in self.got]


@pytest.fixture
async def hook(telegram: FakeTelegram) -> AsyncIterator[Hook]:
    telegram.api.webhook_unit = 0.0001
    hook = Hook(telegram.world.wake)
    wire = Wire(hook.hear)
    hook.url = await wire.listen()
    yield hook
    await wire.close()


async def test_updates_come_with_the_secret_and_are_done_when_taken(telegram: FakeTelegram, post: Post, hook: Hook):
    await telegram.person(42, "Wang").says("before")
    await post("setWebhook", url=hook.url, secret_token="s3cret")
    await telegram.person(42, "Wang").says("after")
    await telegram.drained()
    assert hook.texts == ["before", "after"]
    secrets = [one.header("x-telegram-bot-api-secret-token") for one in hook.got]
    assert secrets == ["s3cret", "s3cret"]


async def test_one_update_of_a_chat_is_in_flight_and_other_chats_do_not_wait(
    telegram: FakeTelegram, post: Post, hook: Hook
):
    hook.hold = True
    await post("setWebhook", url=hook.url)
    await telegram.person(42, "Wang").says("one")
    await telegram.person(42, "Wang").says("two")
    await telegram.person(43, "Li").says("other")
    await telegram.world.until(lambda: len(hook.got) == 2)
    assert sorted(hook.texts) == ["one", "other"]
    hook.hold = False
    for exchange in hook.got:
        exchange.answer(200, b"")
    await telegram.drained()
    assert hook.texts[2] == "two"
    assert (await telegram.facts())["webhook"]["most_at_once"] == 2


async def test_a_refused_update_comes_again_at_once_then_later_each_time(
    telegram: FakeTelegram, post: Post, hook: Hook
):
    hook.answers = [(500, ""), (500, ""), (403, ""), (500, "")]
    await post("setWebhook", url=hook.url)
    await telegram.person(42, "Wang").says("again and again")
    await telegram.drained()
    facts = (await telegram.facts())["webhook"]
    assert facts["waits"] == [0, 2, 4, 8]
    assert facts["answers"] == {"500": 3, "403": 1, "200": 1}
    assert hook.texts == ["again and again"] * 5


async def test_the_bot_may_say_when_to_come_again(telegram: FakeTelegram, post: Post, hook: Hook):
    hook.answers = [(503, "Retry-After: 7\r\n"), (503, "Retry-After: 3\r\n"), (503, "")]
    await post("setWebhook", url=hook.url)
    await telegram.person(42, "Wang").says("hello")
    await telegram.drained()
    assert (await telegram.facts())["webhook"]["waits"] == [7, 3, 2]


async def test_after_the_webhook_is_deleted_what_was_not_taken_can_be_polled(
    telegram: FakeTelegram, post: Post, hook: Hook
):
    hook.hold = True
    await post("setWebhook", url=hook.url)
    await telegram.person(42, "Wang").says("hello")
    await telegram.world.until(lambda: hook.got)
    assert (await post("getUpdates"))["description"].startswith("Conflict: can't use getUpdates method while")
    await post("deleteWebhook")
    assert len((await post("getUpdates"))["result"]) == 1


async def test_a_webhook_ends_the_poll_that_waits(telegram: FakeTelegram, post: Post, hook: Hook):
    poll = asyncio.create_task(post("getUpdates", timeout=50))
    await telegram.called("getUpdates")
    await post("setWebhook", url=hook.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"


async def test_a_secret_that_telegram_would_not_take_is_refused(telegram: FakeTelegram, post: Post, hook: Hook):
    answer = await post("setWebhook", url=hook.url, secret_token="not a secret!")
    assert answer["description"] == "Bad Request: secret token contains unallowed characters"
    assert telegram.api.webhook is None
