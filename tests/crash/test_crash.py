"""Killed at random moments while fifty neighbours report: every acknowledged message gives one order, one receipt."""

import asyncio
import os
import random
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.crash.crowd import MATTERS, Crowd, fifty
from tests.crash.remains import Remains, Said
from tests.fake_telegram import FakeTelegram
from tests.stories.town import Town, a_town

KILLS = 8
SOON = 0.05  # seconds after an act within which the kill comes
AGAIN = 0.25  # how often it is killed once more while it starts
STARTING = 1.5  # seconds


@dataclass
class Figures:
    """What happened, to be printed."""

    seed: int
    kills: int = 0
    orders: int = 0
    in_flight: Counter[Said] = field(default_factory=Counter)
    repeated: Counter[Said] = field(default_factory=Counter)
    updates: int = 0
    delivered: int = 0
    seconds: float = 0

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.kills} kills in {self.seconds:.1f} s; {self.orders} orders; "
            f"{self.updates} updates, delivered {self.delivered} times; "
            f"{self.in_flight.total()} messages to Telegram were in flight at a kill, "
            f"{self.repeated.total()} of them were sent twice"
        )


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_and_nothing_done_twice(way: str, tmp_path: Path):
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(1_000_000))
    figures = Figures(seed)
    print(f"\nCRASH_SEED={seed}")
    async with a_town(way, f"sqlite:{tmp_path / 'sidan.db'}", tmp_path) as town:
        assert town.telegram
        estate = town.estate()
        await estate.dispatcher()
        async with fifty(estate) as crowd:
            began = time.monotonic()
            async with asyncio.TaskGroup() as together:
                together.create_task(crowd.live())
                together.create_task(kill_now_and_then(town, crowd, figures, random.Random(seed)))
            figures.seconds = time.monotonic() - began
            await town.telegram.drained(patience=60)
            await until_all_is_said(town)
            await town.program.stop()
            check(town, crowd, figures, Remains(tmp_path / "sidan.db", tmp_path / "end"))
        assert await town.telegram.quarrels() == []
        town.is_discreet()


async def kill_now_and_then(town: Town, crowd: Crowd, figures: Figures, chance: random.Random) -> None:
    """After so many acts of the crowd, and a moment later; sometimes again before it is quite up."""
    for done in sorted(chance.sample(range(10, crowd.everything - 50), KILLS)):
        await crowd.reaches(done)
        await kill(town, figures, chance.uniform(0, SOON))
        if chance.random() < AGAIN:
            await kill(town, figures, chance.uniform(0, STARTING))
        await town.program.ready()


async def kill(town: Town, figures: Figures, moment: float) -> None:
    """In so many seconds; then look what was in flight, and start it again."""
    assert town.telegram
    await asyncio.sleep(moment)
    await town.program.kill()
    await what_is_on_the_wire_arrives()
    figures.kills += 1
    folder = town.program.folder
    left = Remains(folder / "sidan.db", folder / f"kill-{figures.kills}")
    in_flight = left.letters("state = 'new'") & sent(town.telegram)
    assert max(Counter(chat for chat, _ in in_flight).values(), default=0) <= 1, "one at a time in a chat"
    figures.in_flight += in_flight
    await town.program.start()


async def what_is_on_the_wire_arrives() -> None:
    """The dead program's last words lie in the sockets of the fake, which reads all of them in one turn of the loop."""
    for _ in range(5):
        await asyncio.sleep(0)


def sent(telegram: FakeTelegram) -> Counter[Said]:
    """What Telegram was asked to show as a new message, by chat and text."""
    calls = [given for method, given in telegram.api.calls if method == "sendMessage"]
    return Counter((f"telegram:{given['chat_id']}", str(given["text"])) for given in calls)


async def until_all_is_said(town: Town) -> None:
    async with asyncio.timeout(60):
        while await town.program.metric("sidan_outbox_backlog") or await town.program.metric("sidan_inbox_backlog"):
            await asyncio.sleep(0.05)


def check(town: Town, crowd: Crowd, figures: Figures, end: Remains) -> None:
    assert town.telegram
    figures.orders = end.count("orders")
    figures.updates = len(town.telegram.updates.remembered)
    figures.delivered = town.telegram.updates.served
    figures.repeated = sent(town.telegram) - end.letters()
    print(figures)
    assert end.rows("PRAGMA integrity_check") == [("ok",)]
    assert end.rows("PRAGMA foreign_key_check") == []
    assert end.count("inbox WHERE state <> 'done'") == 0, "a message was not worked off"
    assert end.count("outbox WHERE state <> 'sent'") == 0, "a letter was not sent"
    assert end.count("talks") == 0, "a talk is stuck"
    assert figures.repeated - figures.in_flight == Counter(), "sent twice without any doubt about the first time"
    assert end.bubbles() - end.letters() == Counter(), "on the web there is no doubt"
    every_report_is_one_order(crowd, end)


def every_report_is_one_order(crowd: Crowd, end: Remains) -> None:
    sql = "SELECT c.id, o.what, o.number FROM orders o JOIN authors a ON a.order_id = o.id"
    placed = Counter(end.rows(f"{sql} JOIN chats c ON c.person = a.person"))
    told = Counter(
        (neighbour.chat, words, number)
        for neighbour in crowd.neighbours
        for words, number in neighbour.receipts.items()
    )
    assert told.total() == len(crowd.neighbours) * len(MATTERS)
    assert placed == told
    assert end.count("order_events WHERE step = 'place'") == told.total()
    assert end.rows("SELECT SUM(placed) FROM daily") == [(told.total(),)]
