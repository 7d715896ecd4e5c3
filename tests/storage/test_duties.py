"""Teams and duties as they are kept: which hold at a place, and whose place it is."""

from functools import partial

import pytest

from domain.duty import Duty, Team
from domain.person import Held, Role
from domain.place import Kind, Sort, kind
from storage import duties, people, places, roster, teams
from storage.database import Database, Tx
from storage.places import Place, Tree
from storage.roster import Post

LX, XF, YL = "qs/hy/lx", "qs/hy/lx/xf", "qs/hy/lx/yl"
DOOR = f"{XF}/3/1"
PATHS = ("qs", "qs/hy", LX, XF, YL, f"{XF}/3", DOOR)


@pytest.fixture
async def street(database: Database) -> Database:
    sorts = {XF: Sort.OLD}
    found = [Place(path, str(kind(path)), path, None, None, None, sorts.get(path, "")) for path in PATHS]
    await database.do(partial(places.add, places=found))
    return database


async def test_the_type_is_that_of_the_compound_a_place_lies_in_and_stays_where_a_register_does_not_know_it(
    street: Database,
):
    await street.do(partial(places.add, places=[Place(XF, Kind.COMPOUND, "new name", None, None, None)]))
    rows = await street.read(lambda tx: tx.all("SELECT * FROM places"))
    tree = Tree(1, [Place(r["path"], r["kind"], r["name"], None, None, None, r["sort"]) for r in rows])
    assert [tree.sort_of(path) for path in (DOOR, XF, YL, LX)] == [Sort.OLD, Sort.OLD, "", ""]


async def test_duties_that_hold_at_a_place_are_those_of_it_and_of_what_it_lies_in(street: Database):
    holding = [
        Duty("", "", "qs", team="S@street"),
        Duty("lift", "", LX, team="P@compound"),
        Duty("lift", "old", XF, key="0042"),
    ]
    others = [Duty("lift", "", YL, team="x"), Duty("noise", "", LX, team="x"), Duty("lift", "rental", XF, team="x")]

    async def unit(tx: Tx) -> None:
        for duty in holding + others:
            await duties.put(tx, duty)

    await street.do(unit)
    assert await street.read(partial(duties.around, place=DOOR, category="lift", sort="old")) == holding


async def test_a_duty_has_one_who_is_responsible_the_last_that_was_said(street: Database):
    for team, key in (("P@compound", None), (None, "0042")):
        await street.do(partial(duties.put, duty=Duty("lift", "", LX, team, key)))
    assert await street.read(duties.every) == [Duty("lift", "", LX, None, "0042")]


async def test_a_company_is_at_a_compound_where_it_is_registered_or_one_of_its_people_works_or_is_to(street: Database):
    async def unit(tx: Tx) -> None:
        for name, place in (("here", XF), ("works", "qs"), ("tobe", "qs"), ("all", "qs"), ("yl", YL), ("idle", "qs")):
            await teams.put(tx, Team(f"t:P:{name}", "property", name, place))
        await teams.put(tx, Team("t:V:here", "volunteers", "heads", XF))
        for id, place, team in (("a", f"{XF}/3", "works"), ("b", "qs/hy", "all"), ("c", YL, "yl")):
            await people.add_person(tx, id=id, chat=None, now=0)
            await people.grant(tx, id=id, person=id, held=Held(Role.PROPERTY, place, f"t:P:{team}"), now=0)
        await roster.add_post(tx, Post("p", "0042", "P", XF, "t:P:tobe", 0))

    await street.do(unit)
    found = await street.read(partial(teams.at, role=Role.PROPERTY, place=XF))
    assert [team.name for team in found] == ["all", "here", "tobe", "works"]
    assert await street.read(partial(teams.at, role=Role.COMMUNITY, place=XF)) == []
    assert [team.id for team in await street.read(partial(teams.peopled, place="qs"))] == ["t:P:all", "t:P:works"]


async def test_somebody_may_be_of_two_teams_and_each_finds_them_with_its_line(street: Database):
    async def unit(tx: Tx) -> None:
        await teams.put(tx, Team("t:D:gl", "department", "公路科", "qs", "roads"))
        await people.add_person(tx, id="li", chat=None, now=0)
        for n, team in enumerate(("t:D:gl", "parks", "parks")):
            await people.grant(tx, id=f"r{n}", person="li", held=Held(Role.DEPARTMENT, "qs", team), now=n)

    await street.do(unit)
    [li] = await street.read(partial(people.team, key="t:D:gl"))
    assert [held.business for held in li.roles] == ["roads", "parks"]
    assert await street.read(partial(people.how_many, key="t:D:gl")) == 1
    assert await street.read(partial(people.team, key="t:V:gl")) == []
