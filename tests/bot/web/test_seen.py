"""A page shows what happened in its own chat, all of it, in order, however often it was away."""

from contextlib import AsyncExitStack

import pytest

from bot.channel import Unreachable, Unreadable
from bot.web_events import FIRST
from dialogue.message import Message
from storage import people
from tests.bot.web.house import living


async def test_a_card_changes_where_it_stands(house, visitor):
    key = await house.chat.send(visitor.you, Message("placed", card="order:7K3MQ2"), None)
    await house.chat.send(visitor.you, Message("something else"), None)
    assert await house.chat.send(visitor.you, Message("accepted", card="order:7K3MQ2"), key) == key
    assert [seen["text"] for seen in await visitor.sees(2)] == ["accepted", "something else"]


async def test_a_message_is_edited_by_its_reference(house, visitor):
    key = await house.chat.send(visitor.you, Message("before"), None)
    assert await house.chat.send(visitor.you, Message("after"), key) == key
    assert [seen["text"] for seen in await visitor.sees(1)] == ["after"]


async def test_who_was_away_is_told_only_what_is_new(house, visitor):
    card = await house.chat.send(visitor.you, Message("card", card="order:1"), None)
    await house.chat.send(visitor.you, Message("old"), None)
    *_, (_, _, last) = await visitor.until("ready")
    await house.chat.send(visitor.you, Message("card, changed", card="order:1"), card)
    await house.chat.send(visitor.you, Message("new"), None)
    missed = await visitor.sees(2, after=last)
    assert [one["text"] for one in missed] == ["card, changed", "new"]
    assert missed[0]["place"] < missed[1]["place"]


async def test_who_comes_again_is_told_when_that_was_all(house, visitor):
    *_, (_, _, last) = await visitor.until("ready")
    assert [name for name, _, _ in await visitor.until("beat", after=last)] == ["beat"]
    await house.chat.send(visitor.you, Message("new"), None)
    assert [name for name, _, _ in await visitor.until("beat", after=last)] == ["message", "beat"]


async def test_a_page_that_lost_its_stream_goes_on_from_the_last_event_it_heard(house, visitor):
    for n in range(3):
        await house.chat.send(visitor.you, Message(f"{n}"), None)
    visitor.headers["last-event-id"] = "2"
    assert [seen["text"] for seen in await visitor.sees(1)] == ["2"]


async def test_an_open_page_hears_at_once(house, visitor):
    async with visitor.page() as heard:
        while (await anext(heard))[0] != "ready":
            pass
        await house.chat.send(visitor.you, Message("news"), None)
        assert (await anext(heard))[1]["text"] == "news"


async def test_a_page_hears_what_another_replica_said(house, visitor, url, tmp_path):
    if house.database.kind == "sqlite":
        pytest.skip("SQLite is used by one process")
    async with living(url, tmp_path) as replica, visitor.page() as heard:
        while (await anext(heard))[0] != "ready":
            pass
        await replica.chat.send(visitor.you, Message("from over there"), None)
        assert (await anext(heard))[1]["text"] == "from over there"


async def test_a_long_chat_starts_with_its_end(house, visitor):
    for n in range(FIRST + 5):
        await house.chat.send(visitor.you, Message(f"{n}"), None)
    events = await visitor.until("ready")
    assert events[0][1] == {"more": True}
    messages = [data for name, data, _ in events if name == "message"]
    assert [messages[0]["text"], messages[-1]["text"], len(messages)] == ["5", str(FIRST + 4), FIRST]
    earlier = (await visitor.get("/chat/earlier", params={"before": messages[0]["place"]})).json()
    assert [one["text"] for one in earlier["messages"]] == ["0", "1", "2", "3", "4"]
    assert earlier["more"] is False


async def test_nobody_sees_another_chat(house, visitor, stranger):
    await visitor.says("my secret")
    await visitor.sees(2)
    await house.chat.send(stranger.you, Message("hello"), None)
    assert [seen["text"] for seen in await stranger.sees(1)] == ["hello"]
    assert (await stranger.get("/chat/earlier?before=999")).json()["messages"][0]["text"] == "hello"


async def test_a_session_nobody_knows_cannot_be_reached(house):
    with pytest.raises(Unreachable):
        await house.chat.send("web:0123456789abcdef", Message("hello"), None)


async def test_what_is_said_to_a_tap_stands_as_a_note(house, visitor):
    await visitor.says("ask")
    question = (await visitor.sees(2))[1]
    await visitor.says(id="message-2", button="2", ref=question["key"])
    await visitor.sees(4)
    for _ in range(2):
        await house.chat.tapped(house.heard[1].tap, "Somebody was faster.")
    notes = [seen for seen in await visitor.sees(5) if seen["from"] == "note"]
    assert [note["text"] for note in notes] == ["Somebody was faster."]


async def test_the_sixth_page_ends_the_first_and_says_so(visitor):
    async with AsyncExitStack() as pages:
        first, *_, last = [await pages.enter_async_context(visitor.page()) for _ in range(6)]
        names = [name async for name, _, _ in first]
        assert names == ["start", "ready", "elsewhere"]
        assert (await anext(last))[0] == "start"


async def test_a_server_that_stops_does_not_wait_for_its_pages(house, visitor):
    async with visitor.page() as heard:
        assert [(await anext(heard))[0] for _ in range(2)] == ["start", "ready"]
        await house.chat.close()
        assert [event async for event in heard] == []


async def test_a_page_learns_that_its_person_speaks_another_language(house, visitor):
    await house.database.do(lambda tx: people.add_person(tx, id="p", chat=visitor.you, now=1, language="zh_CN"))
    *_, (_, greeting, _) = await visitor.until("words", language="en")
    assert greeting["language"] == "zh_CN"
    assert (await visitor.arrive())["language"] == "zh_CN"


async def test_what_the_inbox_kept_that_is_not_ours_is_unreadable(house):
    for raw in ({}, {"id": "message-1"}, {"session": "x", "id": 3}):
        with pytest.raises(Unreadable):
            house.chat.read(raw, 0)
