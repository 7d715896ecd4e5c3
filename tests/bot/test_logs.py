"""No secret and no personal text reaches a log, at the most talkative level, through the libraries we really use."""

import asyncio
import gc
import io
import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiosqlite
import orjson
import pytest
import structlog
import uvicorn
from aiohttp import ClientSession, web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest, InvalidToken

from bot.logs import start_logs
from bot.settings import load_settings

TOKEN = "987654:AAplanted-token_in_the_settings12345"
SECRET = "planted-webhook-secret"
TEXT = "the neighbour Wang beats his wife, 王女士 says"
PHONE = "13800138000"


class Lines(io.StringIO):
    def all(self) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in self.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.all()[-1]

    def saying(self, words: str) -> list[dict[str, Any]]:
        return [line for line in self.all() if words in line["event"]]


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    stream = Lines()
    start_logs(
        load_settings(log_level="debug", log_format="json", telegram_token=TOKEN, telegram_secret=SECRET), stream
    )
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def assert_clean(lines: Lines) -> None:
    written = lines.getvalue()
    assert written
    for canary in (TOKEN, TOKEN.partition(":")[2], SECRET, TEXT, "Wang", "王女士", PHONE):
        assert canary not in written


def test_a_line_of_ours_is_structured(lines):
    structlog.get_logger("bot.desk").info("order placed", order="7K3MQ2", seconds=0.2, replayed=False)
    line = lines.last()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "order placed", "level": "info", "logger": "bot.desk",
        "order": "7K3MQ2", "seconds": 0.2, "replayed": False,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["text", "name", "what", "phone", "lat", "anything_new"])
def test_words_are_shown_only_where_they_cannot_be_personal(lines, key):
    structlog.get_logger("bot.desk").info("heard", **{key: TEXT})
    assert lines.last()[key] == "…"
    assert_clean(lines)


def test_numbers_are_shown_unless_they_are_somebodys(lines):
    structlog.get_logger("bot.desk").info("heard", chat=12345, phone=1234567, due_at=1763700000, number=int(PHONE))
    line = lines.last()
    assert (line["chat"], line["phone"], line["due_at"], line["number"]) == ("…", "…", 1763700000, "…")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", "POST https://api.telegram.org/bot…/sendMessage"),
        ("/bot123:somebody-elses/getMe", "/bot…/getMe"),
        ("7123456789:AAHsomebodyElsesTokenEntirely_x", "…"),
        (f"header {SECRET}", "header …"),
        ("__Host-sidan3=Zm9vYmFy; x", "__Host-sidan3=…; x"),
        ("postgresql://sidan:passw0rd@db/sidan", "postgresql://…@db/sidan"),
        ("GET /?start=i-abcdefghijklmnop", "GET /?…"),
        ("invited by i-abcdefghijklmnopqrstuv", "invited by …"),
        (f"call {PHONE} now", "call … now"),
        ("call +86 138 0013 8000", "call +86 …"),
        ("call 010-12345678", "call …"),
        ("7K3MQ2 v12 at 192.168.1.100:8000", "7K3MQ2 v12 at 192.168.1.100:8000"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(lines, said, kept):
    structlog.get_logger("bot.desk").info("seen", error=said)
    logging.getLogger("uvicorn.error").info("%s", said)
    ours, theirs = lines.all()
    assert (ours["error"], theirs["event"]) == (kept, kept)


async def serve(answer: dict[str, Any], status: int = 200) -> tuple[web.AppRunner, str]:
    async def reply(request: web.Request) -> web.Response:
        return web.json_response(answer, status=status)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", reply)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def test_sending_through_the_telegram_library_is_silent_about_the_message(lines):
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private", "first_name": "Wang"}, "text": TEXT}
    runner, address = await serve({"ok": True, "result": message})
    bot = Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
    await bot.send_message(chat_id=int(PHONE), text=TEXT)
    await bot.shutdown()
    await runner.cleanup()
    assert lines.saying("Calling Bot API endpoint")
    assert lines.saying("HTTP Request")
    assert_clean(lines)


async def test_a_refused_token_is_not_repeated(lines):
    runner, address = await serve({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
    with pytest.raises(InvalidToken) as refusal:
        await Bot(TOKEN, base_url=f"{address}/bot").initialize()
    await runner.cleanup()
    assert TOKEN in str(refusal.value)
    logging.getLogger("telegram").error("cannot start: %s", refusal.value, exc_info=refusal.value)
    assert "InvalidToken" in lines.last()["exception"]
    assert_clean(lines)


async def test_the_database_library_is_silent_about_what_is_kept(lines):
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("SELECT ?, ?", (TEXT, PHONE))
        with pytest.raises(sqlite3.OperationalError):
            await database.execute(f'SELECT "{TEXT}')
    assert lines.saying("executing")
    assert_clean(lines)


async def test_a_failing_request_is_silent_about_its_address_and_its_body(lines):
    async def fail(request: Request) -> Response:
        raise KeyError((await request.body()).decode())

    app = Starlette(routes=[Route("/", fail, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/?start=i-{SECRET}"
    cookies = {"sidan0": SECRET}
    async with ClientSession(cookies=cookies) as session, session.post(address, data=TEXT.encode()) as answer:
        assert answer.status == 500
    server.should_exit = True
    await running
    told = lines.saying("Exception in ASGI application")[0]["exception"]
    assert told.endswith("KeyError")
    assert "test_logs.py" in told
    assert_clean(lines)


async def test_a_tick_that_fails_is_told_without_what_it_was_about(lines):
    failed = asyncio.Event()

    async def tick() -> None:
        failed.set()
        raise ValueError(TEXT)

    scheduler = AsyncIOScheduler()
    scheduler.add_job(tick)
    scheduler.start()
    await asyncio.wait_for(failed.wait(), 5)
    while not lines.saying("raised an exception"):
        await asyncio.sleep(0.01)
    scheduler.shutdown()
    assert lines.saying("raised an exception")[0]["exception"].endswith("ValueError")
    assert_clean(lines)


async def test_a_task_that_nobody_awaits_is_told_without_its_words(lines):
    async def fail() -> None:
        raise RuntimeError(TEXT)

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    assert lines.saying("Task exception was never retrieved")[0]["exception"].endswith("RuntimeError")
    assert_clean(lines)


async def test_a_call_with_personal_arguments_that_fails_is_told_by_name(lines):
    def fail(text: str) -> None:
        raise RuntimeError(text)

    loop = asyncio.get_running_loop()
    loop.call_soon(fail, "Wang")
    done = loop.create_future()
    loop.call_soon(done.set_result, None)
    await done
    assert lines.saying("Exception in callback")
    assert_clean(lines)


def test_a_slip_of_a_pydantic_model_does_not_quote_the_input(lines):
    class Age(BaseModel):
        age: int

    log = structlog.get_logger("bot.desk")
    try:
        Age.model_validate({"age": TEXT})
    except ValidationError:
        log.exception("unreadable")
    assert lines.last()["exception"].endswith("ValidationError")
    assert_clean(lines)


def test_errors_tell_where_they_came_from_and_what_the_network_said(lines):
    class TooLate(Exception):
        """The order is closed already."""

    TooLate.__module__ = "domain.order"
    log = structlog.get_logger("bot.desk")
    try:
        try:
            raise BadRequest("Bad Request: chat not found")
        except BadRequest as error:
            raise TooLate(TEXT) from error
    except TooLate as error:
        log.warning("refused", error=error, exc_info=True)
    line = lines.last()
    assert line["error"] == "TooLate: The order is closed already."
    first, second = line["exception"].split("\nand then:\n")
    assert first.endswith("BadRequest: Chat not found")
    assert second.endswith("test_errors_tell_where_they_came_from_and_what_the_network_said\n" + line["error"])
    assert_clean(lines)


def test_every_error_of_a_group_is_told(lines):
    group = ExceptionGroup(TEXT, [ValueError(TEXT), OSError(28, "No space left on device", f"/data/{TEXT}")])
    structlog.get_logger("bot.desk").error("stopped", exc_info=group)
    told = lines.last()["exception"]
    assert "ValueError" in told
    assert "[Errno 28] No space left on device" in told
    assert_clean(lines)


def test_a_library_that_puts_its_message_together_beforehand_is_only_located(lines):
    logging.getLogger("careless").warning(f"got {TEXT}")  # noqa: G004
    line = lines.last()
    assert (line["event"], line["logger"], line["level"]) == ("…", "careless", "warning")
    assert line["where"].startswith("test_logs:")


def test_a_crash_of_the_whole_program_and_of_a_thread_is_a_line_too(lines):
    def fail() -> None:
        raise RuntimeError(TEXT)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError(TEXT), None)
    assert [line["exception"].splitlines()[-1] for line in lines.all()] == ["RuntimeError", "ValueError"]
    assert_clean(lines)


def test_a_console_shows_the_same_for_human_eyes(lines):
    stream = io.StringIO()
    start_logs(load_settings(log_level="info", log_format="console"), stream)
    structlog.get_logger("bot.desk").debug("not shown")
    structlog.get_logger("bot.desk").info("order placed", order="7K3MQ2", text=TEXT)
    written = stream.getvalue()
    assert "order placed" in written
    assert "order=7K3MQ2" in written
    assert "not shown" not in written
    assert "Wang" not in written
