"""A peer as a process of its own, with all its children, that can be killed as a power cut would."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds until it must answer


class Process:
    """folder: where it runs and what it writes lies."""

    def __init__(self, folder: Path, *command: str, **environment: str) -> None:
        self.folder, self._command = folder, command
        self._environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self.folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def answers(self, address: str) -> None:
        """Waits until somebody answers there."""
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while True:
                with suppress(aiohttp.ClientError):
                    async with session.get(address) as answer:
                        if answer.status == 200:
                            return
                if self._process is None or self._process.returncode is not None:
                    raise RuntimeError((self.folder / "log").read_text())
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """It and all its children, at once."""
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()


async def once(folder: Path, *command: str, **environment: str) -> None:
    """Run it to its end."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{told.decode()}")
