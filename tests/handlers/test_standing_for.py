"""Somebody stands in for a grid: whom the office has down for it, and whom the desk names for a worker who is ill."""

from functools import partial

import pytest

from domain.person import Held, Role
from storage import leaves
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_1, GRID_2, Town


async def down_for(town: Town, grid: str, person: str) -> None:
    """What the office's workbook says."""
    await town.later(minutes=1)  # everybody has a badge

    async def unit(tx: Tx) -> None:
        await tx.run(
            "INSERT INTO grid_keepers (grid, stand_in) SELECT :grid, key FROM roster WHERE person = :person",
            grid=grid,
            person=person,
        )

    await town.database.do(unit)


async def test_the_desk_names_somebody_for_a_worker_who_is_ill(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    for who in (wang, chen, zhou):
        who.reads()
    await zhou.says("代班")
    await zhou.taps("Wang Jianguo", "Chen Jing")
    read = await zhou.says("11-25")
    assert "Chen Jing looks after 杏福苑 第一网格 until 11-25" in read
    assert (await town.order(number)).assignee == chen.id
    assert "Zhou Min has put Chen Jing in for you until 11-25" in wang.reads()
    assert Held(Role.GRID, GRID_1) in (await chen.person()).roles
    await wang.says("/leave")
    await wang.taps("I am back")
    assert (await chen.person()).roles == (Held(Role.GRID, GRID_2),)


async def test_it_ends_after_the_last_day(town: Town, zhou: Neighbour, wang: Neighbour, chen: Neighbour):
    await zhou.says("/standin")
    await zhou.taps("Wang Jianguo", "Chen Jing", "Today")
    await town.later(days=1)
    assert (await chen.person()).roles == (Held(Role.GRID, GRID_2),)


async def test_whom_the_office_has_down_is_proposed_first(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    await zhou.says("/standin")
    await zhou.taps("Wang Jianguo")
    assert zhou.labels() == ["Hu Bin", "Chen Jing"]  # the nearest first
    await zhou.says("cancel")
    await down_for(town, GRID_1, "chen")
    await zhou.says("/standin")
    await zhou.taps("Wang Jianguo")
    assert zhou.labels() == ["Chen Jing", "Hu Bin"]
    await wang.says("/leave")
    await wang.taps("Today", "11-27")
    assert wang.labels() == ["Chen Jing", "Hu Bin", "The desk decides"]


async def test_where_nobody_was_named_the_grids_own_stand_in_steps_in(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    await down_for(town, GRID_1, "chen")
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.says("/leave")
    assert "Chen Jing stands in for you" in await wang.taps("Today", "11-27", "The desk decides")
    assert (await town.order(number)).assignee == chen.id


async def test_a_stand_in_who_is_away_or_does_other_work_does_not(
    town: Town, zhou: Neighbour, wang: Neighbour, chen: Neighbour, zhang: Neighbour
):
    await down_for(town, GRID_1, "zhang")
    await wang.says("/leave")
    assert "hand out again" in await wang.taps("Today", "11-27", "The desk decides")
    assert (await zhang.person()).roles == (Held(Role.PROPERTY, COMPOUND),)


async def test_somebody_is_found_for_a_leave_under_way_that_had_nobody(
    town: Town, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    await wang.says("/leave")
    await wang.taps("Today", "11-27", "The desk decides")
    await zhou.says("/standin")
    assert "until 11-27" in await zhou.taps("Wang Jianguo", "Chen Jing")
    assert Held(Role.GRID, GRID_1) in (await chen.person()).roles
    await zhou.says("/standin")
    assert "away until 11-27 already, and Chen Jing stands in" in await zhou.taps("Wang Jianguo")


@pytest.mark.parametrize("text", ["/standin", "代班"])
async def test_only_the_desk_names_one(town: Town, wang: Neighbour, li: Neighbour, sun: Neighbour, text: str):
    for nobody in (wang, li):
        assert "Only dispatchers use this" in await nobody.says(text)


async def test_of_two_dispatchers_who_name_one_the_first_counts(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    await wang.says("/leave")
    await wang.taps("Today", "11-27", "The desk decides")
    for who in (zhou, other):
        await who.says("/standin")
        await who.taps("Wang Jianguo")
    await zhou.taps("Chen Jing")
    await other.taps("Hu Bin")
    known = await town.database.read(partial(leaves.of_person, person=wang.id))
    assert known is not None
    assert known.stand_in == "chen"
    assert not await town.database.do(partial(leaves.name, leave=known, stand_in="hu"))
    assert await town.one("SELECT COUNT(*) FROM roles WHERE leave IS NOT NULL AND until IS NULL") == 1
