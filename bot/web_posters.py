"""Posters made in chat, as PDF for a day, for whoever has the link."""

import asyncio
from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.links import Links
from bot.print import pdf_apart
from bot.print.posters import posters
from bot.web_guard import SafeHeaders
from bot.web_words import guess
from bot.words import Words
from dialogue.message import N_
from domain.place import Kind
from domain.place_code import Parts, posters_of
from handlers.tokens import hashed
from handlers.turn import House
from storage import place_codes
from storage.database import Database, StorageTrouble, Tx
from storage.place_codes import PlaceCode
from storage.places import Tree

GONE = N_("This link is over. Write /qr in the chat for a new one.")


def poster_routes(
    database: Database, house: House, words: Words, links: Links, clock: Callable[[], int]
) -> list[Route]:
    drawing = asyncio.Semaphore(1)  # a whole compound keeps a core busy for a moment

    async def printed(request: Request) -> Response:
        token = request.path_params["token"]

        async def look(tx: Tx) -> tuple[Tree, list[PlaceCode]]:
            tree = await house.atlas.now(tx, clock())
            return tree, await codes_of(tx, tree, token, clock())

        try:
            tree, codes = await database.read(look)
        except StorageTrouble:
            return PlainTextResponse("503", 503, {"retry-after": "10"})
        if not codes:
            return PlainTextResponse(words.to(guess(request, words))(GONE), 404)
        async with drawing:
            data = posters(codes, tree, links, words.to, house.locale, house.zone)
            pages = await pdf_apart("posters", data)
        return Response(pages, media_type="application/pdf", headers=HEADERS)

    return [Route("/posters/{token}", printed, methods=["GET"], middleware=[Middleware(SafeHeaders)])]


HEADERS = {"content-disposition": 'inline; filename="posters.pdf"', "cache-control": "private, no-store"}


async def codes_of(tx: Tx, tree: Tree, token: str, now: int) -> list[PlaceCode]:
    """What still counts of the sheet this link was made for."""
    sheet = await place_codes.sheet(tx, hashed(token), now)
    if sheet is None:
        return []
    hanging = {code.place: code for code in await place_codes.hanging(tx, sheet.place)}
    known = [*tree.of_kind(Kind.BUILDING), *tree.of_kind(Kind.UNIT)]
    return [hanging[place] for place in posters_of(known, sheet.place, Parts(sheet.parts)) if place in hanging]
