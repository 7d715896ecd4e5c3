"""Joining: as whom the office has on its list, by a link that a dispatcher passes on, confirmed where it must be."""

import asyncio
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from domain.person import Held, Role
from handlers import join, joining_badges
from storage import roster
from storage.database import Database, StorageDown, Tx, Unit, open_database
from storage.roster import Entry, Post
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_1, GRID_2, STREET, Town

LINK = re.compile(r"start=(i-[\w-]+)")


async def on_the_list(town: Town, key: str, name: str, *posts: tuple[str, str]) -> str:
    """Somebody of the office's list, and the payload of their slip."""

    async def unit(tx: Tx) -> str:
        if await roster.get(tx, key) is None:
            await roster.add(tx, Entry(key, name, f"7K3MQ{key[-1]}"))
        for role, place in posts:
            await roster.add_post(tx, Post(town.house.fresh(), key, role, place, None, town.now))
        role, place = posts[0]
        make = partial(join.invite, role=role, place=place, by="system", random=town.house.chance(16), now=town.now)
        return await make(tx, roster_key=key)

    return await town.database.do(unit)


async def invited(who: Neighbour, *taps: str, name: str | None = None) -> str:
    """What a dispatcher passes on."""
    await who.says("/invite")
    read = await who.taps(*taps)
    read = await who.says(name) if name else await who.taps("Skip")
    return str(LINK.findall(read)[0])


async def test_whoever_is_on_the_list_gets_all_their_posts_their_name_and_their_badge(town: Town, zhou: Neighbour):
    payload = await on_the_list(town, "E-7", "马丽", ("G", GRID_1), ("G", GRID_2))
    new = town.stranger("Ma")
    read = await new.opens(payload)
    assert "7K3-MQ7" in read
    assert "What name" not in read
    person = await new.person()
    assert (person.name, person.roles) == ("马丽", (Held(Role.GRID, GRID_1), Held(Role.GRID, GRID_2)))


async def test_a_slip_that_was_printed_before_is_no_good_once_they_have_joined(town: Town, li: Neighbour):
    old, new = [await on_the_list(town, "E-7", "马丽", ("G", GRID_1)) for _ in range(2)]
    await town.stranger("Ma").opens(new)
    await town.database.do(lambda tx: tx.run("UPDATE roster SET person = NULL"))  # they had all about them erased
    assert "used already or has expired" in await li.opens(old)
    assert (await li.person()).roles == (Held(Role.RESIDENT, COMPOUND),)


async def test_of_two_who_open_a_slip_at_once_one_is_that_person(town: Town, url: str):
    payload = await on_the_list(town, "E-7", "马丽", ("G", GRID_1))
    other = replace(town, database=await open_database(url), seed=9)
    one, two = town.stranger("Ma"), Neighbour(other, "Xu", "telegram:xu")
    await asyncio.gather(one.opens(payload), two.opens(payload))
    held = [(await who.person()).holds(Role.GRID) for who in (one, two)]
    assert sorted(held) == [False, True]
    await other.database.close()


async def test_whoever_was_taken_off_the_list_meanwhile_joins_as_nobody(town: Town):
    payload = await on_the_list(town, "E-7", "马丽", ("G", GRID_1))
    await town.database.do(lambda tx: tx.run("UPDATE posts SET until = 1"))
    new = town.stranger("Ma")
    assert "used already or has expired" in await new.opens(payload)
    assert await town.one("SELECT person FROM roster") is None


async def test_somebody_who_came_by_a_plain_link_is_found_again_on_the_list(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "grid worker", "第一网格", name="马丽"))
    own = await town.one("SELECT badge FROM roster")
    await new.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_2)))
    assert await town.one("SELECT COUNT(*) FROM roster") == 1
    assert await town.one("SELECT badge FROM roster WHERE person IS NOT NULL") == "7K3MQ7" != own
    assert {held.place for held in (await new.person()).roles} == {GRID_1, GRID_2}


async def test_nobody_is_two_people_of_the_list(town: Town):
    new = town.stranger("Ma")
    await new.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_1)))
    other = await on_the_list(town, "E-8", "徐强", ("G", GRID_2))
    assert "here as 马丽 already" in await new.opens(other)
    xu = town.stranger("Xu")
    assert "7K3-MQ8" in await xu.opens(other)  # the slip is not spent by it


async def test_a_dispatcher_passes_on_a_link_and_a_code_that_work_once(town: Town, zhou: Neighbour):
    await zhou.says("邀请")
    assert zhou.labels() == [
        "grid worker",
        "volunteer",
        "worker of the property company",
        "member of the owners' committee",
    ]
    await zhou.taps("grid worker", "第二网格")
    read = await zhou.says("马丽")
    assert "马丽" in read
    assert '"kind":"qr"' in (list(zhou.phone.messages.values())[-1].drawing or "")
    payload = LINK.findall(read)[0]
    new = town.stranger("Ma")
    joined = await new.opens(payload)
    assert "grid worker for 杏福苑 第二网格" in joined
    assert "badge number" in joined
    assert "What name" not in joined
    assert "used already or has expired" in await town.stranger("Xu").opens(payload)


async def test_the_name_is_asked_where_nobody_has_said_it(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    assert "What name" in await new.opens(await invited(zhou, "grid worker", "第二网格"))
    await new.says("马丽")
    assert await town.one("SELECT name FROM roster") == "马丽"


async def test_a_link_for_somebody_of_the_list_makes_them_that_person(town: Town, zhou: Neighbour):
    await on_the_list(town, "E-7", "马丽", ("G", GRID_2))
    new = town.stranger("Ma")
    assert "7K3-MQ7" in await new.opens(await invited(zhou, "grid worker", "第二网格", name="马丽"))


async def test_nobody_is_brought_in_as_more_than_their_inviter_could_invite(town: Town, zhou: Neighbour):
    await on_the_list(town, "E-7", "马丽", ("G", GRID_2), ("S", STREET))
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "grid worker", "第二网格", name="马丽"))
    assert (await new.person()).roles == (Held(Role.GRID, GRID_2),)
    assert await town.one("SELECT person FROM roster WHERE key = 'E-7'") is None


async def test_a_link_is_worth_no_more_than_its_maker_even_if_the_list_changes_afterwards(town: Town, zhou: Neighbour):
    await on_the_list(town, "E-7", "马丽", ("G", GRID_2))
    payload = await invited(zhou, "grid worker", "第二网格", name="马丽")
    await on_the_list(town, "E-7", "马丽", ("S", STREET))
    new = town.stranger("Ma")
    assert "used already or has expired" in await new.opens(payload)
    assert (await new.person()).roles == ()


async def test_each_office_invites_whom_it_may(town: Town, sun: Neighbour, wang: Neighbour, li: Neighbour):
    await sun.says("/invite")
    assert "What is their name" in await sun.taps("柳溪社区")  # only dispatchers, so nobody asks as what
    for nobody in (wang, li):
        assert "for dispatchers and offices" in await nobody.says("/invite")


async def test_nobody_uses_the_link_they_made(town: Town, zhou: Neighbour):
    assert "used already" in await zhou.opens(await invited(zhou, "grid worker", "第二网格"))


async def test_a_company_begins_once_the_street_has_said_yes(town: Town, zhou: Neighbour, sun: Neighbour):
    new = town.stranger("Ma")
    read = await new.opens(await invited(zhou, "property company", name="马丽"))
    assert "the street office has a look" in read
    assert not (await new.person()).holds(Role.PROPERTY)
    assert "马丽 is to be worker of the property company for 杏福苑. Zhou Min has invited them" in sun.reads()
    await sun.taps("They may")
    assert (await new.person()).roles == (Held(Role.PROPERTY, COMPOUND),)
    assert "badge number" in new.reads()
    assert "has welcomed 马丽" in zhou.reads()
    assert sun.labels() == []


async def test_the_street_says_no(town: Town, zhou: Neighbour, sun: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "property company", name="马丽"))
    yes = sun.button("They may")
    await sun.taps("No")
    assert "says no" in new.reads()
    assert "cannot find that" in await sun.presses(yes)
    assert (await new.person()).roles == ()


async def test_nobody_confirms_whom_they_invited_and_no_other_office_does(
    town: Town, zhou: Neighbour, sun: Neighbour, liu: Neighbour
):
    boss = await town.moves_in("Qian", Held(Role.COMMUNITY, COMPOUND), Held(Role.STREET, STREET))
    new = town.stranger("Ma")
    await new.opens(await invited(boss, "property company", name="马丽"))
    yes = sun.button("They may")
    for other in (boss, zhou, liu, new):
        assert "cannot find that" in await other.presses(yes)
    await sun.presses(yes)
    assert (await new.person()).holds(Role.PROPERTY)


async def test_a_street_that_says_nothing_is_reminded_and_then_it_lapses(town: Town, zhou: Neighbour, sun: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "owners' committee", name="马丽"))
    sun.reads()
    for _ in range(4):
        await town.later(days=1)
    assert "still waiting for your word" in sun.phone.every_text()
    assert "马丽 is to be member of the owners' committee" in await sun.says("/team")
    for _ in range(6):
        await town.later(days=1)
    assert "has not answered" in new.phone.every_text()
    assert "has not answered" in zhou.phone.every_text()
    assert (await new.person()).roles == ()
    assert await town.one("SELECT COUNT(*) FROM posts WHERE due_at IS NOT NULL") == 0


async def test_where_nobody_sits_at_the_street_it_holds_after_a_working_day(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    read = await new.opens(await invited(zhou, "property company", name="马丽"))
    assert "nobody sits there just now" in read
    assert "nobody sits there just now" in zhou.reads()
    assert (await new.person()).roles == ()
    await town.later(days=1)
    await town.later(days=1)
    assert (await new.person()).roles == (Held(Role.PROPERTY, COMPOUND),)


async def test_everybody_who_works_here_gets_a_badge_however_they_came(town: Town, wang: Neighbour, li: Neighbour):
    await town.later(minutes=1)
    assert await town.one("SELECT name FROM roster WHERE person = 'wang'") == "Wang Jianguo"
    assert await town.one("SELECT COUNT(*) FROM roster") == 1
    await town.later(minutes=120)
    assert await town.one("SELECT COUNT(*) FROM roster") == 1


@dataclass
class Dying:
    """A database that dies after so many units."""

    database: Database
    lives: int

    async def read(self, unit: Unit[Any]) -> Any:
        return await self.database.read(unit)

    async def do(self, unit: Unit[Any]) -> Any:
        if self.lives == 0:
            raise StorageDown
        self.lives -= 1
        return await self.database.do(unit)


@pytest.mark.parametrize("lives", [0, 1])
async def test_whoever_gets_no_badge_because_the_program_dies_gets_it_with_the_next_tick(
    town: Town, wang: Neighbour, lives: int
):
    with pytest.raises(StorageDown):
        await joining_badges.tick(Dying(town.database, lives), town.house, town.now)  # type: ignore[arg-type]
    await joining_badges.tick(town.database, town.house, town.now)
    assert await town.one("SELECT COUNT(*) FROM roster") == 1


async def test_whoever_lost_their_phone_is_who_they_were_by_a_new_slip(town: Town, zhou: Neighbour, li: Neighbour):
    old, new, stranger = town.stranger("Ma"), Neighbour(town, "Guest", "web:7f3a"), town.stranger("Xu")
    await old.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_1)))
    slip = await on_the_list(town, "E-7", "马丽", ("G", GRID_1))
    old.reads()
    assert "belong together now, as 马*" in await new.opens(slip)
    assert (await new.person()) == (await old.person())
    assert "Was that not you?" in old.reads()
    assert "used already" in await stranger.opens(slip)
    await old.taps("That was not me")
    assert (await new.person()).roles == ()
    assert (await old.person()).roles == (Held(Role.GRID, GRID_1),)


async def test_nobody_who_holds_something_becomes_somebody_else_by_a_slip(town: Town, wang: Neighbour):
    await town.stranger("Ma").opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_2)))
    slip = await on_the_list(town, "E-7", "马丽", ("G", GRID_2))
    assert "hold something of its own" in await wang.opens(slip)
    assert (await wang.person()).roles == (Held(Role.GRID, GRID_1),)


async def test_a_link_from_the_chat_never_leads_to_somebody_who_has_joined(town: Town, zhou: Neighbour):
    await on_the_list(town, "E-7", "马丽", ("G", GRID_2))
    payload = await invited(zhou, "grid worker", "第二网格", name="马丽")
    await town.database.do(lambda tx: tx.run("UPDATE roster SET person = 'somebody'"))
    new = town.stranger("Ma")
    assert "used already or has expired" in await new.opens(payload)
    assert (await new.person()).roles == ()


async def test_where_the_only_one_at_the_street_has_invited_them_it_holds_after_a_working_day(town: Town):
    boss = await town.moves_in("Qian", Held(Role.COMMUNITY, COMPOUND), Held(Role.STREET, STREET))
    new = town.stranger("Ma")
    assert "nobody sits there just now" in await new.opens(await invited(boss, "property company", name="马丽"))
    await town.later(days=1)
    await town.later(days=1)
    assert (await new.person()).holds(Role.PROPERTY)


async def test_whoever_forgets_themselves_while_they_wait_leaves_nobody_waiting(
    town: Town, zhou: Neighbour, sun: Neighbour
):
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "property company", name="马丽"))
    await new.says("/privacy")
    await new.taps("Delete everything", "Go on", "Delete for good")
    assert sun.labels() == []
    assert "has withdrawn" in zhou.reads()
    assert await town.one("SELECT COUNT(*) FROM posts WHERE due_at IS NOT NULL") == 0


async def test_whoever_left_by_the_list_begins_again_by_a_plain_link(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_1)))

    async def left(tx: Tx) -> None:
        await tx.run("UPDATE roster SET left_at = :now", now=town.now)
        await tx.run("UPDATE posts SET until = :now", now=town.now)
        await roster.settle(tx, "E-7", now=town.now, fresh=town.house.fresh)

    await town.database.do(left)
    assert (await new.person()).roles == ()
    await new.opens(await invited(zhou, "grid worker", "第二网格", name="马丽"))
    assert (await new.person()).roles == (Held(Role.GRID, GRID_2),)
