"""The crowd of virtual residents that the benches let loose on a bot."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from benchmarks.load import KNOWN, Plan, run, table
from benchmarks.residents import Crowd
from benchmarks.script import ECHO, Script, Step, steps
from bot.transport import AiohttpRequest
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.conftest import Post

DIALOGUE = Script(
    first=steps([{"say": "/start"}]),
    again=steps([{"say": "the lift is stuck, {n}"}, {"tap": "yes", "sees": "Sent."}]),
)
KEYS = {"inline_keyboard": [[{"text": "No", "callback_data": "no"}, {"text": "Yes", "callback_data": "yes 7"}]]}


async def answer(request: AiohttpRequest, base: str) -> None:
    """A small bot: asks back, and edits its question when a button is tapped."""
    offset = 0
    while True:
        for update in await request.updates(base, offset, wait=50):
            offset = update["update_id"] + 1
            query = update.get("callback_query")
            if query is None:
                asked = {"chat_id": update["message"]["chat"]["id"], "text": "Shall I send it?", "reply_markup": KEYS}
                await request.call(f"{base}/sendMessage", asked)
            else:
                chat, message = query["message"]["chat"]["id"], query["message"]["message_id"]
                sent = {"chat_id": chat, "message_id": message, "text": f"Sent. {query['data']}"}
                await request.call(f"{base}/answerCallbackQuery", {"callback_query_id": query["id"]})
                await request.call(f"{base}/editMessageText", sent)


@pytest.fixture
async def a_bot(telegram: FakeTelegram) -> AsyncIterator[None]:
    async with AiohttpRequest() as request:
        bot = asyncio.create_task(answer(request, f"{telegram.url}/bot{telegram.token}"))
        yield
        bot.cancel()
        await asyncio.wait([bot])


async def test_residents_talk_and_tap_through_their_script(telegram: FakeTelegram, a_bot: None):
    crowd = Crowd(telegram, 3, DIALOGUE)
    crowd.start()
    await telegram.world.until(lambda: crowd.tally.rounds >= 6)
    crowd.stop()
    assert await crowd.quiet(5)
    assert crowd.failure is None
    assert len(crowd.tally.waits) == crowd.tally.updates
    posts = [post.raw["text"] for post in telegram.world.chats[10_000].posts.values()]
    assert posts[:5] == ["/start", "Shall I send it?", "the lift is stuck, 1", "Sent. yes 7", "the lift is stuck, 2"]


async def test_at_a_fixed_rate_a_slow_bot_cannot_hide_its_slowness(telegram: FakeTelegram, post: Post):
    crowd = Crowd(telegram, 1, ECHO)
    crowd.start(rate=1000)
    while len(crowd._due) < 3:
        await asyncio.sleep(0)
    late = crowd.loop.time()
    await post("sendMessage", chat_id=10_000, text="at last")
    await telegram.world.until(lambda: crowd.tally.updates == 2 or telegram.world.changes < 3)
    [resident] = crowd.residents.values()
    assert resident.since < late, "its second message should have been said while the first was waiting"
    crowd.stop()
    assert crowd.unanswered() == 1


def test_an_answer_is_what_the_script_waits_for():
    yes = [{"text": "Yes", "callback_data": "yes 7"}]
    says, taps = Step(say="the lift is stuck"), Step(tap="yes")
    assert says.answered_by("anything", [], None)
    assert says.answered_by("Shall I send it?", yes, following=taps)
    assert not says.answered_by("One moment.", [], following=taps)
    assert Step(tap="yes", sees="Sent").answered_by("Sent.", [], says)
    assert not Step(tap="yes", sees="Sent").answered_by("Sending ...", [], says)
    assert Step(say="x", offers="yes").answered_by("", yes, None)
    assert not Step(say="x", offers="no").answered_by("", yes, None)
    assert Step(position=0).chooses(yes) == Step(label="Ye").chooses(yes) == yes[0]
    assert Step(position=1).chooses(yes) is None


async def test_a_button_that_is_not_there_is_reported(telegram: FakeTelegram, post: Post):
    crowd = Crowd(telegram, 1, Script(again=(Step(say="hi", sees="hello"), Step(tap="yes"))))
    crowd.start()
    await telegram.world.until(lambda: crowd.tally.updates == 1 or None)
    await post("sendMessage", chat_id=10_000, text="hello")
    while crowd.failure is None:
        await asyncio.sleep(0)
    assert "resident 10000 finds no button for Step" in str(crowd.failure)
    crowd.stop()


async def test_a_bare_bot_can_be_measured():
    plan = Plan(people=3, seconds=0.3, warm_up=0.0, rates=(None, -0.5), pin=False)
    closed, half = await run(KNOWN["ptb"], plan)
    assert closed.updates_per_second > 0
    assert half.updates_per_second > 0
    assert closed.unanswered == half.unanswered == 0
    assert closed.p99_ms >= closed.p50_ms > 0
    assert closed.memory_mb > 10
    assert "updates per second" in table([closed, half])
