"""What people say in the web chat arrives once, checked, and under their own name."""

import asyncio
import json

import httpx
import pytest

from bot.web_errors import TooFast
from bot.web_guard import Pace
from dialogue.message import Button, Message
from storage.database import StorageFull
from tests.bot.web.visitor import inbox_size


async def test_what_is_said_is_heard_and_answered(house, visitor):
    assert (await visitor.says("the lamp is broken")).json() == {}
    mine, answer = await visitor.sees(2)
    assert (mine["from"], mine["text"], mine["key"]) == ("me", "the lamp is broken", "me:message-1")
    assert (answer["from"], answer["text"], answer["photos"]) == ("bot", "heard the lamp is broken", [])
    assert house.heard[0].sender == visitor.you


async def test_a_message_sent_nine_times_is_heard_once(house, visitor):
    answers = await asyncio.gather(*(visitor.says("water!") for _ in range(9)))
    assert {answer.status_code for answer in answers} == {200}
    assert await inbox_size(house.database) == 1
    await visitor.says("end", id="message-2")
    assert [seen["text"] for seen in await visitor.sees(4)] == ["water!", "heard water!", "end", "heard end"]


async def test_what_was_said_stays_as_it_was_said_first(visitor):
    await visitor.says("water!")
    await visitor.says("fire!")
    assert [seen["text"] for seen in await visitor.sees(2)] == ["water!", "heard water!"]


async def test_two_visitors_may_use_the_same_id(house, visitor, stranger):
    await visitor.says("one")
    await stranger.says("two")
    assert await inbox_size(house.database) == 2


async def test_nothing_is_acknowledged_before_it_is_in_the_inbox(house, visitor):
    await house.database.do(lambda tx: tx.run("ALTER TABLE inbox RENAME TO elsewhere"))
    with pytest.raises(httpx.HTTPError):
        (await visitor.says("water!")).raise_for_status()


async def test_a_tap_is_heard_with_its_button_and_seen_with_its_label(house, visitor):
    await visitor.says("ask")
    question = (await visitor.sees(2))[1]
    assert question["buttons"][0][1] == {"label": "Two", "data": "2"}
    await visitor.says(id="message-2", button="2", ref=question["key"])
    tap = (await visitor.sees(4))[2]
    assert (tap["from"], tap["text"]) == ("me", "Two")
    assert (house.heard[1].button, house.heard[1].ref) == ("2", question["key"])
    assert house.heard[1].tap


async def test_a_question_that_was_answered_loses_its_buttons_and_keeps_its_place(visitor):
    await visitor.says("ask")
    question = (await visitor.sees(2))[1]
    await visitor.says(id="message-2", button="2", ref=question["key"])
    seen = await visitor.sees(4)
    assert [one["text"] for one in seen] == ["ask", "Which?", "Two", "chosen 2"]
    assert seen[1]["buttons"] == []


async def test_a_card_keeps_its_buttons_when_a_question_follows_from_it(house, visitor):
    decline = ((Button("Decline", "decline"),),)
    card = await house.chat.send(visitor.you, Message("Order", buttons=decline, card="order:1"), None)
    await house.chat.send(visitor.you, Message("Why?", instead_of=card), card)
    assert [(seen["text"], bool(seen["buttons"])) for seen in await visitor.sees(2)] == [
        ("Order", True),
        ("Why?", False),
    ]


async def test_a_reply_shows_what_it_replies_to(house, visitor):
    await visitor.says("first")
    answer = (await visitor.sees(2))[1]
    await visitor.says("yes", id="message-2", reply_to=answer["key"])
    assert (await visitor.sees(3))[2]["quote"] == "heard first"
    assert house.heard[1].reply_to == answer["key"]


async def test_a_link_is_heard_and_shows_nothing(house, visitor):
    await visitor.says(start="i-abcDEF_123")
    assert (await visitor.sees(1))[0]["from"] == "bot"
    assert house.heard[0].start == "i-abcDEF_123"


async def test_a_location_is_heard(house, visitor):
    await visitor.says(location=[30.2741, 120.1551])
    assert (await visitor.sees(1))[0]["location"] == [30.2741, 120.1551]
    await visitor.sees(2)
    assert house.heard[0].location == (30.2741, 120.1551)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "could not read"),
        (b"[]", "could not read"),
        (b'{"id": "message-1"}', "nothing in this message"),
        (b'{"id": "message-1", "text": "  \\u0000 "}', "nothing in this message"),
        (b'{"id": "short", "text": "x"}', "could not read"),
        (b'{"id": "message-1", "text": "\\ud800"}', "could not read"),
        (b'{"id": "message-1", "button": "' + b"x" * 65 + b'"}', "could not read"),
        (b'{"id": "message-1", "start": "<script>"}', "could not read"),
        (b'{"id": "message-1", "location": [91, 0]}', "could not read"),
        (b'{"id": "message-1", "photos": ["../../etc/passwd"]}', "could not read"),
        (json.dumps({"id": "message-1", "photos": ["x" * 22] * 10}).encode(), "nine pictures"),
        (json.dumps({"id": "message-1", "text": "长" * 4001}, ensure_ascii=False).encode(), "4,000 characters"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_sentence(house, visitor, body, says):
    refused = await visitor.post("/chat/say", content=body)
    assert refused.status_code == 400
    assert says in refused.json()["error"]
    assert await inbox_size(house.database) == 0


async def test_the_longest_text_is_taken(visitor):
    assert (await visitor.post("/chat/say", content=long_text(4000))).status_code == 200


def long_text(length: int) -> bytes:
    return json.dumps({"id": "message-1", "text": "长" * length}, ensure_ascii=False).encode()


async def test_a_body_that_is_too_long_is_not_even_read(visitor):
    answer = await visitor.post("/chat/say", content=b" " * 64_001)
    assert answer.status_code == 413
    assert answer.json()["error"].startswith("That is longer than I can read at once.")


async def test_unknown_fields_do_no_harm(visitor):
    assert (await visitor.says("x", sender="web:somebody-else", price=3)).status_code == 200


async def test_nobody_speaks_for_another_session(house, visitor):
    await visitor.says("x", session="0123456789abcdef", chat="web:0123456789abcdef")
    await visitor.sees(1)
    assert house.heard[0].sender == visitor.you


async def test_another_website_cannot_speak_for_a_visitor(visitor):
    refused = await visitor.post("/chat/say", json={"id": "message-1", "text": "x"}, headers={"origin": "https://evil"})
    assert refused.status_code == 403
    own = {"origin": str(visitor.base_url).rstrip("/")}
    assert (await visitor.post("/chat/say", json={"id": "message-1", "text": "x"}, headers=own)).status_code == 200


async def test_nor_can_a_page_from_nowhere(visitor):
    for nowhere in ("null", "", "http://[", "http://[::1", "https://a\u2100b", "///"):
        headers = {"origin": nowhere.encode()}
        refused = await visitor.post("/chat/say", json={"id": "message-1", "text": "x"}, headers=headers)
        assert (refused.status_code, bool(refused.json()["error"])) == (403, True)


async def test_who_says_too_much_at_once_waits(visitor):
    answers = [await visitor.says("x", id=f"message-{n}") for n in range(40)]
    slow = [answer for answer in answers if answer.status_code == 429]
    assert slow
    assert "moment" in slow[0].json()["error"]
    assert int(slow[0].headers["retry-after"]) > 0
    assert answers[29].status_code == 200


def test_the_pace_recovers_with_time():
    now = [0.0]
    pace = Pace(burst=2, rate=1, clock=lambda: now[0])
    pace.take("a")
    pace.take("a")
    with pytest.raises(TooFast):
        pace.take("a")
    pace.take("b")
    now[0] = 1.0
    pace.take("a")
    with pytest.raises(TooFast):
        pace.take("a")


async def test_a_full_disk_is_said_kindly(house, visitor, monkeypatch):
    async def full(unit: object) -> None:
        raise StorageFull

    monkeypatch.setattr(house.database, "do", full)
    refused = await visitor.says("water!")
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert "kept in your phone" in refused.json()["error"]
