"""In what an order from a shop differs from a report: it is private, no two are the same, and it need not last."""

from dataclasses import replace

from domain.order import Closing, State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import LAST, link_in, on_the_menu, ordered
from tests.handlers.town import COMPOUND, DAY, POLICY, Town


async def reviewed(li: Neighbour, wu: Neighbour, stars: str = "★★★★★") -> str:
    number = await ordered(li)
    await wu.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", stars, "Skip")
    return number


async def test_what_somebody_buys_is_nothing_for_the_owners_committee(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour
):
    rules = replace(POLICY.rules, owners_sign_off=True)
    town.house = replace(town.house, policy=replace(POLICY, rules=rules, places={}))
    mei = await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))
    number = await reviewed(li, wu)
    await town.later(hours=1)
    assert mei.reads() == ""
    assert number not in await mei.says("/orders")
    await mei.says(number)
    assert "Sign off" not in mei.labels()


async def test_what_two_neighbours_order_is_never_the_same(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await li.reports("合伙商户的门口灯坏了", LAST)
    assert await town.one("SELECT category FROM orders") == "partner"
    await ordered(li)
    number = await ordered(li)
    await wu.taps("Hand back")
    await wu.says("没空")
    assert (await town.order(number)).state is State.PLACED
    assert "Same as another" not in [button.label for row in zhou.card(number).buttons for button in row]
    version = (await town.order(number)).version
    assert "No other open report" in await zhou.says(button=f"merge {number} {version}")


async def test_nobody_asks_after_two_weeks_whether_a_haircut_is_still_good(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour
):
    always = replace(POLICY.rules, follow_up=replace(POLICY.rules.follow_up, share=1.0))
    town.house = replace(town.house, policy=replace(POLICY, rules=always, places={}))
    number = await reviewed(li, wu)
    order = await town.order(number)
    assert (order.closing, order.follow_up) == (Closing.FIXED, None)
    li.reads()
    await town.later(days=15)
    assert li.reads() == ""


async def test_what_the_desk_gave_to_somebody_else_is_no_review_of_the_shop(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, wang: Neighbour, zhou: Neighbour
):
    for _ in range(4):
        await reviewed(li, wu)
    await ordered(li)
    await wu.taps("Hand back")
    await wu.says("没空")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    assert "⭐" not in await li.says("/menu")


async def test_what_was_not_done_well_goes_to_the_desk_which_may_give_it_to_the_shop_again(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    number = await ordered(li)
    await wu.taps("Accept", "Done", "Skip")
    await li.taps("Not fixed")
    await li.says("剪坏了")
    order = await town.order(number)
    assert (order.state, order.team, order.service) == (State.PLACED, None, haircut)
    await zhou.taps("To somebody else", "小王理发店")
    assert "handed to 小王理发店" in wu.reads()


async def test_a_menu_holds_thirty_services_eight_at_a_time_and_no_more(
    town: Town, wu: Neighbour, zhou: Neighbour, haircut: str
):
    await town.database.do(
        lambda tx: tx.run(
            """
            INSERT INTO services (id, partner, title, price_class, at_home, hours, state, version, written_by)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 29)
            SELECT 's' || n.i, s.partner, 'x' || n.i, 'free', 0, '9-17', 'paused', 1, 'wu' FROM n, services s
            """
        )
    )
    read = await wu.says("/mymenu")
    assert "8. x" in read
    assert "9. x" not in read
    assert "6. x" in await wu.taps("More", "More", "More")
    assert "30 services at most" in await wu.taps("Write a service")


async def test_a_shop_of_the_whole_community_serves_every_compound_of_it(
    town: Town, li: Neighbour, liu: Neighbour, zhou: Neighbour
):
    await liu.says("/partners")
    await liu.taps("Add one")
    await liu.says("柳溪家政")
    payload = link_in(await liu.taps("柳溪社区", "No"))
    keeper = town.stranger("Fang Yi")
    await keeper.opens(payload)
    await keeper.says("方一")
    await on_the_menu(keeper, liu, "擦玻璃", "At the market price", "80 元", "at their home")
    number = await ordered(li, "擦玻璃")
    assert (await town.order(number)).rung == COMPOUND
    town.now += DAY
    assert zhou.reads() == ""
