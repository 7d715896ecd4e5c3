"""A desk on a machine whose clock jumps, built once: its tests leave orders behind, as life does."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.program import where_it_is
from tests.proof.machine.desk import Desk
from tests.proof.machine.hands import Hands
from tests.stories.town import a_town

LATE, EARLY = 16, 14  # in the afternoon; two hours before the early one they are at table, and nobody is nagged


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Desk]]:
    """One for each file of tests."""
    folder = tmp_path_factory.mktemp("jumping")
    hands, file, zone = Hands(folder), folder / "sidan.db", where_it_is(LATE)
    how = {"module": "tests.proof.machine.jumping", "timezone": zone}
    async with a_town("polling", f"sqlite:{file}", folder, **how) as town:
        yield [await Desk.of(town, file, hands, zone) for _ in range(2)]
        assert town.telegram
        assert (await town.telegram.facts())["conflicts"] == 0
        await town.is_well()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(desks: list[Desk]) -> Desk:
    await desks[0].comes_to(LATE)
    return desks[0]


@pytest_asyncio.fixture(loop_scope="session")
async def deserted(desks: list[Desk]) -> Desk:
    await desks[1].comes_to(EARLY)
    return desks[1]
