"""The towns that the stories share: one for each way to reach the program and each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import postgres_server
from tests.stories.town import Town, a_town

WAYS = ("polling", "webhook", "web")
KINDS = ("sqlite", "postgresql")


def towns(*ways: str, kinds: tuple[str, ...] = KINDS) -> list[object]:
    """One worker has all tests of a town, so that each town is built once."""
    names = [f"{way}-{kind}" for way in ways for kind in kinds]
    return [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=towns(*WAYS))
async def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    way, kind = request.param.split("-")
    folder: Path = tmp_path_factory.mktemp(request.param)
    if kind == "sqlite":
        async with a_town(way, f"sqlite:{folder / 'sidan.db'}", folder) as made:
            yield made
        return
    async with (
        postgres_server.migrated(request.getfixturevalue("postgres")) as address,
        a_town(way, address, folder) as made,
    ):
        yield made
