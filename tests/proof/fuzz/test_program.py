"""A slice of the same through the real program, from outside: it runs on, tells its log nothing, and stays small."""

import asyncio
import re
import time
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.telegram_intake import PATH, SECRET_HEADER
from tests.fake_telegram.people import Person
from tests.proof.fuzz.hall import Broken
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.fuzz.requests import requests
from tests.proof.fuzz.settled import ground
from tests.proof.fuzz.site import Request, Site
from tests.proof.fuzz.test_web import must_be_kind
from tests.proof.fuzz.updates import bodies
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.town import SECRET, Town, a_town

TOGETHER = 10  # at once
MEGABYTE = 1_000_000
MEMORY = 700  # MB the program may ever hold
FAILED = '"event":"a message failed"'
FETCHED = re.compile(r"bot/telegram\.py:\d+ fetch\b")
OURS = re.compile(rb'"update_id": \d+')  # Telegram's own numbers must stay free


@pytest.mark.proves("Nothing waits for ever", "the same against the running program, from outside, many at once")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_program_runs_on_whatever_is_sent_to_it(figure: Figure, size: Size, url: str, tmp_path: Path):
    if size.name == "small":
        pytest.skip("a program takes long to start")
    tally, numbers = Tally(), iter(range(10**12, 10**13))
    ground("", "web")
    with asyncio.Runner() as runner:
        opening = a_town("webhook", url, tmp_path)
        town = runner.run(opening.__aenter__())
        assert town.telegram
        li = town.telegram.person(61, "李秀兰")

        def play(found: list[Request]) -> None:
            numbered = [with_number(request, next(numbers)) for request in found]
            runner.run(come_together(town, li, numbered, tally))

        try:
            tried(st.lists(webhook() | requests(), min_size=1, max_size=TOGETHER), size.pick(0, 12, 300), play)
            runner.run(well(town))
            figure("most memory", f"{town.program.most_memory // MEGABYTE} MB")
        finally:
            runner.run(opening.__aexit__(None, None, None))
    tally.tell(figure, "requests")


def webhook() -> st.SearchStrategy[Request]:
    secret = ((SECRET_HEADER, SECRET.encode()),)
    return bodies().map(lambda body: Request("POST", PATH, secret, body))


def with_number(request: Request, number: int) -> Request:
    body = OURS.sub(b'"update_id": %d' % number, request.body)
    return Request(request.method, request.path, request.headers, body, request.length, request.cookie)


async def come_together(town: Town, li: Person, found: list[Request], tally: Tally) -> None:
    site, begun = Site(town.program.port), time.monotonic()
    cookie = await site.visitor()
    for request, answer in zip(found, await asyncio.gather(*(site.answers(one, cookie) for one in found)), strict=True):
        must_be_kind(request, answer)
        tally.count(f"answered {answer.status // 100}xx" if answer.status else "hung up", time.monotonic() - begun)
    await li.says("/my")
    await li.hears("You have not reported anything yet.", patience=20)


async def well(town: Town) -> None:
    town.buried = int(await town.program.metric("sidan_dead_letters"))
    assert town.buried
    assert town.program.most_memory < MEMORY * MEGABYTE
    town.is_discreet()
    # A file that Telegram does not hand out is asked for again, for minutes.
    failed = [line for line in town.program.log().splitlines() if FAILED in line and not FETCHED.search(line)]
    if failed:
        raise Broken(failed[0])
