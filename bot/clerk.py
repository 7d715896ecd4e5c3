"""The clerk takes what lies in the inbox to the desk: one at a time a sender, many senders at once."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

import orjson
import structlog

from bot.channel import Channel, ChannelError, Later, Unreadable
from bot.metrics import Metrics
from bot.receiving import Receiving
from dialogue.message import Incoming
from handlers import desk
from handlers.turn import House
from storage import inbox
from storage.database import Database, StorageTrouble
from storage.inbox import ALBUM_PAUSE, TRIES, Arrived

log = structlog.get_logger(__name__)

AT_ONCE = 256  # senders
SWEEP = 1.0  # seconds between looks for what nobody handed over
BATCH = 1000
AGAIN = (1, 5, 20, 60)  # seconds until a failed message is tried again
FETCHED_AGAIN = (2, 15, 60, 300)  # where its photo could not be fetched: a network comes back


class Clerk:
    """`hand` and `wake` may be called at any time; `run` goes on until it is cancelled."""

    def __init__(
        self,
        database: Database,
        house: House,
        channels: Mapping[str, Channel],
        receiving: Receiving,
        clock: Callable[[], int],
        wake_postman: Callable[[], None],
        metrics: Metrics,
    ) -> None:
        self._database, self._house, self._channels, self._receiving = database, house, channels, receiving
        self._clock, self._wake_postman, self._metrics = clock, wake_postman, metrics
        self._queues: dict[str, deque[Arrived]] = {}
        self._known: set[tuple[str, str]] = set()
        self._held_up: set[str] = set()  # senders of whom something older waits in the inbox
        self._swept = False  # before the first look nobody knows what an earlier run has left
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._woken = asyncio.Event()

    def hand(self, rows: Sequence[Arrived]) -> None:
        """Work these off next, after what the same sender sent before; where that waits, the next sweep brings them."""
        if self._swept:
            self._take_in([row for row in rows if row.sender not in self._held_up])

    def _take_in(self, rows: Sequence[Arrived]) -> None:
        for row in rows:
            key = (row.channel, row.message_id)
            if key in self._known:
                continue
            self._known.add(key)
            queue = self._queues.get(row.sender)
            if queue is None:
                self._queues[row.sender] = deque([row])
                task = asyncio.create_task(self._serve(row.sender))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                queue.append(row)

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Look for what was left by an earlier run, another replica, or a failed try."""
        try:
            while True:
                self._woken.clear()
                await self._sweep()
                # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the waking.
                with suppress(TimeoutError):
                    async with asyncio.timeout(SWEEP):
                        await self._woken.wait()
        finally:
            for task in self._tasks:
                task.cancel()

    async def _sweep(self) -> None:
        now = self._clock()
        try:
            rows = await self._database.read(partial(inbox.due, now=now, limit=BATCH))
        except StorageTrouble as error:
            log.warning("inbox cannot be read", error=type(error).__name__)
            return
        self._swept = True
        self._held_up.difference_update(row.sender for row in rows)
        self._take_in(rows)

    async def _serve(self, sender: str) -> None:
        queue, going_on = self._queues[sender], False
        try:
            while queue:
                album = await self._album(queue)
                async with self._places:
                    going_on = await self._tried(album)
                for row in album:
                    queue.remove(row)
                    self._known.discard((row.channel, row.message_id))
                if not going_on:
                    break
        finally:
            if queue or not going_on:
                self._held_up.add(sender)
            # What is left after a failure waits in the inbox, and the next sweep brings it in its order.
            self._known -= {(row.channel, row.message_id) for row in queue}
            del self._queues[sender]

    async def _album(self, queue: deque[Arrived]) -> list[Arrived]:
        """The first message; of an album all its pictures, once no more of them come."""
        first = queue[0]
        if first.album is None:
            return [first]
        count = 0
        while count != len(together := [row for row in queue if row.album == first.album]):
            count = len(together)
            await asyncio.sleep(ALBUM_PAUSE)
        return together

    async def _tried(self, rows: list[Arrived]) -> bool:
        """False when the sender's next messages must wait; also where what went wrong could not be written down."""
        try:
            return await self._work_off(rows)
        except StorageTrouble as error:
            log.warning("desk pauses", error=type(error).__name__)
            await asyncio.sleep(1)
            return False

    async def _work_off(self, rows: list[Arrived]) -> bool:
        channel = self._channels.get(rows[0].channel)
        try:
            if channel is None:
                raise Unreadable("there is no such channel here")
            parsed = [channel.read(orjson.loads(row.raw), row.received_at) for row in rows]
            last = rows[0].tries + 1 >= TRIES
            incoming = await self._receiving.together(channel, [one for one in parsed if one], last=last)
            if incoming is None:
                await self._pass_over(rows)
                return True
            outcome = await desk.work_off(self._database, self._house, rows, incoming, self._clock())
        except StorageTrouble:
            raise
        except Unreadable as error:
            await self._bury(rows, str(error))
            return True
        except Exception as error:  # noqa: BLE001 - the one edge: a message that fails is counted, the others go on
            return await self._stumble(rows, error)
        if outcome.done:
            self._metrics.did(str(outcome.role), outcome.did)
            self._wake_postman()
            self._acknowledge(channel, incoming, outcome.toast)
        return True

    def _acknowledge(self, channel: Channel, incoming: Incoming, toast: str | None) -> None:
        if incoming.tap is None:
            return
        task = asyncio.create_task(acknowledge(channel, incoming.tap, toast))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass_over(self, rows: list[Arrived]) -> None:
        for row in rows:
            await self._database.do(partial(inbox.take, arrived=row, erase=True))

    async def _bury(self, rows: list[Arrived], error: str) -> None:
        log.error("unreadable message put to the dead letters", channel=rows[0].channel, error=error)
        for row in rows:
            await self._database.do(partial(inbox.bury, arrived=row, error=error))

    async def _stumble(self, rows: list[Arrived], error: Exception) -> bool:
        """Count the failure; the fifth puts the message to the dead letters and the person is told."""
        log.error("a message failed", channel=rows[0].channel, tries=rows[0].tries + 1, exc_info=error)
        pauses = FETCHED_AGAIN if isinstance(error, ChannelError) else AGAIN
        asked_for = error.seconds if isinstance(error, Later) else 0
        wait = max(asked_for, pauses[min(rows[0].tries, len(pauses) - 1)])
        dead = False
        for row in rows:
            stumble = partial(
                inbox.stumble, arrived=row, error=type(error).__name__, next_try_at=self._clock() + int(wait)
            )
            dead = await self._database.do(stumble)
        if dead:
            await self._database.do(
                partial(desk.apologise, house=self._house, sender=rows[0].sender, now=self._clock())
            )
            self._wake_postman()
        return dead


async def acknowledge(channel: Channel, tap: str, toast: str | None) -> None:
    """Stop the spinner on the button; best effort, the answer itself comes by the outbox."""
    try:
        await channel.tapped(tap, toast)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the program
        log.info("tap not acknowledged", error=type(error).__name__)
