"""The real program as a process of its own: started, waited for, killed, started again, and read afterwards."""

import asyncio
import os
import re
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0  # seconds until a program that was started must work
GLANCE = 0.02  # seconds between two looks whether it does


def where_it_is(hour: int) -> str:
    """A time zone in which it is this hour now: at night much is held back, and a test may be run at night."""
    ahead = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"  # Etc/GMT-8 is eight hours ahead


def in_the_afternoon() -> str:
    """At work, on a Sunday and in the holidays, too; long after the morning's digest, and before the evening's report.

    Asked whenever a program is made: a run may take hours.
    """
    return where_it_is(14)


class Program:
    """`async with Program(folder, database, telegram_token=...) as program:` runs `python -m bot run`.

    settings: as in bot/settings.py, in small letters. The words are English, the log tells everything, and it is
    between two and three in the afternoon.
    """

    def __init__(self, folder: Path, database: str, *, module: str = "bot", **settings: str) -> None:
        self.folder, self.database, self.module = folder, database, module
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / f"program-{self.port}.log"
        chosen = {
            "database": database,
            "data": str(folder / "data"),
            "listen": f"127.0.0.1:{self.port}",
            "locale": "en",
            "timezone": in_the_afternoon(),
            "log_level": "debug",
            "log_format": "json",
        } | settings
        foreign = {name: value for name, value in os.environ.items() if not name.startswith("SIDAN_")}
        self.environment = foreign | {f"SIDAN_{name.upper()}": value for name, value in chosen.items()}
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        await self.ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = await self.python("-m", self.module, "run", stdout=log, stderr=log)

    async def ready(self) -> None:
        """Waits until /readyz says so."""
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while not await answers(session, f"{self.url}/readyz"):
                assert self.running, f"the program ended by itself:\n{self.log()}"
                await asyncio.sleep(GLANCE)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def most_memory(self) -> int:
        """Bytes it has ever held at once."""
        found = re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{self.pid}/status").read_text(), re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024

    async def kill(self) -> None:
        """As a power cut would; returns when it is gone."""
        if self._process is not None and self.running:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Politely, as an operator would."""
        if self._process is None or not self.running:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"the program does not stop:\n{self.log()}") from None

    async def python(self, *arguments: str, **streams: Any) -> asyncio.subprocess.Process:
        """This Python with the program's settings, in a folder without any .env."""
        environment = self.environment | {"PYTHONPATH": str(ROOT)}
        streams = {"stdin": asyncio.subprocess.DEVNULL} | streams
        return await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, cwd=self.folder, **streams
        )

    def log(self) -> str:
        """Everything it has said since its first start, to both of its streams."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    async def metric(self, name: str) -> float:
        """One figure of /metrics by its whole name, labels included."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            page = await answer.text()
        found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
        assert found is not None, f"there is no {name} in:\n{page}"
        return float(found[1])


async def answers(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(address) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
