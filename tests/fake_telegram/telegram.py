"""The whole fake: in this process, or in another one that is reached over HTTP."""

from base64 import b64encode
from collections import Counter
from typing import Any, Self

import aiohttp
import orjson

from tests.fake_telegram.api import BotApi
from tests.fake_telegram.control import Control
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.limits import Limits
from tests.fake_telegram.people import PATIENCE, Group, Person
from tests.fake_telegram.refusals import Refused
from tests.fake_telegram.updates import Updates
from tests.fake_telegram.wire import Exchange, Wire
from tests.fake_telegram.world import World

JSON = dict[str, Any]
TOKEN = "4213:AAF0rTestsOnly-fake_token_of_no_bot_at_all"


class Telegram:
    """What a test can do with the fake, wherever it runs."""

    url = ""
    token = TOKEN

    async def do(self, command: str, **arguments: Any) -> Any:
        raise NotImplementedError

    def person(self, number: int, name: str, *, username: str = "", language: str = "zh-hans") -> Person:
        card = {"id": number, "first_name": name, "language_code": language}
        return Person(self.do, card | ({"username": username} if username else {}))

    async def group(
        self, number: int, title: str, *, privacy: bool = True, administrator: bool = False, member: bool = True
    ) -> Group:
        """number: negative, below -1000000000000 for a supergroup. privacy: the bot hears little, as is usual."""
        kind = "supergroup" if number < -1_000_000_000_000 else "group"
        bot_is = "left" if not member else "administrator" if administrator else "member"
        card = {"id": number, "type": kind, "title": title}
        await self.do("group", card=card, privacy=privacy, bot_is=bot_is)
        return Group(self.do, number, title)

    async def later(self, seconds: float) -> None:
        """Moves the fake's own clock: taps grow old after 150 s, updates after a day."""
        await self.do("later", seconds=seconds)

    async def fault(self, kind: str, **what: Any) -> None:
        """Orders a `faults.Fault`: fault("too_many", chat=42, seconds=3), fault("lost", method="sendMessage")."""
        await self.do("fault", kind=kind, **what)

    async def heal(self) -> None:
        """No faults any more; what was counted stays."""
        await self.do("heal")

    async def faults_hit(self) -> Counter[str]:
        """How often each kind of fault really struck."""
        return Counter((await self.facts())["faults"])

    async def update(self, update: JSON, queue: str = "raw") -> int:
        """Delivers any JSON as an update; the id it got."""
        return int(await self.do("raw", update=update, queue=queue))

    async def again(self, update_id: int) -> None:
        """Delivers an update once more, acknowledged or not; needs record=True."""
        await self.do("again", update_id=update_id)

    async def drained(self, patience: float = PATIENCE) -> None:
        """Waits until the bot has acknowledged every update."""
        if not await self.do("drained", patience=patience):
            raise AssertionError(f"{(await self.facts())['waiting']} updates are still not acknowledged")

    async def called(self, method: str, times: int = 1, patience: float = PATIENCE) -> None:
        """Waits until the bot has called a method so often; called("getUpdates") tells that it is up."""
        if not await self.do("called", method=method, times=times, patience=patience):
            raise AssertionError(f"{method} was not called {times} times; {await self.counts()}")

    async def facts(self) -> JSON:
        """counts (calls by method), refusals (by description), faults, early, disorder, served, waiting, expired,
        conflicts, quarrels (what the referee found), judged, commands, webhook (answers, waits, most_at_once)."""
        return dict(await self.do("facts"))

    async def counts(self) -> Counter[str]:
        return Counter((await self.facts())["counts"])

    async def quarrels(self) -> list[str]:
        """What aiogram's models object to in what the bot sent or the fake served; to be asserted empty."""
        return list((await self.facts())["quarrels"])

    async def calls(self, method: str | None = None) -> list[JSON]:
        """Parameters of every call as posted, oldest first; needs record=True."""
        return [given for _, given in await self.do("calls", method=method)]


class FakeTelegram(Telegram):
    """In this process: `async with FakeTelegram() as telegram: bot = Bot(telegram.token, telegram.url + "/bot")`.

    referee: aiogram judges everything; record: every call is kept; keep: messages a chat remembers (None: all);
    unit: how long a webhook's second takes; limits: how many messages Telegram takes, None for any number.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        port: int = 0,
        referee: bool = True,
        record: bool = True,
        keep: int | None = None,
        unit: float = 0.01,
        limits: Limits | None = None,
    ) -> None:
        self.token = token
        self.world = World(token, keep)
        self.updates = Updates(self.world)
        self.faults = Faults()
        self.api = BotApi(token, self.world, self.updates, self.faults)
        self.api.record = self.updates.remember = record
        self.api.webhook_unit = unit
        self.api.limits = limits
        self._control = Control(self.api)
        self.wire = Wire(self._handle)
        self._port = port
        if referee:
            self._appoint_referee()

    def _appoint_referee(self) -> None:
        from tests.fake_telegram.referee import Referee  # two seconds of aiogram, only where it is wanted

        self.api.referee = Referee()
        self.updates.check = self.api.referee.update

    async def do(self, command: str, **arguments: Any) -> Any:
        return await self._control.commands[command](**arguments)

    async def __aenter__(self) -> Self:
        self.url = await self.wire.listen(self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.api.webhook is not None:
            await self.api.webhook.stop()
        await self.wire.close()

    def _handle(self, exchange: Exchange) -> None:
        if exchange.url.startswith("/bot"):
            self.api.handle(exchange)
        elif exchange.url.startswith("/file/bot"):
            self.api.download(exchange)
        elif exchange.url.startswith("/control/"):
            self._control.handle(exchange)
        else:
            exchange.answer(404, orjson.dumps(Refused(404, "Not Found").body()))


class RemoteTelegram(Telegram):
    """A fake in another process (`python -m tests.fake_telegram`): the same, over HTTP."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def do(self, command: str, **arguments: Any) -> Any:
        assert self._session is not None, "use it as `async with`"
        body = orjson.dumps(arguments, default=packed)
        async with self._session.post(f"{self.url}/control/{command}", data=body) as answer:
            result = orjson.loads(await answer.read())
        if answer.status != 200:
            raise ValueError(result)
        return result


def packed(value: Any) -> JSON:
    """Bytes as the control's HTTP side takes them."""
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode()}
    raise TypeError(type(value))
