"""A desk on a machine whose clock jumps, built once a file: its tests leave orders behind, as life does."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.program import where_it_is
from tests.proof.machine.desk import Desk
from tests.proof.machine.hands import Hands
from tests.stories.town import a_town

LATE, EARLY = 16, 14  # in the afternoon; two hours before the early one they are at table, and nobody is nagged


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk_of_this_file(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Gone with the file: beside tests with a loop of their own nobody would answer its program's polls."""
    folder = tmp_path_factory.mktemp("jumping")
    hands, file, zone = Hands(folder), folder / "sidan.db", where_it_is(LATE)
    how = {"module": "tests.proof.machine.jumping", "timezone": zone}
    async with a_town("polling", f"sqlite:{file}", folder, **how) as town:
        yield await Desk.of(town, file, hands, zone)
        assert town.telegram
        assert (await town.telegram.facts())["conflicts"] == 0
        await town.is_well()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(desk_of_this_file: Desk) -> Desk:
    await desk_of_this_file.comes_to(LATE)
    return desk_of_this_file


@pytest_asyncio.fixture(loop_scope="session")
async def deserted(desk_of_this_file: Desk) -> Desk:
    await desk_of_this_file.comes_to(EARLY)
    return desk_of_this_file
