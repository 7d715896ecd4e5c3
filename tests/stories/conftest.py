"""The towns that the tests share: one for each way to reach the program and each database, built when first needed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests import postgres_server
from tests.stories import towns
from tests.stories.town import Town, a_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def built(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Callable[[str], Awaitable[Town]]]:
    """A town by its name, such as polling-sqlite."""
    known: dict[str, Town] = {}
    async with AsyncExitStack() as stack:

        async def build(name: str) -> Town:
            if name not in known:
                way, kind = name.split("-")
                folder = tmp_path_factory.mktemp(name)
                address = f"sqlite:{folder / 'sidan.db'}"
                if kind == "postgresql":
                    address = await stack.enter_async_context(postgres_server.migrated(postgres))
                known[name] = await stack.enter_async_context(a_town(way, address, folder))
            return known[name]

        yield build


@pytest_asyncio.fixture(loop_scope="session", params=towns.ALL)
async def town(request: pytest.FixtureRequest, built: Callable[[str], Awaitable[Town]]) -> AsyncIterator[Town]:
    """All six, or those that `parametrize("town", ..., indirect=True)` names; well after each test."""
    found = await built(request.param)
    yield found
    await found.is_well()
