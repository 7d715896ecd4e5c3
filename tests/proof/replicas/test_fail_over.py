"""The replica that fetches is killed or frozen, again and again, while a neighbourhood reports."""

import asyncio
import os
import random
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import postgres_server
from tests.program import Program
from tests.proof.bounds import told
from tests.proof.kills.forked import Nursery
from tests.proof.plugin import Figure
from tests.proof.replicas.effects import done_once
from tests.proof.replicas.pair import Replicas, replicas
from tests.proof.replicas.residents import Residents, residents
from tests.proof.sizes import Size

TAKEN_OVER = 15.0  # seconds
MANY = 10  # faults, before it may be enough for today


@dataclass
class Course:
    """What happened. taken_over: seconds from each fault until something said after it was answered."""

    seed: int
    kills: int = 0
    freezes: int = 0
    taken_over: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "two replicas on PostgreSQL, of which one is killed by SIGKILL, or frozen and woken, while neighbours report",
)
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_the_other_takes_over_and_nothing_is_lost_or_done_twice(
    way: str, figure: Figure, size: Size, nursery: Nursery, postgres: str, tmp_path: Path
):
    course = Course(int(os.environ.get("REPLICAS_SEED") or secrets.randbelow(1_000_000)))
    print(f"\nREPLICAS_SEED={course.seed}")
    on_telegram, on_the_web = size.pick((6, 3), (12, 6), (30, 15))
    async with postgres_server.migrated(postgres) as address, replicas(way, address, tmp_path, nursery) as pair:
        assert pair.town.telegram
        estate = pair.town.estate()
        await pair.slow_desk(await estate.dispatcher(), size.pick(0.4, 0.1, 0.1))
        async with residents(estate, pair.url, on_telegram=on_telegram, on_the_web=on_the_web, pause=0.3) as crowd:
            await faults_follow_each_other(way, pair, crowd, course, size)
            await pair.town.telegram.heal()
        await pair.is_quiet()
        effects = await done_once(pair, crowd)
        late = sum(program.log().count("fetched too late") for program in pair.running)
        conflicts = (await pair.facts())["conflicts"]
    assert conflicts <= course.freezes, "whoever woke has ended the other one's poll"
    figure("kills, freezes", f"{course.kills}, {course.freezes}")
    figure("orders lost or doubled", told(0, effects.orders, of="orders"))
    figure("sent twice, all in flight", effects.repeated.total())
    figure("fetched under an old term and refused", late)
    figure("taken over after", f"{max(course.taken_over):.1f} s at most")
    figure("longest wait for an answer", f"{crowd.longest:.1f} s")
    if size.timed:
        assert max(course.taken_over) < TAKEN_OVER


async def faults_follow_each_other(way: str, pair: Replicas, crowd: Residents, course: Course, size: Size) -> None:
    """Of the one that fetches: it stands first. By webhook it is all the same, and there is nobody to wait for."""
    ends = time.monotonic() + 550
    await crowd.are_answered(0)
    for n in range(size.pick(1, 3, 100)):
        if n >= MANY and time.monotonic() > ends:
            return
        frozen = (n % 2 == 0) == (way == "polling")
        await asyncio.sleep(course.chance.uniform(0.2, 1))
        before = await pair.fetcher()
        victim = pair.running[0]
        since = await (pair.freeze if frozen else pair.kill)(victim)
        course.taken_over.append(await crowd.are_answered(since))
        if way == "polling":
            after = await pair.fetcher()
            assert after.holder != before.holder, "nobody has taken over"
            assert after.number > before.number
        if frozen:
            # In small as soon as the lease is over; else mostly after its letters, too, have fallen to the other.
            await goes_on(pair, victim, course, since - size.pick(3, 0, 0))
        else:
            await comes_back(pair, victim, course, since)
        pair.running.append(pair.running.pop(0))


async def goes_on(pair: Replicas, victim: Program, course: Course, since: float) -> None:
    """It wakes in the middle of what it did."""
    course.freezes += 1
    await asyncio.sleep(max(0, since + course.chance.uniform(10.5, 13) - time.monotonic()))
    pair.wake(victim)
    await victim.ready()


async def comes_back(pair: Replicas, victim: Program, course: Course, since: float) -> None:
    """As a supervisor would start it again."""
    course.kills += 1
    await victim.start()
    await victim.ready()
