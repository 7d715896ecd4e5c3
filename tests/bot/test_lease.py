"""Telegram is asked by whoever holds the lease, and what is fetched too late is left to the next one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.lease import TERM, Lease
from bot.metrics import Metrics
from bot.telegram import Telegram
from bot.telegram_intake import Intake, poll
from storage.database import Database
from storage.inbox import Arrived


@dataclass
class Replica:
    """A poller whose clock stands still while it is frozen. answers: what Telegram says to it, one after the other."""

    database: Database
    name: str
    now: int = 1000
    asked: list[int] = field(default_factory=list)
    answers: asyncio.Queue[list[dict[str, Any]]] = field(default_factory=asyncio.Queue)
    handed: list[str] = field(default_factory=list)

    async def updates(self, offset: int, wait: int) -> list[dict[str, Any]]:
        self.asked.append(offset)
        return await self.answers.get()

    def hand(self, rows: Sequence[Arrived]) -> None:
        self.handed += [row.message_id for row in rows]

    async def runs(self) -> None:
        lease = Lease(self.database, "telegram", self.name, lambda: self.now)
        intake = Intake(
            self.database, lambda: self.now, lambda: f"{self.name} {len(self.handed)}", self.hand, Metrics()
        )
        async with asyncio.TaskGroup() as together:
            together.create_task(lease.keep())
            together.create_task(poll(cast(Telegram, self), intake, lease))


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 1}, "from": {"id": 1}, "text": "water!"}}


@asynccontextmanager
async def running(replica: Replica) -> AsyncIterator[None]:
    task = asyncio.create_task(replica.runs())
    yield
    task.cancel()
    await asyncio.wait([task])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture
async def two(database: Database) -> AsyncIterator[tuple[Replica, Replica]]:
    """The first fetches."""
    one, other = Replica(database, "one"), Replica(database, "two")
    async with running(one):
        await until(lambda: one.asked == [0])
        async with running(other):
            yield one, other


async def test_what_a_frozen_one_had_fetched_is_left_to_the_one_that_took_over(two: tuple[Replica, Replica]):
    one, other = two
    other.now += TERM
    await until(lambda: other.asked == [0])
    one.answers.put_nowait([update(5)])  # it wakes, and reads this before it looks at the clock
    one.now = other.now
    other.answers.put_nowait([update(5), update(6)])
    await until(lambda: other.asked == [0, 7])
    assert (one.handed, other.handed) == ([], ["5", "6"])
    assert one.asked == [0], "the other one's poll would end with this"


async def test_who_gets_the_lease_back_asks_for_all_that_is_there(two: tuple[Replica, Replica]):
    one, other = two
    one.answers.put_nowait([update(900)])
    await until(lambda: one.asked == [0, 901])
    other.now += TERM
    await until(lambda: other.asked == [0])
    other.answers.put_nowait([update(901)])
    await until(lambda: other.asked == [0, 902])
    one.now = other.now + TERM
    one.answers.put_nowait([])
    await until(lambda: one.asked == [0, 901, 0])  # numbers begin anew, and lower, after a quiet week
