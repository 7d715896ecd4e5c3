"""Who is away, who holds their roles meanwhile, and who could."""

import asyncio
from functools import partial

import pytest

from domain.person import Held, Role
from storage import leaves, people
from storage.database import Database, Tx, open_database
from storage.leaves import Due, Leave
from tests.storage.kept import COMPOUND, NOW, settled

GRID = Held(Role.GRID, f"{COMPOUND}/g1")
DAY = 86_400


@pytest.fixture
async def staff(database: Database) -> Database:
    """Wang, Hu and Chen; the first two work in the same grid, Chen at the desk."""
    await settled(database, "wang", "hu", "chen")
    for name, held in (("wang", GRID), ("hu", GRID), ("chen", Held(Role.COMMUNITY, COMPOUND))):
        await database.do(partial(people.grant, id=name, person=name, held=held, now=NOW))
    return database


async def on_leave(database: Database, person: str, stand_in: str | None, id: str = "") -> Leave:
    leave = Leave(id or person, person, stand_in, NOW, NOW + DAY)
    await database.do(partial(leaves.plan, leave=leave))
    started = await database.do(partial(leaves.start, leave=leave, stand_in=stand_in))
    assert started is not None
    return started


async def lent(database: Database, leave: Leave, to: str, held: Held = GRID) -> None:
    await database.do(
        partial(leaves.lend, id=f"{leave.id}>{to}:{held.role}", to=to, held=held, leave=leave.id, now=NOW)
    )


async def over(database: Database, leave: Leave) -> list[str]:
    """Who gave roles back."""
    assert await database.do(partial(leaves.end, leave=leave))
    return await database.do(partial(leaves.settle, now=NOW))


async def roles_of(database: Database, person: str) -> tuple[Held, ...]:
    found = await database.read(partial(people.person, person_id=person))
    assert found is not None
    return found.roles


async def holders(database: Database) -> list[str]:
    return [person.id for person in await database.read(partial(people.holders, role=GRID.role, place=GRID.place))]


async def test_a_leave_is_due_when_it_starts_and_when_it_ends(staff: Database):
    leave = Leave("l", "wang", None, NOW + 10, NOW + 20)
    await staff.do(partial(leaves.plan, leave=leave))
    due = partial(leaves.due, limit=9)
    assert await staff.read(partial(due, now=NOW + 9)) == []
    assert await staff.read(partial(due, now=NOW + 10)) == [Due("l", NOW + 10)]
    started = await staff.do(partial(leaves.start, leave=leave, stand_in=None))
    assert started is not None
    assert await staff.read(partial(due, now=NOW + 19)) == []
    assert await staff.read(partial(due, now=NOW + 20)) == [Due("l", NOW + 20)]
    await over(staff, started)
    assert await staff.read(partial(due, now=NOW + 99)) == []


async def test_of_many_replicas_one_starts_it_and_one_ends_it(staff: Database, url: str):
    other = await open_database(url)
    leave = Leave("l", "wang", "hu", NOW, NOW + DAY)
    await staff.do(partial(leaves.plan, leave=leave))
    start = partial(leaves.start, leave=leave, stand_in="hu")
    started = await asyncio.gather(*((staff, other)[n % 2].do(start) for n in range(6)))
    [one] = [found for found in started if found]
    ended = await asyncio.gather(*((staff, other)[n % 2].do(partial(leaves.end, leave=one)) for n in range(6)))
    assert ended.count(True) == 1
    await other.close()


async def test_whoever_is_away_holds_no_role_for_those_who_look_for_somebody(staff: Database):
    assert await holders(staff) == ["hu", "wang"]
    planned = Leave("later", "hu", None, NOW + DAY, NOW + 2 * DAY)
    await staff.do(partial(leaves.plan, leave=planned))
    leave = await on_leave(staff, "wang", None)
    assert await holders(staff) == ["hu"]
    assert await staff.read(people.staff) == ["chen", "hu"]
    assert await staff.read(partial(leaves.away, person="wang"))
    assert not await staff.read(partial(leaves.away, person="hu"))
    assert await roles_of(staff, "wang") == (GRID,)
    await over(staff, leave)
    assert await holders(staff) == ["hu", "wang"]


async def test_a_lent_role_is_held_like_any_other_until_the_leave_is_over(staff: Database):
    leave = await on_leave(staff, "wang", "chen")
    await lent(staff, leave, "chen")
    assert await holders(staff) == ["chen", "hu"]
    assert await over(staff, leave) == ["chen"]
    assert await holders(staff) == ["hu", "wang"]


async def test_who_holds_a_role_anyway_keeps_it(staff: Database):
    leave = await on_leave(staff, "wang", "hu")
    await lent(staff, leave, "hu")
    assert await over(staff, leave) == []
    assert GRID in await roles_of(staff, "hu")


async def test_a_role_given_for_good_while_it_was_lent_stays(staff: Database):
    leave = await on_leave(staff, "wang", "chen")
    await lent(staff, leave, "chen")
    await staff.do(partial(people.grant, id="good", person="chen", held=GRID, now=NOW))
    await over(staff, leave)
    assert GRID in await roles_of(staff, "chen")


async def test_what_was_lent_on_ends_with_the_first_of_the_two_leaves(staff: Database):
    """Wang lends to Chen, and Chen, who goes away too, to Hu of another grid."""
    other = Held(Role.GRID, f"{COMPOUND}/g2")
    await staff.do(lambda tx: tx.run("UPDATE roles SET place = :p WHERE person = 'hu'", p=other.place))
    first = await on_leave(staff, "wang", "chen")
    await lent(staff, first, "chen")
    second = await on_leave(staff, "chen", "hu")
    await lent(staff, second, "hu")
    desk = Held(Role.COMMUNITY, COMPOUND)
    await lent(staff, second, "hu", desk)
    assert sorted(await over(staff, first)) == ["chen", "hu"]
    assert set(await roles_of(staff, "hu")) == {other, desk}
    assert await over(staff, second) == ["hu"]
    assert await roles_of(staff, "hu") == (other,)


async def test_colleagues_are_looked_for_below_a_place_among_those_who_are_there(staff: Database):
    async def found(tx: Tx, first: int, last: int) -> list[str]:
        return [one[0] for one in await leaves.colleagues(tx, Role.GRID, COMPOUND, first, last)]

    planned = Leave("l", "hu", None, NOW + 2 * DAY, NOW + 4 * DAY)
    await staff.do(partial(leaves.plan, leave=planned))
    for first, last, who in ((0, 2, ["hu", "wang"]), (1, 3, ["wang"]), (3, 5, ["wang"]), (4, 5, ["hu", "wang"])):
        assert await staff.read(partial(found, first=NOW + first * DAY, last=NOW + last * DAY)) == who
    elsewhere = await staff.read(lambda tx: leaves.colleagues(tx, Role.GRID, "qs/hy/lx/x", NOW, NOW + DAY))
    assert elsewhere == []


async def test_who_only_stands_in_is_nobodys_colleague_by_that(staff: Database):
    leave = await on_leave(staff, "wang", "chen")
    await lent(staff, leave, "chen")
    rows = await staff.read(lambda tx: leaves.colleagues(tx, Role.GRID, COMPOUND, NOW, NOW + 1))
    assert [row[0] for row in rows] == ["hu"]
