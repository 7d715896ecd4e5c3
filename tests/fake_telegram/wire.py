"""A lean HTTP/1.1 server: the fake must never be what a bench measures."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Protocol, cast

import httptools

OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


Headers = Sequence[tuple[bytes, bytes]]


class Line(Protocol):
    """What carries the answer away."""

    def send(self, answer: bytes) -> None: ...
    def abort(self) -> None: ...


class Exchange:
    """One request, and the one answer it gets: at once, later, or never."""

    __slots__ = ("_connection", "body", "gone", "headers", "kind", "method", "url")

    def __init__(self, connection: Line, method: str, url: str, kind: str, body: bytes, headers: Headers = ()) -> None:
        self._connection = connection
        self.method = method
        self.url = url
        self.kind = kind  # Content-Type
        self.headers = headers
        self.body = body
        self.gone = False  # answered, or the client has hung up

    def header(self, name: str) -> str:
        """Its value, or nothing; name in small letters."""
        for found, value in self.headers:
            if found.lower() == name.encode():
                return value.decode("latin-1")
        return ""

    def answer(self, status: int, body: bytes, kind: str = "application/json", more: str = "") -> None:
        """more: further header lines, each with its line end."""
        if self.gone:
            return
        self.gone = True
        if status == 200 and kind == "application/json":
            self._connection.send(OK_HEAD % len(body) + body)
            return
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: {kind}\r\n{more}"
        self._connection.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def relay(self, answer: bytes) -> None:
        """A whole answer that was made for another exchange."""
        if not self.gone:
            self.gone = True
            self._connection.send(answer)

    def drop(self) -> None:
        """Hang up without an answer."""
        self.gone = True
        self._connection.abort()


Handler = Callable[[Exchange], None]


class Connection(asyncio.Protocol):
    """Keep-alive; requests that arrive early wait for the answer before them."""

    def __init__(self, handler: Handler, everyone: "set[Connection]", opened: Callable[[], None]) -> None:
        self._handler = handler
        self._opened = opened
        self._everyone = everyone
        self._parser = httptools.HttpRequestParser(self)
        self._line: deque[Exchange] = deque()
        self._transport: asyncio.Transport | None = None
        self._begin()

    def _begin(self) -> None:
        self._url = b""
        self._kind = b""
        self._body: list[bytes] = []
        self._headers: list[tuple[bytes, bytes]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class
        self._everyone.add(self)
        self._opened()

    def connection_lost(self, exc: Exception | None) -> None:
        self._everyone.discard(self)
        self._transport = None
        for exchange in self._line:
            exchange.gone = True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abort()

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))
        if len(name) == 12 and name.lower() == b"content-type":
            self._kind = value

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode()
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        url, kind = self._url.decode("latin-1"), self._kind.decode("latin-1")
        exchange = Exchange(self, method, url, kind, body, self._headers)
        self._begin()
        self._line.append(exchange)
        if len(self._line) == 1:
            self._handler(exchange)

    def send(self, answer: bytes) -> None:
        if self._transport is None:
            return
        self._transport.write(answer)
        self._line.popleft()
        if self._line:
            self._handler(self._line[0])

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class Wire:
    """The listening socket with its open connections."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._open: set[Connection] = set()
        self.connections = 0  # ever made
        self._server: asyncio.Server | None = None

    def _connection(self) -> Connection:
        return Connection(self._handler, self._open, self._count)

    def _count(self) -> None:
        self.connections += 1

    async def listen(self, port: int = 0) -> str:
        """The address, as http://127.0.0.1:port."""
        loop = asyncio.get_running_loop()
        made = await loop.create_server(self._connection, "127.0.0.1", port)
        self._server = made
        return "http://{}:{}".format(*made.sockets[0].getsockname())

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            for connection in list(self._open):
                connection.abort()
            await self._server.wait_closed()
            self._server = None
