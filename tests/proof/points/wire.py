"""The way to the fake Telegram without sockets: each call is a point, and happens whole or not at all."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import aiohttp
import orjson
from telegram.request import RequestData

from bot.media import Media
from bot.telegram import Telegram
from bot.transport import AiohttpRequest, encoded
from dialogue.message import Message
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.wire import Exchange

Point = Callable[[str], None]
Told = Callable[[str, dict[str, Any]], None]

CARRIED: ContextVar[str | None] = ContextVar("carried", default=None)  # the letter a call is made for


class Answer:
    """What comes back: the status and the body."""

    def __init__(self) -> None:
        self.came: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()

    def send(self, answer: bytes) -> None:
        head, _, body = answer.partition(b"\r\n\r\n")
        if not self.came.done():
            self.came.set_result((int(head.split(b" ", 2)[1]), body))

    def abort(self) -> None:
        raise AssertionError("nobody ordered a fault")


class Body:
    """Takes what would be written to a socket."""

    def __init__(self) -> None:
        self.content = b""

    async def write(self, chunk: bytes) -> None:
        self.content += chunk


class Direct(AiohttpRequest):
    """point: called before each call. told: (letter, message) of each new message Telegram showed for a letter."""

    __slots__ = ("_fake", "_point", "_told")

    def __init__(self, fake: FakeTelegram, point: Point, told: Told) -> None:
        super().__init__()
        self._fake, self._point, self._told = fake, point, told

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        data, headers, _upload = encoded(request_data)
        kind, body = await written(data, headers)
        name = url.rpartition("/")[2]
        self._point(f"call {name if '/file/' not in url else 'download'}")
        await asyncio.sleep(0)  # on its way
        answer = Answer()
        exchange = Exchange(answer, method, url.removeprefix(self._fake.url), kind, body)
        self._handle(exchange, url)
        if answer.came.done():
            self._seen(name, *answer.came.result())
        try:
            came = await answer.came
        finally:
            exchange.gone = True
        await asyncio.sleep(0)  # on its way back
        return came

    def _handle(self, exchange: Exchange, url: str) -> None:
        if "/file/" in url:
            self._fake.api.download(exchange)
        else:
            self._fake.api.handle(exchange)

    def _seen(self, name: str, status: int, body: bytes) -> None:
        letter = CARRIED.get()
        if letter and status == 200 and name.startswith("send"):
            result = orjson.loads(body)["result"]
            for message in result if isinstance(result, list) else [result]:
                self._told(letter, message)


async def written(data: bytes | aiohttp.FormData | None, headers: dict[str, str]) -> tuple[str, bytes]:
    """Content-Type and body."""
    if not isinstance(data, aiohttp.FormData):
        return headers.get("Content-Type", ""), data or b""
    form, body = data(), Body()
    await form.write(body)  # type: ignore[arg-type]
    return form.headers["Content-Type"], body.content


class Wired(Telegram):
    """The product's Telegram on this wire; remembers for which letter it calls."""

    def __init__(self, fake: FakeTelegram, media: Media, point: Point, told: Told) -> None:
        super().__init__(fake.token, fake.url, media)
        self.request = self._polls = Direct(fake, point, told)
        self.bot._request = (self._polls, self.request)

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        before = CARRIED.set(letter)
        try:
            return await super().send(address, message, ref, letter)
        finally:
            CARRIED.reset(before)
