"""Who is responsible is proposed first; a company is complained about by all its names; hundreds are asked at once."""

from functools import partial

import pytest

from domain.duty import CROWD, Duty, Team
from domain.order import State
from domain.person import Held, Role
from domain.place import Sort
from storage import crowds, duties, people, places, roster, teams
from storage.database import Tx
from storage.places import Place
from storage.roster import Entry
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, STREET, Town

QF, HEADS = "t:P:qingfeng", "t:V:heads"
QINGFENG = Team(QF, "property", "清风物业", COMPOUND)
WATER = "water"  # what "3号楼1单元水管漏水" is about


async def decided(town: Town, *found: Team | Duty) -> None:
    async def unit(tx: Tx) -> None:
        for one in found:
            await (teams.put(tx, one) if isinstance(one, Team) else duties.put(tx, one))

    await town.database.do(unit)


@pytest.fixture
async def zhang(town: Town) -> Neighbour:
    """Of the registered company."""
    await decided(town, QINGFENG)
    return await town.moves_in("Zhang Weidong", Held(Role.PROPERTY, COMPOUND, QF))


async def test_the_responsible_company_is_proposed_first_by_its_name(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await decided(town, Duty("", "", COMMUNITY, team="P@compound"))
    number = await li.reports()
    assert zhou.labels()[:2] == ["To 清风物业", "To Wang Jianguo"]
    await zhou.taps("To 清风物业")
    order = await town.order(number)
    assert (order.state, order.team) == (State.DISPATCHED, QF)
    assert "清风物业" in zhou.card(number).text
    await zhou.taps("To somebody else")
    assert "Wang" in zhou.labels()[0]  # they have been asked
    assert number in await zhang.says("/tasks")
    await zhang.taps("Accept")
    assert (await town.order(number)).assignee == zhang.id


async def test_the_type_of_a_compound_decides_who_is_proposed(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await town.moves_in("Sun Qiang", Held(Role.STREET, STREET))
    await decided(town, Duty("", "", STREET, team=QF), Duty("", Sort.OLD, STREET, team="S@street"))
    await li.reports()
    assert zhou.labels()[0] == "To 清风物业"
    await town.built(Place(COMPOUND, "compound", "杏福苑", None, None, None, Sort.OLD))
    town.now += 1  # the tree is looked at once a second
    await li.says("/report")
    await li.reports("3号楼2单元水管漏水")
    assert zhou.labels()[0] == "To Sun Qiang"
    assert Sort.OLD == (await town.database.read(partial(places.get, path=COMPOUND))).sort  # type: ignore[union-attr]


async def test_somebody_of_the_roster_is_proposed_once_they_have_joined(town: Town, li: Neighbour, zhou: Neighbour):
    await town.database.do(partial(roster.add, entry=Entry("0042", "Qian Jin", "7K3MQ2")))
    await decided(town, Duty(WATER, "", COMMUNITY, key="0042"))
    await li.reports()
    assert not [label for label in zhou.labels() if "Qian" in label]
    qian = await town.moves_in("Qian Jin", Held(Role.DEPARTMENT, STREET, "water"))
    await town.database.do(partial(roster.join, key="0042", person=qian.id, now=town.now))
    await li.says("/report")
    await li.reports("3号楼2单元水管漏水")
    assert zhou.labels()[0] == "To Qian Jin"


async def test_who_is_responsible_is_not_proposed_for_what_they_reported(town: Town, zhou: Neighbour, zhang: Neighbour):
    await decided(town, Duty("", "", COMMUNITY, team=QF))
    number = await zhang.reports()
    assert "To 清风物业" not in zhou.labels()
    assert "cannot find that" in await zhou.says(button=f"give {number} 1 {QF}")


async def test_a_team_that_works_elsewhere_is_given_nothing(town: Town, li: Neighbour, zhou: Neighbour):
    elsewhere = f"{COMMUNITY}/yl"
    await town.built(Place(elsewhere, "compound", "银杏园", None, None, None))
    await decided(town, Team("t:P:other", "property", "银杏物业", elsewhere))
    await town.moves_in("Ma Li", Held(Role.PROPERTY, elsewhere, "t:P:other"))
    number = await li.reports()
    await zhou.taps("To somebody else")
    assert "银杏物业" not in zhou.labels()
    for team in ("t:P:other", "t:P:nobody", "t:X:odd"):
        assert "cannot find that" in await zhou.says(button=f"give {number} 1 {team}")
    assert (await town.order(number)).state is State.PLACED


async def test_a_registered_company_is_listed_by_name_and_not_a_second_time_by_its_role(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND, QF))
    await li.reports()
    await zhou.taps("To somebody else")
    assert "清风物业" in zhou.labels()
    assert not [label for label in zhou.labels() if "whoever is free" in label]


async def test_a_company_complained_about_hears_of_it_by_none_of_its_names(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    """Not a colleague from next door either, nor one who is a dispatcher besides."""
    next_door = f"{COMMUNITY}/yl"
    await town.built(Place(next_door, "compound", "银杏园", None, None, None))
    colleague = Held(Role.PROPERTY, next_door, QF)
    qian = await town.moves_in("Qian Jin", colleague, Held(Role.COMMUNITY, COMPOUND))
    await decided(town, Duty("", "", COMMUNITY, team=QF))
    number = await li.reports("物业不作为，投诉物业", "Outdoors")
    assert (await town.order(number)).subject == f"P@{COMPOUND} {QF}"
    assert number not in qian.reads() + zhang.reads()
    assert "To 清风物业" not in zhou.labels()
    assert "cannot find that" in await zhou.says(button=f"give {number} 1 {QF}")
    assert "cannot find that" in await zhou.says(button=f"give {number} 1 P@{COMPOUND}")
    assert "cannot find that" in await zhang.says(button=f"show {number}")
    assert "cannot find that" in await qian.says(button=f"keep {number} 1")


@pytest.fixture
async def heads(town: Town) -> list[Neighbour]:
    """More than are asked one by one."""
    await decided(town, Team(HEADS, "volunteers", "楼门长", STREET), Duty("", "", STREET, team=HEADS))
    return [await town.moves_in(f"H{n} Bo", Held(Role.VOLUNTEER, COMPOUND, HEADS)) for n in range(CROWD + 2)]


async def test_all_of_a_large_team_are_asked_the_first_has_it_and_the_others_cards_change_quietly(
    town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    number = await li.reports()
    await zhou.taps("To 楼门长")
    assert not [one for one in heads if one.reads()]
    await town.later(minutes=1)
    assert all("Accept" in one.labels() for one in heads)
    assert not [
        one for one in heads if "3号楼 1单元" in one.card(number).text
    ]  # whose stairs it is, they need not know
    assert all("📍 杏福苑 3号楼" in one.card(number).text for one in heads)
    late = heads[5].button("Accept")
    assert "It is yours" in (await heads[7].taps("Accept"), heads[7].toast or "")[1]
    assert "H7 Bo" in li.reads()  # whoever waits hears of it at once
    await town.later(minutes=1)
    others = [one for one in heads if one is not heads[7]]
    assert all("being worked on" in one.card(number).text for one in others)
    assert not [one for one in others if one.card(number).alert]
    assert not [one for one in others if "Accept" in one.labels()]
    assert "already with H7 Bo" in await heads[5].presses(late)


async def test_whom_the_card_has_not_reached_when_somebody_accepts_is_not_asked_any_more(
    town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    number = await li.reports()
    await zhou.taps("To 楼门长")
    await heads[0].says(button=f"accept {number} 2")  # somebody told them
    await town.later(minutes=1)
    assert (await town.order(number)).assignee == heads[0].id
    assert not [one for one in heads[1:] if number in one.reads()]


@pytest.mark.parametrize("both", [False, True], ids=["the desk alone", "who is one of the team, too"])
@pytest.mark.parametrize("what", ["3号楼1单元水管漏水", "3号楼1单元着火了"])
async def test_of_a_large_team_only_the_desk_is_reminded(
    what: str, both: bool, town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    number = await li.reports(what)
    await zhou.taps("To 楼门长")
    if both:
        held = Held(Role.VOLUNTEER, COMPOUND, HEADS)
        await town.database.do(partial(people.grant, id="zz", person="zhou", held=held, now=town.now))
    await town.later(minutes=1)
    for one in (*heads, zhou):
        one.reads()
    read = ""
    for _ in range(30):
        await town.later(minutes=10)
        read += zhou.reads()
    assert f"Nobody of 楼门长 has taken {number} yet" in read
    assert not [one for one in heads if "⏰" in one.reads()]


async def test_what_the_resident_asks_meanwhile_is_heard_by_the_desk_and_not_by_hundreds(
    town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    number = await li.reports()
    await zhou.taps("To 楼门长")
    await town.later(minutes=1)
    zhou.reads()
    await li.says(button=f"urge {number} 2")
    assert f"The resident asks about {number}" in zhou.reads()
    assert not [one for one in heads if "The resident asks" in one.reads()]
    await zhou.taps("To somebody else", "H11 Bo")
    assert (await town.order(number)).assignee == heads[11].id
    assert not [one for one in heads if "given to somebody else" in one.reads()]


async def test_in_the_morning_nobody_reads_that_they_owe_what_hundreds_were_asked(
    town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    town.mornings = True
    town.now += 8 * 3600  # six in the evening
    number = await li.reports()
    await zhou.taps("To 楼门长")
    await town.later(minutes=1)
    assert all(number in one.reads() for one in heads)
    await town.later(hours=14, minutes=35)
    assert (await town.order(number)).state is State.DISPATCHED
    assert not [one for one in heads if number in one.reads()]


async def test_a_large_team_that_is_asked_at_night_sleeps_on(
    town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]
):
    number = await li.reports()
    town.now += 13 * 3600  # eleven at night
    await zhou.taps("To 楼门长")
    await town.later(minutes=1)
    assert not [one for one in heads if one.reads()]
    await town.later(hours=10)
    assert all(number in one.reads() for one in heads)


async def test_a_card_is_laid_once_whoever_looks(town: Town, li: Neighbour, zhou: Neighbour, heads: list[Neighbour]):
    await li.reports()
    await zhou.taps("To 楼门长")
    found = await town.database.read(partial(crowds.waiting, limit=500))
    assert len(found) == len(heads)
    taken = [await town.database.do(partial(crowds.take, found=found[0])) for _ in range(2)]
    assert taken == [True, None]


async def test_the_grid_worker_is_proposed_where_no_duty_says_anything(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    assert zhou.labels()[0] == "To Wang Jianguo"


async def test_a_duty_for_the_worker_of_the_grid_names_them(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await decided(town, Duty(WATER, "", STREET, team="G@grid"))
    number = await li.reports()
    assert [label for label in zhou.labels() if "Wang" in label] == ["To Wang Jianguo"]
    await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))
    await zhou.says(button=f"give {number} 1 G@{GRID_1}")
    assert number in wang.reads()
