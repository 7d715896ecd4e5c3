"""Whoever hangs up while they are still talking has said nothing, and nobody is to be woken for it."""

import asyncio

import pytest

from tests.stories.town import SECRET, Town
from tests.stories.towns import some
from tests.web_phone import Phone

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("town", some("webhook-sqlite"), indirect=True)
async def test_a_line_that_breaks_in_the_middle_is_no_mistake(town: Town):
    before = town.program.log()
    phone = await town.browser("李秀兰")
    await breaks_off(town, "/telegram/webhook", f"X-Telegram-Bot-Api-Secret-Token: {SECRET}")
    await breaks_off(town, "/chat/say", f"Cookie: {cookie(phone)}")
    async with asyncio.timeout(10):
        while (told := town.program.log().removeprefix(before)).count('"event":"hung up in the middle"') < 2:
            await asyncio.sleep(0.05)
    assert '"level":"error"' not in told
    await phone.says("/help")
    await phone.hears("/language")


async def breaks_off(town: Town, path: str, header: str) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", town.program.port)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\nContent-Type: application/json\r\n"
    writer.write(f'{head}Content-Length: 500\r\n\r\n{{"text": "'.encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def cookie(phone: Phone) -> str:
    return "; ".join(f"{kept.key}={kept.value}" for kept in phone.cookies)
