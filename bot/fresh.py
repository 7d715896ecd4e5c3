"""What many ask for at once is looked up once, and remembered for some seconds."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Fresh(Generic[T]):
    """By key, at most so many of them; whoever asks meanwhile waits for the same answer. Failures are not kept."""

    def __init__(self, seconds: int, most: int, clock: Callable[[], int]) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._known: dict[str, tuple[int, asyncio.Task[T]]] = {}

    async def get(self, key: str, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        now = self._clock()
        known = self._known.pop(key, None)
        if known is None or not 0 <= now - known[0] < self._seconds or _failed(known[1]):
            known = now, asyncio.create_task(make())
        self._known[key] = known  # the one asked for last is forgotten last
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]
        return await asyncio.shield(known[1])  # one who goes away takes nobody's answer along


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
