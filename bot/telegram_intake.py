"""How Telegram's updates come in: kept in the inbox first, acknowledged afterwards, by polling or by webhook."""

import asyncio
import hashlib
import hmac
import operator
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.lease import Lease
from bot.metrics import Metrics
from bot.telegram import Telegram
from bot.telegram_updates import ALLOWED, album_of, sender_of, written
from bot.transport import AiohttpRequest
from storage import inbox, leases
from storage.database import Database, StorageTrouble, Tx
from storage.inbox import Arrived
from storage.leases import Term, TermOver

log = structlog.get_logger(__name__)

WAIT = 25  # seconds Telegram holds a poll
PATH = "/telegram/webhook"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
BODY_LIMIT = 1_000_000
AGAIN = "5"  # seconds, in Retry-After


class Intake:
    """Keeps updates in the inbox and hands those that are new to the desk.

    kept: which of them; what neighbours say to each other in a group is acknowledged and never written down.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        new_id: Callable[[], str],
        hand: Callable[[Sequence[Arrived]], None],
        metrics: Metrics,
        kept: Callable[[Any], bool] = lambda update: True,
    ) -> None:
        self._database, self._clock, self._new_id, self._hand, self._metrics = database, clock, new_id, hand, metrics
        self._kept = kept

    async def keep(self, updates: Sequence[tuple[str, Any, str]], under: Term | None = None) -> None:
        """(message id, update, the update as text) of each, in one commit; returns once they are safe.

        under: the term in which they were fetched; TermOver, and nothing is kept, where it is over.
        """
        now = self._clock()
        rows = [
            Arrived("telegram", key, self._new_id(), sender_of(update), album_of(update), raw, now, 0)
            for key, update, raw in updates
            if self._kept(update)
        ]
        if not rows:
            return

        async def unit(tx: Tx) -> list[Arrived]:
            if under:
                await leases.fence(tx, under)
            return [row for row in rows if await inbox.receive(tx, row)]

        new = await self._database.do(unit)
        self._metrics.received.labels("telegram").inc(len(new))
        self._hand(new)


async def poll(telegram: Telegram, intake: Intake, lease: Lease) -> None:
    """Fetch updates for ever, while this process holds the lease. The offset moves only after the commit."""
    term, offset, trouble = None, 0, 0
    while True:
        mine = await lease.term()
        if mine != term:  # others may have fetched since: Telegram alone knows where they are
            term, offset = mine, 0
        try:
            updates = await telegram.updates(offset, WAIT)
            if updates:
                await intake.keep([as_it_came(update) for update in updates], mine)
                offset = after(updates, offset)
            trouble = 0
        except TermOver:
            log.warning("fetched too late; another program fetches now")
            lease.lost()
        except (TelegramError, StorageTrouble) as error:
            trouble += 1
            log.warning("polling pauses", error=type(error).__name__, times=trouble)
            await asyncio.sleep(pause(error, trouble))


def as_it_came(update: Any) -> tuple[str, Any, str]:
    return str(update.get("update_id", "")), update, written(update)


def after(updates: Sequence[Any], offset: int) -> int:
    """The offset that acknowledges them."""
    numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
    return max(numbers, default=offset - 1) + 1


def pause(error: Exception, times: int) -> float:
    """Seconds until the next try: longer and longer, and long where somebody has to act."""
    if isinstance(error, InvalidToken):
        return 60
    if isinstance(error, Conflict):
        return 5
    return min(0.5 * 2.0 ** min(times, 6), 30)


class Webhook:
    """Telegram's POST: forged ones are refused and counted, real ones answered only after the commit."""

    def __init__(self, intake: Intake, secret: str, metrics: Metrics) -> None:
        self._intake, self._secret, self._metrics = intake, secret.encode(), metrics

    def route(self) -> Route:
        return Route(PATH, self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(shown, self._secret):
            self._metrics.forgeries.inc()
            return PlainTextResponse("403", 403)
        body = await request.body()
        if len(body) > BODY_LIMIT:
            return PlainTextResponse("413", 413)
        try:
            await self._intake.keep([understood(body)])
        except StorageTrouble as error:
            log.warning("webhook pauses", error=type(error).__name__)
            return PlainTextResponse("503", 503, {"Retry-After": AGAIN})
        return PlainTextResponse("ok")


def understood(body: bytes) -> tuple[str, Any, str]:
    """What is no update is kept as it came, under its hash: answered with an error it would come again for ever."""
    try:
        update: Any = AiohttpRequest.parse_json_payload(body)
        key = operator.index(update["update_id"])
    except (TelegramError, KeyError, TypeError):
        text = body.decode("utf-8", "replace").replace("\x00", "")
        return hashlib.sha256(body).hexdigest(), None, orjson.dumps({"unreadable": text}).decode()
    return str(key), update, written(update)


async def announce(telegram: Telegram, url: str | None, secret: str | None) -> None:
    """Tell Telegram which way updates shall come; tried until Telegram hears it."""
    times = 0
    while True:
        try:
            if url:
                await telegram.bot.set_webhook(
                    url + PATH, secret_token=secret, allowed_updates=ALLOWED, max_connections=40
                )
            else:
                await telegram.bot.delete_webhook()
            return
        except TelegramError as error:
            times += 1
            log.warning("Telegram cannot be reached", error=type(error).__name__, times=times)
            await asyncio.sleep(pause(error, times))
