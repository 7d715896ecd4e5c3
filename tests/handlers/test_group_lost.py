"""A group that removed us, silenced us, or lost its topic: healed, or told to whoever bound it."""

from tests.handlers.grouping import GROUP, NEIGHBOURS, STAFF, binds
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town


async def test_who_bound_it_is_told_once_that_we_were_removed_and_that_we_are_back(
    town: Town, zhou: Neighbour, liu: Neighbour, li: Neighbour
):
    await binds(zhou, NEIGHBOURS, "3号楼")
    for _ in range(2):
        await li.says(group=GROUP, reachable=False)
    read = zhou.reads()
    assert read.count("can no longer write") == 1
    assert "🏠 neighbours' group of 杏福苑 3号楼" in read
    assert liu.reads() == ""
    await li.says(group=GROUP, reachable=True)
    assert "I am back" in zhou.reads()


async def test_a_group_where_only_administrators_may_write_is_tried_again_with_one_tap(
    town: Town, zhou: Neighbour, li: Neighbour
):
    await binds(zhou, STAFF, "杏福苑")
    town.gone.add(GROUP)
    await li.reports()
    assert "can no longer write" in zhou.reads()
    assert "can no longer write" in await zhou.taps("Try again")
    town.gone.clear()
    await zhou.taps("Try again")
    assert "now gets the reports" in town.phone(GROUP).looks()
    await li.says("/report")
    number = await li.reports()
    assert number in town.phone(GROUP).looks()


async def test_where_whoever_bound_it_has_left_the_desk_is_told(town: Town, zhou: Neighbour, liu: Neighbour):
    await binds(liu, STAFF, "杏福苑")
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = :now WHERE person = 'liu'", now=town.now))
    await liu.says(group=GROUP, reachable=False)
    assert "can no longer write" in zhou.reads()
    assert "can no longer write" not in liu.reads()
