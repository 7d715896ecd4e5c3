"""Pictures and voices: taken, developed, kept, and shown to those whose chat shows them."""

import re
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from bot.media import NoSuchMedia, kind_of
from bot.pictures import BadPicture, Darkroom
from bot.recordings import BadRecording, Recorder
from bot.signed import Signed
from bot.web_errors import BadVoice, Refusal
from bot.web_guard import Pace, body
from bot.webchat import WebChat
from storage import weblog

PHOTO_LIMIT = 20_000_000
VOICE_LIMIT = 5_000_000


class Unreadable(Refusal):
    status = 422

    def __init__(self, picture: BadPicture) -> None:
        super().__init__(type(picture).__name__)
        self.sentence = picture.sentence


class Uploads:
    """session knows whose page a request comes from, or refuses it."""

    def __init__(self, chat: WebChat, session: Callable[[Request], Awaitable[str]]) -> None:
        self._chat, self._session = chat, session
        self._darkroom, self._recorder = Darkroom(), Recorder()
        self._signed = Signed(chat.database, chat.clock)
        self._pace = Pace(burst=30, rate=0.5, clock=time.monotonic)

    async def photo(self, request: Request) -> Response:
        owner = await self._owner(request)
        try:
            developed = await self._darkroom.develop(await body(request, PHOTO_LIMIT))
        except BadPicture as bad:
            raise Unreadable(bad) from None
        return await self._keep(owner, developed)

    async def voice(self, request: Request) -> Response:
        owner = await self._owner(request)
        recording = await body(request, VOICE_LIMIT)
        if not (kind_of(recording) or "").startswith("audio/"):
            raise BadVoice
        try:
            copy = await self._recorder.again(recording)
        except BadRecording:
            raise BadVoice from None
        return await self._keep(owner, copy)

    async def media(self, request: Request) -> Response:
        """Whether this page may see it is asked each time; what it then gets is a link that is soon over."""
        address, media_id = f"web:{await self._session(request)}", request.path_params["id"]
        # Not yours and not there get the same answer.
        if not await self._chat.database.read(lambda tx: weblog.may_see(tx, address, media_id)):
            return PlainTextResponse("404", 404)
        return RedirectResponse(await self._signed.link(media_id), 307, {"cache-control": "no-store"})

    async def by_link(self, request: Request) -> Response:
        media_id = request.path_params["id"]
        left = await self._signed.left(media_id, request.path_params["until"], request.path_params["sign"])
        if left is None:
            return PlainTextResponse("404", 404)
        try:
            content = await self._chat.media.open(media_id)
        except NoSuchMedia:
            return PlainTextResponse("404", 404)
        return ranged(request, content, left)

    async def _owner(self, request: Request) -> str:
        session = await self._session(request)
        self._pace.take(session)
        return f"web:{session}"

    async def _keep(self, owner: str, content: bytes) -> Response:
        media_id = await self._chat.media.put(content)
        kind, now = kind_of(content) or "application/octet-stream", self._chat.clock()
        await self._chat.database.do(
            lambda tx: weblog.keep_media(tx, media_id, owner, kind, len(content), now),
        )
        return JSONResponse({"media": media_id})


def ranged(request: Request, content: bytes, seconds: int) -> Response:
    """Safari plays a recording only from a server that answers `Range: bytes=0-1`."""
    kind = kind_of(content) or "application/octet-stream"
    headers = {"cache-control": f"private, max-age={seconds}, immutable", "accept-ranges": "bytes"}
    wanted = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("range", ""))
    if not wanted or int(wanted[1]) >= len(content):
        return Response(content, media_type=kind, headers=headers)
    start, end = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
    headers["content-range"] = f"bytes {start}-{end}/{len(content)}"
    return Response(content[start : end + 1], 206, headers, kind)
