"""The real web application on a copy of the prepared town, asked in-process: its routes, its cookies, its answers."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette

from bot.app import App, put_together
from bot.clock import Clock
from bot.settings import load_settings
from bot.web_sessions import hashed
from handlers import desk
from storage import inbox, people, websessions
from storage.database import Database, Tx, Unit, open_database
from storage.inbox import Arrived
from tests.proof.rights.conftest import Prepared
from tests.proof.rights.play import Desk, Inside, Played, ended, judged, looked
from tests.proof.rights.walk import Combination, Tried, effect_of, prepared

T = TypeVar("T")


@dataclass
class Copied:
    """The prepared database, copied anew as often as somebody wants to begin again; the application goes on."""

    town: Prepared
    file: Path
    inner: Database
    kind: str = "sqlite"

    async def again(self) -> None:
        await self.inner.close()
        copied(self.town, self.file)
        self.inner = await open_database(f"sqlite:{self.file}")

    async def do(self, unit: Unit[T]) -> T:
        return await self.inner.do(unit)

    async def read(self, unit: Unit[T]) -> T:
        return await self.inner.read(unit)

    async def close(self) -> None:
        await self.inner.close()


def copied(town: Prepared, file: Path) -> None:
    for rest in file.parent.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copyfile(town.file, file)


@dataclass
class Site:
    database: Copied
    app: App
    client: httpx.AsyncClient
    now: int
    pages: int = 0

    async def session(self, person: str) -> dict[str, str]:
        """A new page of theirs, as the headers of its requests: for one page there would soon be too many of them."""
        self.pages += 1
        session, secret = f"{person.lower()}{self.pages}", f"secret of {person} {self.pages}"

        async def unit(tx: Tx) -> None:
            await websessions.open_session(tx, session, hashed(secret), self.now)
            await people.add_chat(tx, f"web:{session}", now=self.now, person=person)

        await self.database.do(unit)
        return {"cookie": f"sidan0={secret}"}


@asynccontextmanager
async def site(town: Prepared, folder: Path) -> AsyncIterator[Site]:
    """Nothing runs in it but what a request starts."""
    file = folder / "sidan.db"
    copied(town, file)
    database = Copied(town, file, await open_database(f"sqlite:{file}"))
    try:
        settings = load_settings(database=f"sqlite:{file}", data=folder / "data", locale="en")
        app = put_together(settings, database, Clock(speed=0, start=town.now))
        transport = httpx.ASGITransport(Starlette(routes=app.routes))
        async with httpx.AsyncClient(transport=transport, base_url=settings.url) as client:
            yield Site(database, app, client, town.now)
    finally:
        await database.close()


def posted(step: str) -> dict[str, Any]:
    """What the page sends for it."""
    how = {"b": "button", "s": "start"}
    return {"id": "page-message", how[step[0]]: step[2:]} if step[1:2] == ":" else {"id": "page-message", "text": step}


async def tried_on_the_web(there: Site, one: Combination) -> Tried:
    """One step, posted to the page's own address, kept in the inbox, and worked off by the desk."""
    await there.database.again()
    effect, things = effect_of(one.entry), there.database.town.things
    values = await there.database.do(partial(prepared, things=things, one=one))
    before = await there.database.read(partial(looked, effect=effect, values=values))
    page = await there.session(one.walker.name) if one.walker.role != "N" else await _stranger(there)
    said = posted(one.entry.steps[0].format_map(values))
    answer = await there.client.post("/chat/say", json=said, headers=page)
    assert answer.status_code == 200, answer.text
    rows = await there.database.read(partial(inbox.due, now=there.now, limit=9))
    [row] = [row for row in rows if row.channel == "web"]
    played, judge = Played(), partial(judged, effect=effect, values=values, before=before)
    await there.database.do(partial(_worked_off, there=there, row=row, played=played, judge=judge))
    return Tried(one, played)


async def _worked_off(tx: Tx, there: Site, row: Arrived, played: Played, judge: Callable[..., Awaitable[None]]) -> None:
    """As the channel reads it from the inbox."""
    incoming = there.app.webchat.read(json.loads(row.raw), row.received_at)
    assert incoming is not None
    inside = Inside(tx, tx.kind)
    worked = Desk(inside, there.now)
    outcome = await desk.work_off(inside, worked.house, [row], incoming, there.now)
    worked.toast, played.why = outcome.toast, ended(inside.raised)
    await judge(played, worked, row.sender)


async def _stranger(there: Site) -> dict[str, str]:
    """Somebody who has just opened the page."""
    hello = await there.client.get("/chat/hello")
    return {"cookie": hello.headers["set-cookie"].partition(";")[0]}
