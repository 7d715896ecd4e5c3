"""What Telegram, or somebody who pretends to be Telegram, may bring: garbage, the same again, and forgeries."""

from typing import Any

import aiohttp
import pytest

from tests.proof.plugin import Figure
from tests.stories.stories import number_in, sends_report
from tests.stories.town import SECRET, Town
from tests.stories.towns import BY_POLLING, BY_WEBHOOK, ON_TELEGRAM

pytestmark = pytest.mark.asyncio(loop_scope="session")

JSON = dict[str, Any]
WANG = {"id": 51, "is_bot": False, "first_name": "Wang"}
GARBAGE: tuple[JSON, ...] = (
    {"message": "water!"},
    {"message": {"message_id": "one", "from": WANG, "chat": {"id": 51, "type": "private"}, "text": "hi"}},
    {"message": {"message_id": 1, "from": WANG, "chat": "home", "date": 0, "text": "hi"}},
    {"message": {"message_id": 1, "from": WANG, "chat": {"id": 51, "type": "private"}, "text": ["h", "i"]}},
    {"callback_query": {"id": 5, "from": [], "data": {}}},
    {"edited_message": 7},
    {"my_chat_member": {"chat": {"id": 51, "type": "private"}, "from": WANG}},
)
NOTHING_TO_DO: tuple[JSON, ...] = (
    {},
    {"poll": {"id": "1"}},
    {"message": None},
    {"channel_post": {"message_id": 1}},
    {"message": {"message_id": 1, "chat": {"id": 51, "type": "private"}, "date": 0}},
    {"message": {"message_id": 1, "from": WANG, "chat": {"id": 51, "type": "private"}, "new_chat_title": "hi"}},
)


@ON_TELEGRAM
@pytest.mark.proves("Nothing said is lost, nothing is done twice", "garbage comes between good updates")
async def test_garbage_between_good_updates_is_put_aside_and_the_good_ones_go_on(town: Town, figure: Figure):
    assert town.telegram
    li = town.telegram.person(52, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    for update in (*GARBAGE, *NOTHING_TO_DO):
        await town.telegram.update(update)
    number = await sends_report(li, "楼道的灯不亮了")
    await li.sees(f"{number} ·")
    await town.buries(len(GARBAGE))
    assert (await town.telegram.facts())["waiting"] == 0
    figure("put aside, and shown", f"{len(GARBAGE)} of {len(GARBAGE)}")


@BY_WEBHOOK
async def test_what_is_no_update_at_all_is_taken_once_and_put_aside(town: Town):
    bodies = (b"", b"not json", b"[1, 2]", b'"hello"', b"null", b"\xff\x00", b'{"no": "update_id"}')
    header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession(headers=header) as somebody:
        for body in bodies * 2:
            async with somebody.post(f"{town.program.url}/telegram/webhook", data=body) as answer:
                assert answer.status == 200, body
    await town.buries(len(bodies))
    await sends_report(await town.estate().resident(), "楼道的灯不亮了")


@BY_WEBHOOK
async def test_a_forged_webhook_is_refused_and_counted(town: Town):
    assert town.telegram
    li = town.telegram.person(53, "李秀兰")
    await li.starts()
    await li.hears("Hello!")
    chat = {"id": 53, "type": "private", "first_name": "Li"}
    update = {"update_id": 1, "message": {"message_id": 9, "from": li.card, "chat": chat, "date": 0, "text": "/help"}}
    before = await town.program.metric("sidan_webhook_forgeries_total")
    name = "X-Telegram-Bot-Api-Secret-Token"
    for header in ({}, {name: ""}, {name: "wrong"}, {name: SECRET + "x"}, {name: SECRET[:-1]}, {name: "é"}):
        async with (
            aiohttp.ClientSession(headers=header) as forger,
            forger.post(f"{town.program.url}/telegram/webhook", json=update) as answer,
        ):
            assert answer.status == 403
    assert await town.program.metric("sidan_webhook_forgeries_total") == before + 6
    await li.says("/my")
    await li.hears("You have not reported anything yet.")
    assert not any("/language" in seen.text for seen in await li.shows())


@ON_TELEGRAM
async def test_what_is_delivered_nine_times_is_heard_once(town: Town):
    assert town.telegram
    estate = town.estate()
    zhou, li = await estate.dispatcher(), town.telegram.person(54, "李秀兰")
    told = [await li.starts(estate.poster("3/1")), await li.says("楼道的灯不亮了")]
    await li.hears("Please check:")
    tapped = await li.taps("Send")
    number = number_in(await li.hears("Your number is"))
    for update in (told[0].update_id, told[1].update_id, tapped.update_id) * 8:
        assert update is not None
        await town.telegram.again(update)
    await li.says("/my")
    mine = await li.hears("Your reports:")
    assert [number in label for label in mine.labels] == [True]
    assert sum("Hello! You are at" in seen.text for seen in await li.shows()) == 1
    assert sum("Your number is" in seen.text for seen in await li.shows()) == 1
    assert sum("楼道的灯不亮了" in seen.text for seen in await zhou.shows()) == 1


@ON_TELEGRAM
async def test_an_edited_message_corrects_what_is_not_sent_yet_and_nothing_afterwards(town: Town):
    assert town.telegram
    li = town.telegram.person(55, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    said = await li.says("楼道的灯不亮了")
    await li.hears("Please check:")
    await li.edits(said, "三楼楼道的灯不亮了")
    await li.hears("三楼楼道的灯不亮了", label="Send")
    await li.taps("Send")
    number = number_in(await li.hears("Your number is"))
    await li.edits(said, "电梯坏了")
    await li.hears("as a new message")
    await li.says("/my")
    assert "三楼楼道的灯不亮了" in (await li.hears("Your reports:", label=number)).text


@ON_TELEGRAM
async def test_a_message_without_anything_in_it_is_answered(town: Town):
    assert town.telegram
    li = town.telegram.person(57, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    await li.hears("What is the matter?")
    await li.says("\u3000 \n\x00")
    await li.hears("That was empty. Write what is the matter")
    await sends_report(li, "楼道的灯不亮了")


@BY_POLLING
async def test_when_telegram_itself_is_in_trouble_we_come_again(town: Town):
    assert town.telegram
    li = town.telegram.person(58, "李秀兰")
    await li.starts()
    await li.hears("Hello!")
    await town.telegram.fault("broken", method="getUpdates")
    await town.telegram.fault("cut", method="getUpdates")
    await li.says("/my")
    await li.hears("You have not reported anything yet.")
    await li.says("/help")
    await li.hears("/language", patience=20)
    assert (await town.telegram.facts())["faults"]["broken"] > 0


@ON_TELEGRAM
async def test_letters_that_no_database_likes_are_no_trouble(town: Town):
    assert town.telegram
    li = town.telegram.person(56, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    await li.says("灯不\x00亮了 '; DROP TABLE orders; -- {number} %s \U0001f600 \u202e")
    await li.hears("灯不亮了 '; DROP TABLE orders; -- {number} %s", label="Send")
    await li.taps("Send")
    await li.hears("Your number is")
