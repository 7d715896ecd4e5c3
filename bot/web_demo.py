"""The demo page: five phones side by side, each a real session of the web chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.page_words import DEMO
from bot.web_assets import Assets
from bot.web_guard import SafeHeaders, check_origin
from bot.web_sessions import Cookies
from bot.web_words import page_words
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Seat:
    """Who holds a phone: label is the role, a sentence to translate; secret is the cookie of their session."""

    slot: int
    label: str
    name: str
    secret: str


def demo_page_routes(
    seats: list[Seat],
    *,
    words: Words,
    public_url: str,
    assets: Assets,
    speed: int,
    speak: Callable[[str], Awaitable[None]],
) -> list[Route]:
    """speak lets all of them speak a language; their phones follow by themselves."""
    cookies = Cookies(secure=public_url.startswith("https://"))

    def language(request: Request) -> str:
        return words.language(request.query_params.get("language"))

    async def page(request: Request) -> Response:
        response = assets.page(request, "demo.html", **page_words(words, language(request), DEMO))
        for seat in seats:
            cookies.give(response, seat.slot, seat.secret)
        return response

    async def table(request: Request) -> Response:
        translate = words.to(language(request))
        phones = [{"slot": seat.slot, "label": translate(seat.label), "name": seat.name} for seat in seats]
        return JSONResponse({"seats": phones, "speed": speed}, headers={"cache-control": "no-store"})

    async def choose(request: Request) -> Response:
        check_origin(request, public_url)
        await speak(language(request))
        return JSONResponse({})

    safe = [Middleware(SafeHeaders)]
    return [
        Route("/demo", page, middleware=safe),
        Route("/demo/seats", table, middleware=safe),
        Route("/demo/language", choose, methods=["POST"], middleware=safe),
    ]
