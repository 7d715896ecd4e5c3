"""Calls to the kernel that fail in a program that runs (strace, Debian: apt install strace)."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 20.0  # seconds


@dataclass(frozen=True)
class Fault:
    """calls: of the kernel, with commas; error: its name. of: which of them, as strace's `when` counts."""

    calls: str
    error: str
    of: str = "1+"


@dataclass(frozen=True)
class Struck:
    written: Path

    @property
    def times(self) -> int:
        """How often it really happened."""
        return self.written.read_text().count("(INJECTED)")


@asynccontextmanager
async def failing(pid: int, fault: Fault, folder: Path) -> AsyncIterator[Struck]:
    """Within, these calls fail in every thread of the program, and do nothing."""
    strace = shutil.which("strace") or pytest.skip("there is no strace here")
    struck = Struck(folder / f"calls-{fault.calls}-{fault.error}")
    inject = f"inject={fault.calls}:error={fault.error}:when={fault.of}"
    process = await asyncio.create_subprocess_exec(
        strace, "-f", "-qq", "-p", str(pid), "-e", f"trace={fault.calls}", "-e", inject, "-o", str(struck.written)
    )  # fmt: skip
    try:
        await until_traced(pid, process)
        yield struck
    finally:
        if process.returncode is None:
            process.terminate()  # it lets the program go on by itself
        await process.wait()


async def until_traced(pid: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while not every_thread_is_traced(pid):
            if process.returncode is not None:
                pytest.skip("nobody here may trace a program")
            await asyncio.sleep(0.01)


def every_thread_is_traced(pid: int) -> bool:
    return all(is_traced(task) for task in Path(f"/proc/{pid}/task").iterdir())


def is_traced(task: Path) -> bool:
    try:
        return "TracerPid:\t0\n" not in (task / "status").read_text()
    except FileNotFoundError:
        return True  # a thread that has just ended
