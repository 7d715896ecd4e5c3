"""Whatever is sent to the web server: an answer with a reason, never an accident, and the next visitor is served."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.web_routes import SAY_LIMIT
from tests.conftest import KINDS
from tests.proof.fuzz.hall import PUT_ASIDE, SHAMEFUL, Broken
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.fuzz.requests import HEADERS, MEDIA, VALUES, requests
from tests.proof.fuzz.settled import AUTHOR, DESK, ground
from tests.proof.fuzz.site import Answer, Request, Site, open_site
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

WORDS = b'{"id": "0123456789abcdef", "text": "/help"}'
TOGETHER = 8  # requests of one visitor
WHO = [0, 0, 0, AUTHOR, DESK]  # most are new: whoever comes too often is asked to wait


HOW = "anything is sent to the web server: addresses, headers, cookies, bodies"


@pytest.mark.proves("Nothing waits for ever", HOW)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_posted_is_taken_or_refused_in_words(figure: Figure, size: Size, server: str, kind: str):
    tally = Tally()
    ground(server, "web")
    visits = st.tuples(st.sampled_from(WHO), st.lists(requests(), min_size=1, max_size=TOGETHER))
    with at_site(server) as visit:
        tried(visits, size.pick(30, {"sqlite": 80, "postgresql": 15}[kind], 4000), lambda found: visit(*found, tally))
    tally.tell(figure, "requests")


@pytest.mark.proves("Nothing waits for ever", HOW)
def test_whatever_a_header_says_there_is_an_answer(figure: Figure, size: Size):
    tally = Tally()
    ground("", "web")
    with at_site("") as visit:
        for name in HEADERS:
            visit(0, [Request("POST", "/chat/say", ((name, value),), WORDS) for value in VALUES], tally)
            if size.timed:
                visit(0, [Request("GET", "/chat/earlier?before=9", ((name, value),)) for value in VALUES], tally)
    tally.tell(figure, "headers")


@contextmanager
def at_site(server: str) -> Iterator[Callable[[int, list[Request], Tally], None]]:
    """visit(who, requests, tally): one visitor after the other comes to a site that stays open."""
    with asyncio.Runner() as runner, capture_logs() as told:
        opening = open_site(server)
        site = runner.run(opening.__aenter__())

        def visit(who: int, found: list[Request], tally: Tally) -> None:
            runner.run(visited(site, who, found, tally))
            if wrong := [line for line in told if line["log_level"] == "error" and line["event"] != PUT_ASIDE]:
                told.clear()
                raise Broken(wrong[0]["event"]) from wrong[0].get("exc_info")

        try:
            yield visit
        finally:
            runner.run(opening.__aexit__(None, None, None))


async def visited(site: Site, who: int, found: list[Request], tally: Tally) -> None:
    cookie, media = await site.visitor(who), MEDIA
    for request in found:
        begun = time.monotonic()
        sent = replace(request, body=request.body.replace(MEDIA, media))
        answer = await site.answers(sent, cookie)
        must_be_kind(sent, answer)
        if answer.body.startswith(b'{"media"'):
            media = json.loads(answer.body)["media"].encode()
        tally.count(f"answered {answer.status // 100}xx" if answer.status else "hung up", time.monotonic() - begun)
    await site.goes_on()


def must_be_kind(request: Request, answer: Answer) -> None:
    if answer.status >= 500:
        raise Broken(f"answered {answer.status}")
    if answer.status == 0 and request.length is None and len(request.body) <= SAY_LIMIT:
        raise Broken("hung up without a word")
    told_as_json = "application/json" in answer.head and request.method != "HEAD"
    if answer.status >= 400 and told_as_json and not json.loads(answer.body)["error"]:
        raise Broken("refused without a word")
    text = answer.body.decode("utf-8", "replace")
    if "/web/" not in request.path and any(word in text for word in SHAMEFUL):
        raise Broken(f"somebody reads {text[:200]}")
