"""What stands in front of several replicas, as nginx would: hands out connections to those that answer."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

BEAT = 0.3  # seconds between two looks whether a replica answers
PATIENCE = 1.0  # seconds after which one that does not answer is left out
ASK = b"GET /readyz HTTP/1.0\r\n\r\n"


class Balancer:
    """add, remove: at any time, by port. out: how often one was found not to answer."""

    def __init__(self) -> None:
        self.out = 0
        self._lines: dict[int, set[asyncio.StreamWriter]] = {}  # by port, of those that answer
        self._watches: dict[int, asyncio.Task[None]] = {}
        self._turn = itertools.count()

    async def listens(self) -> str:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def add(self, port: int) -> None:
        self._watches[port] = asyncio.create_task(self._watch(port))

    async def remove(self, port: int) -> None:
        watch = self._watches.pop(port)
        watch.cancel()
        await asyncio.wait([watch])
        self._leave_out(port)

    async def close(self) -> None:
        self._server.close()
        for port in list(self._watches):
            await self.remove(port)

    async def _watch(self, port: int) -> None:
        while True:
            if not await answers(port):
                self.out += port in self._lines
                self._leave_out(port)
            else:
                self._lines.setdefault(port, set())
            await asyncio.sleep(BEAT)

    def _leave_out(self, port: int) -> None:
        for line in self._lines.pop(port, ()):
            line.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to the replica whose turn it is; cut when that one is left out."""
        ports = sorted(self._lines)
        port = ports[next(self._turn) % len(ports)] if ports else 0
        try:
            their_reader, their_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, their_writer}
        lines = self._lines.get(port, set())
        lines |= both
        await asyncio.wait(
            [asyncio.create_task(pipe(reader, their_writer)), asyncio.create_task(pipe(their_reader, writer))]
        )
        lines -= both


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until the end, which is passed on."""
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def answers(port: int) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(ASK)
                return b" 200 " in await reader.readline()
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError):
        return False


@asynccontextmanager
async def a_balancer() -> AsyncIterator[tuple[Balancer, str]]:
    balancer = Balancer()
    url = await balancer.listens()
    try:
        yield balancer, url
    finally:
        await balancer.close()
