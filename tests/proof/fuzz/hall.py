"""The desk with its front door open: what comes by the webhook goes through inbox and clerk, and letters are read.

Everything is real but Telegram itself, which here is only an address that files are fetched from.
"""

import asyncio
import itertools
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

import httpx
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot import telegram_updates
from bot.clerk import Clerk
from bot.media import Media
from bot.metrics import Metrics
from bot.pictures import Darkroom
from bot.receiving import Receiving
from bot.recordings import Recorder
from bot.telegram_hearing import Me, is_kept
from bot.telegram_intake import PATH, SECRET_HEADER, Intake, Webhook
from bot.telegram_updates import CHANNEL
from dialogue.message import Incoming, Message
from domain.group import cries
from handlers import group_calls
from storage import inbox
from storage.database import open_database
from tests.handlers.town import Town
from tests.proof.fuzz.settled import OTHER, card_of, chat_of, ground

SECRET = "a-secret_of-the-webhook"
BOT = Me(900_000_001, "xf_bot")
OURS = 7_654_321_987_654  # the first update that is ours: no other comes near it
PATIENCE = 20.0  # seconds; far more than anything here may take
PUT_ASIDE = "unreadable message put to the dead letters"
SHAMEFUL = ("Something went wrong", "Traceback", "Error(")


class Broken(AssertionError):
    """What must not become of any input."""


@dataclass
class Post:
    """Telegram as far as the clerk needs it. files: what lies there to be fetched."""

    name: str = telegram_updates.CHANNEL
    files: dict[str, bytes] = field(default_factory=dict)
    toasts: list[str | None] = field(default_factory=list)

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        return telegram_updates.read(raw, at, BOT)

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        raise NotImplementedError("letters are read where they lie")

    async def tapped(self, tap: str, text: str | None) -> None:
        self.toasts.append(text)

    async def fetch(self, reference: str) -> bytes:
        return self.files.get(reference, b"no picture")


class Hall:
    """`async with Hall() as hall: await hall.says(AUTHOR, "water!")`."""

    def __init__(self, server: str = "") -> None:
        self._ground, self._room = ground(server), tempfile.TemporaryDirectory(prefix="sidan-hall-")
        self.folder = Path(self._room.name)

    async def __aenter__(self) -> Self:
        self._address = await self._ground.copy()
        self.database = await open_database(self._address)
        self.town = Town(self.database, ids=iter(range(10**6, 10**9)))
        self.post, self._read = Post(), await self.town.one("SELECT MAX(id) FROM outbox") or ""
        self._updates, house, metrics = itertools.count(OURS), self.town.house, Metrics()
        heard = partial(group_calls.ask, database=self.database, policy=house.policy)
        receiving = Receiving(Media(self.folder), Darkroom(), Recorder(), heard, house.policy.alarms)
        self.clerk = Clerk(self.database, house, {CHANNEL: self.post}, receiving, self.clock, lambda: None, metrics)
        kept = partial(is_kept, me=lambda: BOT, alarms=partial(cries, known=house.policy.dangers))
        intake = Intake(self.database, self.clock, house.fresh, self.clerk.hand, metrics, kept)
        door = httpx.ASGITransport(Starlette(routes=[Webhook(intake, SECRET, metrics).route()]))
        self._door = httpx.AsyncClient(transport=door, base_url="http://hall", headers={SECRET_HEADER: SECRET})
        self._work = asyncio.create_task(self.clerk.run())
        await self._worked_off()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work
        await self._door.aclose()
        await self.database.close()
        await self._ground.cleared(self._address)
        shutil.rmtree(self.folder)

    def clock(self) -> int:
        return self.town.now

    async def takes(self, body: bytes) -> str:
        """What became of one update; raises Broken where that may become of none."""
        before = await self._dead()
        with capture_logs() as told:
            answer = await self._door.post(PATH, content=body)
            if answer.status_code not in (200, 413):
                raise Broken(f"answered with {answer.status_code}")
            await self._worked_off(told)
        if answer.status_code == 413 or await self._dead() > before:
            return "put aside"
        shown = [toast for toast in self.post.toasts if toast]
        self.post.toasts.clear()
        return "answered" if await self.letters() or shown else "nothing to do"

    async def says(self, who: int, text: str = "", **part: Any) -> str:
        return await self.takes(json.dumps(self.update(who, text, **part)).encode())

    async def taps(self, who: int, data: str) -> str:
        message = {"message_id": 7, "date": self.town.now, "chat": chat_of(who)}
        tap = {"id": "1", "from": card_of(who), "data": data, "message": message}
        return await self.takes(json.dumps({"update_id": next(self._updates), "callback_query": tap}).encode())

    def update(self, who: int, text: str, **part: Any) -> dict[str, Any]:
        number = next(self._updates)
        usual = {"message_id": number, "date": self.town.now, "from": card_of(who), "chat": chat_of(who), "text": text}
        return {"update_id": number, "message": usual | part}

    async def goes_on(self) -> None:
        """An ordinary message of somebody else is answered, to them."""
        if await self.says(OTHER, "/my") != "answered" or self.last.chat != f"{CHANNEL}:{OTHER}":
            raise Broken("somebody else is not answered any more")

    async def letters(self) -> list[Message]:
        """What was written since, which every chat can show and nobody needs to be ashamed of."""
        asked = "SELECT id, chat, body FROM outbox WHERE id > :read ORDER BY id"
        rows = await self.database.read(lambda tx: tx.all(asked, read=self._read))
        found = []
        for row in rows:
            self._read, message = row["id"], Message.from_json(json.loads(row["body"]))
            self.last = Read(row["chat"], message)
            must_be_fit_to_be_read(message)
            found.append(message)
        return found

    async def _dead(self) -> int:
        return int(await self.town.one("SELECT COUNT(*) FROM inbox WHERE state = 'dead'"))

    async def _worked_off(self, told: Sequence[MutableMapping[str, Any]] = ()) -> None:
        """Until nothing waits, or something failed: that is tried again, and still is a fault."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if self.clerk._tasks:
                    await asyncio.wait(self.clerk._tasks)
                for line in told:
                    if line["log_level"] in ("error", "critical") and line["event"] != PUT_ASIDE:
                        raise Broken(line["event"]) from line.get("exc_info")
                if not (await self.database.read(inbox.backlog))[0]:
                    return
                await asyncio.sleep(0.001)


def meets(play: Callable[[Hall], Awaitable[None]], server: str = "") -> None:
    """Whoever comes in finds everything as it was settled. server: PostgreSQL's, else it is SQLite."""

    async def inside() -> None:
        async with Hall(server) as hall:
            await play(hall)

    asyncio.run(inside())


@dataclass(frozen=True)
class Read:
    chat: str
    message: Message


def must_be_fit_to_be_read(message: Message) -> None:
    message.text.encode()
    if not (message.text.strip() or message.photos or message.voice or message.drawing):
        raise Broken("an empty letter")
    if found := [word for word in SHAMEFUL if word in message.text]:
        raise Broken(f"somebody reads {found[0]!r}: {message.text}")
    for row in message.buttons:
        for button in row:
            button.label.encode()
            if not button.label.strip():
                raise Broken(f"a button without a word on it: {button.data!r}")
