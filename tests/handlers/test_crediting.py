"""Whoever helps is credited once the other side has confirmed it, and nobody mints."""

import asyncio
from functools import partial
from typing import Any

import pytest

from domain.permit import NotYours
from domain.person import SYSTEM, Held, Role
from domain.points import Credits
from handlers import crediting
from handlers.crediting import Credited, Service
from handlers.turn import Turn
from storage import helped, ledger
from storage.database import Tx, open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, GRID_1, HOUR, MINUTE, MONDAY, POLICY, Town


@pytest.fixture
async def bo(town: Town) -> Neighbour:
    """A volunteer of the compound."""
    return await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))


async def credit(town: Town, helper: Neighbour, n: int = 1, **other: Any) -> Credited:
    """An hour of a wish of Li's, which ended just now."""
    usual: dict[str, Any] = {"why": "wish", "ref": f"wish:N{n}:1", "helper": await helper.person(), "served": "li"}
    service = Service(**usual | {"began": town.now - HOUR, "ended": town.now} | other)
    return await town.database.do(lambda tx: crediting.credit(Turn(tx, town.house, SYSTEM, town.now), service))


def said(credited: Credited) -> str:
    return credited.why_less.said(str) if credited.why_less else ""


async def has(town: Town, who: Neighbour) -> tuple[int, int]:
    """Minutes and points."""

    async def both(tx: Tx) -> tuple[int, int]:
        account = ledger.of_person(who.id)
        return await ledger.balance(tx, account, ledger.MINUTES), await ledger.balance(tx, account, ledger.POINTS)

    return await town.database.read(both)


async def done_by(town: Town, zhou: Neighbour, li: Neighbour, who: Neighbour, minutes: int = 40) -> str:
    """Handed to them, finished after so long, and confirmed by Li."""
    number = await li.reports()
    await zhou.taps("To somebody else", who.name)
    await who.taps("Accept")
    town.now += minutes * MINUTE
    await who.taps("Done")
    await who.says("好了", photos=("p1",))
    await li.taps("Fixed", "★★★★★", "Skip")
    return number


async def test_a_volunteer_is_credited_when_the_resident_says_it_is_fixed(
    town: Town, li: Neighbour, zhou: Neighbour, bo: Neighbour
):
    number = await done_by(town, zhou, li, bo)
    assert f"{number}: 40 min and 6 points are credited to you" in bo.reads()
    assert await has(town, bo) == (40, 6)


async def test_an_order_counts_for_an_hour_at_most(town: Town, li: Neighbour, zhou: Neighbour, bo: Neighbour):
    await done_by(town, zhou, li, bo, minutes=200)
    assert await has(town, bo) == (60, 10)


async def test_whoever_works_here_is_not_credited_for_it(town: Town, li: Neighbour, zhou: Neighbour):
    both = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND), Held(Role.GRID, GRID_1))
    await done_by(town, zhou, li, both)
    assert await has(town, both) == (0, 0)
    assert "credited" not in both.phone.every_text()


async def test_what_nobody_confirmed_is_not_credited(town: Town, li: Neighbour, zhou: Neighbour, bo: Neighbour):
    await li.reports()
    await zhou.taps("To somebody else", "Bo Lan")
    await bo.taps("Accept")
    town.now += 40 * MINUTE
    await bo.taps("Done")
    await bo.says("好了", photos=("p1",))
    for _ in range(8):
        await town.later(days=1)
    assert await town.one("SELECT closing FROM orders") == "unreviewed"
    assert await has(town, bo) == (0, 0)


async def test_whoever_helped_in_a_joint_order_is_credited_like_whoever_led_it(
    town: Town, li: Neighbour, zhou: Neighbour, bo: Neighbour
):
    ma = await town.moves_in("Ma Li", Held(Role.VOLUNTEER, COMPOUND))
    await li.reports()
    await zhou.taps("To somebody else", "Bo Lan")
    await bo.taps("Accept")
    await zhou.taps("Call in", "Ma Li")
    await zhou.says("帮忙抬一下")
    await zhou.taps("Skip")
    await ma.taps("Accept")
    town.now += 30 * MINUTE
    await ma.taps("Done")
    await ma.says("抬了", photos=("p2",))
    await bo.taps("Done")
    await bo.says("好了", photos=("p1",))
    await li.taps("Fixed", "★★★★★", "Skip")
    assert await has(town, bo) == await has(town, ma) == (30, 5)


async def test_an_order_that_came_back_is_credited_once(town: Town, li: Neighbour, zhou: Neighbour, bo: Neighbour):
    number = await done_by(town, zhou, li, bo)
    bo.reads()
    town.now += HOUR
    await li.says(number)
    await li.taps("Not fixed")
    await li.says("又漏了")
    await zhou.says(number)
    await zhou.taps("To somebody else", "Bo Lan")
    await bo.taps("Accept")
    town.now += 30 * MINUTE
    await bo.taps("Done")
    await bo.says("好了", photos=("p1",))
    await li.taps("Fixed", "★★★★★", "Skip")
    assert await has(town, bo) == (40, 6)
    assert "credited" not in bo.reads()


def test_the_packaged_policy_says_what_is_meant_where_a_file_says_nothing():
    assert POLICY.points == Credits()


async def test_the_same_confirmation_twice_is_credited_once(town: Town, bo: Neighbour):
    assert await credit(town, bo) == Credited(60, 12)
    assert await credit(town, bo) == Credited(60, 12, again=True)
    assert await has(town, bo) == (60, 12)


async def test_the_same_confirmation_at_once_at_two_replicas_is_credited_once(town: Town, url: str, bo: Neighbour):
    other = await open_database(url)
    there = Town(other, ids=town.ids)
    found = await asyncio.gather(*(credit((town, there)[n % 2], bo) for n in range(4)))
    assert sorted(one.again for one in found) == [False, True, True, True]
    assert await has(town, bo) == (60, 12)
    await other.close()


async def test_two_helps_at_the_same_time_confirmed_at_once_at_two_replicas_are_one_hour(
    town: Town, url: str, bo: Neighbour
):
    other = await open_database(url)
    there = Town(other, ids=town.ids)
    await asyncio.gather(*(credit((town, there)[n], bo, n, served=("li", "zhao")[n]) for n in range(2)))
    assert await has(town, bo) == (60, 12)
    await other.close()


async def test_nobody_confirms_their_own_help(town: Town, bo: Neighbour):
    with pytest.raises(NotYours):
        await credit(town, bo, served=bo.id)


async def test_hours_that_overlap_are_left_out_and_the_help_is_remembered(town: Town, bo: Neighbour):
    await credit(town, bo, 1)
    again = await credit(town, bo, 2)
    assert (again.minutes, again.points) == (0, 0)
    assert "no minute counts twice" in said(again)
    more = await credit(town, bo, 3, began=town.now - 2 * HOUR)
    assert more.minutes == 60
    assert len(await town.database.read(partial(helped.of_number, number="N2"))) == 1


async def test_a_day_has_no_twenty_five_hours(town: Town, bo: Neighbour):
    town.now = MONDAY + 13 * HOUR
    whole = await credit(town, bo, began=town.now - 25 * HOUR)
    assert "nobody helps longer than 8 h" in said(whole)
    assert whole.minutes == 0
    midnight = MONDAY - 10 * HOUR
    for n in range(2, 7):
        began = midnight + (n - 2) * 4 * HOUR
        last = await credit(town, bo, n, began=began, ended=began + 4 * HOUR, served=f"someone{n}")
    assert "At most 8 h of help a day" in said(last)
    assert await has(town, bo) == (480, 84)


async def test_what_is_not_over_yet_is_not_credited_and_neither_is_what_began_after_it_ended(town: Town, bo: Neighbour):
    assert "not over yet" in said(await credit(town, bo, 1, ended=town.now + 1))
    assert "before it began" in said(await credit(town, bo, 2, ended=town.now - 2 * HOUR))
    assert "not over yet" in said(await credit(town, bo, 3, began=10**14, ended=10**15))
    assert await has(town, bo) == (0, 0)


async def test_two_who_help_each_other_all_month_reach_the_cap_of_the_pair_and_not_of_others(town: Town, bo: Neighbour):
    town.now = MONDAY + 6 * HOUR
    for n, days in enumerate((3, 2, 1)):
        found = await credit(
            town, bo, n, began=town.now - days * DAY - 7 * HOUR, ended=town.now - days * DAY, served="li"
        )
    assert found.minutes == 1200 - 2 * 420
    assert "At most 20 h a month" in said(found)
    assert (await credit(town, bo, 9, served="zhao")).minutes == 60


async def test_who_was_served_is_forgotten_and_the_hours_stay(town: Town, bo: Neighbour):
    await credit(town, bo)
    await town.database.do(partial(helped.forget, before=town.now + 1))
    assert [one.served for one in await town.database.read(partial(helped.of_number, number="N1"))] == [None]
    assert await town.database.read(partial(helped.pairs, place=COMMUNITY, since=0)) == []
    found = await town.database.read(ledger.audit)
    assert found.well
