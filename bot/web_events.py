"""The stream to a page: first what it has not seen, then what happens, until it goes or we stop."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from bot import web_bubbles as bubbles
from bot.webchat import WebChat
from storage import weblog, websessions
from storage.database import StorageTrouble, Tx
from storage.weblog import Entry

FIRST = 200  # bubbles a page starts with; earlier ones are asked for
BATCH = 200
HEARTBEAT = 15.0  # an event, not a comment: a page cannot hear comments, and one that hears nothing comes again
GLANCE = 2.0  # seconds between looks where another replica may have written


@dataclass
class Reader:
    """One page: the slot it sits in, what it has seen (None: nothing), and the language its words are in."""

    address: str
    slot: int
    seen: int | None
    language: str


@dataclass(frozen=True, slots=True)
class News:
    entries: list[Entry]
    first: bool
    language: str


class Events:
    """greeting makes the words of the page for a language."""

    def __init__(self, chat: WebChat, greeting: Callable[[str], dict[str, Any]]) -> None:
        self._chat, self._greeting = chat, greeting

    async def follow(self, reader: Reader) -> AsyncIterator[bytes]:
        # On PostgreSQL another replica may write, and rings no bell here.
        patience = HEARTBEAT if self._chat.database.kind == "sqlite" else GLANCE
        # Who comes again is told when that was all, so that a page out of sight can go; who is new hears "ready".
        quiet, caught_up = 0.0, reader.seen is None
        with self._chat.streams.open(reader.address) as page:
            while not page.over:
                try:
                    async for part in self._news(reader):
                        yield part
                        quiet = 0.0
                except StorageTrouble:
                    return  # the page comes again in a moment, and says so in words
                if quiet >= HEARTBEAT or not caught_up:
                    yield event("beat", {})
                    quiet, caught_up = 0.0, True
                quiet += 0.0 if await page.rung(patience) else patience
            if page.elsewhere:
                yield event("elsewhere", {})

    async def _news(self, reader: Reader) -> AsyncIterator[bytes]:
        while True:
            news = await self._chat.database.read(lambda tx: self._look(tx, reader))
            if news.language != reader.language:
                reader.language = news.language
                yield event("words", self._greeting(news.language))
            for part in first(news.entries, reader) if news.first else later(news.entries, reader):
                yield part
            if news.first or len(news.entries) < BATCH:
                return

    async def _look(self, tx: Tx, reader: Reader) -> News:
        language = await websessions.language_of(tx, reader.address) or reader.language
        if reader.seen is None:
            return News(await weblog.before(tx, reader.address, None, FIRST + 1), True, language)
        return News(await weblog.newer(tx, reader.address, reader.seen, BATCH), False, language)


def first(entries: list[Entry], reader: Reader) -> list[bytes]:
    """The end of the chat as it stands. Only its last event carries an id: half of it is as good as nothing."""
    more, entries = len(entries) > FIRST, entries[-FIRST:]
    reader.seen = max((entry.seq for entry in entries), default=0)
    parts = [event("start", {"more": more})]
    parts += [message(entry, reader.slot) for entry in entries]
    return [*parts, event("ready", {}, reader.seen)]


def later(entries: list[Entry], reader: Reader) -> list[bytes]:
    if entries:
        reader.seen = entries[-1].seq
    return [message(entry, reader.slot, entry.seq) for entry in entries]


def message(entry: Entry, slot: int, seq: int | None = None) -> bytes:
    return event(None, bubbles.shown(entry, slot), seq)


def event(name: str | None, data: dict[str, Any], seq: int | None = None) -> bytes:
    lines = [f"id: {seq}"] if seq is not None else []
    lines += [f"event: {name}"] if name else []
    return "\n".join([*lines, f"data: {json.dumps(data, ensure_ascii=False)}", "", ""]).encode()
