"""Somebody else holds the database for longer than we wait: a polite refusal, and afterwards nothing is missing."""

import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg
import pytest

from tests.proof.plugin import Figure
from tests.stories.stories import number_in
from tests.stories.town import a_town
from tests.web_phone import Phone


@asynccontextmanager
async def held(address: str) -> AsyncIterator[None]:
    """Nobody else can write meanwhile."""
    if address.startswith("sqlite:"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:"), isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
        return
    server = await asyncpg.connect(address)
    try:
        await server.execute("BEGIN; LOCK TABLE inbox, outbox, web_log IN EXCLUSIVE MODE")
        yield
    finally:
        await server.close()


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice", "another program holds the database for longer than we wait"
)
async def test_a_database_that_somebody_holds_loses_nothing(url: str, tmp_path: Path, figure: Figure):
    async with a_town("polling", url, tmp_path) as town, Phone(town.program.url, "赵德福") as zhao:
        assert town.telegram
        li = town.telegram.person(1, "李秀兰")
        await li.starts(town.estate().poster("3/1"))
        await li.hears("What is the matter?")
        async with held(url):
            await li.says("楼道的灯不亮了")
            said = {"id": str(uuid.uuid4()), "text": "/help"}
            answer = await zhao.posts("/chat/say", body=said)
            assert answer.status == 503
            assert int(answer.retry_after or 0) > 0
            assert answer.sentence.startswith("I cannot write anything down just now.")
            assert town.telegram.updates.waiting(), "acknowledged, but not kept"
            figure("acknowledged meanwhile", 0)
        assert (await zhao.posts("/chat/say", body=said)).status == 200
        await zhao.sees("/language", patience=30)
        await li.hears("Please check:", patience=40)
        await li.taps("Send")
        number_in(await li.hears("Your number is"))
        await town.is_well()
        figure("missing afterwards", 0)
