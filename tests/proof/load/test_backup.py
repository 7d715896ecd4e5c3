"""Copies taken while neighbours report: each is whole and has all that was acknowledged before it began."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

import pytest

from storage.backup import check
from storage.database import open_database
from tests.program import Program
from tests.proof.bounds import told
from tests.proof.load.adding_up import add_up
from tests.proof.load.homes import BELOW
from tests.proof.load.neighbourhood import Neighbourhood, a_neighbourhood, doctor
from tests.proof.load.pace import Pace
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

RATE = 30
HOMES = 20
KEPT = "SELECT message_id FROM inbox WHERE channel = 'telegram' AND CAST(message_id AS INTEGER) <= :last"


@dataclass
class Acknowledged:
    """receipts: the numbers of orders that residents were told; last: the id of the last update Telegram lets go."""

    receipts: list[str]
    last: int

    @classmethod
    def now(cls, town: Neighbourhood) -> Self:
        return cls(town.receipts, town.telegram.updates.acknowledged)


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice", "copied under load, restored elsewhere and looked at"
)
async def test_a_copy_taken_under_load_has_all_that_was_acknowledged(figure: Figure, size: Size, tmp_path: Path):
    copies, orders = size.pick(2, 5, 100), size.pick(300, 5_000, 10_000)
    async with a_neighbourhood(tmp_path, HOMES, orders) as town:
        pace, wrong, known = Pace(RATE), list[str](), 0
        before = town.telegram.updates.acknowledged
        async with asyncio.TaskGroup() as together:
            together.create_task(town.lives(pace, Random(copies)))
            for n in range(copies):
                await more_is_acknowledged(town, known)
                restored, acknowledged = await a_copy_elsewhere(town, n)
                known = len(acknowledged.receipts)
                wrong += [f"copy {n}: {what}" for what in await mistakes(restored, acknowledged, town)]
                if n == copies - 1:
                    assert await doctor(Program(restored.parent, f"sqlite:{restored}")) == ""
                shutil.rmtree(restored.parent)
            pace.stop()
        figure("copies that were not whole or lacked something", told(len(wrong), copies, per=100, of="copies"))
        figure("orders acknowledged before the last began", f"{known:,}, and {orders:,} before")
        figure("updates acknowledged before it", f"{acknowledged.last - before:,}")
        figure("answered meanwhile within", f"{pace.tally.at(95) * 1000:,.0f} ms (p95)")
        assert wrong == []


async def more_is_acknowledged(town: Neighbourhood, known: int) -> None:
    """So that no two copies are of the same."""
    async with asyncio.timeout(60):
        while len(town.receipts) <= known:
            await asyncio.sleep(0.01)


async def a_copy_elsewhere(town: Neighbourhood, n: int) -> tuple[Path, Acknowledged]:
    """By `sidan backup`, put where a desk would find it, as the papers say; and what was acknowledged before."""
    copy, folder = town.program.folder / f"copy-{n}.db", town.program.folder / f"restored-{n}"
    pipe = asyncio.subprocess.PIPE
    process = await town.program.python("-m", "bot", "backup", str(copy), stdout=pipe, stderr=pipe)
    acknowledged = await until_it_begins(town, copy, process)
    said, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    assert "is whole" in said.decode()
    folder.mkdir()
    copy.replace(folder / "sidan.db")
    return folder / "sidan.db", acknowledged


async def until_it_begins(town: Neighbourhood, copy: Path, process: asyncio.subprocess.Process) -> Acknowledged:
    """What had been acknowledged at the last look before the unfinished copy was there."""
    acknowledged = Acknowledged.now(town)
    while process.returncode is None:
        now = Acknowledged.now(town)
        if list(copy.parent.glob(f".{copy.name}.*")):
            break
        acknowledged = now
        await asyncio.sleep(0.001)
    return acknowledged


async def mistakes(file: Path, acknowledged: Acknowledged, town: Neighbourhood) -> list[str]:
    check(file)
    missing = set(acknowledged.receipts) - all_of(file, "SELECT number FROM orders")
    missing |= all_of(town.file, KEPT, last=acknowledged.last) - all_of(file, KEPT, last=acknowledged.last)
    lacks = [f"lacks {one}" for one in sorted(missing)]
    restored = await open_database(f"sqlite:{file}")
    try:
        found = await add_up(restored, town.zone, BELOW)
    finally:
        await restored.close()
    strays = [f"{id} is not what its events add up to" for id in found.strays]
    return lacks + strays + [f"{figure} is {is_} and should be {sum_}" for figure, (is_, sum_) in found.off.items()]


def all_of(file: Path, sql: str, **values: int) -> set[str]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return {one for (one,) in database.execute(sql, values)}
