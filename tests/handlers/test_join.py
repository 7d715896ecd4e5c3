"""Coming in: the first hello, a place's link, and the single-use invite that gives a role."""

from functools import partial

import pytest

from domain.person import Held, Role
from handlers import join, tokens
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, STREET, Town

GROUP = "telegram:-100"


async def invited(town: Town, role: str, place: str | None, by: str = "cli") -> str:
    """The payload of a link."""
    make = partial(join.invite, role=role, place=place, by=by, random=town.house.chance(16), now=town.now)
    return await town.database.do(make)


async def test_who_comes_before_the_desk_is_set_up_is_told_kindly(town: Town):
    new = town.stranger("Ma Li")
    assert "nobody sits at it yet" in await new.opens("")
    assert "nobody sits at it yet" in await new.says("水管漏水")
    assert await town.one("SELECT COUNT(*) FROM talks") == 0


async def test_a_stranger_is_welcomed_and_can_report(town: Town, zhou: Neighbour):
    new = town.stranger("Ma Li")
    assert "Tell me what is the matter" in await new.says("/start")
    assert len(await new.reports()) == 6


async def test_an_invite_gives_its_role_at_its_place(town: Town, zhou: Neighbour):
    new = town.stranger("Ma Li")
    read = await new.opens(await invited(town, "G", GRID_1, by=zhou.id))
    assert "grid worker" in read
    assert "What name" in read
    await new.says("马丽")
    person = await new.person()
    assert (person.roles, person.name) == ((Held(Role.GRID, GRID_1),), "马丽")


async def test_an_invite_is_used_once(town: Town, zhou: Neighbour, li: Neighbour):
    payload = await invited(town, "G", GRID_1)
    await town.stranger("Ma Li").opens(payload)
    assert "used already or has expired" in await li.opens(payload)
    assert (await li.person()).roles == (Held(Role.RESIDENT, COMPOUND),)


async def test_an_invite_expires_after_a_week(town: Town, zhou: Neighbour):
    payload = await invited(town, "G", GRID_1)
    town.now += join.WEEK
    new = town.stranger("Ma Li")
    assert "used already or has expired" in await new.opens(payload)
    assert (await new.person()).roles == ()


@pytest.mark.parametrize("payload", ["i-", "i-nonsense", "i-\N{SNOWMAN}"])
async def test_an_invite_that_never_was_is_answered_like_a_used_one(town: Town, zhou: Neighbour, payload: str):
    assert "used already or has expired" in await town.stranger("Ma Li").opens(payload)


async def test_an_invite_counts_only_while_whoever_gave_it_may_give_it(town: Town, zhou: Neighbour, sun: Neighbour):
    above = await invited(town, "C", COMMUNITY, by=zhou.id)
    assert "used already or has expired" in await town.stranger("Ma Li").opens(above)
    mine = await invited(town, "C", COMPOUND, by=sun.id)
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'sun'"))
    assert "used already or has expired" in await town.stranger("Mo Yan").opens(mine)


async def test_nobody_uses_the_invite_they_made(town: Town, sun: Neighbour):
    await sun.opens(await invited(town, "C", STREET, by=sun.id))
    assert (await sun.person()).roles == (Held(Role.STREET, STREET),)


async def test_only_the_hash_of_a_token_is_kept(town: Town):
    payload = await invited(town, "G", GRID_1)
    assert await town.one("SELECT token_hash FROM invites") == tokens.hashed(payload.removeprefix("i-"))


async def test_a_group_is_bound_by_an_invite_for_groups(town: Town, zhou: Neighbour):
    payload = await invited(town, "group", COMPOUND)
    assert "is for a group" in await zhou.opens(payload)
    await zhou.opens(payload, group=GROUP)
    assert "now gets the reports of 杏福苑" in town.phone(GROUP).every_text()
    assert await town.one("SELECT place FROM chats WHERE id = :id", id=GROUP) == COMPOUND


async def test_a_role_that_was_taken_away_counts_no_more_at_the_next_tap(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'zhou'"))
    assert "cannot find that" in await zhou.taps("I keep it")
    assert (await town.order(number)).assignee is None


async def test_a_link_of_a_place_gives_no_right(town: Town, zhou: Neighbour):
    new = town.stranger("Ma Li")
    await new.opens("p-qs-hy-lx-xf-3-1")
    assert (await new.person()).roles == ()
