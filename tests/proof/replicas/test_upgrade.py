"""Replicas are replaced one after the other while neighbours report, also by a version that changes the database."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import postgres_server
from tests.proof.bounds import told
from tests.proof.kills.forked import Nursery
from tests.proof.plugin import Figure
from tests.proof.replicas import newer
from tests.proof.replicas.effects import count, done_once
from tests.proof.replicas.pair import Replicas, replicas
from tests.proof.replicas.residents import Residents, residents
from tests.proof.sizes import Size

NEWER = "tests.proof.replicas.newer"
AT_ONCE = 5.0  # seconds: whoever leaves politely gives back what it held


@dataclass
class Course:
    """What happened. taken_over: seconds from the end of each until something said after it was answered."""

    replaced: int = 0
    beside: int = 0
    taken_over: list[float] = field(default_factory=list)


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "replicas replaced one after the other while neighbours report, at last by a version with one migration more",
)
async def test_an_upgrade_loses_nothing_and_does_nothing_twice(
    figure: Figure, size: Size, nursery: Nursery, postgres: str, tmp_path: Path
):
    course = Course()
    people = size.pick((4, 2), (10, 5), (30, 15))
    async with postgres_server.migrated(postgres) as address, replicas("polling", address, tmp_path, nursery) as pair:
        estate = pair.town.estate()
        await estate.dispatcher()
        async with residents(estate, pair.url, on_telegram=people[0], on_the_web=people[1], pause=0.1) as crowd:
            await crowd.are_answered(0)
            for _ in range(size.pick(1, 3, 40)):
                await one_is_replaced(pair, crowd, course)
            await the_next_version_comes(pair, crowd, course)
        await pair.is_quiet()
        effects = await done_once(pair, crowd)
        figure("replaced", course.replaced)
        figure("answers while an old version worked on the new database", course.beside)
        figure("orders lost or doubled", told(0, effects.orders, of="orders"))
        figure("sent twice", effects.repeated.total())
        figure("taken over after", f"{max(course.taken_over):.1f} s at most")
        figure("longest wait for an answer", f"{crowd.longest:.1f} s")
    assert effects.repeated.total() == 0, "whoever leaves politely finishes what it has begun"
    if size.timed:
        assert max(course.taken_over) < AT_ONCE


async def one_is_replaced(pair: Replicas, crowd: Residents, course: Course, version: str = "bot") -> None:
    """The new one first; then the one that fetches leaves."""
    await pair.another(version)
    await pair.leave(pair.running[0])
    course.replaced += 1
    course.taken_over.append(await crowd.are_answered(time.monotonic()))


async def the_next_version_comes(pair: Replicas, crowd: Residents, course: Course) -> None:
    """Its first replica changes the database; the old ones work on, but a stopped one is not started again."""
    old = pair.made()
    await pair.another(NEWER)
    assert await count(pair.database, f"migrations WHERE name = '{newer.NAME}'") == 1
    before = len(crowd.waits)
    await pair.leave(pair.running[0])
    assert len(pair.running) == 2
    for channel in ("telegram:", "web:"):
        await crowd.are_answered(time.monotonic(), by=channel)
    course.beside = len(crowd.waits) - before
    await old.start()
    async with asyncio.timeout(20):
        while old.running:
            await asyncio.sleep(0.05)
    assert newer.NAME in old.log()
    assert "restore the backup" in old.log()
    await one_is_replaced(pair, crowd, course, NEWER)
    assert {program.module for program in pair.running} == {NEWER}
