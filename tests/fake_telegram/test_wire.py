"""The fake's HTTP: bodies in every way Telegram takes them, requests that come early, in pieces or not at all."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from typing import Any

import aiohttp
import orjson
import pytest
from telegram import Bot

from bot.transport import AiohttpRequest
from tests.fake_telegram import FakeTelegram, RemoteTelegram

EXTRA = {
    "chat_id": 42,
    "text": "楼 & 梯",
    "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "y"}]]},
}


@pytest.mark.parametrize("way", ["query", "urlencoded", "multipart", "json"])
async def test_a_method_can_be_called_in_four_ways(telegram: FakeTelegram, way: str):
    wang = telegram.person(42, "Wang")
    await wang.starts()
    form = {name: one if isinstance(one, str) else orjson.dumps(one).decode() for name, one in EXTRA.items()}
    parts = aiohttp.FormData(default_to_multipart=True)
    for name, one in form.items():
        parts.add_field(name, one)
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": form},
        "urlencoded": {"data": form},
        "multipart": {"data": parts},
        "json": {"json": EXTRA},
    }
    address = f"{telegram.url}/bot{telegram.token}/sendmessage"
    async with aiohttp.ClientSession() as session, session.post(address, **ways[way]) as answer:
        assert answer.status == 200
    seen = await wang.sees("楼 & 梯")
    assert seen.labels == ["好"]


async def test_a_body_that_is_no_json_is_refused(telegram: FakeTelegram):
    address = f"{telegram.url}/bot{telegram.token}/sendMessage"
    kind = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(address, data=b"{", headers=kind) as answer:
        assert answer.status == 400


async def test_requests_that_come_early_and_in_pieces_are_answered_in_order(telegram: FakeTelegram):
    await telegram.fault("slow", method="getMe", seconds=0.05)
    host, port = telegram.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    one = f"GET /bot{telegram.token}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    two = f"POST /bot{telegram.token}/getMyCommands HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    writer.write(one + two[:20])
    await writer.drain()
    writer.write(two[20:] + b"0\r\n\r\n")
    got = await asyncio.wait_for(reader.readuntil(b'"result":[]}'), 5)
    assert got.index(b"sidan_bot") < got.index(b'"result":[]')
    writer.close()
    await writer.wait_closed()


async def test_what_is_no_http_is_hung_up_on(telegram: FakeTelegram):
    host, port = telegram.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"\x00\x01 nonsense\r\n\r\n")
    with suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_the_fake_runs_as_its_own_process_with_the_same_people():
    command = [sys.executable, "-m", "tests.fake_telegram", "--port", "0", "--referee", "--record"]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None
    about = orjson.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    async with RemoteTelegram(about["url"], about["token"]) as telegram:
        request = AiohttpRequest(), AiohttpRequest()
        base = f"{telegram.url}/bot", f"{telegram.url}/file/bot"
        wang = telegram.person(42, "Wang")
        async with Bot(telegram.token, *base, request=request[0], get_updates_request=request[1]) as bot:
            said = await wang.sends_photo(b"a picture of the pipe", "leaks")
            [update] = await bot.get_updates(timeout=5)
            assert update.message is not None
            assert (update.update_id, update.message.caption) == (said.update_id, "leaks")
            file = await bot.get_file(update.message.photo[-1])
            assert await file.download_as_bytearray() == b"a picture of the pipe"
            await bot.send_message(42, "Got it.")
            assert (await wang.hears("Got it.")).by_bot
            group = await telegram.group(-5, "Staff")
            assert await group.shows() == []
            await telegram.fault("too_many", chat=42)
        assert await telegram.quarrels() == []
        assert (await telegram.calls("sendMessage"))[0]["text"] == "Got it."
        with pytest.raises(ValueError, match="no such fault"):
            await telegram.fault("sunspots")
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0
