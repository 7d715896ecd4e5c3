"""Drives many residents through the fake Telegram and a bot at once, and says what it cost.

python -m benchmarks.load --bot ptb --bot aiogram --people 200 --seconds 10 --rate 50%
python -m benchmarks.load --bot "sidan=python -m bot run" --env "SIDAN_TELEGRAM_API={api}" --script report.json
"""

import argparse
import asyncio
import json
import os
import shlex
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

import uvloop

from benchmarks import script
from benchmarks.process import Bot, Running
from benchmarks.residents import Crowd, Tally
from benchmarks.script import ECHO, Script
from tests.fake_telegram.faults import Fault
from tests.fake_telegram.telegram import FakeTelegram

KNOWN = {
    "ptb": Bot("ptb", (sys.executable, "-m", "benchmarks.echo_ptb")),
    "aiogram": Bot("aiogram", (sys.executable, "-m", "benchmarks.echo_aiogram")),
}
REMEMBERED = 20  # messages a chat keeps, so that the fake stays small
PATIENCE = 30.0  # seconds for a bot to start and for everybody to be answered


@dataclass(frozen=True, slots=True)
class Plan:
    """rates: None for a closed loop, updates a second, or a share of what the closed loop before it made (-0.5)."""

    people: int = 200
    seconds: float = 10.0
    warm_up: float = 2.0
    rates: tuple[float | None, ...] = (None,)
    script: Script = ECHO
    latency: float = 0.0  # seconds the API takes for each method that sends
    pin: bool = True  # the bot on one core, the fake on another


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the table. waits are from an update to its answer at the fake."""

    bot: str
    load: str
    updates_per_second: float
    rounds_per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms_per_update: float
    memory_mb: float
    unanswered: int
    fake_cpu: float  # share of one core that the fake itself used
    start_seconds: float  # from the start of the process to its first answer


async def run(bot: Bot, plan: Plan) -> list[Figures]:
    """All loads of the plan on one process of the bot."""
    fake = FakeTelegram(referee=False, record=False, keep=REMEMBERED)
    cores = sorted(os.sched_getaffinity(0))
    pinned = plan.pin and len(cores) > 1
    try:
        if pinned:
            os.sched_setaffinity(0, {cores[0]})
        async with fake as telegram:
            if plan.latency:
                telegram.faults.order(Fault("slow", seconds=plan.latency, times=None))
            crowd = Crowd(telegram, plan.people, plan.script)
            began = time.perf_counter()
            async with Running(bot, telegram.url, telegram.token, {cores[1]} if pinned else None) as process:
                started = await first_answers(crowd, process) - began
                return await all_loads(bot, plan, crowd, process, started)
    finally:
        os.sched_setaffinity(0, set(cores))


async def first_answers(crowd: Crowd, process: Running) -> float:
    """Everybody goes through what is done once; when the first of them was answered."""
    first = 0.0
    crowd.start()
    end = time.perf_counter() + PATIENCE
    while any(one.round == 0 for one in crowd.residents.values()):
        await asyncio.sleep(0.002)
        if not first and crowd.tally.waits:
            first = time.perf_counter()
        if crowd.failure is not None:
            raise crowd.failure
        if not process.alive() or time.perf_counter() > end:
            raise RuntimeError(f"the bot does not answer; alive: {process.alive()}")
    crowd.stop()
    await crowd.quiet(PATIENCE)
    return first


async def all_loads(bot: Bot, plan: Plan, crowd: Crowd, process: Running, started: float) -> list[Figures]:
    rows: list[Figures] = []
    for wanted in plan.rates:
        rate = wanted
        if wanted is not None and wanted < 0:
            rate = -wanted * next(row.updates_per_second for row in rows if row.load == "closed")
        crowd.start(rate)
        await asyncio.sleep(plan.warm_up)
        crowd.new_tally()
        cpu, own, moment = process.cpu(), time.process_time(), time.perf_counter()
        await asyncio.sleep(plan.seconds)
        took = time.perf_counter() - moment
        tally = crowd.new_tally()
        cpu, own = process.cpu() - cpu, time.process_time() - own
        crowd.stop()
        await crowd.quiet(PATIENCE)
        if crowd.failure is not None:
            raise crowd.failure
        load = "closed" if rate is None else f"{rate:.0f}/s"
        lost = crowd.unanswered()
        rows.append(figures(bot.name, load, tally, took, cpu, process.memory(), lost, own / took, started))
    return rows


def figures(
    name: str, load: str, tally: Tally, took: float, cpu: float, memory: int, lost: int, own: float, start: float
) -> Figures:
    answers = max(len(tally.waits), 1)
    cuts = quantiles(tally.waits, n=100) if len(tally.waits) > 1 else [0.0] * 99
    return Figures(
        bot=name,
        load=load,
        updates_per_second=round(len(tally.waits) / took, 1),
        rounds_per_second=round(tally.rounds / took, 1),
        p50_ms=round(cuts[49] * 1000, 2),
        p99_ms=round(cuts[98] * 1000, 2),
        cpu_ms_per_update=round(cpu / answers * 1000, 3),
        memory_mb=round(memory / 1e6, 1),
        unanswered=lost,
        fake_cpu=round(own, 2),
        start_seconds=round(start, 2),
    )


def table(rows: list[Figures]) -> str:
    """All rows, aligned, under their names."""
    cells = [[name.replace("_", " ") for name in asdict(rows[0])]]
    cells += [[str(value) for value in asdict(row).values()] for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)


def chosen_bot(text: str, environment: list[str]) -> Bot:
    """One of KNOWN, or "name=command"."""
    if text in KNOWN:
        return KNOWN[text]
    name, _, command = text.partition("=")
    return Bot(name, tuple(shlex.split(command)), dict(one.split("=", 1) for one in environment))


def chosen_rate(text: str) -> float:
    return -float(text[:-1]) / 100 if text.endswith("%") else float(text)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bot", action="append", required=True, help="ptb, aiogram or name=command")
    parser.add_argument("--env", action="append", default=[], help="NAME=value for the command, with {api}, {token}")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", action="append", default=[], help="open loop as well: updates/s, or 50%% of closed")
    parser.add_argument("--script", type=Path, help="JSON; says something and waits for the echo by default")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds the API takes to send")
    parser.add_argument("--no-pin", action="store_true", help="let the bot use all cores")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    plan = Plan(
        people=given.people,
        seconds=given.seconds,
        rates=(None, *map(chosen_rate, given.rate)),
        script=script.read(given.script) if given.script else ECHO,
        latency=given.latency,
        pin=not given.no_pin,
    )
    rows = [row for text in given.bot for row in uvloop.run(run(chosen_bot(text, given.env), plan))]
    print(table(rows))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main()
