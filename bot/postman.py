"""The postman takes letters from the outbox to their chats: in order within a chat, many chats at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

import orjson
import structlog

from bot.bucket import Bucket
from bot.channel import Channel, NoTopic
from bot.delivery import Delivered, Delivery, Fate, GiveBack
from bot.judging import is_group, judged
from bot.marks import Marks
from bot.metrics import Metrics
from dialogue.message import Message
from storage import cards, claims, group_chats
from storage.cards import Sent
from storage.database import Database, StorageTrouble
from storage.outbox import Letter, Way

log = structlog.get_logger(__name__)

AT_ONCE = 32  # chats
BATCH = 500
TERM = 10  # seconds a claim holds: so long a chat waits when its postman dies
KEEP_UP = 3
SPARE = 2  # seconds of a claim that must be left to begin with a letter
SWEEP = 1.0
NOTICES = 64  # broadcast letters in hand at most, so that they never fill a claim
GRACE = 5.0  # seconds for what is under way when the program stops

Draw = Callable[[Message], Awaitable[Message]]


class Lapsed(Exception):
    """Our claim has run out, or nearly: the letter may be with another postman by now."""


class Postman:
    """`wake` may be called at any time; `run` goes on until it is cancelled.

    draw: gives a message its drawing as a photo. pace: how many seconds of the clock pass in one, where it runs fast.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        delivery: Delivery,
        clock: Callable[[], int],
        me: str,
        metrics: Metrics,
        broadcast_rate: float,
        draw: Draw | None = None,
        pace: int = 1,
    ) -> None:
        self._database, self._channels = database, channels
        self._marks = Marks(database, delivery, clock)
        self._clock, self._me, self._metrics = clock, me, metrics
        self._bucket = Bucket(broadcast_rate)
        self._draw = draw
        self._term, self._spare = TERM * pace, SPARE * pace
        self._queues: dict[str, deque[Letter]] = {}
        self._lined_up: deque[Letter] = deque()  # notices, until the bucket gives them their turn
        self._more_notices = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._woken = asyncio.Event()
        # Letters from their claim until it is written down what became of them, and when the claim runs out.
        self._in_hand: dict[str, int] = {}
        self._claiming = asyncio.Lock()
        self._stopping = False
        self._notices = 0

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        try:
            async with asyncio.TaskGroup() as together:
                together.create_task(self._keep_up())
                together.create_task(self._rounds())
                together.create_task(self._let_notices_go())
        finally:
            await self._stop()

    async def _stop(self) -> None:
        """Finish what is under way, or it would be said again by whoever comes next; give back the rest."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        for task in self._tasks:
            task.cancel()
        with suppress(StorageTrouble):  # then the claims run out by themselves
            await self._database.do(partial(claims.give_back, me=self._me, letter_ids=sorted(self._in_hand)))

    async def _rounds(self) -> None:
        while True:
            self._woken.clear()
            full = await self._claim()
            if full:
                continue
            # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the waking.
            with suppress(TimeoutError):
                async with asyncio.timeout(SWEEP):
                    await self._woken.wait()

    async def _claim(self) -> bool:
        """True when there may be more to claim right now."""
        now = self._clock()
        slowest = Way.BROADCAST if self._notices < NOTICES else Way.STAFF
        claim = partial(claims.claim, me=self._me, now=now, until=now + self._term, limit=BATCH, slowest=slowest)
        try:
            async with self._claiming:
                letters = await self._database.do(claim)
                for letter in letters:
                    self._enqueue(letter, now + self._term)
        except StorageTrouble as error:
            log.warning("outbox cannot be claimed", error=type(error).__name__)
            await asyncio.sleep(1)
            return False
        return len(letters) == BATCH

    def _enqueue(self, letter: Letter, until: int) -> None:
        known = letter.id in self._in_hand
        self._in_hand[letter.id] = until
        if known:
            return  # our claim had run out while we still had it
        if letter.lane == Way.BROADCAST:
            self._notices += 1
            self._lined_up.append(letter)
            self._more_notices.set()
        else:
            self._hand_over(letter)

    async def _let_notices_go(self) -> None:
        """At the rate for notices; until its turn has come a notice holds up nothing else in its chat."""
        while True:
            await self._more_notices.wait()
            while self._lined_up:
                await self._bucket.take()
                if self._lined_up:  # it may have been given back meanwhile
                    self._hand_over(self._lined_up.popleft())
            self._more_notices.clear()

    def _hand_over(self, letter: Letter) -> None:
        """To whoever serves its chat."""
        queue = self._queues.get(letter.chat)
        if queue is not None:
            queue.append(letter)
            return
        self._queues[letter.chat] = deque([letter])
        task = asyncio.create_task(self._serve(letter.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(KEEP_UP)
            if self._in_hand:
                until = self._clock() + self._term
                keep = partial(claims.keep, me=self._me, letter_ids=sorted(self._in_hand), until=until)
                try:
                    kept = await self._database.do(keep)
                except StorageTrouble as error:
                    log.warning("claims not kept up", error=type(error).__name__)
                else:
                    self._in_hand.update((letter, until) for letter in kept if letter in self._in_hand)

    async def _serve(self, chat: str) -> None:
        """This chat's letters, one after the other; after a hitch the rest goes back to the outbox."""
        queue = self._queues[chat]
        try:
            while queue and not self._stopping:
                letter = queue[0]
                await self._draw_ahead(letter)
                async with self._places:
                    fate = await self._deliver(letter)
                queue.popleft()
                self._notices -= letter.lane == Way.BROADCAST
                self._metrics.sent.labels(chat.partition(":")[0], type(fate).__name__.lower()).inc()
                if isinstance(fate, Delivered):
                    if letter.role and fate.ref:
                        self._metrics.messages.labels(letter.role).inc()
                    await self._marks.write(letter, fate)
                    del self._in_hand[letter.id]
                    continue
                # Not while a claim is under way: it may bring this chat's next letter, which would overtake.
                async with self._claiming:
                    await self._marks.write(letter, fate)
                    left = [*queue, *(waits for waits in self._lined_up if waits.chat == chat)]
                    rest = [one.id for one in left]
                    for done in (letter.id, *rest):
                        del self._in_hand[done]
                    self._notices -= sum(one.lane == Way.BROADCAST for one in left)
                    queue.clear()
                    self._lined_up = deque(waits for waits in self._lined_up if waits.chat != chat)
                    await self._marks.write(letter, GiveBack(rest))
                self.wake()
        finally:
            del self._queues[chat]

    async def _draw_ahead(self, letter: Letter) -> None:
        """Pictures take their time: whoever waits for one takes nobody's place at the channels."""
        if self._draw and '"drawing"' in letter.body:
            with suppress(ValueError, TypeError):  # then it cannot be delivered, either, and is judged there
                await self._draw(Message.from_json(orjson.loads(letter.body)))

    async def _deliver(self, letter: Letter) -> Fate:
        try:
            channel = self._channels[letter.chat.partition(":")[0]]
            message = Message.from_json(orjson.loads(letter.body))
            shown = await self._shown(letter.chat, message.card) if message.card else None
            if shown and shown.letter > letter.id:
                return Delivered(None, None)  # a later letter overtook it and shows more
            ref = shown.ref if shown and not message.fresh else message.instead_of
            if message.drawing and self._draw:
                message = await self._draw(message)
            if is_group(letter.chat):
                return await self._to_group(channel, letter, message, ref)
            self._is_ours(letter)
            ref = await channel.send(letter.chat, message, ref, letter.id)
        except Lapsed:
            return GiveBack([letter.id])
        except Exception as error:  # noqa: BLE001 - the one edge: whatever goes wrong with a letter is written down
            return judged(letter, error)
        return Delivered(message.card, ref)

    async def _to_group(self, channel: Channel, letter: Letter, message: Message, ref: str | None) -> Fate:
        """In the topic where it was asked, else in the one we write in; where that is gone, where everybody writes."""
        home = await self._database.read(partial(group_chats.topic_of, chat=letter.chat))
        there = message.topic or home
        self._is_ours(letter)
        try:
            ref = await channel.send(letter.chat, replace(message, topic=there), ref, letter.id)
        except NoTopic:
            ref = await channel.send(letter.chat, replace(message, topic=None), ref, letter.id)
            return Delivered(message.card, ref, no_topic=home if there == home else None)
        return Delivered(message.card, ref)

    def _is_ours(self, letter: Letter) -> None:
        """To be asked at the last moment before it goes out: what was frozen wakes just anywhere."""
        if self._in_hand[letter.id] - self._clock() < self._spare:
            raise Lapsed

    async def _shown(self, chat: str, card: str) -> Sent | None:
        """The message that shows this card, whichever replica sent it."""
        return await self._database.read(partial(cards.sent, chat=chat, card=card))
