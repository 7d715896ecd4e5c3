"""Wishes are offered in rings: near first, who can do it first, each within their own limits, nobody twice."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from domain.matching import Kinds, Times
from domain.person import SYSTEM, Held, Role
from domain.place import Kind, around
from domain.wish import Wish, WishKind, WishState
from handlers import matching
from handlers.turn import Turn
from storage import volunteers, wishes
from storage.database import Tx, open_database
from storage.places import Place
from storage.volunteers import Limits
from storage.wishes import Wisher
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, STREET, Town, the_places

OTHER = f"{COMMUNITY}/yy"
BUILDING = f"{COMPOUND}/3"


@pytest.fixture
async def town(town: Town) -> Town:
    there = Place(OTHER, "compound", "银杏园", None, None, None)
    far = [Place(f"{STREET}/zz", "community", "竹园社区", None, None, None)]
    far += [Place(f"{STREET}/zz/ly", "compound", "柳园", None, None, None)]
    await town.built(*the_places(), there, Place(f"{OTHER}/1", "building", "1号楼", None, None, None), *far)
    return town


async def volunteer(town: Town, name: str, home: str = f"{COMPOUND}/4/1", **limits: Any) -> Neighbour:
    """Welcomed already, with what they have said."""
    compound = around(home, Kind.COMPOUND) or home
    who = await town.moves_in(name, Held(Role.VOLUNTEER, compound))

    async def unit(tx: Tx) -> None:
        known = await volunteers.get(tx, who.id)
        assert known is not None
        assert await volunteers.save(tx, replace(known, home=home, limits=Limits(**limits)), known.version)

    await town.database.do(unit)
    return who


async def wishes_for(town: Town, poster: Neighbour, **other: Any) -> Wish:
    """An approved wish from building 3, that its community may hear of."""
    number = f"7K3M{town.house.fresh()[-2:]}"
    wish = Wish(
        number.lower(), number, f"{BUILDING}/1", WishKind.SERVICE, "想理个发", poster.id, town.now, COMPOUND,
        COMMUNITY, shown="想理个发", wisher=poster.id, home=f"{BUILDING}/1", state=WishState.OPEN,
    )  # fmt: skip
    wish = replace(wish, **other)
    await town.database.do(partial(wishes.insert, wish=wish, wisher=Wisher(poster.id, wish.wisher, wish.home)))
    return wish


async def offered(town: Town, wish: Wish, but: frozenset[str] = frozenset()) -> int:
    count = await town.database.do(lambda tx: matching.offer(Turn(tx, town.house, SYSTEM, town.now), wish, but))
    await town.delivers()
    return count


def few(town: Town, **offering: Any) -> None:
    policy = town.house.policy
    town.house = replace(town.house, policy=replace(policy, offering=replace(policy.offering, **offering)))


async def test_an_offer_says_what_and_roughly_where_and_leaves_the_choice(town: Town, li: Neighbour):
    wu = await volunteer(town, "Wu Mei")
    wish = await wishes_for(town, li, weekly=True, hands=2, wanted_by=town.now + 3 * DAY)
    assert await offered(town, wish) == 1
    read = wu.reads()
    for said in ("杏福苑)", "想理个发", "Every week", "By 11-26", "two people"):
        assert said in read
    assert "Li Xiulan" not in read
    assert "3号楼" not in read
    assert wu.labels() == ["🙋 I do it", "Not this time", "Fewer of these"]
    assert wu.button("I do it").data == f"wclaim {wish.number} {wish.version}"
    assert "at most 3 a week" in await wu.taps("Fewer of these")


async def test_one_tap_takes_it_up_and_a_neighbour_who_taps_later_reads_so_kindly(town: Town, li: Neighbour):
    wu, xu = await volunteer(town, "Wu Mei"), await volunteer(town, "Xu Lan", f"{OTHER}/1")
    wish = await wishes_for(town, li)
    assert await offered(town, wish) == 2
    await xu.taps("I do it")
    assert await town.one("SELECT claimer FROM wishes WHERE state = 'claimed'") == xu.id
    wu.reads()
    assert "Thank you all the same" in await wu.taps("I do it")


async def test_the_building_is_said_only_in_the_building(town: Town, li: Neighbour):
    near, far = await volunteer(town, "Wu Mei", f"{BUILDING}/2"), await volunteer(town, "Xu Lan", f"{COMPOUND}/4/1")
    assert await offered(town, await wishes_for(town, li, reach=BUILDING)) == 1
    assert "杏福苑 3号楼)" in near.reads()
    assert far.reads() == ""


async def test_near_first_and_who_can_do_it_before_them_and_the_next_ones_the_next_time(town: Town, li: Neighbour):
    few(town, a_ring=2)
    far_barber = await volunteer(town, "Barber", f"{OTHER}/1", skills=("repair", "haircut"))
    street = await volunteer(town, "Zhu Zi", f"{STREET}/zz/ly")
    neighbour = await volunteer(town, "Neighbour", f"{COMPOUND}/4/1")
    same = await volunteer(town, "Same Building", f"{BUILDING}/2")
    wish = await wishes_for(town, li, skill="haircut")
    assert await offered(town, wish) == 2
    assert [bool(one.reads()) for one in (far_barber, same, neighbour, street)] == [True, True, False, False]
    assert await offered(town, wish) == 1
    assert [bool(one.reads()) for one in (far_barber, same, neighbour, street)] == [False, False, True, False]
    assert await offered(town, replace(wish, reach=STREET)) == 1
    assert street.reads()
    assert await offered(town, replace(wish, reach=STREET)) == 0


async def test_a_wish_for_a_skill_is_offered_only_to_those_who_have_it(town: Town, li: Neighbour):
    await volunteer(town, "Wu Mei", skills=("haircut-at-home",))
    barber = await volunteer(town, "Barber", skills=("haircut",))
    assert await offered(town, await wishes_for(town, li, kind=WishKind.SKILL, skill="haircut")) == 1
    assert barber.reads()


async def test_neither_the_wisher_nor_the_poster_nor_their_household_is_asked(town: Town, li: Neighbour):
    poster = await volunteer(town, "Poster")
    wisher = await volunteer(town, "Wisher", f"{COMPOUND}/5/1")
    await volunteer(town, "Other", f"{COMPOUND}/5/2")
    await volunteer(town, "Wife", f"{BUILDING}/1")
    son = await volunteer(town, "Son", COMPOUND)
    await town.database.do(lambda tx: tx.run("UPDATE persons SET home = :home WHERE id = 'son'", home=f"{BUILDING}/1"))
    wish = await wishes_for(town, poster, wisher=wisher.id)
    assert await offered(town, wish, frozenset({"other"})) == 0
    assert son.reads() == ""
    assert await offered(town, wish) == 1


@pytest.mark.parametrize(
    "why",
    [
        "times", "kinds", "paused", "on leave", "blocked", "applied", "stopped", "other compound",
    ],
)  # fmt: skip
async def test_nobody_is_asked_against_what_they_said(town: Town, li: Neighbour, zhou: Neighbour, why: str):
    said: dict[str, dict[str, Any]] = {
        "times": {"times": Times.EVENINGS | Times.WEEKENDS},
        "kinds": {"kinds": Kinds.THING | Kinds.COMPANY | Kinds.SKILL},
    }
    wu = await volunteer(
        town, "Wu Mei", f"{OTHER}/1" if why == "other compound" else f"{COMPOUND}/4/1", **said.get(why, {})
    )
    changes = {
        "paused": f"UPDATE volunteers SET paused_until = {town.now + 1}",
        "on leave": f"INSERT INTO leaves (id, person, starts_at, ends_at, state, look_at) "
        f"VALUES ('l', 'wu', {town.now}, {town.now + DAY}, 'on', {town.now + DAY})",
        "blocked": "UPDATE chats SET reachable = 0 WHERE person = 'wu'",
        "applied": f"UPDATE volunteers SET state = 'asked', due_at = {town.now + DAY}",
        "stopped": "UPDATE roles SET until = 1 WHERE person = 'wu'",
    }
    wish = await wishes_for(town, li, reach=COMPOUND)
    if why in changes:
        await town.database.do(lambda tx: tx.run(changes[why]))
    assert await offered(town, wish) == 0
    assert wu.reads() == ""


async def test_somebody_who_cannot_be_reached_does_not_hold_up_the_line(town: Town, li: Neighbour):
    few(town, a_ring=1)
    for n in range(12):
        await volunteer(town, f"Gone{n} X")
    last = await volunteer(town, "Zz Last")
    await town.database.do(lambda tx: tx.run("UPDATE chats SET reachable = 0 WHERE person LIKE 'gone%'"))
    assert await offered(town, await wishes_for(town, li)) == 1
    assert last.reads()


async def test_times_are_those_of_the_neighbourhood_and_at_night_nobody_is_asked(town: Town, li: Neighbour):
    wu = await volunteer(town, "Wu Mei", times=Times.EVENINGS)
    wish = await wishes_for(town, li)
    assert await offered(town, wish) == 0
    town.now += 13 * HOUR  # eleven at night
    assert await offered(town, wish) == 0
    town.now += 20 * HOUR  # seven in the evening
    assert await offered(town, wish) == 1
    assert wu.reads()


async def test_nobody_is_asked_more_often_in_a_week_than_they_said(town: Town, li: Neighbour):
    await volunteer(town, "Wu Mei", a_week=1)
    xu = await volunteer(town, "Xu Lan")
    asked = [await offered(town, await wishes_for(town, li)) for _ in range(4)]
    assert asked == [2, 1, 1, 0]
    town.now += 7 * DAY
    assert [await offered(town, await wishes_for(town, li)) for _ in range(4)] == asked
    assert xu.reads()


async def test_not_this_time_is_remembered_and_kindly_taken(town: Town, li: Neighbour, zhao: Neighbour):
    wu = await volunteer(town, "Wu Mei")
    wish = await wishes_for(town, li)
    await offered(town, wish)
    tap = wu.button("Not this time")
    assert "another time" in await wu.taps("Not this time")
    assert "was not offered to you" in await zhao.presses(tap)
    assert await offered(town, wish) == 0
    assert await town.one("SELECT passed_at FROM wish_offers") == town.now
    assert await town.one("SELECT offered FROM volunteers") == 1


async def test_a_role_that_was_given_brings_the_usual_limits_and_one_that_was_taken_back_ends_them(
    town: Town, li: Neighbour
):
    wu = await town.moves_in("Wu Mei", Held(Role.VOLUNTEER, COMPOUND))
    assert await offered(town, await wishes_for(town, li)) == 1
    assert wu.reads()
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'wu'"))
    assert await offered(town, await wishes_for(town, li)) == 0
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0


async def test_two_replicas_offer_a_wish_once_to_each(town: Town, url: str, li: Neighbour):
    few(town, a_week=1)
    phones = [await volunteer(town, f"V{n} X") for n in range(6)]
    made = [await wishes_for(town, li) for _ in range(2)]
    other = replace(town, database=await open_database(url), seed=5)
    other.house = replace(other.house, policy=town.house.policy)

    async def try_one(place: Town, wish: Wish) -> int:
        return await place.database.do(lambda tx: matching.offer(Turn(tx, place.house, SYSTEM, place.now), wish))

    asked = await asyncio.gather(*(try_one(place, wish) for place in (town, other) for wish in made))
    await town.delivers()
    assert sum(asked) == 6
    assert [len(one.phone.news) for one in phones] == [1] * 6
    await other.database.close()
