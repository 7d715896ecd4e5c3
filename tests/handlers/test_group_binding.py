"""A group belongs to a place by a code from the desk: good once, for an hour, and for whoever may still give it."""

from functools import partial

import pytest

from domain.person import Held, Role
from storage import group_chats
from storage.group_chats import Group, Kind
from storage.places import Place
from tests.handlers.grouping import GROUP, NEIGHBOURS, OTHER, STAFF, a_code, binds
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, MINUTE, Town


async def bound(town: Town, chat: str = GROUP) -> Group | None:
    return await town.database.read(partial(group_chats.get, chat=chat))


async def test_the_desk_binds_a_neighbours_group_with_a_code(town: Town, zhou: Neighbour, li: Neighbour):
    code = await a_code(zhou, NEIGHBOURS, "3号楼")
    await li.says(f"/bind@sidan_bot {code.lower()}", group=GROUP)
    group = await bound(town)
    assert group is not None
    assert (group.kind, group.place, group.bound_by) == (Kind.RESIDENTS, f"{COMPOUND}/3", zhou.id)
    [told] = town.phone(GROUP).looks().splitlines()
    assert "neighbours of 杏福苑 3号楼" in told
    assert "is bound" in zhou.reads()
    assert li.reads() == ""


async def test_a_code_is_good_once(town: Town, zhou: Neighbour, li: Neighbour):
    code = await a_code(zhou, NEIGHBOURS, "3号楼")
    await li.says(f"/bind {code}", group=GROUP)
    await li.says(f"/bind {code}", group=OTHER)
    assert await bound(town, OTHER) is None
    assert "used already or has expired" in town.phone(OTHER).looks()
    assert await town.one("SELECT COUNT(*) FROM group_codes WHERE code_hash = :code", code=code) == 0


async def test_a_code_is_good_for_an_hour(town: Town, zhou: Neighbour, li: Neighbour):
    code = await a_code(zhou, NEIGHBOURS, "3号楼")
    town.now += 60 * MINUTE
    await li.says(f"/bind {code}", group=GROUP)
    assert await bound(town) is None


async def test_the_link_that_adds_us_to_a_group_binds_it_too(town: Town, zhou: Neighbour):
    code = (await a_code(zhou, STAFF, "第一网格")).replace("-", "")
    await zhou.opens(f"g-{code}", group=GROUP)
    group = await bound(town)
    assert group is not None
    assert (group.kind, group.place) == (Kind.STAFF, GRID_1)


async def test_a_code_of_somebody_who_may_no_longer_give_it_is_worth_nothing_but_a_bound_group_stays(
    town: Town, zhou: Neighbour, li: Neighbour
):
    first, second = [await a_code(zhou, NEIGHBOURS, "3号楼") for _ in range(2)]
    await li.says(f"/bind {first}", group=GROUP)
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = :now WHERE person = 'zhou'", now=town.now))
    await li.says(f"/bind {second}", group=OTHER)
    assert await bound(town, OTHER) is None
    assert await bound(town) is not None


async def test_binding_anew_replaces(town: Town, zhou: Neighbour, li: Neighbour):
    for building in ("3号楼", "5号楼"):
        await binds(zhou, NEIGHBOURS, building)
    group = await bound(town)
    assert group is not None
    assert group.place == f"{COMPOUND}/5"


async def test_the_desk_sees_its_groups_and_lets_one_go(town: Town, zhou: Neighbour, liu: Neighbour, li: Neighbour):
    await binds(zhou, NEIGHBOURS, "3号楼")
    await binds(liu, STAFF, "柳溪社区", chat=OTHER)
    assert await zhou.says("/group") == "Groups of your places:\n1. 杏福苑 3号楼 · 🏠 neighbours' group"
    assert len((await liu.says("绑群")).splitlines()) == 3
    await zhou.taps("Unbind 1")
    assert await bound(town) is None
    assert "no longer on duty" in town.phone(GROUP).looks()


@pytest.mark.parametrize(
    "role", [Held(Role.GRID, GRID_1), Held(Role.PROPERTY, COMPOUND), Held(Role.RESIDENT, COMPOUND)]
)
async def test_only_the_desk_binds_groups(town: Town, zhou: Neighbour, role: Held):
    await binds(zhou, NEIGHBOURS, "3号楼")
    other = await town.moves_in("Xu Na", role)
    for words in ("/group", f"/bind {GROUP}"):
        assert "/bind" not in await other.says(words)
    for data in ("gp new", f"gp off {GROUP}", f"gp try {GROUP}", "gp off telegram:-999"):
        assert "cannot find that" in await other.says(button=data)
    assert await bound(town) is not None


async def test_many_groups_are_shown_a_page_at_a_time(town: Town, liu: Neighbour):
    for n in range(21):
        await binds(liu, STAFF, "柳溪社区", chat=f"telegram:-{n + 1}")
    assert len((await liu.says("/group")).splitlines()) == 21
    assert (await liu.taps("More …")).splitlines()[1:] == ["21. 柳溪社区 · 🧰 staff group"]


async def test_the_desk_of_another_community_does_not_touch_it(town: Town, zhou: Neighbour, li: Neighbour):
    await binds(zhou, NEIGHBOURS, "3号楼")
    other = await town.moves_in("Xu Na", Held(Role.COMMUNITY, "qs/hy/xx"))
    assert "cannot find that" in await other.says(button=f"gp off {GROUP}")
    assert await bound(town) is not None


async def test_a_community_offers_its_compounds_its_grids_and_itself(town: Town, liu: Neighbour, li: Neighbour):
    await liu.says("/group")
    await liu.taps(STAFF)
    assert {"柳溪社区", "杏福苑", "杏福苑 第一网格"} <= set(liu.labels())
    await binds(liu, STAFF, "柳溪社区")
    group = await bound(town)
    assert group is not None
    assert group.place == COMMUNITY
    number = await li.reports()
    assert number in town.phone(GROUP).every_text()


async def test_whose_group_it_was_reads_that_somebody_else_has_bound_it(town: Town, zhou: Neighbour):
    await town.built(Place(f"{COMMUNITY}/dy", "compound", "东苑", None, None, None))
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, f"{COMMUNITY}/dy"))
    await binds(zhou, STAFF, "杏福苑")
    await binds(other, STAFF)
    assert "Somebody else has bound the 🧰 staff group of 杏福苑 anew" in zhou.reads()
    await binds(other, NEIGHBOURS)
    assert zhou.reads() == ""


@pytest.mark.parametrize("kind", [STAFF, NEIGHBOURS])
async def test_whose_area_has_ended_meanwhile_is_asked_nothing_that_has_no_answer(
    town: Town, zhou: Neighbour, liu: Neighbour, kind: str
):
    await zhou.says("/group")
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'zhou'"))
    assert "no place in your area" in await zhou.taps(kind)
    assert "Please check" in await zhou.says("3号楼1单元水管漏水")
