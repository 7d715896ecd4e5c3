"""The Bot API itself: from a request to its answer, through the faults that were ordered."""

import asyncio
import re
from collections import Counter
from typing import Any
from urllib.parse import unquote

import orjson

from tests.fake_telegram.account import ACCOUNT
from tests.fake_telegram.bodies import Unreadable, Upload, fields
from tests.fake_telegram.call import Call
from tests.fake_telegram.editing import EDITING
from tests.fake_telegram.faults import Fault, Faults
from tests.fake_telegram.limits import Limits
from tests.fake_telegram.refusals import POLL_ENDED_BY_WEBHOOK, WEBHOOK_IS_SET, Refused, bad, too_many
from tests.fake_telegram.sending import SENDING
from tests.fake_telegram.updates import Updates
from tests.fake_telegram.webhook import Webhook
from tests.fake_telegram.wire import Exchange
from tests.fake_telegram.world import World

JSON = dict[str, Any]
METHODS = SENDING | EDITING | ACCOUNT
WAYS = {name.lower(): name for name in (*METHODS, "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")}
COUNTED = SENDING.keys() - {"sendChatAction"}
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LONGEST_POLL = 50  # seconds


class BotApi:
    """One bot's API. referee: judges every call and result; record: keeps every call for tests to read."""

    def __init__(self, token: str, world: World, updates: Updates, faults: Faults) -> None:
        self.token = token
        self.world = world
        self.updates = updates
        self.faults = faults
        self.referee: Any = None
        self.record = False
        self.calls: list[tuple[str, JSON]] = []
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.limits: Limits | None = None
        self.webhook: Webhook | None = None
        self.webhook_unit = 1.0
        self._path = f"/bot{token}/"
        self._setting: set[asyncio.Task[None]] = set()

    def handle(self, exchange: Exchange) -> None:
        """Any request below /bot."""
        path, _, query = exchange.url.partition("?")
        if not path.startswith(self._path):
            wrong_token(path, exchange)
            return
        method = WAYS.get(path[len(self._path) :].lower())
        if method is None:
            refuse(exchange, Refused(404, "Not Found: method not found"))
            return
        try:
            given, uploads = fields(query, exchange.kind, exchange.body)
        except Unreadable:
            refuse(exchange, bad("can't parse request body"))
            return
        self.counts[method] += 1
        self.world.wake()
        if self.record:
            self.calls.append((method, given))
        if self.referee is not None:
            self.referee.call(method, readable(given), list(uploads))
        fault = self.faults.strikes(method, chat_of(given), self.world.moment())
        if self.limits is not None and method in COUNTED and (wait := self._too_soon(given)):
            refuse(exchange, too_many(wait))
        elif fault is None:
            self._do(exchange, method, given, uploads)
        else:
            self._troubled(fault, exchange, method, given, uploads)

    def _too_soon(self, given: JSON) -> int:
        """Seconds to wait, by Telegram's limits."""
        assert self.limits is not None
        return self.limits.retry_after(chat_of(given) or 0, self.world.moment())

    def _do(self, exchange: Exchange, method: str, given: JSON, uploads: dict[str, Upload]) -> None:
        call = Call(self.world, self.updates, given, uploads)
        run = METHODS.get(method)
        try:
            if run is not None:
                result = run(call)
            elif method == "getUpdates":
                self._get_updates(exchange, call)
                return
            elif method == "getWebhookInfo":
                result = self._webhook_info()
            else:
                self._set_webhook(exchange, call, call.text("url") if method == "setWebhook" else "")
                return
        except Refused as refusal:
            self.refusals[refusal.description] += 1
            refuse(exchange, refusal)
            return
        if self.referee is not None:
            self.referee.result(method, result)
        exchange.answer(200, orjson.dumps({"ok": True, "result": result}))

    def _troubled(self, fault: Fault, exchange: Exchange, method: str, given: JSON, uploads: dict[str, Upload]) -> None:
        if fault.kind == "too_many":
            refuse(exchange, too_many(int(fault.seconds)))
        elif fault.kind == "moved":
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            refuse(exchange, Refused(400, words, migrate_to_chat_id=fault.to))
        elif fault.kind == "broken":
            broken(exchange, fault.code)
        elif fault.kind == "cut":
            exchange.drop()
        elif fault.kind == "slow":
            late = Exchange(Late(exchange, fault.seconds), exchange.method, exchange.url, exchange.kind, b"")
            self._do(late, method, given, uploads)
        else:
            unheard = Exchange(Nobody(), exchange.method, exchange.url, exchange.kind, b"")
            self._do(unheard, method, given, uploads)
            if fault.kind == "lost":
                exchange.drop()
            else:
                broken(exchange, fault.code)

    def _get_updates(self, exchange: Exchange, call: Call) -> None:
        if self.webhook is not None:
            raise Refused(409, WEBHOOK_IS_SET)
        self._allow(call)
        limit = min(max(call.integer("limit", 100), 1), 100)
        wait = min(max(call.integer("timeout"), 0), LONGEST_POLL)
        self.updates.poll(exchange, call.integer("offset"), limit, wait)

    def _allow(self, call: Call) -> None:
        """Kept until it is given again; an empty list means the usual kinds."""
        allowed = call.structure("allowed_updates")
        if isinstance(allowed, list):
            self.updates.allowed = allowed

    def _set_webhook(self, exchange: Exchange, call: Call, url: str) -> None:
        secret = call.text("secret_token")
        if url and not re.match(r"https?://[^/]", url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        if call.yes("drop_pending_updates"):
            self.updates.forget(len(self.updates.row))
        self._allow(call)
        if url:
            self.updates.conflict(POLL_ENDED_BY_WEBHOOK)
        old, self.webhook = self.webhook, None
        if url:
            connections = call.integer("max_connections", 40)
            self.webhook = Webhook(self.updates, url, secret, connections, self.webhook_unit)
        task = asyncio.create_task(self._change_webhook(exchange, old, self.webhook))
        self._setting.add(task)
        task.add_done_callback(self._setting.discard)

    async def _change_webhook(self, exchange: Exchange, old: Webhook | None, new: Webhook | None) -> None:
        if old is not None:
            await old.stop()
        if new is not None:
            new.start()
        exchange.answer(200, b'{"ok":true,"result":true}')

    def _webhook_info(self) -> JSON:
        hook = self.webhook
        pending = {"has_custom_certificate": False, "pending_update_count": len(self.updates.waiting())}
        return {"url": hook.url if hook else ""} | pending

    def download(self, exchange: Exchange) -> None:
        """Any request below /file/bot."""
        file = self.world.files.by_path.get(unquote(exchange.url).removeprefix(f"/file{self._path}"))
        if file is None:
            refuse(exchange, Refused(404, "Not Found"))
        else:
            self.counts["download"] += 1
            fault = self.faults.strikes("download", None, self.world.moment())
            if fault is None:
                exchange.answer(200, file.content, "application/octet-stream")
            elif fault.kind == "broken":
                broken(exchange, fault.code)
            elif fault.kind == "slow":
                later = asyncio.get_running_loop().call_later
                later(fault.seconds, exchange.answer, 200, file.content, "application/octet-stream")
            else:
                exchange.drop()


class Late:
    """Holds an answer back."""

    def __init__(self, exchange: Exchange, seconds: float) -> None:
        self._exchange = exchange
        self._seconds = seconds

    def send(self, answer: bytes) -> None:
        asyncio.get_running_loop().call_later(self._seconds, self._exchange.relay, answer)

    def abort(self) -> None:
        self._exchange.drop()


class Nobody:
    """The client that never gets its answer."""

    def send(self, answer: bytes) -> None:
        pass

    def abort(self) -> None:
        pass


def wrong_token(path: str, exchange: Exchange) -> None:
    token = path.removeprefix("/bot").partition("/")[0]
    if re.fullmatch(r"[1-9]\d*:[\w-]+", token):
        refuse(exchange, Refused(401, "Unauthorized"))
    else:
        refuse(exchange, Refused(404, "Not Found"))


def refuse(exchange: Exchange, refusal: Refused) -> None:
    wait = refusal.parameters.get("retry_after")
    more = f"Retry-After: {wait}\r\n" if wait else ""
    exchange.answer(refusal.code, orjson.dumps(refusal.body()), more=more)


def broken(exchange: Exchange, code: int) -> None:
    """From the gateway in front of Telegram as a page, from Telegram itself as JSON."""
    if code in {502, 503, 504}:
        exchange.answer(code, f"<html><h1>{code}</h1></html>".encode(), "text/html")
    else:
        refuse(exchange, Refused(code, "Internal Server Error"))


def chat_of(given: JSON) -> int | None:
    value = str(given.get("chat_id", ""))
    return int(value) if value.removeprefix("-").isdigit() else None


STRUCTURES = {
    "reply_markup", "reply_parameters", "media", "commands", "scope", "entities", "caption_entities",
    "link_preview_options", "allowed_updates",
}  # fmt: skip


def readable(given: JSON) -> JSON:
    """With the JSON values that came as text read, for the referee."""
    return {
        name: orjson.loads(value) if name in STRUCTURES and isinstance(value, str) and value else value
        for name, value in given.items()
    }
