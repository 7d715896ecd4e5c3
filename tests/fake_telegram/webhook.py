"""The webhook: one update in flight per queue, again until it is taken, later each time."""

import asyncio
import random
from collections import Counter, deque
from contextlib import suppress

import aiohttp

from tests.fake_telegram.updates import Updates
from tests.fake_telegram.world import Pending

LONGEST = 60  # seconds between two tries, or up to twice that
RETRY_AFTER_LIMIT = 3600
PATIENCE = 1.0  # seconds in which another update may overtake one


class Webhook:
    """Delivers from `setWebhook` to `deleteWebhook`. unit: how long one of its seconds takes."""

    def __init__(self, updates: Updates, url: str, secret: str = "", connections: int = 40, unit: float = 1.0) -> None:
        self.url = url
        self.secret = secret
        self.unit = unit
        self.answers: Counter[int] = Counter()  # by HTTP status; 0: no answer at all
        self.waits: list[float] = []  # seconds (of its own) before each further try
        self.at_once = self.most_at_once = 0
        self.last_error = ""
        self._last_taken = 0
        self._updates = updates
        self._queues: dict[str, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(connections)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))

    def start(self) -> None:
        self._updates.delivered_by = self.push
        for pending in self._updates.waiting():
            self.push(pending)

    async def stop(self) -> None:
        self._updates.delivered_by = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def push(self, pending: Pending) -> None:
        queue = self._queues.get(pending.queue)
        if queue is not None:
            queue.append(pending)
            return
        self._queues[pending.queue] = deque([pending])
        task = asyncio.create_task(self._work(pending.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, name: str) -> None:
        queue = self._queues[name]
        while queue:
            await self._deliver(queue[0])
            queue.popleft()
        del self._queues[name]

    async def _deliver(self, pending: Pending) -> None:
        delay, fails = 1.0, 0
        while not pending.gone:
            async with self._places:
                taken, retry_after = await self._carry(pending)
            if taken:
                self._updates.served += 1
                self._updates.done(pending)
                return
            wait = float(min(retry_after, RETRY_AFTER_LIMIT))
            if not retry_after and fails:
                delay = min(delay * 2, random.uniform(LONGEST, 2 * LONGEST))
                wait = delay
            fails += 1
            self.waits.append(wait)
            if self._updates.world.now() + wait > pending.expires:
                self._updates.done(pending, expired=True)
            await asyncio.sleep(wait * self.unit)

    async def _carry(self, pending: Pending) -> tuple[bool, int]:
        """Through whatever happens on the way: Telegram only hears what comes back."""
        disorder = self._updates.disorder
        if disorder is None:
            return await self._post(pending)
        kind = disorder.draw()
        if kind == "reordered":
            await self._overtaken(pending)
        elif kind == "delayed":
            await asyncio.sleep(disorder.delay())
        disorder.hits["reordered"] += pending.id < self._last_taken
        disorder.hits[kind] += kind not in ("", "reordered")
        if kind == "dropped":
            return False, 0
        if kind == "duplicated":
            return (await asyncio.gather(self._post(pending), self._post(pending)))[0]
        taken, retry_after = await self._post(pending)
        return taken and kind != "unheard", retry_after

    async def _overtaken(self, pending: Pending) -> None:
        """Waits for a later update to be taken, where one comes."""
        with suppress(TimeoutError):
            await self._updates.world.until(lambda: self._last_taken > pending.id, PATIENCE)

    async def _post(self, pending: Pending) -> tuple[bool, int]:
        """Whether it was taken, and otherwise the seconds of Retry-After."""
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            async with self._session.post(self.url, data=pending.body, headers=headers) as answer:
                await answer.read()
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError):
            status, retry_after = 0, ""
        self.at_once -= 1
        self.answers[status] += 1
        taken = 200 <= status <= 299
        if taken:
            self._last_taken = max(self._last_taken, pending.id)
        else:
            self.last_error = f"Wrong response from the webhook: {status}" if status else "Connection failed"
        self._updates.world.wake()
        return taken, int(retry_after) if retry_after.isdigit() else 0
