"""Partners: let in by the community, kept by whoever it invites, and paused."""

from domain.order import State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import keeper, link_in, ordered, orders, partner
from tests.handlers.town import COMMUNITY, COMPOUND, Town


async def test_a_dispatcher_lets_a_shop_in_and_its_keeper_comes_by_a_link(town: Town, zhou: Neighbour):
    assert "No shop or company helps here yet" in await zhou.says("合伙人")
    await zhou.taps("Add one")
    await zhou.says("小王理发店")
    payload = link_in(await zhou.taps("Yes"))
    new = town.stranger("Wu Mei")
    assert "You keep 小王理发店 here now" in await new.opens(payload)
    await new.says("吴梅")
    shop = await town.one("SELECT id FROM partners WHERE credit_shop = 1")
    assert (await new.person()).roles == (Held(Role.PARTNER, COMPOUND, shop),)
    await zhou.says("/partners")
    assert "Kept by: 吴梅" in await zhou.taps("小王理发店")


async def test_the_community_says_for_which_compound_a_shop_is(town: Town, liu: Neighbour):
    await liu.says("/partners")
    await liu.taps("Add one")
    await liu.says("小王理发店")
    await liu.taps("杏福苑", "No")
    assert await town.one("SELECT place FROM partners") == COMPOUND


async def test_an_invitation_is_not_for_whoever_made_it_and_stays_good_for_the_shop(town: Town, zhou: Neighbour):
    await zhou.says("/partners")
    await zhou.taps("Add one")
    await zhou.says("小王理发店")
    payload = link_in(await zhou.taps("No"))
    assert "used already or has expired" in await zhou.opens(payload)
    assert (await zhou.person()).roles == (Held(Role.COMMUNITY, COMPOUND),)
    assert "You keep 小王理发店 here" in await town.stranger("Wu Mei").opens(payload)
    assert "used already" in await town.stranger("He Jun").opens(payload)


async def test_an_invitation_counts_only_while_its_maker_may_give_it(
    town: Town, shop: str, zhou: Neighbour, liu: Neighbour
):
    await zhou.says("/partners")
    payload = link_in(await zhou.taps("小王理发店", "Invite a keeper"))
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = :zhou", zhou=zhou.id))
    assert "used already or has expired" in await town.stranger("Wu Mei").opens(payload)


async def test_one_keeper_may_keep_two_shops(town: Town, shop: str, wu: Neighbour, zhou: Neighbour):
    second = await partner(town, zhou, "老李修鞋")
    await zhou.says("/partners")
    await wu.opens(link_in(await zhou.taps("老李修鞋", "Invite a keeper")))
    assert {held.team for held in (await wu.person()).roles} == {shop, second}


async def test_nothing_of_a_paused_shop_is_ordered_until_it_goes_on(
    town: Town, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await orders(li, "上门理发", "as last time")
    await zhou.says("/partners")
    await zhou.taps("小王理发店", "Pause it")
    assert "is paused" in wu.reads()
    assert "not on offer" in await li.taps("Order it")
    assert "offers anything yet" in await li.says("/menu")
    assert await town.one("SELECT COUNT(*) FROM orders") == 0
    await zhou.taps("Let it go on")
    assert "上门理发" in await li.says("/menu")


async def test_a_dispatcher_takes_a_service_off_the_menu(haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour):
    await zhou.says("/partners")
    await zhou.taps("小王理发店", "See its menu", "上门理发", "Take it off the menu")
    await zhou.says("有街坊反映乱收费")
    assert "乱收费" in wu.reads()
    assert "offers anything yet" in await li.says("/menu")


async def test_whose_shop_it_is_not_can_do_nothing_with_it(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, wang: Neighbour
):
    there = await town.moves_in("Gu Ping", Held(Role.COMMUNITY, f"{COMMUNITY}/hy"))
    role = await town.one("SELECT id FROM roles WHERE team = :shop", shop=shop)
    for who in (li, wang, there, wu):
        for button in (f"partner {shop}", f"pinvite {shop}", f"ppause {shop} 1", f"pout {role}", f"svcno {haircut} 2"):
            assert "not yours" in await who.says(button=button)
    for nothing in ("partner m:0", "pinvite m:0", "pout 0", "svcno 0 1", "svcmine 0", "svcedit 0", "svcnew m:0"):
        assert "not yours" in await there.says(button=nothing)
    assert "Only community dispatchers" in await li.says("/partners")
    assert await town.one("SELECT paused FROM partners WHERE id = :shop", shop=shop) == 0


async def test_another_of_the_shop_and_nobody_else_stands_in_for_a_keeper(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await keeper(town, zhou, await partner(town, zhou, "老李修鞋"), "Qian Bo")
    same = await keeper(town, zhou, shop, "He Jun")
    number = await ordered(li)
    await wu.taps("Accept")
    await wu.says("/leave")
    await wu.taps("Today", "Today")
    assert "He Jun" in wu.labels()
    assert "Qian Bo" not in wu.labels()
    await wu.taps("He Jun")
    order = await town.order(number)
    assert (order.state, order.assignee) == (State.DISPATCHED, (await same.person()).id)
    await same.taps("Accept", "Done", "Skip")
    assert (await town.order(number)).state is State.FINISHED


async def test_where_the_only_keeper_is_away_the_menu_offers_nothing_and_the_desk_has_what_was_asked(
    town: Town, shop: str, haircut: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await keeper(town, zhou, await partner(town, zhou, "老李修鞋"), "Qian Bo")
    number = await ordered(li)
    await wu.says("/leave")
    await wu.taps("Today", "Today", "The desk decides")
    assert (await town.order(number)).state is State.PLACED
    assert "offers anything yet" in await li.says("/menu")
