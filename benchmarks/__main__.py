"""How fast the desk is next to bare bots: one run, the same fake Bot API, everything of ours durable.

(a) sidan: residents' complete reports, SQLite with synchronous=FULL. (b) a bare echo bot on python-telegram-bot,
(c) a bare echo bot on aiogram, each as its documentation writes it. The bots take turns, several rounds; medians.
An absolute figure means little on a shared machine: the ratios within one run are what counts.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.load import KNOWN, Figures, Plan, run, table
from benchmarks.many import fill
from benchmarks.process import Bot
from benchmarks.report import REPORT, furnish
from storage.database import open_database

HALF = -0.5  # of the closed loop's rate


def sidan(folder: Path, orders: int) -> Bot:
    """sidan in a folder of its own, furnished and with so many other open orders."""
    database = f"sqlite:{folder}/sidan.db"
    asyncio.run(furnish(database))
    if orders:
        asyncio.run(crowd(database, orders))
    command = (sys.executable, "-m", "benchmarks.report")
    settings = {"FOLDER": str(folder), "DATABASE": database, "FURNISHED": "yes"}
    name = f"sidan, {orders:,} open" if orders else "sidan"
    return Bot(name, command, settings, folder / "log")


async def crowd(address: str, orders: int) -> None:
    database = await open_database(address)
    await database.do(partial(fill, count=orders))
    await database.close()


def rounds(given: argparse.Namespace, folder: Path) -> list[Figures]:
    rows: list[Figures] = []
    for turn in range(given.rounds):
        for name in ("ptb", "aiogram"):
            rows += uvloop.run(run(KNOWN[name], Plan(seconds=given.seconds)))
        rows += measured(given, folder / f"round{turn}", 0)
    return rows


def measured(given: argparse.Namespace, folder: Path, orders: int) -> list[Figures]:
    folder.mkdir()
    bot = sidan(folder, orders)
    plan = Plan(seconds=given.seconds, script=REPORT, rates=(None, HALF))
    try:
        return uvloop.run(run(bot, plan))
    finally:
        shutil.rmtree(folder)


def middle(rows: list[Figures], bot: str, figure: str, load: str = "closed") -> float:
    found = [getattr(row, figure) for row in rows if row.bot == bot and (row.load == "closed") == (load == "closed")]
    return float(median(found))


def verdict(rows: list[Figures], crowds: list[Figures]) -> list[str]:
    rate = partial(middle, rows, figure="updates_per_second")
    ours = rate("sidan")
    lines = [
        f"updates/s, median of rounds: sidan {ours:,.0f}, ptb {rate('ptb'):,.0f}, aiogram {rate('aiogram'):,.0f}",
        f"complete reports/s: {middle(rows, 'sidan', 'rounds_per_second'):,.0f}",
        f"sidan / ptb = {ours / rate('ptb'):.2f} (to reach: 2.5)",
        f"sidan / aiogram = {ours / rate('aiogram'):.2f} (to reach: 1.2)",
        f"p99 at half that load: {middle(rows, 'sidan', 'p99_ms', 'half'):.0f} ms (to reach: below 100)",
        f"start to the first answer: {middle(rows, 'sidan', 'start_seconds'):.2f} s (to reach: below 2)",
        f"memory under load: {middle(rows, 'sidan', 'memory_mb'):.0f} MB (to reach, idle: below 120)",
    ]
    if len({row.bot for row in crowds}) > 1:
        few, many = (middle(crowds, bot, "updates_per_second") for bot in dict.fromkeys(row.bot for row in crowds))
        lines.append(f"with 1,000,000 open orders / with 20,000: {many / few:.2f} of the updates/s")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of measuring, for each load")
    parser.add_argument("--few", action="store_true", help="leave out the runs with many open orders")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-bench-") as folder:
        rows = rounds(given, Path(folder))
        crowds = [] if given.few else [
            row for orders in (20_000, 1_000_000) for row in measured(given, Path(folder, str(orders)), orders)
        ]  # fmt: skip
    print(table(rows + crowds))
    print("\n".join(["", *verdict(rows, crowds)]))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows + crowds], indent=1) + "\n")


if __name__ == "__main__":
    main()
