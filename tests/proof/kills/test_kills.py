"""Killed at random moments while neighbours report: every acknowledged message gives one order, one receipt."""

import asyncio
import os
import random
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fake_telegram import FakeTelegram
from tests.proof.bounds import told
from tests.proof.kills.crowd import Crowd
from tests.proof.kills.forked import Nursery, a_nursery
from tests.proof.kills.killer import Killer
from tests.proof.kills.quarter import Quarter, a_quarter, neighbours
from tests.proof.kills.remains import Remains, Said, remains
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import NUMBER


@dataclass(frozen=True)
class Plan:
    """rounds: each with a town of its own. Eight matters of theirs a neighbour sees at once."""

    rounds: int
    kills: int
    people: int
    matters: int


SMALL, GATE, LONG = Plan(1, 8, 20, 3), Plan(1, 30, 50, 8), Plan(16, 32, 100, 8)


@dataclass
class Figures:
    """What happened. found: what lay half done in the database when it died."""

    seed: int
    kills: int = 0
    while_starting: int = 0
    orders: int = 0
    on_the_web: int = 0
    found: Counter[str] = field(default_factory=Counter)
    in_flight: Counter[Said] = field(default_factory=Counter)
    repeated: Counter[Said] = field(default_factory=Counter)
    updates: int = 0
    delivered: int = 0
    seconds: float = 0

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.kills} kills, {self.while_starting} while it started, in {self.seconds:.1f} s; "
            f"{self.orders} orders; {self.updates} updates, delivered {self.delivered} times; "
            f"found {dict(self.found)}; "
            f"{self.in_flight.total()} messages to Telegram were in flight at a kill, "
            f"{self.repeated.total()} of them were sent twice"
        )


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with a_nursery() as nursery:
        yield nursery


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "killed by SIGKILL at random moments, also while it starts, while neighbours report on Telegram and on the web",
)
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_and_nothing_done_twice(
    way: str, figure: Figure, size: Size, nursery: Nursery, tmp_path: Path
):
    plan = size.pick(SMALL, GATE, LONG)
    figures = Figures(int(os.environ.get("CRASH_SEED") or secrets.randbelow(1_000_000)))
    print(f"\nCRASH_SEED={figures.seed}")
    for number in range(plan.rounds):
        folder = tmp_path / str(number)
        folder.mkdir()
        await a_round(way, nursery, folder, plan, figures, random.Random(figures.seed + number))
        print(figures)
        shutil.rmtree(folder)
    assert figures.kills >= plan.rounds * plan.kills
    assert figures.while_starting > 0
    assert figures.found["inbox"] > 0, "it never had anything to work off when it died"
    assert figures.found["outbox"] > 0, "it never had anything to say when it died"
    record(figures, figure)


def record(figures: Figures, figure: Figure) -> None:
    figure("kills", f"{figures.kills:,}, of them {figures.while_starting:,} while it started")
    figure("reports", f"{figures.orders:,}, of them {figures.on_the_web:,} on the web")
    for mishap in ("lost", "doubled", "silent", "stuck"):
        figure(mishap, told(0, figures.kills, of="kills"))
    left = figures.found
    figure("left over by the kills", f"{left['inbox']:,} messages not worked off, {left['outbox']:,} letters not sent")
    figure("said again because the kill left it open", f"{figures.repeated.total():,}")


async def a_round(
    way: str, nursery: Nursery, folder: Path, plan: Plan, figures: Figures, chance: random.Random
) -> None:
    async with a_quarter(way, nursery, folder) as quarter:
        estate = quarter.town.estate()
        await estate.dispatcher()
        async with neighbours(quarter, estate, plan.people, plan.matters) as crowd:
            watch = Watch(quarter.telegram, folder / "sidan.db", figures)
            killer, began = Killer(quarter.program, watch.look, chance), time.monotonic()
            async with asyncio.TaskGroup() as together:
                together.create_task(crowd.live())
                together.create_task(killer.goes_about(crowd, plan.kills))
            figures.seconds += time.monotonic() - began
            figures.kills += killer.kills
            figures.while_starting += killer.while_starting
            await until_all_is_said(quarter)
            await quarter.program.stop()
            watch.judge(crowd)
        assert await quarter.telegram.quarrels() == []
        quarter.town.is_discreet()


async def until_all_is_said(quarter: Quarter) -> None:
    async with asyncio.timeout(60):
        while not await quarter.nothing_waits():
            await asyncio.sleep(0.05)


async def what_is_on_the_wire_arrives() -> None:
    """The dead program's last words lie in the sockets of the fake, which reads all of them in one turn of the loop."""
    for _ in range(5):
        await asyncio.sleep(0)


class Watch:
    """One round, looked at after each kill and judged in the end."""

    def __init__(self, telegram: FakeTelegram, file: Path, figures: Figures) -> None:
        self.telegram, self.file, self.figures = telegram, file, figures
        self.in_flight: Counter[Said] = Counter()

    async def look(self) -> None:
        """What was in flight when it died, and that the database is whole."""
        await what_is_on_the_wire_arrives()
        with remains(self.file) as left:
            left.is_intact()
            in_flight = left.letters("state = 'new'") & sent(self.telegram)
            for table in ("inbox", "outbox"):
                self.figures.found[table] += left.count(f"{table} WHERE state = 'new'")
        assert max(Counter(chat for chat, _ in in_flight).values(), default=0) <= 1, "one at a time in a chat"
        self.in_flight += in_flight

    def judge(self, crowd: Crowd) -> None:
        with remains(self.file) as end:
            end.is_intact()
            self._everything_is_worked_off(crowd, end)
            self._nothing_is_said_twice(end)
            every_report_is_one_order(crowd, end)
            self.figures.orders += end.count("orders")
            self.figures.on_the_web += crowd.on_the_web * crowd.matters

    def _everything_is_worked_off(self, crowd: Crowd, end: Remains) -> None:
        acknowledged = {str(number) for number in self.telegram.updates.remembered}
        assert {key for (key,) in end.rows("SELECT message_id FROM inbox WHERE channel = 'telegram'")} == acknowledged
        assert end.count("inbox WHERE channel = 'web'") == crowd.on_the_web * crowd.messages
        assert end.count("inbox WHERE state <> 'done'") == 0, "a message was not worked off"
        assert end.count("outbox WHERE state <> 'sent'") == 0, "a letter was not sent"
        assert end.count("talks") == 0, "a talk is stuck"
        self.figures.updates += len(acknowledged)
        self.figures.delivered += self.telegram.updates.served

    def _nothing_is_said_twice(self, end: Remains) -> None:
        repeated = sent(self.telegram) - end.letters()
        assert repeated - self.in_flight == Counter(), "sent twice without any doubt about the first time"
        assert end.bubbles() - end.letters() == Counter(), "on the web there is no doubt"
        self.figures.in_flight += self.in_flight
        self.figures.repeated += repeated


def sent(telegram: FakeTelegram) -> Counter[Said]:
    """What Telegram was asked to show as a new message, by chat and text."""
    calls = [given for method, given in telegram.api.calls if method == "sendMessage"]
    return Counter((f"telegram:{given['chat_id']}", str(given["text"])) for given in calls)


def every_report_is_one_order(crowd: Crowd, end: Remains) -> None:
    sql = "SELECT c.id, o.what, o.number FROM orders o JOIN authors a ON a.order_id = o.id"
    placed = Counter(end.rows(f"{sql} JOIN chats c ON c.person = a.person"))
    told = Counter(
        (neighbour.chat, words, number)
        for neighbour in crowd.neighbours
        for words, number in neighbour.receipts.items()
    )
    receipts = Counter((chat, number) for chat, _, number in told)
    assert told.total() == len(crowd.neighbours) * crowd.matters
    assert placed == told
    letters = end.letters("body LIKE '%Your number is%'")
    assert Counter((chat, number_of(text)) for chat, text in letters.elements()) == receipts
    assert end.count("order_events WHERE step = 'place'") == told.total()
    assert end.rows("SELECT SUM(placed) FROM daily") == [(told.total(),)]


def number_of(receipt: str) -> str:
    found = NUMBER.search(receipt)
    assert found is not None, receipt
    return found[0]
