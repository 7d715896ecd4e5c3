"""The row of updates that wait for the bot: what it has not acknowledged, Telegram keeps."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from tests.fake_telegram.disorder import Disorder, together
from tests.fake_telegram.refusals import OTHER_POLL, Refused
from tests.fake_telegram.wire import Exchange
from tests.fake_telegram.world import Pending, World

JSON = dict[str, Any]
GATHER = 0.001  # seconds Telegram waits for more after the first update, so that polls answer in batches


@dataclass(slots=True)
class Poll:
    exchange: Exchange
    offset: int
    limit: int
    end: asyncio.TimerHandle


class Updates:
    """Polling: the offset is the only acknowledgement."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.row: deque[Pending] = deque()
        self.allowed: list[str] | None = None
        self.disorder: Disorder | None = None  # what happens to updates on their way to us
        self.check: Callable[[JSON], None] | None = None  # the referee's look at each update
        self.delivered_by: Callable[[Pending], None] | None = None  # the webhook, where one is set
        self.remember = True
        self.remembered: dict[int, Pending] = {}
        self.last_id = 100_000_000
        self.served = self.conflicts = self.expired = 0
        self._poll: Poll | None = None
        self._again: list[Pending] = []
        self._previous = (0, 0.0)
        self._swept = 0
        self._serving: asyncio.TimerHandle | None = None

    def add(self, kind: str, payload: JSON, queue: str, lives: int = 86_400) -> int | None:
        """The id of the update, or None where the bot has not asked for this kind."""
        if self.allowed and kind not in self.allowed:
            return None
        self.last_id += 1
        update = {"update_id": self.last_id, kind: payload}
        if self.check is not None:
            self.check(update)
        return self.put(update, queue, self.world.now() + lives)

    def put(self, update: JSON, queue: str, expires: int) -> int:
        """Any JSON at all, whether the Bot API knows it or not."""
        number = int(update["update_id"])
        pending = Pending(number, orjson.dumps(update), expires, queue)
        self.last_id = max(self.last_id, number)
        self.row.append(pending)
        if self.remember:
            self.remembered[number] = pending
        self._bring(pending)
        return number

    def again(self, update_id: int) -> None:
        """Deliver it once more, acknowledged or not."""
        update = self.remembered[update_id]
        copy = Pending(update.id, update.body, update.expires, update.queue)
        if self.delivered_by is None:
            self._again.append(copy)
        self._bring(copy)

    def _bring(self, pending: Pending) -> None:
        if self.delivered_by is not None:
            self.delivered_by(pending)
        elif self._poll is not None and self._serving is None:
            self._serving = asyncio.get_running_loop().call_later(GATHER, self._serve)

    @property
    def acknowledged(self) -> int:
        """The id of the last update that Telegram has let go."""
        return self.row[0].id - 1 if self.row else self.last_id

    def poll(self, exchange: Exchange, offset: int, limit: int, wait: float) -> None:
        loop = asyncio.get_running_loop()
        self._acknowledge(offset)
        if self._previous[0] == offset and loop.time() < self._previous[1] + 0.5:
            limit = 1  # so that a poison update can be got round
        self._previous = (offset, loop.time())
        if self._answer(exchange, offset, limit, even_empty=wait == 0):
            return
        self.conflict(OTHER_POLL)
        self._poll = Poll(exchange, offset, limit, loop.call_later(wait, self._serve))

    def conflict(self, words: str) -> None:
        """Another poll or a webhook takes over: the one that waits is told so."""
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.end.cancel()
            self.conflicts += not poll.exchange.gone
            poll.exchange.answer(409, orjson.dumps(Refused(409, words).body()))

    def _serve(self) -> None:
        self._serving = None
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.end.cancel()
            self._answer(poll.exchange, poll.offset, poll.limit, even_empty=True)

    def _answer(self, exchange: Exchange, offset: int, limit: int, even_empty: bool) -> bool:
        if exchange.gone:
            return True
        found, self._again = self._again, []
        for pending in self.row:
            if len(found) >= limit:
                break
            if not pending.gone and pending.id >= offset:
                found.append(pending)
        if found or even_empty:
            self.served += len(found)
            if found and self.disorder is not None:
                self._again += self.disorder.carry(exchange, found)
            else:
                exchange.answer(200, together(found))
        return bool(found) or even_empty

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            self.forget(len(self.row) + offset)
        before = len(self.row)
        while self.row and (self.row[0].gone or self.row[0].id < offset):
            self.row.popleft().gone = True
        if self._swept != self.world.now():
            self._sweep()
        if len(self.row) != before:
            self.world.wake()

    def _sweep(self) -> None:
        """Taps live 150 s, messages a day."""
        self._swept = self.world.now()
        for pending in self.row:
            if pending.expires < self._swept and not pending.gone:
                self.expired += 1
                pending.gone = True

    def done(self, pending: Pending, expired: bool = False) -> None:
        """The webhook has delivered it, or given up."""
        self.expired += expired
        pending.gone = True
        while self.row and self.row[0].gone:
            self.row.popleft()
        self.world.wake()

    def forget(self, number: int) -> None:
        for _ in range(max(0, number)):
            self.row.popleft().gone = True
        self.world.wake()

    def waiting(self) -> list[Pending]:
        return [pending for pending in self.row if not pending.gone]
