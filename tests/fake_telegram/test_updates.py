"""What the bot has not acknowledged, Telegram keeps; what it has, is gone."""

import asyncio
from typing import Any

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.conftest import Post


async def texts(post: Post, **how: Any) -> list[str]:
    answer = await post("getUpdates", **how)
    return [update["message"]["text"] for update in answer["result"]]


async def test_the_offset_is_the_only_acknowledgement(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    first = await wang.says("one")
    second = await wang.says("two")
    assert await texts(post) == ["one", "two"]
    assert await texts(post, offset=first.update_id) == ["one", "two"]
    assert await texts(post, offset=second.update_id) == ["two"]
    assert await texts(post, offset=1) == ["two"]


async def test_a_negative_offset_forgets_all_but_the_last(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    for text in ("one", "two", "three"):
        await wang.says(text)
    assert await texts(post, offset=-2) == ["two", "three"]
    assert await texts(post, offset=1) == ["two", "three"]


async def test_a_poll_takes_no_more_than_its_limit(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    for text in ("one", "two", "three"):
        await wang.says(text)
    assert await texts(post, limit=2) == ["one", "two"]


async def test_the_same_offset_again_at_once_gives_one_update_so_that_poison_can_be_got_round(
    telegram: FakeTelegram, post: Post
):
    wang = telegram.person(42, "Wang")
    await wang.says("poison")
    await wang.says("good")
    assert await texts(post, offset=5) == ["poison", "good"]
    assert await texts(post, offset=5) == ["poison"]


async def test_a_long_poll_waits_until_somebody_speaks(telegram: FakeTelegram, post: Post):
    poll = asyncio.create_task(texts(post, timeout=50))
    await telegram.called("getUpdates")
    await telegram.person(42, "Wang").says("water!")
    assert await asyncio.wait_for(poll, 5) == ["water!"]


async def test_the_older_of_two_polls_is_told_of_the_conflict(telegram: FakeTelegram, post: Post):
    older = asyncio.create_task(post("getUpdates", timeout=50))
    await telegram.called("getUpdates")
    newer = asyncio.create_task(texts(post, timeout=50))
    refused = await asyncio.wait_for(older, 5)
    assert (refused["error_code"], refused["description"][:41]) == (
        409,
        "Conflict: terminated by other getUpdates ",
    )
    await telegram.person(42, "Wang").says("still here")
    assert await asyncio.wait_for(newer, 5) == ["still here"]
    assert (await telegram.facts())["conflicts"] == 1


async def test_what_a_broken_poll_would_have_got_stays(telegram: FakeTelegram, post: Post):
    poll = asyncio.create_task(texts(post, timeout=50))
    await telegram.called("getUpdates")
    waiting = telegram.updates._poll
    assert waiting is not None
    poll.cancel()
    while not waiting.exchange.gone:
        await asyncio.sleep(0)
    said = await telegram.person(42, "Wang").says("do not lose me")
    assert said.update_id is not None
    await telegram.again(said.update_id)
    while telegram.updates._poll is not None:
        await asyncio.sleep(0)
    assert await texts(post, offset=1) == ["do not lose me", "do not lose me"]


async def test_a_tap_lives_150_seconds_and_a_message_a_day(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    await wang.says("hello")
    await post(
        "sendMessage",
        chat_id=42,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    await wang.taps("Yes")
    await telegram.later(151)
    assert await texts(post) == ["hello"]
    await telegram.later(86_400)
    assert await texts(post) == []
    assert (await telegram.facts())["expired"] == 2


async def test_an_update_can_come_again_though_it_was_acknowledged(telegram: FakeTelegram, post: Post):
    said = await telegram.person(42, "Wang").says("once")
    assert said.update_id is not None
    assert await texts(post, offset=said.update_id + 1) == []
    await telegram.again(said.update_id)
    assert await texts(post, offset=said.update_id + 1) == ["once"]
    assert await texts(post, offset=said.update_id + 1) == []


async def test_an_update_may_be_nonsense(telegram: FakeTelegram, post: Post):
    number = await telegram.update({"message": {"nonsense": [1]}})
    assert (await post("getUpdates"))["result"] == [{"update_id": number, "message": {"nonsense": [1]}}]


async def test_only_the_kinds_asked_for_are_told(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    await post("getUpdates", allowed_updates=["my_chat_member"])
    assert (await wang.says("nobody hears this")).update_id is None
    await wang.blocks()
    [update] = (await post("getUpdates", offset=1))["result"]
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_the_test_can_wait_until_everything_is_acknowledged(telegram: FakeTelegram, post: Post):
    said = await telegram.person(42, "Wang").says("hello")
    assert said.update_id is not None
    drained = asyncio.create_task(telegram.drained())
    await texts(post)
    assert not drained.done()
    await texts(post, offset=said.update_id + 1)
    await asyncio.wait_for(drained, 5)
