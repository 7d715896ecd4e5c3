"""What nobody picks up goes back: said before, said kindly, done once."""

import asyncio
from functools import partial

import pytest

from domain.permit import NotYours
from domain.redemption import State, Step
from handlers import set_back, uncollected
from handlers.giving_back import give_back
from handlers.turn import Turn
from storage import partners
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import Market, redeems
from tests.handlers.town import DAY, Town


async def test_some_days_before_it_is_reminded_and_then_points_and_piece_go_back(
    town: Town, market: Market, li: Neighbour
):
    await redeems(li)
    li.reads()
    await town.later(days=10)
    assert "waits for you" not in li.reads()
    await town.later(days=1)
    assert "still waits for you at 杏福超市, until 12-7" in li.reads()
    assert "Points back" in " ".join(li.labels())
    await town.later(days=2)
    assert li.reads() == ""
    await town.later(days=1)
    assert "your 50 points to you" in li.reads()
    assert (await market.of(li), await market.stock()) == (120, 3)
    assert (await market.last()).state is State.EXPIRED
    assert await market.adds_up()


async def test_nobody_is_reminded_at_night(town: Town, market: Market, li: Neighbour):
    town.now += 13 * 3600  # eleven in the evening
    await redeems(li)
    li.reads()
    await town.later(days=11)
    assert li.reads() == ""
    await town.later(hours=9)
    assert "still waits for you" in li.reads()


async def test_an_outage_that_ends_in_the_night_wakes_nobody(town: Town, market: Market, li: Neighbour):
    await redeems(li)
    li.reads()
    await town.later(days=12, hours=16)
    assert li.reads() == ""
    await town.later(hours=6)
    assert "still waits for you" in li.reads()
    await town.later(days=4, hours=18)
    assert li.reads() == ""
    assert await market.of(li) == 120
    await town.later(hours=6)
    assert "your 50 points to you" in li.reads()


async def test_after_an_outage_nothing_expires_without_a_reminder_and_a_day_to_come(
    town: Town, market: Market, li: Neighbour
):
    await redeems(li)
    li.reads()
    await town.later(days=40)
    assert "still waits for you" in li.reads()
    await town.later(hours=23)
    assert (await market.last()).state is State.RESERVED
    await town.later(hours=1)
    assert (await market.last()).state is State.EXPIRED


async def test_nothing_expires_while_the_keeper_hands_it_over(
    town: Town, market: Market, li: Neighbour, qian: Neighbour
):
    code = await redeems(li)
    await town.later(days=11)
    town.now += 3 * DAY
    await qian.says("/pickup")
    await qian.says(code)
    await town.later()
    assert "Handed over" in await qian.taps("Handed over")
    assert await market.of(li) == 70


async def test_two_replicas_that_tick_at_once_give_back_once(town: Town, other: Town, market: Market, li: Neighbour):
    await redeems(li)
    await town.later(days=11)
    li.reads()
    town.now += 3 * DAY
    ticks = [uncollected.tick(place.database, place.house, town.now) for place in (town, other) * 2]
    await asyncio.gather(*ticks)
    await town.delivers()
    assert li.reads().count("your 50 points to you") == 1
    assert (await market.of(li), await market.stock()) == (120, 3)
    assert await market.adds_up()


async def test_whoever_cannot_be_reached_has_their_points_all_the_same(town: Town, market: Market, li: Neighbour):
    await redeems(li)
    town.gone.add(li.chat)
    await town.later(days=12)
    await town.later(days=3)
    assert await market.of(li) == 120


async def test_a_shop_without_keepers_keeps_nobody_s_points(town: Town, market: Market, li: Neighbour, qian: Neighbour):
    await redeems(li)
    shop = (await market.last()).shop
    [keeper] = await town.database.read(partial(partners.kept_by, id=shop))
    await town.database.do(partial(partners.take_away, role=keeper.role, now=town.now))
    await town.later(days=11)
    assert "the shop is gone" in li.reads()
    assert await market.of(li) == 120


async def test_points_back_is_asked_once_more_and_done_once(market: Market, li: Neighbour):
    await redeems(li)
    assert "Shall Rice 5 kg go back" in await li.taps("Points back")
    yes = li.button("Yes, points back")
    assert "stays set aside" in await li.taps("keep it")
    assert "50 points are yours again" in await li.presses(yes)
    assert "does not wait for you any more" in await li.presses(yes)
    assert (await market.of(li), await market.stock()) == (120, 3)


async def test_nobody_takes_back_or_looks_at_what_is_another_s(market: Market, li: Neighbour, zhao, qian: Neighbour):
    await redeems(li)
    number = (await market.last()).number
    for who in (zhao, qian):
        for button in (f"sback {number} yes", f"scode {number}"):
            assert "cannot find that" in await who.says(button=button)
    assert await market.of(li) == 70


async def test_a_give_back_is_asked_for_its_right_whoever_calls_it(town: Town, market: Market, li, zhao: Neighbour):
    await redeems(li)
    known, somebody = await market.last(), await zhao.person()
    with pytest.raises(NotYours):
        await town.database.do(lambda tx: give_back(Turn(tx, town.house, somebody, town.now), known, Step.CANCEL))


async def test_a_clock_that_was_a_year_ahead_keeps_nobody_s_points_for_a_year(
    town: Town, market: Market, li: Neighbour, zhao: Neighbour, qian: Neighbour
):
    await redeems(zhao)
    await town.later(days=300)  # and so the reminder is sent with a day of that year in it
    code = await redeems(li)
    await qian.says("/pickup")
    await qian.says(code)
    town.now -= 299 * DAY
    await set_back.put_right(town.database, town.house, town.now)
    assert "Shall Rice 5 kg go back" in await li.taps("Points back")
    await town.later(days=15)
    await town.later(days=2)
    assert [await market.of(who) for who in (li, zhao)] == [120, 120]
    assert await market.adds_up()
