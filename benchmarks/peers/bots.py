"""Bots that take the same report in the chat, and what each still knows when it was killed just after it answered."""

import asyncio
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Plan
from benchmarks.load import run as under_load
from benchmarks.peers.forms import rows
from benchmarks.peers.process import ROOT, Process
from benchmarks.process import Bot
from benchmarks.report import REPORT, furnish
from benchmarks.script import Script, Step
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.people import Person

PEOPLE = 30  # of each kind
PATIENCE = 10.0  # seconds somebody waits for an answer after the restart
ASKED = Script(
    again=(
        Step(say="/report", sees="What is the matter"),
        Step(say="漏水了，第 {n} 次", sees="Where is it"),
        Step(say="3号楼1单元", offers="send"),
        Step(tap="send", sees="number is"),
    )
)


@dataclass(frozen=True)
class Peer:
    """script: the updates of a report, the last answered by its number. sql: the numbers it keeps."""

    name: str
    module: str
    script: Script
    file: str
    sql: str

    def bot(self, folder: Path) -> Bot:
        return Bot(self.name, (sys.executable, "-m", self.module), self.settings(folder), folder / "log", folder)

    def settings(self, folder: Path) -> dict[str, str]:
        given = {"PYTHONPATH": str(ROOT)}
        if self.file == "sidan.db":
            given |= {"FOLDER": str(folder), "DATABASE": f"sqlite:{folder / 'sidan.db'}", "FURNISHED": "yes"}
        return given

    async def prepare(self, folder: Path) -> None:
        if self.file == "sidan.db":
            await furnish(f"sqlite:{folder / 'sidan.db'}")


PEERS = (
    Peer("sidan", "benchmarks.report", REPORT, "sidan.db", "SELECT number FROM orders"),
    Peer("PTB", "tests.proof.kills.textbook_bot", ASKED, "reports.db", "SELECT number FROM reports"),
    Peer("aiogram", "benchmarks.peers.report_aiogram", ASKED, "reports.db", "SELECT number FROM reports"),
)


@dataclass(frozen=True)
class Kept:
    """Of those who had their number, who were asked to tap Send, who had just spoken: how many it did not forget."""

    bot: str
    receipts: str
    talks: str
    in_flight: str


async def rate(peer: Peer, folder: Path, seconds: float) -> tuple[float, float, float]:
    """Reports a second with 200 people, and p50 and p99 in ms from an update to its answer at half that load."""
    await peer.prepare(folder)
    full, half = await under_load(peer.bot(folder), Plan(seconds=seconds, script=peer.script, rates=(None, -0.5)))
    return full.rounds_per_second, half.p50_ms, half.p99_ms


async def killed(peer: Peer, folder: Path) -> Kept:
    """One third has its number, one third sees Send, one third speaks: then the plug is pulled."""
    await peer.prepare(folder)
    async with FakeTelegram(referee=False) as telegram:
        given = peer.settings(folder) | {"API": telegram.url, "TOKEN": telegram.token}
        process = Process(folder, sys.executable, "-m", peer.module, **given)
        try:
            await process.start()
            await telegram.called("getUpdates", patience=30)
            done, asked, speaking = (people(telegram, first) for first in (1000, 2000, 3000))
            numbers = await asyncio.gather(*(reports(peer, person) for person in done))
            await asyncio.gather(*(reports(peer, person, 1) for person in asked))
            await asyncio.gather(*(reports(peer, person, 2) for person in speaking))
            last = said(peer)[-2]
            await asyncio.gather(*(person.says(last) for person in speaking))
            await telegram.called("getUpdates", (await telegram.counts())["getUpdates"] + 1, patience=30)
            await process.kill()
            kept = rows_of(folder / peer.file, peer.sql)
            await process.start()
            going_on = await asyncio.gather(*(goes_on(person) for person in asked))
            answered = await asyncio.gather(*(hears(person, "Please check") for person in speaking))
        finally:
            await process.kill()
    return Kept(
        peer.name,
        share([number in kept for number in numbers]),
        share(going_on),
        share(answered),
    )


def people(telegram: FakeTelegram, first: int) -> list[Person]:
    return [telegram.person(number, f"Neighbour {number}") for number in range(first, first + PEOPLE)]


def said(peer: Peer) -> list[str]:
    """What is typed for one report, and at the end the tap."""
    return [step.say.format(n=1, who=1) for step in (*peer.script.first, *peer.script.again)]


async def reports(peer: Peer, person: Person, left: int = 0) -> str:
    """Until so many steps are left; the number, where none is."""
    steps = (*peer.script.first, *peer.script.again)
    for n, step in enumerate(steps[: len(steps) - left]):
        following = steps[n + 1] if n + 1 < len(steps) else None
        if step.say:
            await person.says(step.say.format(n=n, who=person.id))
        else:
            await person.taps("Send")
        answer = await person.hears(step.sees, label="Send" if following and following.taps else "", patience=30)
    found = re.search(r"number is (\w+)", answer.text)
    return found[1] if found else ""


async def goes_on(person: Person) -> bool:
    await person.taps("Send")
    return await hears(person, "number is")


async def hears(person: Person, words: str) -> bool:
    with suppress(AssertionError):
        await person.hears(words, patience=PATIENCE)
        return True
    return False


def rows_of(file: Path, sql: str) -> set[str]:
    """A database that was never made keeps nothing."""
    return rows(file, sql) if file.exists() else set()


def share(found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)}"
