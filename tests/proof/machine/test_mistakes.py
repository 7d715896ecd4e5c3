"""A program with mistakes in it: what always goes wrong is put aside and shown, and everybody else goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from tests.proof.machine.faulty import CURSED, POISON
from tests.proof.machine.hands import MINUTE
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import sends_report
from tests.stories.test_time_passes import passes
from tests.stories.town import Estate, Person, Town, a_town

FAULTY = "tests.proof.machine.faulty"
LOST = "Nothing said is lost, nothing is done twice"
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("mistakes")]
FAILED = '"event":"a message failed"'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("mistakes")
    async with a_town("polling", f"sqlite:{folder / 'sidan.db'}", folder, module=FAULTY) as town:
        yield town
        await town.is_well()


@pytest.mark.proves(LOST, "handlers fail after their work: for every third message twice, for some always")
async def test_what_always_fails_is_put_aside_and_everybody_else_is_heard_once(town: Town, figure: Figure, size: Size):
    people, poisoned = size.pick(6, 15, 100), size.pick(2, 5, 30)
    estate = town.estate()
    zhou = await estate.dispatcher()
    good = [await estate.resident(f"邻居{n}") for n in range(people)]
    bad = [await estate.resident(f"倒霉{n}") for n in range(poisoned)]
    before = town.program.log().count(FAILED)
    numbers, _ = await asyncio.gather(all_report(good), asyncio.gather(*map(is_told_that_it_is_kept, bad)))
    for number in numbers:
        await zhou.sees(f"{number} ·")
    town.buried = poisoned
    assert f"BAD  dead letters: {poisoned}; see the inbox table" in await what_the_doctor_finds(town)
    failed = town.program.log().count(FAILED) - before
    assert failed >= poisoned * 5 + 2 * (people * 2 // 3 - poisoned)
    with closing(sqlite3.connect(town.program.folder / "sidan.db")) as database:
        found = database.execute("SELECT number FROM orders WHERE place LIKE ? || '%'", (estate.path,))
        assert sorted(row[0] for row in found) == sorted(numbers)
    assert [await count(one, "Your number is") for one in good] == [1] * people
    assert [await count(one, "Something went wrong on my side") for one in bad] == [1] * poisoned
    await all_report(bad)
    figure("failures", f"{failed:,}")
    figure("put aside, told and shown by `sidan doctor`", f"{poisoned:,}")
    figure("of the others lost or doubled", f"0 of {people:,}")


async def all_report(people: list[Person]) -> list[str]:
    return list(await asyncio.gather(*(sends_report(one, f"楼道的灯不亮了，{one.name}家") for one in people)))


async def is_told_that_it_is_kept(person: Person) -> None:
    await person.says(f"楼道的灯不亮了，{POISON}")
    await person.hears("Something went wrong on my side with your last message. It is kept", patience=30)


async def count(person: Person, text: str) -> int:
    return sum(text in seen.text for seen in await person.shows())


@pytest.mark.proves("Nothing waits for ever", "the clock fails, always, at one order among others that are due")
async def test_an_order_the_clock_cannot_look_at_holds_up_no_other(town: Town, figure: Figure, size: Size):
    estates = [town.estate() for _ in range(size.pick(2, 4, 30))]
    due = [await waits(estate, f"楼道的灯不亮了，{CURSED * (n == 0)}") for n, estate in enumerate(estates)]
    passes(town, 10 * MINUTE)
    for zhou, number in due[1:]:
        await zhou.sees(f"⏰ {number} is still waiting to be handed out")
    await until_failed(town, 3)
    cursed, number = due[0]
    assert not await count(cursed, f"⏰ {number}")
    passes(town, MINUTE)
    assert f"BAD  clock: it has not looked at {number};" in await what_the_doctor_finds(town)
    assert await town.program.metric("sidan_overlooked") == 1
    figure("others that were nagged about in time", f"{len(due) - 1:,} of {len(due) - 1:,}")


async def waits(estate: Estate, words: str) -> tuple[Person, str]:
    zhou, li = await estate.dispatcher(), await estate.resident()
    number = await sends_report(li, words)
    await zhou.sees(f"{number} ·")
    return zhou, number


async def what_the_doctor_finds(town: Town) -> str:
    """Something that is not well."""
    doctor = await town.program.python("-m", FAULTY, "doctor", stdout=asyncio.subprocess.PIPE)
    told = (await doctor.communicate())[0].decode()
    assert doctor.returncode == 1
    return told


async def until_failed(town: Town, times: int) -> None:
    async with asyncio.timeout(20):
        while town.program.log().count('"event":"a tick failed"') < times:
            await asyncio.sleep(0.05)
