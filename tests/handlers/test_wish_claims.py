"""Many want few wishes at the same moment, on two replicas: each wish has one winner, each loser an answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from domain.person import Held, Role
from domain.wish import Wish, WishKind, WishState
from storage import people, wishes
from storage.database import Tx, open_database
from storage.wishes import Wisher
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, Town
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]

WISHES, VOLUNTEERS, MOST = 4, 16, 3


@pytest.fixture
async def other(scene: Wishing, url: str) -> AsyncIterator[Town]:
    """Another replica: nothing in memory is shared."""
    other = replace(scene.town, database=await open_database(url), seed=5)
    yield other
    await other.database.close()


async def hung(town: Town, count: int) -> list[str]:
    """Numbers of so many wishes on the wall."""
    plain: dict[str, Any] = {"place": COMPOUND, "kind": WishKind.SERVICE, "what": "理发", "shown": "理发"}
    plain |= {"poster": "li", "wisher": "li", "posted_at": town.now, "rung": COMMUNITY, "reach": COMPOUND}
    made = [
        Wish(id=f"w{n}", number=f"00000{n}", state=WishState.OPEN, due_at=town.now + DAY, **plain)
        for n in range(1, count + 1)
    ]

    async def unit(tx: Tx) -> None:
        for wish in made:
            await wishes.insert(tx, wish, Wisher("li", "li"))

    await town.database.do(unit)
    return [wish.number for wish in made]


async def tap(place: Town, who: Neighbour, number: str) -> None:
    await place.hears(who.message(button=f"wclaim {number} 1", tap="t"))


async def test_each_wish_has_one_winner_and_every_loser_an_answer(scene: Wishing, other: Town):
    numbers = await hung(scene.town, WISHES)
    volunteers = [await scene.town.moves_in(f"Bo{n} Lan", Held(Role.VOLUNTEER, COMPOUND)) for n in range(VOLUNTEERS)]
    places = (scene.town, other)
    await asyncio.gather(*(tap(places[n % 2], who, numbers[n % WISHES]) for n, who in enumerate(volunteers)))
    await scene.town.delivers()
    read = [who.reads() for who in volunteers]
    assert sum("It is yours" in text for text in read) == WISHES
    assert sum("taken up" in text or "moment faster" in text for text in read) == VOLUNTEERS - WISHES
    assert await scene.town.one("SELECT COUNT(DISTINCT claimer) FROM wishes") == WISHES
    assert await scene.town.one("SELECT COUNT(*) FROM wish_events WHERE step = 'claim'") == WISHES
    assert scene.li.reads().count("takes up") == WISHES


async def test_one_person_on_two_phones_at_two_replicas_does_not_get_past_the_cap(scene: Wishing, other: Town):
    numbers = await hung(scene.town, 2 * MOST)
    second = replace(scene.feng, chat="web:feng")
    await scene.town.database.do(lambda tx: people.add_chat(tx, second.chat, now=scene.town.now, person=scene.feng.id))
    places = ((scene.town, scene.feng), (other, second))
    await asyncio.gather(*(tap(*places[n % 2], number) for n, number in enumerate(numbers)))
    assert await scene.town.one("SELECT COUNT(*) FROM wishes WHERE claimer = 'feng'") == MOST
    await scene.town.delivers()
    read = scene.feng.reads() + second.reads()
    assert read.count(f"{MOST} wishes in hand already") == MOST


async def test_joining_counts_towards_the_cap(scene: Wishing):
    numbers = await hung(scene.town, MOST + 1)
    await scene.town.database.do(lambda tx: tx.run("UPDATE wishes SET hands = 2"))
    await tap(scene.town, scene.gao, numbers[0])
    for number in numbers[1:]:
        await tap(scene.town, scene.feng, number)
    assert f"{MOST} wishes in hand" in await scene.feng.says(button=f"wjoin {numbers[0]} 2", ref="x", tap="t")
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 0


async def test_two_helpers_join_at_the_same_moment_and_one_is_enough(scene: Wishing, other: Town):
    [number] = await hung(scene.town, 1)
    await scene.town.database.do(lambda tx: tx.run("UPDATE wishes SET hands = 2"))
    await tap(scene.town, scene.feng, number)
    bo = await scene.town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    taps = [(scene.town, scene.gao), (other, bo)]
    await asyncio.gather(*(at.hears(who.message(button=f"wjoin {number} 2", tap="t")) for at, who in taps))
    await scene.town.delivers()
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 1
    assert all(who.reads() for who in (scene.gao, bo))
