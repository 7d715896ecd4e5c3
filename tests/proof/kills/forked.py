"""The real program, forked from the nursery instead of read in anew: killed and started again within half a second."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.program import ROOT, Program
from tests.stories.town import Commands

LISTENS = "sidan listens at"  # its line in the log once it is up


class Nursery:
    """The process that forks; one order at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    async def do(self, order: str, **how: Any) -> int:
        return await asyncio.to_thread(self._ask, order, how)

    def _ask(self, order: str, how: dict[str, Any]) -> int:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([order, how]), file=self._process.stdin, flush=True)
        return int(json.loads(self._process.stdout.readline()))


@contextmanager
def a_nursery() -> Iterator[Nursery]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "tests.proof.kills.nursery"], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline(), "the program cannot be read in"
        try:
            yield Nursery(process)
        finally:
            assert process.stdin
            process.stdin.close()


class Forked(Program):
    """As any Program."""

    def __init__(self, nursery: Nursery, folder: Path, database: str, **settings: str) -> None:
        super().__init__(folder, database, **settings)
        self._nursery = nursery
        self._child = 0
        self._told = 0

    def _place(self, says: Path) -> dict[str, Any]:
        place = {"folder": str(self.folder), "says": str(says), "log": str(self.log_file)}
        return {"environment": self.environment} | place

    async def start(self) -> None:
        self._told = self.log_file.stat().st_size if self.log_file.exists() else 0
        self._child = await self._nursery.do("start", module=self.module, **self._place(self.log_file))

    @property
    def was_up(self) -> bool:
        """Whether it listens since its last start, or did before it died."""
        with self.log_file.open() as log:
            log.seek(self._told)
            return LISTENS in log.read()

    @property
    def running(self) -> bool:
        if not self._child:
            return False
        state = Path(f"/proc/{self._child}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"

    @property
    def pid(self) -> int:
        return self._child

    async def kill(self) -> None:
        """As a power cut would; returns when it is gone."""
        if self._child:
            assert self.running, f"the program ended by itself:\n{self.log()}"
            assert await self._end(signal.SIGKILL) == signal.SIGKILL

    async def stop(self) -> None:
        if self._child:
            assert await self._end(signal.SIGTERM) == 0, self.log()

    async def _end(self, by: int) -> int:
        child, self._child = self._child, 0
        return await self._nursery.do("end", child=child, by=by)

    async def command(self, *arguments: str) -> str:
        """What `sidan ARGUMENTS` prints."""
        printed = self.folder / f"printed-{os.urandom(4).hex()}"
        assert await self._nursery.do("command", arguments=arguments, **self._place(printed)) == 0
        return printed.read_text()


class ForkedCommands(Commands):
    """The command line of a program that is forked."""

    def __init__(self, program: Forked) -> None:
        super().__init__(program)
        self._forked = program

    async def run(self, *arguments: str) -> str:
        return await self._forked.command(*arguments)
