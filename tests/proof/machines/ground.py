"""A town that is settled once and copied for every run: a file of SQLite, or a template of PostgreSQL."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.database import Database, open_database
from storage.migrate import migrate
from tests.postgres_server import new_name, tell, within
from tests.proof.sizes import Size

Settle = Callable[[Database], Awaitable[None]]


class Ground:
    """`await copy()` is the address of a new town, `await cleared(address)` its end. server: of PostgreSQL."""

    def __init__(self, settle: Settle, server: str = "") -> None:
        self._server = server
        self._room = tempfile.TemporaryDirectory(prefix="sidan-ground-")  # removed with the ground, or at the end
        self._folder = Path(self._room.name)
        self._first = within(server, new_name()) if server else f"sqlite:{self._folder / 'sidan.db'}"
        with ThreadPoolExecutor(1) as elsewhere:  # a loop may be running here
            elsewhere.submit(asyncio.run, self._settled(settle)).result()

    async def _settled(self, settle: Settle) -> None:
        if self._server:
            await tell(self._server, f"CREATE DATABASE {named(self._first)} TEMPLATE template0 LOCALE 'C'")
        database = await open_database(self._first)
        await migrate(database)
        await settle(database)
        await database.close()

    async def copy(self) -> str:
        if self._server:
            found = within(self._server, new_name())
            await tell(self._server, f"CREATE DATABASE {named(found)} TEMPLATE {named(self._first)}")
            return found
        folder = Path(tempfile.mkdtemp(prefix="copy-", dir=self._folder))
        shutil.copy(self._folder / "sidan.db", folder)
        return f"sqlite:{folder / 'sidan.db'}"

    async def cleared(self, address: str) -> None:
        if self._server:
            await tell(self._server, f"DROP DATABASE {named(address)} WITH (FORCE)")
        else:
            shutil.rmtree(Path(address.removeprefix("sqlite:")).parent)


@pytest.fixture
def server(request: pytest.FixtureRequest, size: Size, kind: str) -> str:
    """Of the test's `kind`: the address of PostgreSQL, or "" for SQLite."""
    if kind == "sqlite":
        return ""
    if size.name == "small":
        pytest.skip("played on SQLite alone")
    return str(request.getfixturevalue("postgres"))


def named(address: str) -> str:
    return urlsplit(address).path.removeprefix("/")
