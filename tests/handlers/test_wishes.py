"""A wish from the sentence to the thanks."""

import pytest

from domain.number import find
from domain.person import Held, Role
from storage.database import Database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, HOUR, Town


class Wishing:
    """Granny Li wishes, Zhou looks at it, Feng and Gao are volunteers."""

    def __init__(self, town: Town, li: Neighbour, zhou: Neighbour, feng: Neighbour, gao: Neighbour) -> None:
        self.town, self.li, self.zhou, self.feng, self.gao = town, li, zhou, feng, gao

    async def wished(self, text: str = "希望有人陪我去医院拿药") -> str:
        await self.li.says("许愿")
        await self.li.says(text)
        return find(await self.li.taps("Yes, they may", "Make the wish"))[0]

    async def open(self, text: str = "希望有人陪我去医院拿药") -> str:
        number = await self.wished(text)
        await self.zhou.taps("Publish it")
        return number

    async def claimed(self) -> str:
        number = await self.open()
        await self.feng.says(number)
        await self.feng.taps("I do it")
        return number


@pytest.fixture
async def scene(database: Database) -> Wishing:
    town = Town(database)
    await town.built()
    li = await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMMUNITY))
    feng = await town.moves_in("Feng Lei", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/5/2")
    gao = await town.moves_in("Gao Yan", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/3/2")
    return Wishing(town, li, zhou, feng, gao)


async def test_a_wish_is_made_approved_taken_up_done_confirmed_and_thanked_for(scene: Wishing):
    number = await scene.claimed()
    assert "Feng Lei takes up" in scene.li.reads()
    scene.feng.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour")
    assert "Is it so?" in scene.li.reads()
    await scene.li.taps("It came true")
    await scene.li.says("谢谢小冯")
    read = await scene.li.taps("Yes, gladly")
    assert "has come true" in read
    thanked = scene.feng.reads()
    assert "60 minutes" in thanked
    assert "谢谢小冯" in thanked
    assert await scene.town.one("SELECT ending FROM wishes WHERE number = :n", n=number) == "fulfilled"


async def test_a_second_claimer_is_told_that_somebody_was_faster(scene: Wishing):
    number = await scene.open()
    await scene.feng.says(number)
    await scene.gao.says(number)
    tap = scene.gao.button("I do it")
    await scene.feng.taps("I do it")
    assert "taken up" in await scene.gao.presses(tap)
    assert await scene.town.one("SELECT claimer FROM wishes WHERE number = :n", n=number) == scene.feng.id


async def test_nobody_claims_their_own_wish(scene: Wishing):
    number = await scene.open()
    assert "your own wish" in await scene.li.says(button=f"wclaim {number} 2", ref="x", tap="t")
