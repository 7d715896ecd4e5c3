"""A web chat that really runs: real server, real HTTP, real database, and a desk that answers everything at once."""

import asyncio
import contextlib
import itertools
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.media import Media
from bot.web_assets import Assets
from bot.web_routes import routes
from bot.webchat import WebChat
from bot.words import Words
from dialogue.message import Button, Incoming, Message
from storage import inbox
from storage.database import Database, open_database

NOW = 1_795_240_800  # 2026-11-21, late morning in Shanghai

Answer = Callable[["House", Incoming], Awaitable[None]]


async def echo(house: "House", incoming: Incoming) -> None:
    """What was understood, said back."""
    if incoming.button:
        await house.chat.send(incoming.chat, Message(f"chosen {incoming.button}", instead_of=incoming.ref), None)
    elif incoming.text == "ask":
        chips = ((Button("One", "1"), Button("Two", "2")), (Button("Three", "3"),))
        await house.chat.send(incoming.chat, Message("Which?", buttons=chips), None)
    elif incoming.photos:
        await house.chat.send(incoming.chat, Message(f"{len(incoming.photos)} photos: {incoming.text}"), None)
    else:
        await house.chat.send(incoming.chat, Message(f"heard {incoming.text}"), None)


@dataclass
class Clock:
    now: int = NOW

    def __call__(self) -> int:
        return self.now


@dataclass
class House:
    """heard: everything the desk read, in order."""

    database: Database
    chat: WebChat
    words: Words
    answer: Answer
    wake: asyncio.Event
    clock: Clock
    heard: list[Incoming] = field(default_factory=list)

    async def work(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            for arrived in await self.database.read(lambda tx: inbox.due(tx, self.clock(), 100)):
                incoming = self.chat.read(json.loads(arrived.raw), arrived.received_at)
                assert incoming is not None
                self.heard.append(incoming)
                await self.answer(self, incoming)
                await self.database.do(partial(inbox.take, arrived=arrived))


@asynccontextmanager
async def living(url: str, folder: Path, answer: Answer = echo, words: Words | None = None) -> AsyncIterator[House]:
    """The chat and its desk, without a server."""
    database, wake, clock, numbers = await open_database(url), asyncio.Event(), Clock(), itertools.count()
    wake.set()
    chat = WebChat(database, Media(folder), clock, wake.set, lambda: f"{next(numbers):08}")
    house = House(database, chat, words or Words("en"), answer, wake, clock)
    desk = asyncio.create_task(house.work())
    try:
        yield house
    finally:
        desk.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await desk
        await chat.close()
        await database.close()


@asynccontextmanager
async def serving(
    house: House, port: int = 0, extra: list[BaseRoute] | None = None, timezone: str = "Asia/Shanghai"
) -> AsyncIterator[str]:
    """The address of a real server; leaving stops it as the program does."""
    listener = socket.create_server(("127.0.0.1", port))
    address = "http://{}:{}".format(*listener.getsockname())
    app = Starlette(routes=[*routes(house.chat, house.words, address, Assets(), timezone), *(extra or [])])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve([listener]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield address
    finally:
        await house.chat.close()
        server.should_exit = True
        await running
        listener.close()
