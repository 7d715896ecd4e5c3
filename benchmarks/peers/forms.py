"""Web desks, each asked through its own page: opening it, filing, and reading the number."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Protocol

import aiohttp

from benchmarks.peers.process import ROOT, Process, once
from benchmarks.report import furnish
from tests.program import Program, free_port
from tests.web_phone import Phone

PEERS = ROOT / ".venv-peers" / "bin"
PYTHON = str(PEERS / "python")
MATTER = "3号楼1单元漏水了，第 {n} 次"


class Refused(Exception):
    """The desk did not take it."""


class Visitor(Protocol):
    async def files(self, n: int) -> str:
        """One report, from opening the form to the number that the page then shows; raises Refused."""


class Desk(Protocol):
    name: str

    async def start(self) -> None: ...
    async def kill(self) -> None: ...
    def visitor(self) -> AbstractAsyncContextManager[Visitor]: ...
    def kept(self) -> set[str]:
        """The numbers in its database, once it is gone."""


class Form:
    """A browser at a form of hidden and other fields."""

    def __init__(self, http: aiohttp.ClientSession, page: str, post: str, number: str) -> None:
        self._http, self._page, self._post, self._number = http, page, post, re.compile(number)

    async def send(self, **fields: str) -> str:
        async with self._http.get(self._page) as opened:
            page = await opened.text()
        hidden = dict(re.findall(r'<input[^>]*name="(csrfmiddlewaretoken|@csrf)"[^>]*value="([^"]+)"', page))
        async with self._http.post(self._post, data=hidden | fields, headers={"Referer": self._page}) as answer:
            told = await answer.text()
            found = self._number.search(str(answer.url))
        if answer.status != 200 or found is None:
            raise Refused(f"{answer.status} {answer.url} {told[:200]}")
        return found[1]


def gunicorn(folder: Path, port: int, site: str) -> Process:
    """Two workers, as this machine has cores."""
    served = ("--workers", "2", "--bind", f"127.0.0.1:{port}", site)
    return Process(folder, str(PEERS / "gunicorn"), *served, FOLDER=str(folder))


def rows(file: Path, sql: str) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {str(value) for (value,) in database.execute(sql)}


class Helpdesk:
    """django-helpdesk, open to everybody."""

    name = "django-helpdesk"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self._folder, self._url = folder, f"http://127.0.0.1:{port}"
        self._process = gunicorn(folder, port, "benchmarks.peers.helpdesk_site:application")

    async def start(self) -> None:
        await once(self._folder, PYTHON, "-m", "benchmarks.peers.helpdesk_site", FOLDER=str(self._folder))
        await self._process.start()
        await self._process.answers(f"{self._url}/tickets/submit/")

    async def kill(self) -> None:
        await self._process.kill()

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            page = f"{self._url}/tickets/submit/"
            yield HelpdeskVisitor(Form(http, page, page, r"ticket=repairs-(\d+)"))

    def kept(self) -> set[str]:
        return rows(self._folder / "helpdesk.db", "SELECT id FROM helpdesk_ticket")


class HelpdeskVisitor:
    def __init__(self, form: Form) -> None:
        self._form = form

    async def files(self, n: int) -> str:
        words = MATTER.format(n=n)
        return await self._form.send(title=words, body=words, submitter_email="li@sidan.example")


class Roundup:
    """Roundup's classic tracker on SQLite; whoever files has signed in."""

    name = "Roundup"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self._folder, self._home, self._url = folder, folder / "home", f"http://127.0.0.1:{port}/"
        self._process = gunicorn(folder, port, "benchmarks.peers.roundup_site:application")

    async def start(self) -> None:
        admin = (str(PEERS / "roundup-admin"), "-i", str(self._home))
        await once(self._folder, *admin, "install", "classic", "sqlite")
        config = self._home / "config.ini"
        text = config.read_text("utf-8")
        chosen = {"#web = NO DEFAULT": f"web = {self._url}", "#domain = NO DEFAULT": "domain = sidan.example"}
        chosen |= {"#host = NO DEFAULT": "host = 127.0.0.1", "\ndebug = \n": f"\ndebug = {self._folder / 'mail'}\n"}
        for usual, ours in chosen.items():  # its mail goes to a file: nobody here could take it
            text = text.replace(usual, ours)
        config.write_text(text, "utf-8")
        await once(self._folder, *admin, "initialise", "admin")
        await self._process.start()
        await self._process.answers(self._url)

    async def kill(self) -> None:
        await self._process.kill()

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            signing_in = Form(http, self._url, self._url, r"//([\d.:]+)")
            await signing_in.send(**{"__login_name": "admin", "__login_password": "admin", "@action": "login"})
            yield RoundupVisitor(Form(http, f"{self._url}issue?@template=item", f"{self._url}issue", r"/issue(\d+)"))

    def kept(self) -> set[str]:
        return rows(self._home / "db" / "db", "SELECT id FROM _issue")


class RoundupVisitor:
    def __init__(self, form: Form) -> None:
        self._form = form

    async def files(self, n: int) -> str:
        words = MATTER.format(n=n)
        told = {"title": words, "@note": words, "priority": "bug", "@action": "new", "@required": "title,priority"}
        return await self._form.send(**told)


class Sidan:
    """sidan's web chat: opened, told, sent, and the number read in the chat."""

    name = "sidan, web chat"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        policy = folder / "policy.toml"
        usual = (ROOT / "bot" / "policy.toml").read_text("utf-8")
        policy.write_text(usual.replace("reports_a_day = 20 ", "reports_a_day = 1000000 "), "utf-8")
        address = f"sqlite:{folder / 'sidan.db'}"
        self._program = Program(folder, address, policy=str(policy), log_level="warning")

    async def start(self) -> None:
        await furnish(self._program.database)
        await self._program.start()
        await self._program.ready()

    async def kill(self) -> None:
        await self._program.kill()

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        yield SidanVisitor(self._program.url)

    def kept(self) -> set[str]:
        return rows(self._folder / "sidan.db", "SELECT number FROM orders")


class SidanVisitor:
    """Each report is somebody else's, who opens the page first: so one opens the others' forms, too."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def files(self, n: int) -> str:
        async with Phone(self._url, "Li") as phone:
            await phone.starts("p-qs-hy-lx-xf")
            await phone.hears("What is the matter?")
            await phone.says(MATTER.format(n=n))
            await phone.hears("Please check", label="Send")
            await phone.taps("Send")
            found = re.search(r"Your number is (\w{6})", (await phone.hears("Your number is")).text)
        if found is None:
            raise Refused("no number")
        return found[1]


DESKS = (Sidan, Helpdesk, Roundup)
