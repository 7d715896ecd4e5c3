"""The database goes away under two replicas, in the middle of whatever they do."""

import asyncio
import itertools
import os
import random
import secrets
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import postgres_server
from tests.proof.bounds import told
from tests.proof.kills.forked import Nursery
from tests.proof.plugin import Figure
from tests.proof.replicas.effects import done_once
from tests.proof.replicas.pair import Replicas, replicas
from tests.proof.replicas.residents import Residents, residents
from tests.proof.replicas.server import MODES, Server, a_server
from tests.proof.sizes import Size


@dataclass
class Course:
    """What happened. back: seconds from each fault until something said after it was answered."""

    seed: int
    cut: int = 0
    restarts: int = 0
    back: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "two replicas whose PostgreSQL cuts their connections, is restarted, or dies and recovers, while neighbours report",
)
async def test_a_database_that_goes_away_and_comes_back_loses_nothing_and_doubles_nothing(
    figure: Figure, size: Size, nursery: Nursery, request: pytest.FixtureRequest, tmp_path: Path
):
    course = Course(int(os.environ.get("REPLICAS_SEED") or secrets.randbelow(1_000_000)))
    print(f"\nREPLICAS_SEED={course.seed}")
    on_telegram, on_the_web = size.pick((5, 3), (12, 6), (30, 15))
    with ExitStack() as stack:
        # A server of one's own takes seconds to be made.
        server = stack.enter_context(a_server(tmp_path / "server")) if size.timed else None
        shared = server.address if server else request.getfixturevalue("postgres")
        async with postgres_server.migrated(shared) as address, replicas("polling", address, tmp_path, nursery) as pair:
            estate = pair.town.estate()
            await estate.dispatcher()
            async with residents(estate, pair.url, on_telegram=on_telegram, on_the_web=on_the_web, pause=0.05) as crowd:
                await crowd.are_answered(0)
                await faults_follow_each_other(pair, crowd, course, server, seconds=size.pick(2, 10, 550))
            await pair.is_quiet()
            effects = await done_once(pair, crowd)
            noticed = sum(program.log().count("StorageDown") for program in pair.running)
    assert course.cut > 2
    assert noticed, "nobody was doing anything when it happened"
    assert effects.repeated.total() == 0, "Telegram was never away"
    figure("connections cut", course.cut)
    figure("restarts", course.restarts)
    figure("orders lost or doubled", told(0, effects.orders, of="orders"))
    figure("sent twice", effects.repeated.total())
    figure("answers again after", f"{max(course.back):.1f} s at most")
    figure("longest wait for an answer", f"{crowd.longest:.1f} s")
    if size.timed:
        assert course.restarts


async def faults_follow_each_other(
    pair: Replicas, crowd: Residents, course: Course, server: Server | None, seconds: float
) -> None:
    """server: where there is none of our own, only connections are cut."""
    ends = time.monotonic() + seconds
    for fault in itertools.cycle(["cut", *(MODES if server else ())]):
        await asyncio.sleep(course.chance.uniform(0.2, 1.2))
        if server and fault != "cut":
            await server.restarts(fault)
            await pair.connects()
            course.restarts += 1
        else:
            course.cut += await pair.cut_off()
        course.back.append(await crowd.are_answered(time.monotonic()))
        if time.monotonic() > ends and len(course.back) > len(MODES):
            return
