"""The bot under load: its own process, watched from outside through /proc."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot to start. {api} and {token} in the environment's values are filled in."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    log: Path = Path(os.devnull)
    folder: Path | None = None  # where it runs


class Running:
    """`async with Running(bot, api, token) as process:`; ends it in the end. cores: which it may use; None: any."""

    def __init__(self, bot: Bot, api: str, token: str, cores: set[int] | None = None) -> None:
        self._bot = bot
        given = {"TOKEN": "{token}", "API": "{api}"} | bot.environment
        filled = {name: value.replace("{api}", api).replace("{token}", token) for name, value in given.items()}
        self._environment = os.environ | filled
        self._cores = cores

    async def __aenter__(self) -> Self:
        with self._bot.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._bot.command,
                env=self._environment,
                cwd=self._bot.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )
        if self._cores is not None:
            os.sched_setaffinity(self._process.pid, self._cores)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.alive():
            self._process.terminate()
        try:
            async with asyncio.timeout(15):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.returncode is None

    def cpu(self) -> float:
        """Seconds used so far, by all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> int:
        """Resident bytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0
