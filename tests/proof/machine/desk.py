"""A desk with somebody at it, orders that wait there, and what the clock did about them."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from tests.proof.machine.hands import DAY, Hands
from tests.stories.stories import number_in, sends_report
from tests.stories.town import Estate, Town

PATIENCE = 20.0  # seconds
HORIZON = 5 * DAY  # of an order that nobody has planned or paused
OPEN = "state <> 'closed'"


@dataclass
class Desk:
    """zhou sits at it; orders: the number of the last one, by which the next is told from it."""

    town: Town
    estate: Estate
    file: Path
    hands: Hands
    here: ZoneInfo
    zhou: Any
    wang: Any
    last: str = ""
    reports: int = 0
    counted: int = 0

    @classmethod
    async def of(cls, town: Town, file: Path, hands: Hands, zone: str) -> Self:
        estate = town.estate()
        return cls(town, estate, file, hands, ZoneInfo(zone), await estate.dispatcher(), await estate.worker())

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.hands.now, self.here)

    def moment(self, year: int, month: int, day: int, *time: int) -> int:
        return int(datetime(year, month, day, *time, tzinfo=self.here).timestamp())  # type: ignore[misc, arg-type]

    async def comes_to(self, hour: int) -> None:
        """The full hour, today or tomorrow; the clock has looked at everything."""
        wanted = self.now().replace(hour=hour, minute=0, second=0, microsecond=0)
        self.hands.jump(int((wanted - self.now()).total_seconds()) % DAY)
        await self.is_put_right()

    async def takes_a_report(self) -> str:
        """Of somebody who comes here for the first time."""
        self.reports += 1
        li = await self.estate.resident()
        self.last = await sends_report(li, "楼道的灯不亮了")
        await self.zhou.sees(self.last, label="To 王建国")
        return self.last

    async def takes_an_urgent_report(self) -> str:
        li = await self.estate.resident()
        await li.says("3楼着火了，有浓烟")
        await li.hears("119", label="Send")
        await li.taps("Send")
        number = number_in(await li.hears("Your number is"))
        await self.zhou.sees(number)
        return number

    async def sees_what_becomes_of_the_last_one(self) -> None:
        """Its card follows, although it was shown before the clock jumped."""
        card = await self.zhou.sees(f"{self.last} ·", label="To 王建国")
        await self.zhou.taps("To 王建国", of=card)
        await self.zhou.loses(f"{self.last} ·", label="To 王建国")
        await self.wang.sees(f"{self.last} ·", label="Accept")

    async def starts_again(self) -> None:
        await self.town.program.stop()
        await self.town.program.start()
        await self.town.program.ready()

    def rows(self, sql: str, **values: int | str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    async def until_none(self, what: str, **values: int | str) -> None:
        """Waits until no row is like this."""
        try:
            async with asyncio.timeout(PATIENCE):
                while found := self.rows(f"SELECT * FROM {what}", **values):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"still there: {what}: {found[:3]}") from None

    async def is_put_right(self) -> None:
        """Everything that is due was looked at, and what is not is due at a moment that comes."""
        now = self.hands.now
        await self.until_none(f"orders WHERE {OPEN} AND (due_at IS NULL OR due_at <= :now)", now=now)
        await self.until_none(
            f"orders WHERE {OPEN} AND (since > :late OR due_at > :far)", late=now + 30, far=now + HORIZON
        )
        await self.until_none("inbox WHERE state = 'new'")
        await self.until_none("outbox WHERE state = 'new' AND not_before > :far", far=now + DAY)
        await self.until_none("leases WHERE until > :far", far=now + 90)

    async def is_nagged_about(self, number: str) -> None:
        await self.until_none("orders WHERE number = :number AND id NOT IN (SELECT order_id FROM nags)", number=number)
        await self.is_put_right()

    def begins_to_count(self) -> None:
        self.counted = self.rows("SELECT COALESCE(MAX(rowid), 0) FROM nags")[0][0]

    def nags_ever(self) -> int:
        return int(self.rows("SELECT COUNT(*) FROM nags")[0][0])

    def nags_of(self, number: str) -> int:
        found = self.rows("SELECT 1 FROM nags JOIN orders o ON o.id = order_id WHERE number = :number", number=number)
        return len(found)

    def was_nagged_at_most(self, times: int) -> None:
        """About each order, since it was begun to count."""
        found = Counter(row[0] for row in self.rows("SELECT order_id FROM nags WHERE rowid > :n", n=self.counted))
        assert max(found.values(), default=0) <= times, found
