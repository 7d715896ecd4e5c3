"""The real program with a city's past in its database, a fake Telegram before it, and people who keep it busy."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import time
from typing import Any
from zoneinfo import ZoneInfo

from storage.database import open_database
from storage.migrate import migrate
from tests.fake_telegram import FakeTelegram
from tests.program import AFTERNOON, ROOT, Program
from tests.proof.load.filling import fill
from tests.proof.load.homes import Home, furnish
from tests.proof.load.households import Household
from tests.proof.load.pace import Pace
from tests.proof.load.phones import Phones

REMEMBERED = 20  # messages a chat keeps, so that the fake stays small
PATIENCE = 60.0  # seconds until all that was decided is said
WAITING = """
    SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new'),
        (SELECT COUNT(*) FROM outbox WHERE state = 'new' AND (not_before <= unixepoch() OR tries > 0))
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

    async def lives(self, pace: Pace, seconds: float, chance: Random) -> None:
        """Everybody acts at this pace for so long; returns when the last of them was answered."""
        self.households = [Household(home, self.phones, pace, Random(chance.random())) for home in self.homes]
        async with asyncio.TaskGroup() as together:
            for household in self.households:
                together.create_task(household.lives())
            together.create_task(stops(pace, seconds))

    async def all_is_said(self) -> None:
        """What is kept for the morning, or until somebody has had time to read, is not to be said yet."""
        async with asyncio.timeout(PATIENCE):
            while any(self.rows(WAITING)[0]):
                await asyncio.sleep(0.05)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(sql).fetchall()

    async def doctor(self) -> str:
        """What is BAD; nothing, where all is well."""
        pipe = asyncio.subprocess.PIPE
        process = await self.program.python("-m", "bot", "doctor", stdout=pipe, stderr=asyncio.subprocess.STDOUT)
        said, _ = await process.communicate()
        return "" if process.returncode == 0 else said.decode()


async def stops(pace: Pace, seconds: float) -> None:
    await asyncio.sleep(seconds)
    pace.stop()


@asynccontextmanager
async def a_neighbourhood(
    folder: Path, homes: int, orders: int = 0, timezone: str = AFTERNOON, **settings: str
) -> AsyncIterator[Neighbourhood]:
    """orders: the city's past. What it has written is gone in the end: a million orders are a gigabyte."""
    folder = folder / "neighbourhood"
    folder.mkdir()
    made = [Home(n) for n in range(1, homes + 1)]
    address = f"sqlite:{folder / 'sidan.db'}"
    await prepare(address, made, orders)
    settings = {"timezone": timezone, "log_level": "warning", "policy": str(generous(folder))} | settings
    try:
        async with FakeTelegram(referee=False, record=False, keep=REMEMBERED) as telegram:
            settings = {"telegram_api": telegram.url, "telegram_token": telegram.token} | settings
            async with Program(folder, address, **settings) as program:
                await telegram.called("getUpdates")
                yield Neighbourhood(program, telegram, Phones(telegram), made)
    finally:
        shutil.rmtree(folder)


async def prepare(address: str, homes: list[Home], orders: int) -> None:
    database = await open_database(address)
    try:
        await migrate(database, now=0)
        await furnish(database, homes)
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
