"""Ordering from the menu of a shop: the same loop as every order, from the resident to the keeper and back."""

from domain.number import find
from domain.order import Closing, State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import LAST, keeper, on_the_menu, ordered, orders, partner
from tests.handlers.town import COMPOUND, Town


async def test_a_resident_orders_the_keeper_does_it_and_it_is_reviewed(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    read = await orders(li, "上门理发", LAST)
    assert "15 元 (low-cost)" in read
    assert "You pay the shop itself" in read
    number = find(await li.taps("Order it"))[0]
    order = await town.order(number)
    assert (order.state, order.team, order.service, order.category) == (State.DISPATCHED, shop, haircut, "partner")
    assert order.place == f"{COMPOUND}/3/1"
    assert "handed to 小王理发店" in li.card(number).text
    assert "剪短一点，周三下午" in (read := wu.reads())
    assert "15 元" in read
    assert zhou.reads() == ""  # nothing for the desk to do
    await wu.taps("Accept")
    assert "has accepted" in li.reads()
    await wu.taps("Done")
    await wu.says("剪好了")
    assert "Is it fixed?" in li.reads()
    await li.taps("Fixed", "★★★★★", "Skip")
    order = await town.order(number)
    assert (order.state, order.closing, order.rating) == (State.CLOSED, Closing.FIXED, 5)


async def test_being_handed_on_by_the_clock_is_no_answer_yet(town: Town, haircut: str, li: Neighbour, wu: Neighbour):
    number = await ordered(li)
    order = await town.order(number)
    assert order.responded_at is None
    assert order.due_at is not None
    await wu.taps("Accept")
    assert (await town.order(number)).responded_at == town.now


async def test_what_the_shop_declines_goes_to_the_desk_with_the_reason(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    number = await ordered(li)
    await wu.taps("Hand back")
    await wu.says("周三没空")
    order = await town.order(number)
    assert (order.state, order.team, order.rung) == (State.PLACED, None, COMPOUND)
    assert "周三没空" in zhou.reads()
    give = zhou.button("To somebody else")
    other = await partner(town, zhou, "老李修鞋")
    await keeper(town, zhou, other, "Qian Bo")
    assert "not yours" in await zhou.says(button=f"give {number} {order.version} {other}")
    await zhou.presses(give)
    assert "老李修鞋" not in zhou.labels()
    await zhou.taps("小王理发店")
    order = await town.order(number)
    assert (order.state, order.team) == (State.DISPATCHED, shop)


async def test_what_the_shop_leaves_lying_is_nagged_about_and_goes_to_the_desks(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await ordered(li)
    wu.reads()
    await town.later(minutes=31)
    assert f"{number} is waiting for you" in wu.reads()
    await town.later(minutes=20)
    assert number in zhou.reads()
    await town.later(minutes=20)
    assert (await town.order(number)).state is State.PLACED
    assert number in liu.reads()


async def test_a_keeper_of_another_shop_has_nothing_to_do_with_it(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    other = await keeper(town, zhou, await partner(town, zhou, "老李修鞋"), "Qian Bo")
    number = await ordered(li)
    assert "not yours" in await other.presses(wu.button("Accept"))
    assert "not yours" in await other.says(number)
    for word in ("svcedit", "svcpause", "svcmine", "svcgone"):
        assert "not yours" in await other.says(button=f"{word} {haircut} 2")


async def test_nobody_orders_from_their_own_shop(town: Town, haircut: str, wu: Neighbour):
    await wu.says("/menu")
    await wu.taps("上门理发")
    assert "your own shop" in await wu.taps("Order it")
    assert await town.one("SELECT COUNT(*) FROM orders") == 0


async def test_a_price_that_changed_since_it_was_shown_is_not_ordered(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await orders(li, "上门理发", LAST)
    await wu.says("/mymenu")
    await wu.taps("上门理发", "Change it", "Change the price")
    await wu.says("30 元")
    await wu.taps("Send")
    await zhou.taps("Approve")
    assert "has changed meanwhile" in await li.taps("Order it")
    assert await town.one("SELECT COUNT(*) FROM orders") == 0
    assert "30 元" in await orders(li, "上门理发", LAST)


async def test_what_is_done_in_the_shop_asks_for_no_place(town: Town, li: Neighbour, wu: Neighbour, zhou: Neighbour):
    await on_the_menu(wu, zhou, "店里理发", "Free of charge", "", "in the shop")
    read = await orders(li, "店里理发")
    assert "in the shop" in read
    assert "It costs you nothing" in read
    assert (await town.order(find(await li.taps("Order it"))[0])).place == COMPOUND


async def test_who_keeps_it_no_longer_loses_it_with_the_next_tap_and_what_they_had_goes_to_the_desk(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    number = await ordered(li)
    await wu.taps("Accept")
    done = wu.button("Done")
    await zhou.says("/partners")
    await zhou.taps("小王理发店", "keeps it no longer")
    assert (await town.order(number)).assignee == (await wu.person()).id
    await zhou.taps("Yes")
    assert "You keep 小王理发店 no longer" in wu.reads()
    assert "not yours" in await wu.presses(done)
    assert "Only those who keep a shop" in await wu.says("/mymenu")
    order = await town.order(number)
    assert (order.state, order.assignee, order.team) == (State.PLACED, None, None)
    assert "The desk looks after" in li.reads()
    assert "on offer" in await li.says(button=f"svc {haircut}")  # nobody keeps it


async def test_a_colleague_goes_on_where_one_keeper_leaves(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    second = await keeper(town, zhou, shop, "He Jun")
    number = await ordered(li)
    await zhou.says("/partners")
    await zhou.taps("小王理发店", "Wu Mei keeps it no longer", "Yes")
    assert (await town.order(number)).state is State.DISPATCHED
    await second.taps("Accept")
    assert (await town.order(number)).assignee == (await second.person()).id


async def test_the_stars_are_told_of_five_reviews_and_never_of_fewer(
    town: Town, haircut: str, wu: Neighbour, zhou: Neighbour
):
    for n in range(1, 6):
        guest = await town.moves_in(f"Guest{n} Ma", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/{n}/1")
        assert "⭐" not in await guest.says("/menu")
        await ordered(guest)
        await wu.taps("Accept", "Done", "Skip")
        await guest.taps("Fixed", "★★★★" if n < 5 else "★★★★★", "Skip")
    assert "⭐4.2 (5)" in await guest.says("/menu")
    assert "4.2 of 5, 5 reviews" in await guest.taps("上门理发")
