"""Eight people at a time file through a web desk's own page; then the plug is pulled while they go on."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import aiohttp

from benchmarks.peers.forms import Desk, Refused, Visitor

AT_ONCE = 8
WARM_UP = 2.0  # seconds


@dataclass
class Filed:
    """receipts: numbers that were shown. waits: seconds from opening the form to its number, of those measured."""

    receipts: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    measuring: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Figures:
    desk: str
    reports_per_second: float
    p50_ms: float
    p99_ms: float
    refused: int
    kept: str


async def measured(desk: Desk, seconds: float) -> Figures:
    filed, numbers, inside = Filed(), itertools.count(1), asyncio.Barrier(AT_ONCE + 1)
    try:
        await desk.start()
        async with asyncio.TaskGroup() as together:
            for _ in range(AT_ONCE):
                together.create_task(files(desk, filed, numbers, inside))
            await inside.wait()
            await asyncio.sleep(WARM_UP)
            filed.measuring, began = True, time.perf_counter()
            await asyncio.sleep(seconds)
            filed.measuring, took = False, time.perf_counter() - began
            filed.gone = True
            await desk.kill()
    finally:
        await desk.kill()
    kept = len(filed.receipts & desk.kept())
    cuts = quantiles(filed.waits, n=100) if len(filed.waits) > 1 else [0.0] * 99
    return Figures(
        desk.name,
        round(len(filed.waits) / took, 1),
        round(cuts[49] * 1000),
        round(cuts[98] * 1000),
        filed.refused,
        f"{kept} of {len(filed.receipts)}",
    )


async def files(desk: Desk, filed: Filed, numbers: Iterator[int], inside: asyncio.Barrier) -> None:
    """Once everybody is there, one after the other, until the desk is gone."""
    with suppress(aiohttp.ClientError):
        async with desk.visitor() as visitor:
            await inside.wait()
            while not filed.gone:
                await one(visitor, filed, next(numbers))


async def one(visitor: Visitor, filed: Filed, n: int) -> None:
    began = time.perf_counter()
    try:
        receipt = await asyncio.wait_for(visitor.files(n), 30)
    except (Refused, aiohttp.ClientError, TimeoutError, AssertionError):
        filed.refused += not filed.gone
        return
    filed.receipts.add(receipt)
    if filed.measuring:
        filed.waits.append(time.perf_counter() - began)


def in_a_folder(kind: type[Desk], folder: Path, seconds: float) -> Figures:
    folder.mkdir()
    return asyncio.run(measured(kind(folder), seconds))  # type: ignore[call-arg]
