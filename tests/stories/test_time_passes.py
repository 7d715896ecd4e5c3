"""What the clock does, through the real program: its hands are moved on, and everything else is as it would be."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests import postgres_server
from tests.stories.moved import AHEAD
from tests.stories.stories import number_in, sends_report
from tests.stories.town import Town, a_town
from tests.stories.towns import some

pytestmark = pytest.mark.asyncio(loop_scope="session")
MINUTE, HOUR = 60, 3600
MOVED = some("moved-polling-sqlite", "moved-webhook-postgresql", "moved-web-sqlite")


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=MOVED)
async def town(
    request: pytest.FixtureRequest, postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """The tests leave it in the afternoon."""
    _, way, kind = request.param.split("-")
    folder = tmp_path_factory.mktemp(request.param)
    async with AsyncExitStack() as stack:
        address = f"sqlite:{folder / 'sidan.db'}"
        if kind == "postgresql":
            address = await stack.enter_async_context(postgres_server.migrated(postgres))
        town = await stack.enter_async_context(a_town(way, address, folder, module="tests.stories.moved"))
        yield town
        await town.is_well()


def passes(town: Town, seconds: int) -> None:
    """The program reads its clock at any moment, so the file is there as a whole or not at all."""
    file, new = town.program.folder / AHEAD, town.program.folder / "new"
    new.write_text(str(seconds + (int(file.read_text()) if file.exists() else 0)))
    new.replace(file)


async def test_what_nobody_moves_is_nagged_told_and_raised(town: Town):
    estate = town.estate()
    above = await town.staff("community", estate.community, "刘芳")
    zhou, wang, li = await estate.dispatcher(), await estate.worker(), await estate.resident()
    number = await sends_report(li, "楼道的灯不亮了")
    await zhou.sees("楼道的灯不亮了", label="To 王建国")

    passes(town, 5 * MINUTE)
    await zhou.sees(f"⏰ {number} will be due soon", label="See it")
    passes(town, 10 * MINUTE)
    await zhou.sees(f"⏰ {number} is still waiting to be handed out")
    await above.sees(f"⏰ Nothing has moved on {number} yet", label="See it")
    assert not any("went one level up" in seen.text for seen in await zhou.shows())

    passes(town, 10 * MINUTE)
    await above.sees("楼道的灯不亮了", label="To 王建国")
    await zhou.sees(f"{number} waited too long and went one level up")
    await li.sees(f"{number} waited too long; it was raised one level and stays in sight")
    await above.taps("To 王建国")
    await wang.sees(number, label="Accept")


async def test_at_night_only_urgent_matters_ring_and_the_rest_is_told_in_the_morning(town: Town):
    estate = town.estate()
    zhou, li, zhao = await estate.dispatcher(), await estate.resident(), await estate.resident("赵德福")
    passes(town, 14 * HOUR)
    dark = await sends_report(li, "楼道的灯不亮了")
    await zhao.says("3楼着火了，有浓烟")
    await zhao.hears("119", label="Send")
    await zhao.taps("Send")
    fire = number_in(await zhao.hears("Your number is"))
    await zhou.sees(fire)
    assert not any(dark in seen.text for seen in await zhou.shows())
    passes(town, 10 * HOUR)
    await zhou.sees(dark)
