"""The wall of wishes as a page, for everybody: nothing personal, made to be printed and hung up in the hall."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.drawings import svg
from bot.fresh import Fresh
from bot.links import Links
from bot.wall_html import AT_MOST, Facts, address, wall_words
from bot.web_assets import Assets, packed
from bot.web_guard import SafeHeaders
from bot.web_words import guess
from bot.words import Words
from domain.calendar import day_of
from domain.place import BadPlace, Kind, around, check, kind
from handlers.turn import House
from handlers.wall import link_to
from handlers.wall_drawn import first_of, map_of, month_of, poster_of
from storage import wishes
from storage.database import Database, StorageTrouble, Tx, Unit
from storage.places import Tree

T = TypeVar("T")

FRESH = 10  # seconds: however many look at a wall, it is read once in so long
READS = 2  # at the same moment; the desk goes on beside them
PLACES = 500  # walls that are remembered
KEEP = f"public, max-age={FRESH}"
WALLS = (Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET)  # a city's would be long, and nobody's neighbourhood

Endpoint = Callable[[Request], Awaitable[Response]]


def wall_routes(
    database: Database, house: House, words: Words, assets: Assets, links: Links, clock: Callable[[], int]
) -> list[Route]:
    wall = WebWall(database, house, words, assets, links, clock)
    table = {
        "/wall": wall.find,
        "/wall/{place}": wall.page,
        "/wall/{place}/map.svg": wall.map,
        "/wall/{place}/poster.svg": wall.poster,
    }
    safe = [Middleware(SafeHeaders)]
    return [Route(path, kindly(run), methods=["GET"], middleware=safe) for path, run in table.items()]


def kindly(endpoint: Endpoint) -> Endpoint:
    """What does not exist and what is nobody's business get the same answer."""

    async def run(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadPlace:
            return PlainTextResponse("404", 404)
        except StorageTrouble:
            return PlainTextResponse("503", 503, {"retry-after": "10"})

    return run


class WebWall:
    def __init__(
        self, database: Database, house: House, words: Words, assets: Assets, links: Links, clock: Callable[[], int]
    ) -> None:
        self._database, self._house, self._words, self._assets = database, house, words, assets
        self._links, self._clock = links, clock
        self._reads = asyncio.Semaphore(READS)
        self._trees = Fresh[Tree](FRESH, 1, clock)
        self._facts = Fresh[Facts](FRESH, PLACES, clock)
        self._pictures = Fresh[tuple[bytes, bytes]](FRESH, PLACES, clock)

    async def find(self, request: Request) -> Response:
        """/wall?place=qs/hy/lx/xf, as people may write it."""
        place = request.query_params.get("place", "").strip("/").replace("-", "/")
        return RedirectResponse(address(await self._known(place)), 303)

    async def page(self, request: Request) -> Response:
        asked = request.path_params["place"].replace("-", "/")
        place = await self._known(asked)
        if place != asked:
            return RedirectResponse(address(place), 303)
        language = guess(request, self._words)
        facts, links = await self._read(place), self._links.to(link_to(place))
        response = self._assets.page(
            request, "wall.html", **wall_words(facts, links, language, self._words.to(language))
        )
        response.headers["cache-control"] = KEEP
        return response

    async def map(self, request: Request) -> Response:
        return await self._picture(request, "map")

    async def poster(self, request: Request) -> Response:
        return await self._picture(request, "poster")

    async def _picture(self, request: Request, what: str) -> Response:
        place = await self._known(request.path_params["place"].replace("-", "/"))
        language = guess(request, self._words)
        facts = await self._read(place)
        draw = partial(asyncio.to_thread, self._drawn, facts, what, language)
        plain, small = await self._pictures.get(f"{what} {language} {place}", draw)
        return packed(request, plain, small, "image/svg+xml", KEEP)

    def _drawn(self, facts: Facts, what: str, language: str) -> tuple[bytes, bytes]:
        """As it is, and compressed."""
        speak = self._words.to(language)
        if what == "map":
            drawing = map_of(facts.tree, facts.place, facts.counts, speak)
        else:
            drawing = poster_of(facts.month, facts.name, speak)
        picture = svg(drawing).encode()
        return picture, gzip.compress(picture, mtime=0)

    async def _known(self, path: str) -> str:
        """The place whose wall it is: of a building, its compound's. Raises BadPlace, before anything is read of it."""
        check(path)
        tree = await self._trees.get("", self._tree)
        place = path if kind(path) in WALLS else around(path, Kind.COMPOUND) or around(path, Kind.COMMUNITY)
        if place is None or tree.get(path) is None or tree.get(place) is None:
            raise BadPlace(path)
        return place

    async def _tree(self) -> Tree:
        return await self._asked(partial(self._house.atlas.now, now=self._clock()))

    async def _read(self, place: str) -> Facts:
        return await self._facts.get(place, lambda: self._asked(partial(self._look, place=place, now=self._clock())))

    async def _look(self, tx: Tx, place: str, now: int) -> Facts:
        zone = self._house.policy.at(place).calendar.zone
        return Facts(
            tree=await self._house.atlas.now(tx, now),
            place=place,
            wishes=tuple(await wishes.wall(tx, place, limit=AT_MOST)),
            counts=await wishes.places_of(tx, place),
            month=await month_of(tx, place, first_of(day_of(now, zone)), zone),
            zone=zone,
        )

    async def _asked(self, unit: Unit[T]) -> T:
        async with self._reads:
            return await self._database.read(unit)
