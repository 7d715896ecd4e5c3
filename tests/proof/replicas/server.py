"""A PostgreSQL server of one's own, which may be stopped under those who use it."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres_server

# fast: every connection is told and ended; immediate: as if its processes were killed, and it recovers from its log.
MODES = ("fast", "immediate")


@dataclass(frozen=True)
class Server:
    address: str
    data: Path

    async def restarts(self, mode: str) -> None:
        await asyncio.to_thread(self._restart, mode)

    def _restart(self, mode: str) -> None:
        from pgserver._commands import pg_ctl  # type: ignore[attr-defined]

        whose = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL refuses to be root
        pg_ctl(["-w", "-m", mode, "-l", str(self.data / "log"), "restart"], pgdata=self.data, user=whose)


@contextmanager
def a_server(folder: Path) -> Iterator[Server]:
    folder.mkdir()
    with postgres_server.running(folder) as address:
        yield Server(address, postgres_server.data_of(folder))
