"""Everything about oneself, on the web: behind a link from the chat that opens once, for a quarter of an hour."""

import hashlib
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import partial

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import mine_html
from bot.mine_page import readable
from bot.mine_told import Everything, Told
from bot.signed import Signed
from bot.web_errors import Refusal
from bot.web_guard import check_origin
from bot.web_words import guess
from bot.words import Words
from domain.personal import PERSONAL, What
from handlers.tokens import hashed
from handlers.turn import House
from storage import people, personal_export
from storage.database import Database, StorageTrouble, Tx
from storage.personal_beside import beside

TOKEN = 22  # letters
STYLE = b64encode(hashlib.sha256(mine_html.STYLE.encode()).digest()).decode()
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{STYLE}'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all, a browser posts the form as from nowhere
    "x-robots-tag": "noindex",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PICTURES = {(column.table, column.name) for column in PERSONAL if column.what is What.PICTURE and column.told}
LINKED = 200  # pictures; more are named in the file


def privacy_routes(database: Database, house: House, words: Words, url: str, clock: Callable[[], int]) -> list[Route]:
    mine = Mine(database, house, words, url, clock)
    return [
        Route("/mine/{token}", mine.kindly(mine.door), methods=["GET"]),
        Route("/mine/{token}/page", mine.kindly(mine.page), methods=["POST"]),
        Route("/mine/{token}/file", mine.kindly(mine.file), methods=["POST"]),
    ]


class Mine:
    def __init__(self, database: Database, house: House, words: Words, url: str, clock: Callable[[], int]) -> None:
        self._database, self._house, self._words, self._url, self._clock = database, house, words, url, clock
        self._signed = Signed(database, clock)

    def kindly(self, endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            try:
                if request.method == "POST":
                    check_origin(request, self._url)
                return await endpoint(request)
            except Refusal:
                return self._over(request)
            except StorageTrouble:
                return PlainTextResponse("503", 503, {"retry-after": "10"} | HEADERS)

        return run

    async def door(self, request: Request) -> Response:
        token, now = request.path_params["token"], self._clock()
        if len(token) != TOKEN:
            return self._over(request)
        person = await self._database.read(partial(personal_export.good, token_hash=hashed(token), now=now))
        if person is None:
            return self._over(request)
        language = await self._language(person, request)
        return HTMLResponse(mine_html.door(token, self._words.to(language), language), headers=HEADERS)

    async def page(self, request: Request) -> Response:
        person = await self._used(request, "page")
        if person is None:
            return self._over(request)
        return HTMLResponse(readable(await self.told(person, await self._language(person, request))), headers=HEADERS)

    async def told(self, person: str, language: str) -> Told:
        now, house, found = self._clock(), self._house, await self._found(person)
        links = {media: await self._signed.link(media) for media in _pictures(found)[:LINKED]}
        tree = await self._database.read(partial(house.atlas.now, now=now))
        near = await self._database.read(partial(beside, person=person))
        speak = self._words.to(language)
        return Told(found, near, links, tree, house.policy, house.zone, now, speak, language)

    async def file(self, request: Request) -> Response:
        person = await self._used(request, "file")
        if person is None:
            return self._over(request)
        content = orjson.dumps(await self._found(person), option=orjson.OPT_INDENT_2)
        headers = HEADERS | {"content-disposition": 'attachment; filename="sidan-mine.json"'}
        return Response(content, media_type="application/json", headers=headers)

    async def _used(self, request: Request, way: str) -> str | None:
        token, now = request.path_params["token"], self._clock()
        if len(token) != TOKEN:
            return None
        return await self._database.do(partial(personal_export.use, token_hash=hashed(token), way=way, now=now))

    async def _found(self, person: str) -> Everything:
        """As it is at this moment."""
        return await self._database.read(partial(personal_export.everything, person=person))

    async def _language(self, person: str, request: Request) -> str:
        async def spoken(tx: Tx) -> str | None:
            found = await people.person(tx, person)
            return found.language if found else None

        known = await self._database.read(spoken)
        return self._words.language(known) if known else guess(request, self._words)

    def _over(self, request: Request) -> Response:
        language = guess(request, self._words)
        return HTMLResponse(mine_html.over(self._words.to(language), language), 404, HEADERS)


def _pictures(found: Everything) -> list[str]:
    values = [row.get(name) for table, name in sorted(PICTURES) for row in found.get(table, ())]
    several = [value if isinstance(value, list) else [value] for value in values if value]
    return list(dict.fromkeys(str(media) for some in several for media in some))
