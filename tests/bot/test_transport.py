"""PTB over aiohttp: what arrives, what an error says of the request, and what never shows the token."""

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import AiohttpRequest, MayHaveArrived, NoAnswerInTime, NotSent, NotSentInTime
from tests.fake_telegram import TOKEN, FakeTelegram

AGES = 60.0  # seconds, longer than any test waits
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="y")]])


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        await fake.person(42, "Wang").starts()
        yield fake
    assert fake.api.referee.faults == []


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


def bot_over(telegram: FakeTelegram, request: AiohttpRequest) -> Bot:
    files = f"{telegram.url}/file/bot"
    return Bot(telegram.token, f"{telegram.url}/bot", files, request=request, get_updates_request=request)


@pytest.fixture
async def bot(telegram: FakeTelegram, transport: AiohttpRequest) -> Bot:
    return bot_over(telegram, transport)


def jpeg() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(kept, "JPEG")
    return kept.getvalue()


async def texts(telegram: FakeTelegram) -> list[str]:
    return [one.text for one in await telegram.person(42, "Wang").shows() if one.by_bot]


async def test_words_and_buttons_arrive_as_written(bot: Bot, telegram: FakeTelegram):
    message = await bot.send_message(42, 'Say "楼" & 😀\n', reply_markup=KEYS, disable_notification=True)
    seen = await telegram.person(42, "Wang").sees("楼")
    assert (seen.text, seen.labels, seen.quiet) == ('Say "楼" & 😀', ["好"], True)
    assert seen.message_id == message.message_id


async def test_files_go_up_and_come_down(bot: Bot, telegram: FakeTelegram):
    picture = jpeg()
    sent = await bot.send_photo(42, InputFile(picture, "楼.jpg"), caption='the "pipe" 楼', reply_markup=KEYS)
    await bot.send_media_group(42, [InputMediaPhoto(picture, caption="a"), InputMediaPhoto(picture)])
    table = await bot.send_document(42, InputFile(b"a,b", "四单.csv"))
    file = await bot.get_file(sent.photo[-1].file_id)
    assert await file.download_as_bytearray() == picture
    assert await texts(telegram) == ['the "pipe" 楼', "a", "", ""]
    assert table.document is not None
    assert (table.document.file_name, table.document.mime_type) == ("四单.csv", "text/csv")


async def test_one_connection_serves_call_after_call(bot: Bot, telegram: FakeTelegram):
    before = telegram.wire.connections
    for text in "abc":
        await bot.send_message(42, text)
    assert telegram.wire.connections == before + 1


async def test_plain_calls_need_none_of_ptbs_types(bot: Bot, transport: AiohttpRequest, telegram: FakeTelegram):
    answer = await transport.call(f"{bot.base_url}/sendMessage", {"chat_id": 42, "text": "hi"})
    assert answer["text"] == "hi"
    with pytest.raises(BadRequest, match="Message text is empty"):
        await transport.call(f"{bot.base_url}/sendMessage", {"chat_id": 42, "text": ""})


async def test_one_update_that_ptb_cannot_read_does_not_stall_the_others(
    bot: Bot, transport: AiohttpRequest, telegram: FakeTelegram
):
    first = await telegram.update({"message": {"chat": 5}})
    await telegram.person(42, "Wang").says("water!")
    got = await transport.updates(bot.base_url, first, wait=5)
    assert [update["message"].get("text") for update in got] == [None, "water!"]


async def test_a_poll_outlasts_the_read_time_out(telegram: FakeTelegram):
    async with AiohttpRequest(read_timeout=0.2) as impatient:
        await telegram.fault("slow", method="getUpdates", seconds=0.5)
        await telegram.person(42, "Wang").says("water!")
        assert len(await impatient.updates(bot_over(telegram, impatient).base_url, 0, wait=5)) == 2


REFUSALS: list[tuple[dict[str, Any], type[TelegramError]]] = [
    ({"kind": "too_many", "seconds": 7}, RetryAfter),
    ({"kind": "moved", "to": -1000000000042}, ChatMigrated),
    ({"kind": "broken", "code": 500}, NetworkError),
    ({"kind": "broken", "code": 502}, NetworkError),
]


@pytest.mark.parametrize(("fault", "error"), REFUSALS)
async def test_what_telegram_answers_is_no_question_of_arriving(
    bot: Bot, telegram: FakeTelegram, fault: dict[str, Any], error: type[TelegramError]
):
    await telegram.fault(**fault)
    with pytest.raises(error) as raised:
        await bot.send_message(42, "x")
    assert not isinstance(raised.value, NotSent | MayHaveArrived | BadRequest)
    assert sum((await telegram.faults_hit()).values()) == 1


async def test_a_person_who_blocked_us_is_forbidden_and_a_second_poller_a_conflict(bot: Bot, telegram: FakeTelegram):
    await telegram.person(42, "Wang").blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(42, "x")
    await bot.set_webhook("http://127.0.0.1:9")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_refused_connection_is_certainly_not_sent(transport: AiohttpRequest):
    with pytest.raises(NotSent) as raised:
        await transport.call(f"http://127.0.0.1:9/bot{TOKEN}/sendMessage", {"chat_id": 42})
    assert not isinstance(raised.value, TimedOut)
    assert isinstance(raised.value.__cause__, aiohttp.ClientConnectorError)


async def test_waiting_in_vain_for_a_connection_is_certainly_not_sent(telegram: FakeTelegram):
    async with AiohttpRequest(connection_limit=1, connect_timeout=0.05, pool_timeout=0.05) as narrow:
        bot = bot_over(telegram, narrow)
        await telegram.fault("slow", seconds=AGES)
        first = asyncio.create_task(bot.send_message(42, "occupies the only connection"))
        await telegram.called("sendMessage")
        with pytest.raises(NotSentInTime):
            await bot.send_message(42, "waits for it")
        first.cancel()
    assert (await telegram.counts())["sendMessage"] == 1


async def test_a_lost_answer_may_have_arrived(bot: Bot, telegram: FakeTelegram):
    await telegram.fault("lost")
    with pytest.raises(MayHaveArrived) as raised:
        await bot.send_message(42, "did you get this?")
    assert not isinstance(raised.value, TimedOut)
    assert isinstance(raised.value.__cause__, aiohttp.ServerDisconnectedError)
    assert await texts(telegram) == ["did you get this?"]


async def test_an_answer_that_does_not_come_in_time_may_have_arrived(telegram: FakeTelegram):
    async with AiohttpRequest(read_timeout=0.05) as impatient:
        await telegram.fault("slow", seconds=AGES)
        with pytest.raises(NoAnswerInTime) as raised:
            await bot_over(telegram, impatient).send_message(42, "x")
    assert isinstance(raised.value, TimedOut)
    assert isinstance(raised.value.__cause__, TimeoutError)


async def test_a_download_that_stands_still_ends(telegram: FakeTelegram):
    async with AiohttpRequest(read_timeout=0.05) as impatient:
        bot = bot_over(telegram, impatient)
        sent = await bot.send_photo(42, jpeg())
        file = await bot.get_file(sent.photo[-1])
        await telegram.fault("slow", method="download", seconds=AGES)
        with pytest.raises(NoAnswerInTime):
            await file.download_as_bytearray()


async def test_before_and_after_its_time_nothing_is_sent(telegram: FakeTelegram):
    request = AiohttpRequest()
    with pytest.raises(NotSent):
        await bot_over(telegram, request).send_message(42, "x")
    async with request:
        await bot_over(telegram, request).send_message(42, "x")
    with pytest.raises(NotSent):
        await bot_over(telegram, request).send_message(42, "x")


async def test_half_an_emoji_is_our_mistake_and_no_reason_to_try_again(bot: Bot):
    with pytest.raises(BadRequest, match="UTF-8"):
        await bot.send_message(42, "\ud83d")


@pytest.mark.parametrize("body", [b'{"result": "\xff"}', b'{"result": "\\ud83d"}'])
def test_an_answer_with_broken_characters_can_still_be_read(body: bytes):
    assert AiohttpRequest.parse_json_payload(body)["result"].isprintable()


def test_an_answer_that_is_no_json_is_not_logged(caplog: pytest.LogCaptureFixture):
    with pytest.raises(MayHaveArrived, match="Invalid server response") as raised:
        AiohttpRequest.parse_json_payload(b"<html>what Wang wrote</html>")
    assert "Wang" not in f"{raised.value!r} {raised.value} {caplog.text}"


Trouble = Callable[[FakeTelegram, AiohttpRequest], Awaitable[Any]]


async def refused(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await request.call(f"http://127.0.0.1:9/bot{TOKEN}/getMe", {})


async def malformed(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await request.call(f"nowhere:/bot{TOKEN}/getMe", {})


async def hostless(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await request.call(f"http:///bot{TOKEN}/getMe", {})


async def crowded(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    bot = bot_over(telegram, request)
    await telegram.fault("slow", seconds=AGES, times=None)
    await asyncio.gather(*[bot.send_message(42, "x") for _ in range(3)])


async def lost(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await telegram.fault("lost", method="getMe")
    await bot_over(telegram, request).get_me()


async def broken(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await telegram.fault("broken", method="getMe")
    await bot_over(telegram, request).get_me()


async def no_file(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    await request.retrieve(f"{telegram.url}/file/bot{TOKEN}/photos/none.jpg")


async def rejected(telegram: FakeTelegram, request: AiohttpRequest) -> None:
    telegram.api._path = "/bot-is-another/"
    await bot_over(telegram, request).get_me()


TROUBLES: dict[Trouble, type[TelegramError]] = {
    refused: NotSent,
    malformed: NotSent,
    hostless: NotSent,
    crowded: NotSentInTime,
    lost: MayHaveArrived,
    broken: NetworkError,
    no_file: InvalidToken,  # PTB's word for a 404
    rejected: InvalidToken,
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_neither_errors_nor_logs_show_the_token(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, trouble: Trouble
):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "telegram.Bot")  # it writes its address, token and all, at DEBUG
    async with AiohttpRequest(1, read_timeout=AGES, connect_timeout=0.05, pool_timeout=0.05) as request:
        with pytest.raises(TROUBLES[trouble]) as raised:
            await trouble(telegram, request)
    told = caplog.text + "".join(every_word(raised.value))
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told


def every_word(error: BaseException | None) -> list[str]:
    """All that a logger could print of it, with what it came from, hidden or not."""
    if error is None:
        return []
    own = [*traceback.format_exception(error), repr(error), repr(error.args), repr(vars(error))]
    return own + every_word(error.__cause__) + every_word(error.__context__)
