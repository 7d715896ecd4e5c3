"""A program looked at from outside, again and again: its memory, files, threads, tasks and what it has not done yet."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.program import Program
from tests.proof.load.trend import Sample

MB = 1_000_000


@dataclass
class Watch:
    """samples: by what was measured, since the watch began. first: seconds of warming up that do not count."""

    program: Program
    every: float
    first: float
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    async def goes_on(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with aiohttp.ClientSession() as session:
            while True:
                values = seen_from_outside(self.program.pid, Path(self.program.database.partition(":")[2]))
                values |= await told(session, f"{self.program.url}/metrics")
                for name, value in values.items():
                    self.samples.setdefault(name, []).append((loop.time() - began, value))
                await asyncio.sleep(self.every)

    def settled(self, name: str) -> list[Sample]:
        return [(at, value) for at, value in self.samples[name] if at >= self.first]

    def most(self, name: str) -> float:
        return max(value for _, value in self.samples[name])


@asynccontextmanager
async def watching(program: Program, every: float, first: float) -> AsyncIterator[Watch]:
    watch = Watch(program, every, first)
    task = asyncio.create_task(watch.goes_on())
    try:
        yield watch
        if task.done():
            await task
    finally:
        task.cancel()
        await asyncio.wait([task])


def seen_from_outside(pid: int, file: Path) -> dict[str, float]:
    status = dict(re.findall(r"^(\w+):\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE))
    log = file.with_name(f"{file.name}-wal")
    return {
        "memory": int(status["VmRSS"]) * 1024 / MB,
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "threads": int(status["Threads"]),
        "log": log.stat().st_size / MB if log.exists() else 0,
    }


async def told(session: aiohttp.ClientSession, address: str) -> Mapping[str, float]:
    """What the program says of itself."""
    async with session.get(address) as answer:
        page = await answer.text()
    figures = {name: float(value) for name, value in re.findall(r"^sidan_(\w+) (\S+)$", page, re.MULTILINE)}
    return {
        "tasks": figures["tasks"],
        "waiting in": figures["inbox_backlog"],
        "waiting out": figures["outbox_backlog"],
        "dead": figures["dead_letters"],
    }
