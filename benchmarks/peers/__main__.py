"""python -m benchmarks.peers [--charts docs]: the same report at sidan and at what a neighbourhood could pick instead.

Rounds in turn, medians of each figure; the plug is pulled once a round, and the worst of the rounds is told.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.peers import bots, web
from benchmarks.peers.bots import PEERS, Kept
from benchmarks.peers.forms import DESKS
from bot.charts import Bars, Series, svg


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of measuring, for each")
    parser.add_argument("--charts", type=Path, help="draw peers-*.svg into this folder")
    given = parser.parse_args()
    rates: dict[str, list[tuple[float, float, float]]] = {}
    kept: dict[str, list[Kept]] = {}
    desks: dict[str, list[web.Figures]] = {}
    with tempfile.TemporaryDirectory(prefix="sidan-peers-") as folder:
        for turn in range(given.rounds):
            for peer in PEERS:
                rates.setdefault(peer.name, []).append(
                    uvloop.run(bots.rate(peer, made(folder, turn, peer.name, "rate"), given.seconds))
                )
                kept.setdefault(peer.name, []).append(
                    asyncio.run(bots.killed(peer, made(folder, turn, peer.name, "killed")))
                )
            for kind in DESKS:
                room = Path(folder, f"{turn}-{kind.__name__}")
                desks.setdefault(kind.name, []).append(web.in_a_folder(kind, room, given.seconds))
    print("\n".join([*bots_told(rates, kept), "", *desks_told(desks)]))
    if given.charts:
        draw(given.charts, {name: middle(rows, 0) for name, rows in rates.items()}, desks)


def made(folder: str, *name: object) -> Path:
    path = Path(folder, "-".join(map(str, name)))
    path.mkdir()
    return path


def middle(rows: Sequence[tuple[float, ...]], column: int) -> float:
    return median(row[column] for row in rows)


def worst(shares: Sequence[str]) -> str:
    return min(shares, key=lambda share: int(share.split(" ", 1)[0]))


def bots_told(rates: dict[str, list[tuple[float, float, float]]], kept: dict[str, list[Kept]]) -> list[str]:
    lines = ["| bot | reports/s | p50 ms | p99 ms | number kept | talk goes on | message in flight answered |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for name, rows in rates.items():
        figures = f"{middle(rows, 0):.0f} | {middle(rows, 1):.1f} | {middle(rows, 2):.1f}"
        each = zip(*((one.receipts, one.talks, one.in_flight) for one in kept[name]), strict=True)
        lines.append(f"| {name} | {figures} | {' | '.join(map(worst, each))} |")
    return lines


def desks_told(desks: dict[str, list[web.Figures]]) -> list[str]:
    lines = ["| web desk | reports/s | p50 ms | p99 ms | refused | number kept |", "|---|---|---|---|---|---|"]
    for name, rows in desks.items():
        columns = [[row.reports_per_second, row.p50_ms, row.p99_ms] for row in rows]
        figures = " | ".join(f"{median(column):.0f}" for column in zip(*columns, strict=True))
        lines.append(f"| {name} | {figures} | {sum(row.refused for row in rows)} | {rows[-1].kept} |")
    return lines


def draw(folder: Path, rates: dict[str, float], desks: dict[str, list[web.Figures]]) -> None:
    chart("peers-bots.svg", folder, "Complete reports a second, by Telegram", rates)
    filed = {name: median(row.reports_per_second for row in rows) for name, rows in desks.items()}
    chart("peers-web.svg", folder, "Complete reports a second, on the web", filed)


def chart(name: str, folder: Path, title: str, values: dict[str, float]) -> None:
    bars = Series("reports/s", tuple(round(value) for value in values.values()))
    drawn = svg(Bars(title=title, subtitle="one machine, one run, medians", labels=tuple(values), series=(bars,)))
    Path(folder, name).write_text(drawn + "\n", "utf-8")


if __name__ == "__main__":
    main()
