"""Trouble on order: it strikes where it was ordered, as often as ordered, and is counted."""

import asyncio
import random
from collections import Counter

import aiohttp
import pytest

from tests.fake_telegram import FakeTelegram, Person
from tests.fake_telegram.conftest import Post
from tests.fake_telegram.faults import Pack


@pytest.fixture
async def wang(telegram: FakeTelegram) -> Person:
    for number, name in ((42, "Wang"), (43, "Li")):
        await telegram.person(number, name).starts()
    return telegram.person(42, "Wang")


async def test_one_chat_has_to_wait_and_the_others_do_not(telegram: FakeTelegram, post: Post, wang: Person):
    await telegram.fault("too_many", chat=42, seconds=7)
    refused = await post("sendMessage", chat_id=42, text="x")
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    await telegram.fault("too_many", chat=42, seconds=7)
    assert (await post("sendMessage", chat_id=43, text="x"))["ok"]
    assert not (await post("sendMessage", chat_id=42, text="x"))["ok"]
    assert (await post("sendMessage", chat_id=42, text="x"))["ok"]
    assert (await telegram.faults_hit())["too_many"] == 2
    assert len([one for one in await wang.shows() if one.by_bot]) == 1


@pytest.mark.parametrize(("kind", "done"), [("lost", True), ("cut", False)])
async def test_a_connection_that_breaks_leaves_the_message_there_or_not(
    telegram: FakeTelegram, post: Post, wang: Person, kind: str, done: bool
):
    await telegram.fault(kind, method="sendMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post("sendMessage", chat_id=42, text="did it arrive?")
    assert [one.text for one in await wang.shows() if one.by_bot] == ["did it arrive?"] * done
    assert (await telegram.faults_hit())[kind] == 1


@pytest.mark.parametrize(("kind", "done"), [("done_but_broken", True), ("broken", False)])
async def test_an_error_of_the_server_says_nothing_about_the_message(
    telegram: FakeTelegram, wang: Person, kind: str, done: bool
):
    await telegram.fault(kind, code=502)
    address = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(address, data={"chat_id": 42, "text": "x"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert len([one for one in await wang.shows() if one.by_bot]) == done


async def test_a_slow_answer_comes_after_the_deed(telegram: FakeTelegram, post: Post, wang: Person):
    await telegram.fault("slow", seconds=0.1)
    answer = asyncio.create_task(post("sendMessage", chat_id=42, text="already there"))
    await wang.sees("already there")
    assert not answer.done()
    assert (await answer)["ok"]
    assert (await telegram.faults_hit())["slow"] == 1


async def test_a_fault_can_begin_later_last_and_be_lifted(telegram: FakeTelegram, post: Post, wang: Person):
    await telegram.fault("moved", chat=42, to=-1000000000042, times=None, skip=1)
    codes = [(await post("sendMessage", chat_id=42, text="x")).get("error_code") for _ in range(3)]
    await telegram.heal()
    codes.append((await post("sendMessage", chat_id=42, text="x")).get("error_code"))
    assert codes == [None, 400, 400, None]


async def test_polling_is_troubled_only_when_it_is_named(telegram: FakeTelegram, post: Post):
    await telegram.fault("broken", code=500)
    assert (await post("getUpdates"))["ok"]
    await telegram.fault("broken", code=500, method="getUpdates")
    assert (await post("getUpdates"))["error_code"] == 500


async def test_an_unknown_fault_cannot_be_ordered(telegram: FakeTelegram):
    with pytest.raises(ValueError, match="no such fault: sunspots"):
        await telegram.fault("sunspots")


async def test_whoever_comes_before_a_chat_is_open_again_is_noticed(telegram: FakeTelegram, post: Post, wang: Person):
    await telegram.fault("too_many", chat=42, seconds=30)
    await post("sendMessage", chat_id=42, text="x")
    await post("sendMessage", chat_id=43, text="x")
    await telegram.later(20)
    await post("sendMessage", chat_id=42, text="x")
    await telegram.later(10)
    await post("sendMessage", chat_id=42, text="x")
    [(chat, method, seconds)] = (await telegram.facts())["early"]
    assert (chat, method) == (42, "sendMessage")
    assert 9 < seconds <= 10


async def test_what_comes_by_chance_comes_as_often_as_was_said():
    pack = Pack({"lost": 10, "slow": 20}, random.Random(1))
    assert Counter(pack.draw() for _ in range(50)) == {"lost": 5, "slow": 10, "": 35}
