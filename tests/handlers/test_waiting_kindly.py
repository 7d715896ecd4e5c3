"""Where nobody is there to say yes, or something cannot be, people are told so kindly, and lose nothing they said."""

from functools import partial

from domain.number import find
from domain.person import Held, Role
from storage import people, places, services
from storage.places import Place
from tests.handlers.town import COMMUNITY, DAY
from tests.handlers.wishing import ON_SQLITE, Wishing, forged, scene

__all__ = ["scene"]
pytestmark = ON_SQLITE


async def test_whoever_would_volunteer_where_nobody_sits_at_any_desk_hears_so_once(scene: Wishing):
    town = scene.town
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 5 WHERE role IN ('C', 'S')"))
    await scene.li.says("/volunteer")
    await scene.li.taps("A helping hand, nothing special", "👍 That is right")
    for _ in range(14):
        await town.later(hours=12)
    assert scene.li.phone.every_text().count("Nobody is at the community's desk") == 1


async def shop_writes(scene: Wishing) -> None:
    await scene.zhou.says("/partners")
    await scene.zhou.taps("➕ Add one")
    await scene.zhou.says("梅花理发店")
    link = await scene.zhou.taps("杏福苑", "No")
    mei = await scene.town.moves_in("Mei Hua")
    await mei.opens(link.partition("start=")[2].split()[0])
    await scene.town.database.do(lambda tx: tx.run("UPDATE roles SET until = 5 WHERE role IN ('C', 'S')"))
    await mei.says("/mymenu")
    await mei.taps("➕ Write a service")
    await mei.says("理发")
    await mei.taps("Free of charge", "at their home")
    await mei.says("9-17")
    await mei.taps("✅ Send")
    for _ in range(14):
        await scene.town.later(hours=12)
    assert mei.phone.every_text().count("nobody who may say yes is there") == 1


async def test_a_shop_hears_once_that_nobody_is_there_to_look_at_its_menu_and_is_found_after_a_wrong_clock(
    scene: Wishing,
):
    await shop_writes(scene)
    town = scene.town
    await town.database.do(lambda tx: tx.run("UPDATE services SET due_at = :far", far=town.now + 400 * DAY))
    await town.database.do(partial(services.set_back, now=town.now))
    held = Held(Role.COMMUNITY, COMMUNITY)
    await town.database.do(lambda tx: people.grant(tx, id="new", person="zhou", held=held, now=town.now))
    scene.zhou.reads()
    await town.later(hours=12)
    await town.later(hours=12)
    assert "理发" in scene.zhou.reads()


async def test_a_grid_worker_who_wishes_for_somebody_elsewhere_is_told_so_and_says_nothing_twice(scene: Wishing):
    await scene.wang.says("许愿")
    await scene.wang.taps("For somebody else")
    for said in ("想理个发", "王桂英", "13912345678"):
        await scene.wang.says(said)
    assert "people of your own area" in await scene.wang.taps("5号楼", "1单元", "Yes, they may", "Make the wish")
    assert find(await scene.wang.taps("Change the place", "3号楼", "1单元", "Make the wish"))


async def test_nobody_goes_through_the_wall_to_read_names_by_taking_up_and_giving_back(scene: Wishing):
    town, most = scene.town, 2 * scene.town.house.policy.wishes.claims
    for n in range(most + 1):
        number = await scene.taken("How often, how many", "Once, it needs two people")
        await forged(scene.gao, "wjoin", number)
        read = scene.gao.phone.every_text()
        await forged(scene.gao, "wleave", number)
        await scene.feng.says(number)
        town.now += 3600
        await scene.feng.taps("Done", "1 hour")
        await scene.li.taps("It came true", "Skip")
        if n == most:
            assert "several wishes back this week" in read
    town.now += 8 * DAY
    number = await scene.taken("How often, how many", "Once, it needs two people")
    await forged(scene.gao, "wjoin", number)
    assert await town.one("SELECT COUNT(*) FROM wish_hands") == 1


async def test_a_volunteer_who_may_not_move_goes_on_where_they_are(scene: Wishing):
    town, other = scene.town, f"{COMMUNITY}/ab"
    found = [
        Place(other, "compound", "安北苑", None, None, None),
        Place(f"{other}/1", "building", "1号楼", None, 30, 110),
    ]
    await town.database.do(lambda tx: places.add(tx, found))
    town.now += 60
    await scene.feng.says("/volunteer")
    await scene.feng.taps("Change", "Where I live")
    await scene.feng.taps("安北苑", "1号楼", "👍 That is right")
    await scene.zhou.taps("Not now")
    await scene.zhou.says("那边暂时不缺人")
    assert "You are a volunteer" in await scene.feng.says("/volunteer")
    await scene.feng.taps("Stop volunteering", "Yes, stop")
    assert await town.one("SELECT COUNT(*) FROM roles WHERE person = 'feng' AND until IS NULL") == 0
