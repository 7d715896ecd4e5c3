"""Redeeming: what it costs is read first, and then the piece, the points and the code go together or not at all."""

import asyncio
from dataclasses import replace

import pytest

from handlers.supermarket import NO_SHOP
from storage.supermarket import Goods
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import OTHER, SHOP, Market, code_in, drawn, redeems
from tests.handlers.town import COMPOUND, Town


async def test_what_one_can_afford_comes_first_with_the_balance_at_the_top(market: Market, li: Neighbour):
    await market.puts(Goods("bike", OTHER, "Bicycle", "", 900, 1, None))
    await market.puts(Goods("soap", OTHER, "Soap", "", 5, 9, None))
    read = (await li.says("积分兑换")).splitlines()
    assert read[0] == "🎁 You have 120 points."
    assert [line.partition(".")[2].strip() for line in read[1:]] == [
        "Soap: 5 points",
        "Rice 5 kg: 50 points",
        "Bicycle: 900 points, 780 to go",
    ]


async def test_a_long_shelf_is_turned_eight_at_a_time(market: Market, li: Neighbour):
    for n in range(10):
        await market.puts(Goods(f"g{n}", SHOP, f"Thing {n}", "", 60 + n, 1, None))
    assert (await li.says("/shop")).count("\n") == 8
    assert "Thing 9" in await li.taps("More (1/2)")


async def test_redeeming_moves_a_piece_and_points_and_gives_a_code(market: Market, li: Neighbour, qian: Neighbour):
    await li.says("/shop")
    read = await li.taps("Rice")
    assert "New harvest" in read
    assert "杏福超市" in read
    assert "Rice 5 kg for 50 points, to pick up at 杏福超市" in await li.taps("Redeem")
    assert await market.of(li) == 120
    code = code_in(await li.taps("Yes, redeem"))
    assert (await market.of(li), await market.points(f"shop:{SHOP}"), await market.stock()) == (70, 50, 2)
    assert drawn(li)["code"] == code
    assert await market.adds_up()


async def test_the_code_itself_is_not_kept(town: Town, market: Market, li: Neighbour):
    digits = (await redeems(li)).replace(" ", "")
    kept = await market.last()
    assert digits not in kept.code
    assert len(kept.code) == 64


async def test_the_shop_hears_what_to_put_aside_but_not_for_whom(market: Market, town: Town, li, qian: Neighbour):
    await redeems(li)
    await town.later(hours=1)
    read = qian.reads()
    assert "put one Rice 5 kg aside" in read
    assert "Li" not in read


async def test_who_says_no_keeps_everything(market: Market, li: Neighbour):
    await li.says("/shop")
    assert "stay with you" in await li.taps("Rice", "Redeem", "No, not now")
    assert (await market.of(li), await market.stock()) == (120, 3)


async def test_too_few_points_are_said_kindly_with_what_is_missing(town: Town, market: Market, li: Neighbour):
    await market.puts(Goods("pot", SHOP, "Pot", "", 100, 5, None))
    await li.says("/shop")
    await li.taps("Pot", "Redeem")
    yes = li.button("Yes, redeem")
    await redeems(replace(li, chat=li.chat))  # meanwhile 50 of them go elsewhere
    assert "done with" in await li.presses(yes)
    await li.says("/shop")
    assert "Redeem" not in " ".join([*(await li.taps("Pot")).split(), *li.labels()])
    assert "30 more and it is yours" in await li.says(button="sget pot 100")
    assert (await market.of(li), await market.stock("pot")) == (70, 5)


async def test_points_spent_at_the_same_moment_elsewhere_are_not_spent_twice(town: Town, market: Market, li: Neighbour):
    """The talk asked while there was enough; the ledger has the last word, and nothing leaves the shelf."""
    await li.says("/shop")
    await li.taps("Rice", "Redeem")
    await town.database.do(lambda tx: tx.run("UPDATE accounts SET balance = 20 WHERE account = 'person:li'"))
    assert "30 more and it is yours" in await li.taps("Yes, redeem")
    assert (await market.stock(), await town.one("SELECT COUNT(*) FROM redemptions")) == (3, 0)


async def test_a_new_price_is_shown_before_it_is_paid(market: Market, li: Neighbour, qian: Neighbour):
    await li.says("/shop")
    await li.taps("Rice", "Redeem")
    await qian.says("货架")
    await qian.taps("Rice", "Price")
    await qian.says("60")
    assert "costs 60 points by now" in await li.taps("Yes, redeem")
    assert (await market.of(li), await market.stock()) == (120, 3)


async def test_one_tap_delivered_nine_times_and_tapped_twice_redeems_once(market: Market, li: Neighbour):
    await li.says("/shop")
    await li.taps("Rice", "Redeem")
    yes = li.button("Yes, redeem")
    await li.sends(li.message(button=yes.data, ref=yes.ref), times=9)
    await li.presses(yes)
    assert (await market.of(li), await market.stock(), len(await market.waiting())) == (70, 2, 1)


async def test_the_last_piece_at_two_replicas_goes_to_one_and_costs_the_other_nothing(
    town: Town, other: Town, market: Market, li: Neighbour, zhao: Neighbour
):
    await town.database.do(lambda tx: tx.run("UPDATE goods SET stock = 1"))
    for who in (li, zhao):
        await who.says("/shop")
        await who.taps("Rice", "Redeem")
    taps = [(who, who.button("Yes, redeem")) for who in (li, zhao)]
    messages = [who.message(button=tap.data, ref=tap.ref) for who, tap in taps]
    await asyncio.gather(*(place.hears(message) for place, message in zip((town, other), messages, strict=True)))
    await town.delivers()
    [waiting] = await market.waiting()
    winner, loser = (li, zhao) if waiting.person == li.id else (zhao, li)
    assert "set aside for you" in winner.reads()
    assert "somebody was faster" in loser.reads()
    assert (await market.of(winner), await market.of(loser), await market.stock()) == (70, 120, 0)
    assert await market.adds_up()


async def test_nobody_redeems_in_their_own_shop(market: Market, li: Neighbour, qian: Neighbour):
    await market.gives(qian, 100)
    assert "your own shop" in await qian.says(button="sget rice 50")
    assert await market.of(qian) == 100


@pytest.mark.parametrize(
    "button", ["sget nothing 50", "sget rice x", "sget", "sgood nothing", "scode 000000", "sback "]
)
async def test_a_made_up_button_does_nothing(market: Market, li: Neighbour, button: str):
    await li.says(button=button)
    assert (await market.of(li), await market.stock()) == (120, 3)


async def test_a_shop_of_another_community_is_not_there(town: Town, market: Market, qian: Neighbour):
    far = await town.moves_in("Far Away", home="qs/hy/zz/aa/1")
    await market.gives(far, 100)
    assert NO_SHOP in await far.says("/shop")
    assert "cannot find that" in await far.says(button="sget rice 50")


async def test_a_paused_shop_offers_nothing_new(town: Town, market: Market, li: Neighbour):
    await town.database.do(lambda tx: tx.run("UPDATE partners SET paused = 1"))
    assert "Rice" not in await li.says("/shop")
    assert "cannot find that" in await li.says(button="sget rice 50")
    assert COMPOUND in (await li.person()).roles[0].place
