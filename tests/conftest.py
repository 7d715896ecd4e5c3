"""A database of each kind for every test that asks for one: real, empty or migrated, and its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.migrate import migrate
from tests import postgres_server

KINDS = ["sqlite", "postgresql"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-xdist 3.8 writes a test's group where pytest 9.2 no longer reads it; without this nothing is grouped."""
    for item in items:
        grouped, read = getattr(item, "_nodeid", None), getattr(item, "_id", None)
        if grouped and read and grouped != str(read):
            item._id = type(read)(path=read.path, names=tuple(grouped.split("::")[1:]))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of this run's PostgreSQL server."""
    folder = tmp_path_factory.getbasetemp()
    with postgres_server.running(folder if worker_id == "master" else folder.parent) as address:
        yield address


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy: migrating it for each test would take longer than most of them."""
    file = tmp_path_factory.mktemp("migrated") / "sidan.db"

    async def make() -> None:
        database = await open_database(f"sqlite:{file}")
        await migrate(database)
        await database.close()

    with ThreadPoolExecutor(1) as elsewhere:  # a test's own loop may be running
        elsewhere.submit(asyncio.run, make()).result()
    return file


@pytest.fixture(params=KINDS)
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path / 'sidan.db'}"
    else:
        async with postgres_server.empty(request.getfixturevalue("postgres")) as address:
            yield address


@pytest.fixture(params=KINDS)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a migrated database: open it as often as the test has replicas."""
    if request.param == "sqlite":
        file = tmp_path / "sidan.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:{file}"
    else:
        async with postgres_server.migrated(request.getfixturevalue("postgres")) as address:
            yield address


@pytest.fixture
async def empty_database(empty_url: str) -> AsyncIterator[Database]:
    database = await open_database(empty_url)
    yield database
    await database.close()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await open_database(url)
    yield database
    await database.close()
