"""The program as a web server: until it is told to stop, and then what is under way is finished."""

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Callable, Iterator, Sequence

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.app import App, working
from bot.settings import Settings, SettingsError
from bot.webchat import WebChat

log = structlog.get_logger(__name__)

STOP = (signal.SIGTERM, signal.SIGINT)


async def serve(app: App, more: Sequence[BaseRoute] = (), ready: Callable[[], None] | None = None) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way."""
    with listening(app.settings) as door:
        await _serve(app, door, more, ready)


def listening(settings: Settings) -> socket.socket:
    """Of our own: uvicorn ends the program with a line in the log where the address is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise SettingsError(f"SIDAN_LISTEN: nobody can listen at {settings.listen}: {error.strerror}.") from None


async def _serve(app: App, door: socket.socket, more: Sequence[BaseRoute], ready: Callable[[], None] | None) -> None:
    # What was imported lives as long as the process: the collector need not walk it again at each full collection.
    gc.collect()
    gc.freeze()
    async with working(app):
        site = Starlette(routes=[*app.routes, *more], exception_handlers={ClientDisconnect: hung_up})
        config = uvicorn.Config(
            site,
            host=app.settings.host,
            port=app.settings.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=3,
            proxy_headers=True,
        )
        server = Server(config, app.webchat, ready)
        await server.serve([door])


async def hung_up(request: Request, error: Exception) -> Response:
    """A phone in a lift, or a proxy that gave us up: nobody hears this, and whatever was said comes again."""
    log.debug("hung up in the middle")
    return Response(status_code=400)


class Server(uvicorn.Server):
    """Ends the pages' event streams first: they would never end by themselves."""

    def __init__(self, config: uvicorn.Config, webchat: WebChat, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._webchat, self._ready = webchat, ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but a signal is not raised again: after the server there is still work to be put down."""
        loop = asyncio.get_running_loop()
        for number in STOP:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in STOP:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started and self._ready:
            self._ready()

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await self._webchat.close()
        await super().shutdown(sockets)  # type: ignore[arg-type]
