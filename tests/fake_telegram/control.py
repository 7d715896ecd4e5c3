"""The commands with which a test or a bench drives the fake, from the same process or over HTTP."""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from tests.fake_telegram.acts import ACTS, Scene
from tests.fake_telegram.api import BotApi
from tests.fake_telegram.faults import Fault
from tests.fake_telegram.wire import Exchange
from tests.fake_telegram.world import Post

JSON = dict[str, Any]
A_DAY = 86_400


class Control:
    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.world = api.world
        self.updates = api.updates
        self._tasks: set[asyncio.Task[None]] = set()
        self.commands: dict[str, Callable[..., Awaitable[Any]]] = {
            "act": self.act,
            "shows": self.shows,
            "sees": self.sees,
            "gone": self.gone,
            "answered": self.answered,
            "group": self.group,
            "later": self.later,
            "fault": self.fault,
            "heal": self.heal,
            "raw": self.raw,
            "again": self.again,
            "drained": self.drained,
            "called": self.called,
            "facts": self.facts,
            "calls": self.calls,
        }

    async def act(self, who: JSON, chat: int | None, what: str, how: JSON) -> Any:
        """A person does one of ACTS in a chat; chat None: the private one with the bot."""
        person = self.world.person(who)
        place = self.world.chats[who["id"] if chat is None else chat]
        return ACTS[what](Scene(self.world, self.updates, person, place), **how)

    async def group(self, card: JSON, privacy: bool, bot_is: str) -> None:
        self.world.group(card, privacy, bot_is)

    async def shows(self, chat: int) -> list[JSON]:
        place = self.world.chats.get(chat)
        return [snapshot(post) for post in place.posts.values()] if place else []

    async def sees(self, chat: int, wanted: JSON, patience: float) -> JSON | None:
        """The latest message of the bot that has what is wanted, or None when none comes in time."""
        try:
            return await self.world.until(lambda: self._latest(chat, wanted), patience)
        except TimeoutError:
            return None

    def _latest(self, chat: int, wanted: JSON) -> JSON | None:
        place = self.world.chats.get(chat)
        fitting = [post for post in place.posts.values() if fits(post, **wanted)] if place else []
        return snapshot(max(fitting, key=lambda post: post.change)) if fitting else None

    async def gone(self, chat: int, wanted: JSON, patience: float) -> bool:
        try:
            return await self.world.until(lambda: self._latest(chat, wanted) is None, patience)
        except TimeoutError:
            return False

    async def answered(self, tap: str, patience: float) -> JSON | None:
        try:
            return await self.world.until(lambda: self.world.taps[tap].answer, patience)
        except TimeoutError:
            return None

    async def later(self, seconds: float) -> None:
        self.world.let_pass(seconds)

    async def fault(self, **what: Any) -> None:
        self.api.faults.order(Fault(**what))

    async def heal(self) -> None:
        self.api.faults.lift()

    async def raw(self, update: JSON, queue: str) -> int:
        """Any JSON as an update; the referee is not asked."""
        numbered = {"update_id": self.updates.last_id + 1} | update
        return self.updates.put(numbered, queue, self.world.now() + A_DAY)

    async def again(self, update_id: int) -> None:
        self.updates.again(update_id)

    async def drained(self, patience: float) -> bool:
        """True once the bot has acknowledged every update."""
        try:
            return await self.world.until(lambda: not self.updates.waiting(), patience)
        except TimeoutError:
            return False

    async def called(self, method: str, times: int, patience: float) -> bool:
        try:
            return await self.world.until(lambda: self.api.counts[method] >= times, patience)
        except TimeoutError:
            return False

    async def facts(self) -> JSON:
        """Everything counted so far."""
        hook = self.api.webhook
        return {
            "counts": dict(self.api.counts),
            "refusals": dict(self.api.refusals),
            "faults": dict(self.api.faults.hits),
            "early": self.api.faults.early,
            "disorder": dict(self.updates.disorder.hits) if self.updates.disorder else {},
            "served": self.updates.served,
            "waiting": len(self.updates.waiting()),
            "expired": self.updates.expired,
            "conflicts": self.updates.conflicts,
            "quarrels": self.api.referee.faults if self.api.referee else [],
            "judged": self.api.referee.judged if self.api.referee else 0,
            "commands": self.world.commands,
            "webhook": {
                "url": hook.url,
                "answers": {str(status): number for status, number in hook.answers.items()},
                "waits": hook.waits,
                "most_at_once": hook.most_at_once,
            }
            if hook
            else None,
        }

    async def calls(self, method: str | None) -> list[tuple[str, JSON]]:
        return [call for call in self.api.calls if method is None or method == call[0]]

    def handle(self, exchange: Exchange) -> None:
        """Any request below /control/: the command's name, its arguments as JSON."""
        task = asyncio.create_task(self._answer(exchange))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, exchange: Exchange) -> None:
        command = self.commands.get(exchange.url.removeprefix("/control/"))
        if command is None:
            exchange.answer(404, b'"no such command"')
            return
        try:
            result = await command(**unpacked(orjson.loads(exchange.body)))
        except (LookupError, TypeError, ValueError) as error:
            exchange.answer(400, orjson.dumps(repr(error)))
        else:
            exchange.answer(200, orjson.dumps(result))


def fits(post: Post, text: str = "", label: str = "", data: str = "", after: int = 0, mine: bool = False) -> bool:
    """text, label: a part; data: the beginning. after: only what is newer. mine: people's own words as well."""
    if post.change <= after or not (post.by_bot or mine):
        return False
    words = post.raw.get("text", post.raw.get("caption", ""))
    if text not in str(words):
        return False
    if not (label or data):
        return True
    return any(label in one["text"] and one.get("callback_data", "").startswith(data) for one in buttons(post))


def buttons(post: Post) -> list[JSON]:
    return [one for row in post.raw.get("reply_markup", {}).get("inline_keyboard", ()) for one in row]


def snapshot(post: Post) -> JSON:
    shown = {"raw": post.raw, "by_bot": post.by_bot, "change": post.change, "edits": post.edits}
    return shown | {"quiet": post.quiet, "keyboard": post.keyboard}


def unpacked(value: Any) -> Any:
    """Bytes travel as {"bytes": base64}."""
    if isinstance(value, list):
        return [unpacked(one) for one in value]
    if isinstance(value, dict):
        return b64decode(value["bytes"]) if value.keys() == {"bytes"} else {k: unpacked(v) for k, v in value.items()}
    return value
