"""The addresses of the web chat: the page, what it hears, what it says."""

import time
from collections.abc import Awaitable, Callable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import web_bubbles as bubbles
from bot.page_words import CHAT
from bot.web_assets import Assets
from bot.web_errors import FarTooLong, NoSession, NotNow, Refusal, TooBig
from bot.web_events import Events, Reader
from bot.web_guard import Pace, SafeHeaders, body, check_origin
from bot.web_said import understood
from bot.web_sessions import Cookies, hashed, new_secret, new_session_id, slot_of
from bot.web_uploads import Uploads
from bot.web_words import greeting, guess, page_words
from bot.webchat import WebChat
from bot.words import Words
from storage import weblog, websessions
from storage.database import StorageTrouble, Tx

SAY_LIMIT = 64_000  # bytes: the longest text there may be, in whatever way its letters are written
EARLIER = 100

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(chat: WebChat, words: Words, public_url: str, assets: Assets, timezone: str) -> list[Route]:
    """timezone: the neighbourhood's, as on the cards."""
    reception = Reception(chat, words, public_url, assets, timezone)
    uploads = Uploads(chat, reception.session)
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/", reception.page),
        ("GET", "/web/{version}/{name}", reception.asset),
        ("GET", "/chat/hello", reception.hello),
        ("GET", "/chat/events", reception.events),
        ("GET", "/chat/earlier", reception.earlier),
        ("POST", "/chat/say", reception.say),
        ("POST", "/chat/photo", uploads.photo),
        ("POST", "/chat/voice", uploads.voice),
        ("GET", "/media/{id}", uploads.media),
        ("GET", "/media/{id}/{until}/{sign}", uploads.by_link),
    ]
    safe = [Middleware(SafeHeaders)]
    return [Route(path, reception.kindly(run), methods=[method], middleware=safe) for method, path, run in table]


class Reception:
    """What the page asks for, apart from pictures and voices."""

    def __init__(self, chat: WebChat, words: Words, public_url: str, assets: Assets, timezone: str) -> None:
        self._chat, self._words, self._public_url, self._assets = chat, words, public_url, assets
        self._timezone = timezone
        self._cookies = Cookies(secure=public_url.startswith("https://"))
        self._pace = Pace(burst=30, rate=1, clock=time.monotonic)
        self._events = Events(chat, lambda language: greeting(words, words.language(language)))

    def kindly(self, endpoint: Endpoint) -> Endpoint:
        """Whatever cannot be is answered with a sentence in the language of the page."""

        async def run(request: Request) -> Response:
            try:
                if request.method == "POST":
                    check_origin(request, self._public_url)
                return await endpoint(request)
            except Refusal as refusal:
                return self._refused(request, refusal)
            except StorageTrouble:
                return self._refused(request, NotNow())

        return run

    async def page(self, request: Request) -> Response:
        language = self._guess(request)
        return self._assets.page(request, "chat.html", **page_words(self._words, language, CHAT))

    async def asset(self, request: Request) -> Response:
        return self._assets.serve(request)

    async def hello(self, request: Request) -> Response:
        secret, session = await self._visitor(request)
        language = await self._chat.database.read(lambda tx: websessions.language_of(tx, f"web:{session}"))
        words = greeting(self._words, self._words.language(language) if language else self._guess(request))
        response = JSONResponse(
            words | {"session": session, "timezone": self._timezone}, headers={"cache-control": "no-store"}
        )
        self._cookies.give(response, slot_of(request), secret)
        return response

    async def events(self, request: Request) -> Response:
        session = await self.session(request)
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        reader = Reader(
            address=f"web:{session}",
            slot=slot_of(request),
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else None,
            language=self._guess(request),
        )
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self._events.follow(reader), media_type="text/event-stream", headers=headers)

    async def earlier(self, request: Request) -> Response:
        session = await self.session(request)
        before = request.query_params.get("before", "")
        if not (before.isascii() and before.isdigit() and len(before) < 16):
            raise Refusal
        entries = await self._chat.database.read(
            lambda tx: weblog.before(tx, f"web:{session}", int(before), EARLIER + 1)
        )
        shown = [bubbles.shown(entry, slot_of(request)) for entry in entries[-EARLIER:]]
        return JSONResponse({"messages": shown, "more": len(entries) > EARLIER}, headers={"cache-control": "no-store"})

    async def say(self, request: Request) -> Response:
        session = await self.session(request)
        self._pace.take(session)
        try:
            said = understood(await body(request, SAY_LIMIT))
        except TooBig:  # that sentence is about files
            raise FarTooLong from None
        await self._chat.hear(session, said, request.headers.get("accept-language", "").split(",")[0][:35] or None)
        return JSONResponse({})

    async def session(self, request: Request) -> str:
        """Whose page this is."""
        secret = self._cookies.secret(request)
        session = await self._known(secret) if secret else None
        if session is None:
            raise NoSession
        return session

    async def _visitor(self, request: Request) -> tuple[str, str]:
        """Secret and session; a new one for who is new, and for a cookie that nobody knows any more."""
        secret = self._cookies.secret(request)
        session = await self._known(secret) if secret else None
        if secret and session:
            return secret, session
        secret, session, now = new_secret(), new_session_id(), self._chat.clock()
        await self._chat.database.do(lambda tx: websessions.open_session(tx, session, hashed(secret), now))
        return secret, session

    async def _known(self, secret: str) -> str | None:
        async def look(tx: Tx) -> str | None:
            return await websessions.session_of(tx, hashed(secret))

        return await self._chat.database.read(look)

    def _guess(self, request: Request) -> str:
        return guess(request, self._words)

    def _refused(self, request: Request, refusal: Refusal) -> Response:
        sentence = self._words.to(self._guess(request))(refusal.sentence)
        headers = {"retry-after": str(refusal.retry_after)} if refusal.retry_after else {}
        return JSONResponse({"error": sentence}, refusal.status, headers | {"cache-control": "no-store"})
