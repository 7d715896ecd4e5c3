"""The shelf in the hands of its keepers and of the community."""

import pytest

from domain.redemption import State
from storage.supermarket import Shelf
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import SHOP, Market, redeems
from tests.handlers.supermarket.test_pick_up import types
from tests.handlers.town import Town


async def test_a_keeper_puts_new_goods_on_the_shelf_in_chat(market: Market, li: Neighbour, qian: Neighbour):
    await qian.says("上架")
    await qian.taps("New goods")
    for answer in ("Soap", "０", "５", "9"):
        read = await qian.says(answer)
    assert "One line about it" in read
    await qian.says("Smells of olives")
    await qian.says(photos=("p1",))
    assert "Soap, 5 points each, 9 pieces, at 杏福超市" in qian.phone.every_text()
    await qian.taps("On the shelf")
    await li.says("/shop")
    assert "Smells of olives" in await li.taps("Soap")
    assert next(reversed(li.phone.messages.values())).photos == ("p1",)


async def test_restocking_adds_to_what_is_there_and_never_takes_away_more(market: Market, qian: Neighbour):
    await qian.says("/goods")
    await qian.taps("Rice", "Restock")
    assert "13 on the shelf" in await qian.says("10")
    await qian.taps("Restock")
    assert "Only 13 × Rice 5 kg" in await qian.says("-14")
    await qian.says("/goods")
    await qian.taps("Rice", "Restock")
    await qian.says("-3")
    assert await market.stock() == 10


async def test_what_is_set_aside_keeps_its_price(market: Market, li: Neighbour, zhao: Neighbour, qian: Neighbour):
    await redeems(li)
    await qian.says("/goods")
    await qian.taps("Rice", "Price")
    assert "80 points." in await qian.says("80")
    await redeems(zhao)
    await li.says("/shop")
    await li.taps("Set aside", "Points back", "Yes, points back")
    assert (await market.of(li), await market.of(zhao)) == (120, 40)


async def test_paused_goods_are_not_redeemed_but_still_handed_over(market: Market, li: Neighbour, qian: Neighbour):
    code = await redeems(li)
    await qian.says("/goods")
    await qian.taps("Rice", "Pause")
    assert "Rice" not in await li.says("/shop")
    assert "not to be had just now" in await li.says(button="sget rice 50")
    assert "The code is right" in await types(qian, code)
    await qian.taps("Handed over")
    assert (await market.last()).state is State.HANDED
    await qian.says("/goods")
    await qian.taps("Rice", "Offer it again")
    assert "Rice" in await li.says("/shop")


async def test_goods_taken_out_of_the_shop_give_the_points_back_to_whoever_waits(
    town: Town, market: Market, li: Neighbour, zhao: Neighbour, qian: Neighbour
):
    await redeems(li)
    await redeems(zhao)
    await qian.says("/goods")
    assert "2 neighbours wait for it" in await qian.taps("Rice", "Take it out")
    await qian.taps("Yes, take it out")
    await town.later(hours=1)
    for who in (li, zhao):
        assert "50 points are back with you" in who.reads()
        assert await market.of(who) == 120
    assert await market.adds_up()
    assert (await market.last()).state is State.CANCELLED
    assert qian.reads().count("back on the shelf with it") == 2
    assert "Rice" not in await qian.says("/goods")


async def test_an_old_button_does_not_undo_what_a_colleague_has_done(town: Town, market: Market, qian: Neighbour):
    await qian.says("/goods")
    await qian.taps("Rice")
    pause, out = qian.button("Pause"), qian.button("Take it out")
    await qian.presses(pause)
    for old in (pause, out):
        assert "changed by somebody else" in await qian.presses(old)
    assert await town.one("SELECT state FROM goods WHERE id = 'rice'") == Shelf.PAUSED


async def test_the_community_does_the_same_for_the_shops_of_its_area(
    market: Market, zhou: Neighbour, liu: Neighbour, qian: Neighbour
):
    assert "杏福超市: 1 kinds" in await zhou.says("/goods")
    await liu.says("/goods")
    assert "杏福超市: 1 kinds" in await liu.taps("杏福超市")
    await liu.taps("Rice", "Price")
    assert "70 points." in await liu.says("70")
    assert "Type a code" not in "".join(zhou.labels())


@pytest.mark.parametrize(
    "word", ["gsee rice", "gmore rice 1", "gcost rice 1", "gstop rice 1", "ggo rice 1", "gout rice 1"]
)
async def test_nobody_else_touches_a_shelf(market: Market, li: Neighbour, wu: Neighbour, word: str):
    for who in (li, wu):
        assert "cannot find that" in await who.says(button=word)


async def test_nobody_else_reads_a_shop_s_books(market: Market, li: Neighbour, wu: Neighbour):
    for button in (f"gshop {SHOP}", f"gnew {SHOP}", f"pwait {SHOP}", f"pmonth {SHOP} 2026-11", "pwait m:none"):
        for who in (li, wu):
            assert "cannot find that" in await who.says(button=button)
    assert "Only credit supermarkets" in await li.says("/goods")


async def test_a_shop_sees_what_waits_without_anybody_s_name(market: Market, li: Neighbour, qian: Neighbour):
    await redeems(li)
    await qian.says("/goods")
    read = await qian.taps("To be picked up: 1")
    assert f"{(await market.last()).number} Rice 5 kg, L**, until 12-7" in read
    assert "Xiulan" not in read


async def test_a_shop_sees_what_it_handed_over_in_a_month(
    town: Town, market: Market, li: Neighbour, zhao: Neighbour, qian: Neighbour
):
    for who in (li, zhao):
        await types(qian, await redeems(who))
        await qian.taps("Handed over")
    await redeems(li)
    await qian.says("/goods")
    read = await qian.taps("This month")
    assert "2026-11: 2 pieces handed over for 100 points" in read
    assert "Rice 5 kg: 2 pieces, 100 points" in read
    assert "2026-10: 0 pieces" in await qian.taps("The month before")
    await town.later(days=10)
    await qian.says("/goods")
    assert "2026-12: 0 pieces" in await qian.taps("This month")
    assert "2026-11: 2 pieces" in await qian.taps("The month before")
    for never in ("2026-99", "9999-12", "0001-01"):
        assert "cannot find that" in await qian.says(button=f"pmonth {SHOP} {never}")
