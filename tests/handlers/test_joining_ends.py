"""A role ends: laid down, or taken away by whoever leads. It counts at once, and no work is left with nobody."""

import asyncio
from functools import partial

import pytest

from domain.duty import Team
from domain.letting_go import areas, may_revoke
from domain.order import State
from domain.permit import NotYours
from domain.person import Held, Person, Role
from handlers import inviting, resigning, revoking, standing_for
from handlers.table_kinds import Deed
from handlers.turn import Turn
from storage import roster, teams
from storage.database import Tx
from storage.roster import Post
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_joining import invited, on_the_list
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, GRID_1, GRID_2, STREET, Town


async def ends(who: Neighbour, name: str) -> str:
    await who.says("/team")
    await who.says(name)
    return await who.taps("End the role")


async def test_what_they_had_in_hand_is_at_the_desk_at_once_and_they_are_told(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    asked, accepted = await li.reports(), await li.reports("4号楼的灯坏了")
    for number in (asked, accepted):
        await zhou.says(number)
        await zhou.taps("To Wang" if number == asked else "To somebody else")
        if number == accepted:
            await zhou.taps("Wang")
    await wang.says(accepted)
    await wang.taps("Accept")
    card = wang.button("Accept")
    for who in (li, zhou, wang):
        who.reads()
    read = await ends(zhou, "Wang")
    assert "Wang Jianguo is grid worker for 杏福苑 第一网格 no longer" in read
    for number in (asked, accepted):
        order = await town.order(number)
        assert (order.state, order.assignee, order.rung) == (State.PLACED, None, COMPOUND)
    assert (await wang.person()).roles == ()
    assert "the office has ended it" in wang.reads()
    assert await town.one("SELECT ended_by FROM roles WHERE person = 'wang'") == zhou.id
    assert "cannot find that" in await wang.presses(card)
    assert "The desk looks after" in li.reads()
    await town.later(minutes=1)
    assert "does not do this any more" in zhou.phone.every_text() or "Back at the desk" in zhou.phone.every_text()


async def test_whoever_was_let_go_is_not_brought_back_by_the_list(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_1), ("G", GRID_2)))
    await zhou.says("/team")
    await zhou.taps("第一网格", "End the role")
    await town.database.do(partial(roster.settle, key="E-7", now=town.now, fresh=town.house.fresh))
    assert (await new.person()).roles == (Held(Role.GRID, GRID_2),)


async def test_before_the_yes_one_reads_whom_it_is_about_and_may_leave_it(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    await zhou.says("队伍")
    assert zhou.labels() == ["Hu Bin · grid worker · 杏福苑 第一网格", "Wang Jianguo · grid worker · 杏福苑 第一网格"]
    assert "I find nobody like that" in await zhou.says("赵")
    assert "Several are called that" in await zhou.says("n")
    await zhou.says("wang")
    await zhou.taps("Leave the role")
    assert (await wang.person()).holds(Role.GRID)


async def test_a_badge_number_finds_somebody_too(town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour):
    await town.later(minutes=1)
    badge = await town.one("SELECT badge FROM roster WHERE person = 'hu'")
    await zhou.says("/team")
    assert "Hu Bin" in await zhou.says(badge.lower())


def leads(*roles: tuple[Role, str]) -> Person:
    return Person("me", roles=tuple(Held(role, place) for role, place in roles))


@pytest.mark.parametrize(
    ("mine", "theirs", "allowed"),
    [
        ((Role.COMMUNITY, COMPOUND), (Role.GRID, GRID_1), True),
        ((Role.COMMUNITY, COMPOUND), (Role.PROPERTY, COMPOUND), True),
        ((Role.COMMUNITY, COMPOUND), (Role.COMMUNITY, COMPOUND), False),  # a colleague
        ((Role.COMMUNITY, COMMUNITY), (Role.COMMUNITY, COMPOUND), True),  # the desk below
        ((Role.COMMUNITY, COMPOUND), (Role.COMMUNITY, COMMUNITY), False),  # the desk above
        ((Role.COMMUNITY, COMPOUND), (Role.STREET, STREET), False),
        ((Role.COMMUNITY, COMPOUND), (Role.GRID, "qs/hy/lx/yf/g1"), False),  # somebody else's
        ((Role.STREET, STREET), (Role.COMMUNITY, COMMUNITY), True),
        ((Role.STREET, STREET), (Role.CITY, CITY), False),
        ((Role.CITY, CITY), (Role.STREET, STREET), True),
        ((Role.ADMIN, ""), (Role.CITY, CITY), True),
        ((Role.ADMIN, ""), (Role.ADMIN, ""), False),
        ((Role.GRID, GRID_1), (Role.VOLUNTEER, COMPOUND), False),
        ((Role.PROPERTY, COMPOUND), (Role.PROPERTY, COMPOUND), False),
    ],
)
def test_whoever_leads_lets_go_and_nobody_else(mine: tuple[Role, str], theirs: tuple[Role, str], allowed: bool):
    assert may_revoke(leads(mine), Held(*theirs), "they") is allowed
    assert not may_revoke(leads(mine), Held(*theirs), "me")


def test_an_area_within_an_area_is_looked_at_once():
    assert areas(leads((Role.COMMUNITY, COMPOUND), (Role.STREET, STREET), (Role.GRID, GRID_1))) == [STREET]
    assert areas(leads((Role.ADMIN, ""), (Role.STREET, STREET))) == [""]


async def test_whatever_a_button_said_the_right_is_asked_again(
    town: Town, zhou: Neighbour, chen: Neighbour, sun: Neighbour, liu: Neighbour
):
    """Zhou was at the last question when the street let Zhou go."""
    await zhou.says("/team")
    await zhou.says("chen")
    yes = zhou.button("End the role")
    await ends(sun, "Zhou")
    assert "cannot find that" in await zhou.presses(yes)
    assert (await chen.person()).holds(Role.GRID)


async def done_by(town: Town, me: Person, deed: Deed, command: object, tx: Tx) -> None:
    await deed(Turn(tx, town.house, me, town.now), command)


async def test_each_deed_asks_for_itself_whoever_may_do_it(town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour):
    role = await town.one("SELECT id FROM roles WHERE person = 'wang'")
    deeds: list[tuple[Deed, object]] = [
        (revoking.let_go, revoking.LetGo(role)),
        (resigning.laid_down, resigning.Resign(role)),
        (standing_for.stands_in, standing_for.StandFor(role, zhou.id, "2026-11-24")),
        (inviting.bring, inviting.Bring("G", GRID_1, None, None)),
    ]
    for deed, command in deeds:
        with pytest.raises(NotYours):
            await town.database.do(partial(done_by, town, await hu.person(), deed, command))
    assert (await wang.person()).holds(Role.GRID)


async def test_two_who_let_somebody_go_at_once_do_it_once(town: Town, url: str, zhou: Neighbour, wang: Neighbour):
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    for who in (zhou, other):
        await who.says("/team")
        await who.says("wang")
    await asyncio.gather(*(who.taps("End the role") for who in (zhou, other)))
    assert wang.phone.every_text().count("the office has ended it") == 1
    read = zhou.phone.every_text() + other.phone.every_text()
    assert read.count("Done: Wang Jianguo") == 1


async def test_a_link_of_somebody_who_was_let_go_is_worth_nothing(town: Town, zhou: Neighbour, sun: Neighbour):
    payload = await invited(zhou, "grid worker", "第二网格")
    await ends(sun, "Zhou")
    assert "used already or has expired" in await town.stranger("Ma").opens(payload)


async def test_the_last_one_of_a_desk_leaves_nothing_lying_there(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await ends(liu, "Zhou")
    assert (await town.order(number)).rung == COMMUNITY


async def test_who_stands_in_with_a_role_that_ends_stands_in_no_longer(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    await wang.says("/leave")
    await wang.taps("Today", "11-27", "Chen Jing")
    number = await li.reports()
    await zhou.says(number)
    await zhou.taps("To Chen")
    assert (await town.order(number)).assignee == chen.id
    await ends(zhou, "Wang")
    assert (await chen.person()).roles == (Held(Role.GRID, GRID_2),)
    assert (await town.order(number)).state is State.PLACED
    await ends(zhou, "Chen")
    assert (await chen.person()).roles == ()


async def test_a_role_is_laid_down_without_a_why(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    zhou.reads()
    assert "what you have in hand goes to the desk" in await wang.says("退出岗位")
    assert "Thank you for everything" in await wang.taps("Yes, I lay it down")
    assert (await town.order(number)).state is State.PLACED
    assert "by their own wish" in zhou.reads()
    assert "no role here" in await wang.says("/resign")


async def test_of_several_roles_one_is_laid_down(town: Town):
    two = await town.moves_in("Ma Li", Held(Role.GRID, GRID_1), Held(Role.GRID, GRID_2))
    await two.says("/resign")
    await two.taps("第二网格", "Yes, I lay it down")
    assert (await two.person()).roles == (Held(Role.GRID, GRID_1),)


async def test_a_volunteer_who_is_let_go_is_asked_no_more(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    await new.opens(await invited(zhou, "volunteer", name="马丽"))
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 1
    await ends(zhou, "马丽")
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0
    assert (await new.person()).roles == ()


async def test_nobody_else_sees_who_works_here(town: Town, wang: Neighbour, li: Neighbour):
    for nobody in (wang, li):
        assert "for dispatchers and offices" in await nobody.says("/team")


async def test_what_the_offices_new_list_changes_is_told_and_given_back(
    town: Town, li: Neighbour, zhou: Neighbour, chen: Neighbour
):
    new = town.stranger("Ma")
    await new.opens(await on_the_list(town, "E-7", "马丽", ("G", GRID_1), ("V", COMPOUND)))
    number = await li.reports()
    await zhou.says(number)
    await zhou.taps("To 马丽")
    await new.taps("Accept")
    new.reads()

    async def read_in(tx: Tx) -> None:
        await tx.run("UPDATE posts SET until = :now", now=town.now)
        await roster.add_post(tx, Post("other", "E-7", "G", GRID_2, None, town.now))
        await roster.settle(tx, "E-7", now=town.now, fresh=town.house.fresh)

    await town.database.do(read_in)
    await town.later(minutes=1)
    read = new.reads()
    assert "grid worker for 杏福苑 第二网格, too" in read
    assert "grid worker for 杏福苑 第一网格 no longer, as the office has it" in read
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0
    assert (await town.order(number)).state is State.PLACED
    await town.later(minutes=1)
    assert "no longer" not in new.reads()


async def test_what_the_last_of_a_team_was_asked_is_at_the_desk_at_once_when_they_have_themselves_forgotten(
    town: Town, li: Neighbour, zhou: Neighbour
):
    volunteers = "t:V:heads"
    await town.database.do(partial(teams.put, team=Team(volunteers, "volunteers", "楼门长", COMPOUND)))
    last = await town.moves_in("Ma Li", Held(Role.VOLUNTEER, COMPOUND, volunteers))
    number = await li.reports()
    await zhou.says(button=f"give {number} 1 {volunteers}")
    assert (await town.order(number)).team == volunteers
    await last.says("/privacy")
    await last.taps("Delete everything", "Go on", "Delete for good")
    assert (await town.order(number)).state is State.PLACED


@pytest.mark.parametrize(("first", "last"), [("Today", "11-27"), ("Tomorrow", "11-28")])
async def test_whoever_works_here_no_longer_comes_instead_of_nobody_and_somebody_else_may(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour, hu: Neighbour, first: str, last: str
):
    await town.later(minutes=1)
    badge = await town.one("SELECT badge FROM roster WHERE person = 'wang'")
    await wang.says("/leave")
    await wang.taps(first, last, "Chen Jing")
    await ends(zhou, "Chen")
    await town.later(days=1)
    assert "Mr or Ms C" not in await li.says(f"/verify {badge}")
    assert "You stand in for" not in chen.phone.every_text() or first == "Today"
    await zhou.says("/standin")
    assert "Hu Bin looks after" in await zhou.taps("Wang Jianguo", "Hu Bin")


async def test_whoever_is_put_into_another_team_reads_that_and_not_that_their_work_is_over(town: Town, zhou: Neighbour):
    new = town.stranger("Ma")
    slip = await on_the_list(town, "E-7", "马丽", ("P", COMPOUND))
    await town.database.do(lambda tx: tx.run("UPDATE posts SET team = 't:P:one'"))
    await new.opens(slip)

    async def moved(tx: Tx) -> None:
        await tx.run("UPDATE posts SET until = :now", now=town.now)
        await roster.add_post(tx, Post("new", "E-7", "P", COMPOUND, "t:P:two", town.now))
        await roster.settle(tx, "E-7", now=town.now, fresh=town.house.fresh)

    await town.database.do(moved)
    await town.later(minutes=1)
    read = new.reads()
    assert "another team" in read
    assert "no longer" not in read
    assert "too. Write /help" not in read


async def test_a_yes_to_a_role_that_ended_meanwhile_lays_no_other_one_down(town: Town, zhou: Neighbour):
    both = await town.moves_in("Ma Li", Held(Role.GRID, GRID_1), Held(Role.VOLUNTEER, COMPOUND))
    await both.says("/resign")
    await both.taps("grid worker")
    yes = both.button("Yes")
    await ends(zhou, "第一网格")
    assert "You are volunteer · 杏福苑. Lay it down?" in await both.presses(yes)
    assert (await both.person()).roles == (Held(Role.VOLUNTEER, COMPOUND),)
