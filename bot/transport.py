"""PTB's way to Telegram over aiohttp: one session, long keep-alive, and never a word that holds the token."""

import asyncio
import json
import re
from functools import lru_cache
from typing import Any, Final, cast

import aiohttp
import orjson
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

JSON = dict[str, Any]
KEEP_ALIVE: Final = 55.0  # seconds; a quiet bot should not pay TCP and TLS for each reply
TOKEN: Final = re.compile(r"bot\d+(?::|%3A)[\w-]+", re.IGNORECASE)
DEFAULT: Final = BaseRequest.DEFAULT_NONE
HEADERS: Final = {"User-Agent": BaseRequest.USER_AGENT}
JSON_HEADERS: Final = HEADERS | {"Content-Type": "application/json"}
BEFORE_SENDING: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class NotSent(NetworkError):
    """Telegram certainly never saw this request: it can be sent again."""


class NotSentInTime(NotSent, TimedOut):
    """No connection to Telegram came about in time: the request can be sent again."""


class MayHaveArrived(NetworkError):
    """The connection broke before the answer: Telegram may or may not have done it."""


class NoAnswerInTime(MayHaveArrived, TimedOut):
    """Telegram did not answer in time: it may or may not have done it."""


class PlainData:
    """Ready parameters in the shape of PTB's RequestData, for calls that need none of PTB's types."""

    __slots__ = ("parameters",)
    contains_files = False

    def __init__(self, parameters: JSON) -> None:
        self.parameters = parameters


class AiohttpRequest(BaseRequest):
    """PTB's documented extension point; hand one to `Bot(request=..., get_updates_request=...)`."""

    __slots__ = ("_limit", "_media_write", "_proxy", "_session", "_times", "_urls")

    def __init__(
        self,
        connection_limit: int = 256,
        read_timeout: float | None = 10.0,
        write_timeout: float | None = 10.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
        media_write_timeout: float | None = 120.0,
        proxy: str | None = None,
    ) -> None:
        self._limit = connection_limit
        self._times = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        self._media_write = media_write_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._times[0]

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=KEEP_ALIVE, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=HEADERS,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, url: str, parameters: JSON, read_timeout: float | None = None) -> Any:
        """One Bot API method, plain JSON in and out; raises what PTB raises.

        url: `bot.base_url` + "/" + method. A third of the cost of the same method of PTB's `Bot`.
        """
        data = cast(RequestData, PlainData(parameters))
        return await self.post(url, data, read_timeout=read_timeout or DEFAULT)

    async def updates(self, base_url: str, offset: int, wait: int, allowed: list[str] | None = None) -> list[JSON]:
        """What getUpdates answers, unparsed: one update that PTB cannot read must not stall the others.

        wait: seconds Telegram holds the poll while there is nothing. base_url: `bot.base_url`.
        """
        parameters: JSON = {"offset": offset, "timeout": wait}
        if allowed is not None:
            parameters["allowed_updates"] = allowed
        patience = wait + (self.read_timeout or 10.0)
        return cast(list[JSON], await self.call(f"{base_url}/getUpdates", parameters, patience))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = DEFAULT,
        write_timeout: Any = DEFAULT,
        connect_timeout: Any = DEFAULT,
        pool_timeout: Any = DEFAULT,
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise NotSent("The connection to Telegram is not open.")
        given = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        body, headers, upload = encoded(request_data)
        patience = self._patience(given, upload=upload, download=method == "GET")
        try:
            async with self._session.request(
                method, self._parsed(url), data=body, headers=headers, timeout=patience, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = translated(error)
        # Raised out here: inside, the original with its URL would ride along as the context.
        raise failure

    def _parsed(self, url: str) -> URL:
        """Parsing a URL costs more than a look-up; only the few addresses of methods are kept."""
        parsed = self._urls.get(url)
        if parsed is None:
            parsed = URL(url, encoded=True)
            if "/file/" not in url:
                self._urls[url] = parsed
        return parsed

    def _patience(self, given: tuple[Any, ...], upload: bool, download: bool) -> aiohttp.ClientTimeout:
        read, write, connect, pool = (
            usual if chosen is DEFAULT else chosen for chosen, usual in zip(given, self._times, strict=True)
        )
        if upload and given[1] is DEFAULT:
            write = self._media_write
        return patience(read, None if download else write, connect, pool)

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSON:
        """As PTB's, but faster, and what cannot be read is never logged: it may hold what people wrote."""
        try:
            return cast(JSON, orjson.loads(payload))
        except ValueError:
            return forgiving(payload)


def forgiving(payload: bytes) -> JSON:
    """JSON with broken UTF-8 or half a surrogate pair, which would otherwise stall all updates behind it."""
    try:
        loose = json.loads(payload.decode("utf-8", "replace"))
        return cast(JSON, orjson.loads(json.dumps(loose, ensure_ascii=False).encode("utf-8", "replace")))
    except (ValueError, RecursionError):
        raise MayHaveArrived("Invalid server response") from None


def encoded(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str], bool]:
    """The body, its headers, and whether it uploads a file: multipart only then, otherwise JSON."""
    if data is None:
        return None, HEADERS, False
    if data.contains_files:
        return multipart(data), HEADERS, True
    try:
        return orjson.dumps(data.parameters), JSON_HEADERS, False
    except TypeError as error:
        # Half a surrogate pair, for one: trying again would never help.
        raise BadRequest(f"Strings must be encoded in UTF-8 ({error})") from None


def multipart(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)  # Telegram takes names as they are
    for name, value in data.parameters.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


@lru_cache(maxsize=64)
def patience(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """PTB's four time-outs as aiohttp's; it has none for writing, so the total keeps a stuck upload finite."""
    parts = (read, write, connect, pool)
    return aiohttp.ClientTimeout(
        total=None if None in parts else sum(part or 0 for part in parts),
        connect=None if pool is None or connect is None else pool + connect,
        sock_connect=connect,
        sock_read=read,
    )


def translated(error: Exception) -> NetworkError:
    """What became of the request, with the original as its cause."""
    text = f"{type(error).__name__}: {TOKEN.sub('bot<token>', str(error))}"
    failure: NetworkError
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        failure = NotSentInTime(text)
    elif isinstance(error, BEFORE_SENDING):
        failure = NotSent(text)
    elif isinstance(error, asyncio.TimeoutError):
        failure = NoAnswerInTime(text)
    else:
        failure = MayHaveArrived(text)
    failure.__cause__ = without_token(error, text)
    return failure


def without_token(error: BaseException, text: str) -> BaseException:
    """The error itself, or its bare words where anything in its chain would print the token."""
    link: BaseException | None = error
    while link is not None:
        if TOKEN.search(f"{link!r} {link}"):
            return aiohttp.ClientError(text)
        link = link.__cause__ or link.__context__
    return error
