"""The real web server with the real program behind it, and a client that sends whatever bytes it is told to."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.app import put_together, working
from bot.clock import Clock
from bot.serving import listening
from bot.settings import Settings
from storage.database import open_database
from tests.handlers.town import MONDAY
from tests.program import free_port
from tests.proof.fuzz.hall import PATIENCE, Broken
from tests.proof.fuzz.settled import ground, secret_of

ENDLESS = "/chat/events"  # a stream: of these only the beginning is read
MOST = 1 << 20  # bytes that are read of an answer


@dataclass(frozen=True)
class Request:
    """path: escaped. headers: as they go out, without those that say how long it is, unless `length` says otherwise."""

    method: str = "GET"
    path: str = "/"
    headers: tuple[tuple[str, bytes], ...] = ()
    body: bytes = b""
    length: bytes | None = None
    cookie: bool = True

    def sent(self, cookie: str) -> bytes:
        lines = [("Host", b"127.0.0.1"), ("Connection", b"close"), *self.headers]
        if self.cookie and cookie:
            lines.append(("Cookie", cookie.encode()))
        if self.body or self.method == "POST" or self.length:
            lines.append(("Content-Length", self.length if self.length is not None else b"%d" % len(self.body)))
        head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in lines)
        return f"{self.method} {self.path} HTTP/1.1\r\n".encode() + head + b"\r\n" + self.body


@dataclass(frozen=True)
class Answer:
    """status: 0 where the server hung up without a word."""

    status: int
    head: str = ""
    body: bytes = b""

    @classmethod
    def read(cls, raw: bytes) -> "Answer":
        head, _, body = raw.partition(b"\r\n\r\n")
        words = head.split(b" ", 2)
        return cls(int(words[1]) if len(words) > 1 else 0, head.decode("latin-1"), body)

    @property
    def cookie(self) -> str:
        found = [line for line in self.head.split("\r\n") if line.lower().startswith("set-cookie:")]
        return found[0].partition(":")[2].partition(";")[0].strip() if found else ""


@dataclass
class Site:
    port: int

    async def answers(self, request: Request, cookie: str = "") -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(request.sent(cookie))
                if request.length is not None and request.length != b"%d" % len(request.body):
                    writer.write_eof()  # it waits for what never comes
                return Answer.read(await read_from(reader, endless=request.path.startswith(ENDLESS)))
        except ConnectionError:
            return Answer(0)
        finally:
            writer.close()

    async def visitor(self, who: int = 0) -> str:
        """The cookie of somebody who lives here, or of somebody new."""
        if who:
            return f"sidan0={secret_of(who)}"
        return (await self.answers(Request(path="/chat/hello"))).cookie

    async def goes_on(self) -> None:
        """Somebody else says something, and hears something."""
        cookie = await self.visitor()
        said = json.dumps({"id": "0123456789abcdef", "text": "/help"}).encode()
        if (taken := await self.answers(Request("POST", "/chat/say", body=said), cookie)).status != 200:
            raise Broken(f"somebody else is answered {taken.status}")
        async with asyncio.timeout(PATIENCE):
            earlier = Request(path="/chat/earlier?before=999999999")
            while b'"who":"me"' in (found := (await self.answers(earlier, cookie)).body) and found.count(b'"key"') < 2:
                await asyncio.sleep(0.01)


async def read_from(reader: asyncio.StreamReader, *, endless: bool) -> bytes:
    raw = b""
    while len(raw) < MOST and (piece := await reader.read(MOST)):
        raw += piece
        if endless and b"event-stream" in raw:
            break
    return raw


@asynccontextmanager
async def open_site(server: str = "") -> AsyncIterator[Site]:
    with tempfile.TemporaryDirectory(prefix="sidan-site-") as folder:
        address = await ground(server, "web").copy()
        settings = Settings.model_validate(
            {"database": address, "data": Path(folder), "listen": f"127.0.0.1:{free_port()}", "locale": "en"}
        )
        database = await open_database(settings.database)
        app = put_together(settings, database, Clock(start=MONDAY))
        with listening(settings) as door:
            async with working(app):
                config = uvicorn.Config(Starlette(routes=app.routes), log_config=None, access_log=False, lifespan="off")
                web = uvicorn.Server(config)
                running = asyncio.create_task(web.serve([door]))
                while not web.started:
                    await asyncio.sleep(0.01)
                yield Site(settings.port)
                await app.webchat.close()
                web.should_exit = True
                await running
        await database.close()
        await ground(server, "web").cleared(address)
