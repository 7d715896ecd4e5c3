"""The menu: written by keepers, approved by the community, and seen by nobody before."""

import pytest

from domain.person import Held, Role
from storage import places
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import on_the_menu, orders, writes
from tests.handlers.town import COMMUNITY, COMPOUND, Town


@pytest.fixture
async def asked(town: Town, wu: Neighbour, zhou: Neighbour) -> str:
    """Written, and not approved yet."""
    await writes(wu, "上门磨刀", "At the market price", "一把 8 元", "at their home")
    await wu.taps("Send")
    return str(await town.one("SELECT id FROM services"))


async def test_what_nobody_approved_is_neither_seen_nor_ordered(town: Town, asked: str, li: Neighbour):
    assert "offers anything yet" in await li.says("/menu")
    for button in (f"svc {asked}", f"svcorder {asked} 1"):
        assert "not on offer just now" in await li.says(button=button)
    assert await town.one("SELECT COUNT(*) FROM orders") == 0


async def test_an_old_button_of_the_menu_ends_nothing_that_is_under_way(asked: str, li: Neighbour):
    await li.says("/report")
    await li.says("3号楼1单元水管漏水")
    assert "not on offer just now" in await li.says(button=f"svc {asked}")
    assert "Got it" in await li.taps("Send")


async def test_the_community_approves_it_and_the_keeper_hears(
    asked: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    read = zhou.reads()
    assert "May this go on the menu?" in read
    assert "一把 8 元 (market price)" in read
    await zhou.taps("Approve")
    assert "is on the menu now" in wu.reads()
    assert "上门磨刀, 小王理发店: 一把 8 元 (market price)" in await li.says("服务")


async def test_it_is_refused_with_a_reason_that_the_keeper_reads(
    asked: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    await zhou.taps("Refuse")
    await zhou.says("请写清楚价格")
    assert "请写清楚价格" in wu.reads()
    assert "offers anything yet" in await li.says("/menu")
    assert "refused: 请写清楚价格" in await wu.says("我的服务")


async def test_a_changed_service_waits_once_more_and_an_old_button_approves_nothing(
    town: Town, asked: str, li: Neighbour, wu: Neighbour, zhou: Neighbour
):
    old = zhou.button("Approve")
    await zhou.taps("Approve")
    order = f"svcorder {asked} 2"
    await wu.says("/mymenu")
    await wu.taps("上门磨刀", "Change it", "Change the words")
    await wu.says("磨刀磨剪子")
    await wu.taps("Send")
    assert "offers anything yet" in await li.says("/menu")
    assert "not on offer" in await li.says(button=order)
    assert "changed meanwhile" in await zhou.presses(old)
    assert await town.one("SELECT state FROM services") == "asked"
    await zhou.taps("Approve")
    assert "磨刀磨剪子" in await li.says("/menu")
    assert "changed meanwhile" in await li.says(button=order)


async def test_a_keeper_approves_nothing_even_as_a_dispatcher(town: Town, shop: str, wu: Neighbour, zhou: Neighbour):
    both = await town.moves_in("Ding Yi", Held(Role.COMMUNITY, COMPOUND), Held(Role.PARTNER, COMPOUND, shop))
    await writes(wu, "上门磨刀", "At the market price", "8 元", "at their home")
    await wu.taps("Send")
    assert both.reads() == ""
    assert "not yours" in await both.presses(zhou.button("Approve"))


async def test_whoever_wrote_it_approves_it_neither_after_leaving_the_shop(
    town: Town, asked: str, wu: Neighbour, zhou: Neighbour
):
    yes = zhou.button("Approve")
    who = (await wu.person()).id
    await town.database.do(lambda tx: tx.run("UPDATE roles SET role = 'C', team = NULL WHERE person = :who", who=who))
    assert "not yours" in await wu.presses(yes)


async def test_what_waits_is_reminded_of_each_working_day_and_then_lies_one_desk_up(
    town: Town, asked: str, liu: Neighbour, zhou: Neighbour
):
    zhou.reads()
    await town.later(hours=2)
    assert zhou.reads() == ""
    await town.later(hours=22)
    assert "still waits for a yes or no" in zhou.reads()
    assert liu.reads() == ""
    await town.later(days=1)
    assert zhou.reads() == ""
    assert "still waits" in liu.reads()
    await liu.taps("Approve")
    await town.later(days=1)
    assert liu.reads() == ""


async def test_what_is_written_in_the_night_comes_to_the_desk_in_the_morning(
    town: Town, wu: Neighbour, zhou: Neighbour
):
    await town.later(hours=13)  # eleven at night
    zhou.reads()
    await writes(wu, "上门磨刀", "Free of charge", "", "at their home")
    await wu.taps("Send")
    await town.later(hours=1)
    assert zhou.reads() == ""
    await town.later(hours=8)
    assert "May this go on the menu?" in zhou.reads()


async def test_what_waits_at_a_desk_where_nobody_sits_is_asked_where_somebody_does(
    town: Town, asked: str, liu: Neighbour, zhou: Neighbour
):
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = :zhou", zhou=zhou.id))
    zhou.reads()
    await town.later(days=1)
    assert zhou.reads() == ""
    assert "上门磨刀" in liu.reads()


async def test_a_keeper_pauses_a_service_and_offers_it_again(haircut: str, li: Neighbour, wu: Neighbour):
    await wu.says("/mymenu")
    await wu.taps("上门理发", "Pause it")
    assert "offers anything yet" in await li.says("/menu")
    await wu.taps("Offer it again")
    assert "上门理发" in await li.says("/menu")
    await wu.taps("Take it off")
    assert "not on offer" in await li.says(button=f"svc {haircut}")


async def test_the_menu_is_free_first_and_eight_at_a_time(town: Town, li: Neighbour, wu: Neighbour, zhou: Neighbour):
    for n in range(1, 5):
        await on_the_menu(wu, zhou, f"市价{n}", "At the market price", "8 元", "in the shop")
        await on_the_menu(wu, zhou, f"低价{n}", "Low-cost", "2 元", "in the shop")
    await on_the_menu(wu, zhou, "义剪", "Free of charge", "", "in the shop")
    read = await li.says("/menu")
    found = [read.index(word) for word in ("Free of charge", "1. 义剪", "Low-cost", "2. 低价1", "market", "6. 市价1")]
    assert found == sorted(found)
    assert "市价4" not in read
    assert "1. 市价4" in await li.taps("More")
    assert "市价4" in await li.says("1")


async def another_compound(town: Town) -> None:
    other = Place(f"{COMMUNITY}/hy", "compound", "和园", None, None, None)
    await town.database.do(lambda tx: places.add(tx, places=[other]))
    town.now += 2


async def test_who_never_said_where_they_live_is_asked_once(town: Town, haircut: str):
    await another_compound(town)
    new = town.stranger("Ma Li")
    assert "Which compound is it?" in await new.says("/menu")
    assert "上门理发" in await new.taps("杏福苑")
    assert "上门理发" in await new.says("/menu")


async def test_a_shop_does_not_come_where_it_does_not_serve(town: Town, haircut: str, li: Neighbour):
    await another_compound(town)
    await orders(li, "上门理发", "as last time", "Change the place", "和园")
    assert "does not come to 和园" in await li.taps("Order it")
    assert await town.one("SELECT COUNT(*) FROM orders") == 0
