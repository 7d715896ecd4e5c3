"""What stands between the web chat and a stranger's browser: headers, origin, size and pace."""

from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web_errors import TooBig, TooFast, WrongOrigin

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SafeHeaders:
    """ASGI middleware: every answer of these routes carries the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_safely)


def check_origin(request: Request, public_url: str) -> None:
    """A browser names the page that posts; another page than ours has no business here."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    # Behind a proxy that ends TLS we do not see the scheme, so the host decides.
    if host_of(origin) not in {request.headers.get("host"), urlsplit(public_url).netloc} - {"", None}:
        raise WrongOrigin


def host_of(origin: str) -> str | None:
    """None where it is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def body(request: Request, limit: int) -> bytes:
    """The whole body, given up as soon as it is known to be too long."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > limit:
        raise TooBig
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > limit:
            raise TooBig
    return bytes(content)


class Pace:
    """A token bucket a session, in memory: `burst` at once, then `rate` a second."""

    SESSIONS = 10_000  # the least recently active ones are forgotten: their buckets are full again

    def __init__(self, burst: int, rate: float, clock: Callable[[], float]) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, session: str) -> None:
        now = self._clock()
        tokens, since = self._buckets.pop(session, (float(self._burst), now))
        tokens = min(self._burst, tokens + max(0.0, now - since) * self._rate)
        self._buckets[session] = (tokens - (tokens >= 1), now)
        if len(self._buckets) > self.SESSIONS:
            self._buckets.popitem(last=False)
        if tokens < 1:
            raise TooFast
