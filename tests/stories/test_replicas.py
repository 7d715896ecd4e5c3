"""Two programs on one database with one Telegram bot: one fetches, both work, and one takes over from the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests import postgres_server
from tests.fake_telegram import Person
from tests.program import Program
from tests.stories.pictures import picture
from tests.stories.stories import number_in, pictures_told
from tests.stories.town import Estate, Town, a_town
from tests.web_phone import Phone

PATIENCE = 45  # seconds in which the other program must have taken over, however busy the machine is


@asynccontextmanager
async def two_programs(server: str, folder: Path) -> AsyncIterator[tuple[Town, Program]]:
    """The first of them fetches, because it came first."""
    (folder / "second").mkdir()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(postgres_server.migrated(server))
        town = await stack.enter_async_context(a_town("polling", address, folder))
        assert town.telegram
        second = Program(
            folder / "second",
            address,
            data=str(folder / "data"),
            telegram_token=town.telegram.token,
            telegram_api=town.telegram.url,
        )
        yield town, await stack.enter_async_context(second)


async def reports(estate: Estate, li: Person, patience: float = 10) -> str:
    await li.starts(estate.poster("3/1"))
    await li.hears("What is the matter?", patience=patience)
    await li.says("楼道的灯不亮了")
    await li.hears("Please check:")
    await li.taps("Send")
    return number_in(await li.hears("Your number is"))


async def is_quiet(program: Program) -> None:
    async with asyncio.timeout(10):
        while await program.metric("sidan_outbox_backlog") or await program.metric("sidan_inbox_backlog"):
            await asyncio.sleep(0.05)


async def sends_album(estate: Estate, li: Person) -> None:
    """It waits for its last picture, and so both programs find it in the inbox."""
    await li.starts(estate.poster("3/1"))
    await li.hears("What is the matter?")
    await li.sends_album([picture(), picture("brown")], "垃圾桶满了没人清")
    assert pictures_told(await li.hears("Please check:")) == 2


async def test_one_fetches_both_work_and_the_other_takes_over_from_a_killed_one(postgres: str, tmp_path: Path):
    async with two_programs(postgres, tmp_path) as (town, second), Phone(second.url, "赵德福") as zhao:
        telegram, estate = town.telegram, town.estate()
        assert telegram
        zhou = await estate.dispatcher()
        neighbours = [telegram.person(number, f"Neighbour {number}") for number in range(10, 22)]
        photographers = [telegram.person(number, f"Photographer {number}") for number in range(30, 36)]
        await asyncio.gather(*(sends_album(estate, photographer) for photographer in photographers))
        numbers = await asyncio.gather(*(reports(estate, neighbour) for neighbour in neighbours[:10]))
        await zhao.starts(estate.poster("3/2"))
        await zhao.hears("What is the matter?")
        await zhao.says("垃圾桶满了")
        await zhao.taps("Send")
        numbers.append(number_in(await zhao.hears("Your number is")))
        await zhou.sees(numbers[-1])
        await is_quiet(second)

        await town.program.kill()
        numbers.append(await reports(estate, neighbours[10], patience=PATIENCE))
        await zhou.sees(numbers[-1])
        await is_quiet(second)

        await town.program.start()
        await town.program.ready()
        await second.stop()
        numbers.append(await reports(estate, neighbours[11], patience=PATIENCE))
        await zhou.sees(numbers[-1])
        await telegram.drained()
        assert (await telegram.facts())["conflicts"] == 0
        assert len(set(numbers)) == 13
        for neighbour, number in zip(neighbours, numbers[:10] + numbers[11:], strict=True):
            assert [number_in(seen) for seen in await neighbour.shows() if "Your number is" in seen.text] == [number]
        for number in numbers:
            assert sum(number in seen.text for seen in await zhou.shows()) == 1
        for photographer in photographers:
            assert sum(seen.by_bot for seen in await photographer.shows()) == 2, await photographer.transcript()
        await town.is_well()
