"""The real program with a city's past in its database, a fake Telegram before it, and people who keep it busy."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import time
from typing import Any
from zoneinfo import ZoneInfo

from storage.database import Database, open_database
from storage.migrate import migrate
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.limits import Limits
from tests.program import ROOT, Program, in_the_afternoon
from tests.proof.load.filling import fill
from tests.proof.load.homes import Home, furnish
from tests.proof.load.households import Household
from tests.proof.load.pace import Pace
from tests.proof.load.phones import Phones

REMEMBERED = 20  # messages a chat keeps, so that the fake stays small
PATIENCE = 60.0  # seconds until all that was decided is said
Furnishing = Callable[[Database], Awaitable[None]]
WAITING = """
    SELECT sender, raw FROM inbox WHERE state = 'new'
    UNION ALL
    SELECT chat, body FROM outbox o WHERE state = 'new' AND (not_before <= unixepoch() OR tries > 0)
    AND NOT EXISTS ( -- what waits for its hour holds up what comes after it there
        SELECT 1 FROM outbox e
        WHERE e.chat = o.chat AND e.lane = o.lane AND e.state = 'new' AND e.id < o.id AND e.not_before > unixepoch()
    )
"""


@dataclass
class Neighbourhood:
    program: Program
    telegram: FakeTelegram
    phones: Phones
    homes: list[Home]
    households: list[Household] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.program.folder / "sidan.db"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.program.environment["SIDAN_TIMEZONE"])

    @property
    def receipts(self) -> list[str]:
        """The numbers that residents have been told."""
        return [number for household in self.households for number in household.receipts]

    async def lives(self, pace: Pace, chance: Random, seconds: float | None = None) -> None:
        """Everybody acts at this pace for so long, or until it is stopped; returns when the last was answered."""
        self.households = [Household(home, self.phones, pace, Random(chance.random())) for home in self.homes]
        async with asyncio.TaskGroup() as together:
            for household in self.households:
                together.create_task(household.lives())
            if seconds is not None:
                together.create_task(stops(pace, seconds))

    async def all_is_said(self) -> None:
        """What is kept for the morning, or until somebody has had time to read, is not to be said yet."""
        end = time() + PATIENCE
        while left := self.rows(WAITING):
            assert time() < end, f"still not said: {left}"
            await asyncio.sleep(0.05)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(sql).fetchall()


async def doctor(program: Program) -> str:
    """All that `sidan doctor` says where anything is BAD; nothing, where all is well."""
    pipe = asyncio.subprocess.PIPE
    process = await program.python("-m", "bot", "doctor", stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    said, _ = await process.communicate()
    return "" if process.returncode == 0 else said.decode()


async def stops(pace: Pace, seconds: float) -> None:
    await asyncio.sleep(seconds)
    pace.stop()


@asynccontextmanager
async def a_neighbourhood(
    folder: Path,
    homes: int,
    orders: int = 0,
    *,
    also: Furnishing | None = None,
    limits: Limits | None = None,
    timezone: str | None = None,
    **settings: str,
) -> AsyncIterator[Neighbourhood]:
    """orders: the city's past; also: who else is there; limits: Telegram's.

    What it has written is gone in the end: a million orders are more than a gigabyte.
    """
    folder = folder / "neighbourhood"
    folder.mkdir()
    made = [Home(n) for n in range(1, homes + 1)]
    address = f"sqlite:{folder / 'sidan.db'}"
    await prepare(address, made, orders, also)
    settings = {
        "timezone": timezone or in_the_afternoon(),
        "log_level": "warning",
        "policy": str(generous(folder)),
    } | settings
    try:
        async with FakeTelegram(referee=False, record=False, keep=REMEMBERED, limits=limits) as telegram:
            settings = {"telegram_api": telegram.url, "telegram_token": telegram.token} | settings
            async with Program(folder, address, **settings) as program:
                await telegram.called("getUpdates")
                yield Neighbourhood(program, telegram, Phones(telegram), made)
    finally:
        shutil.rmtree(folder)


async def prepare(address: str, homes: list[Home], orders: int, also: Furnishing | None) -> None:
    database = await open_database(address)
    try:
        await migrate(database, now=0)
        await furnish(database, homes)
        if also:
            await also(database)
        if orders:
            await fill(database, orders, int(time()))
    finally:
        await database.close()


def generous(folder: Path) -> Path:
    """The packaged policy, but nobody is asked to stop for today: few people do here what many would."""
    policy = (ROOT / "bot" / "policy.toml").read_text("utf-8")
    changed = policy.replace("reports_a_day = 20 ", "reports_a_day = 1000000 ")
    assert changed != policy
    (folder / "policy.toml").write_text(changed, "utf-8")
    return folder / "policy.toml"
