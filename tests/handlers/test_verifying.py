"""Who is at the door? A resident asks with the number on the card, and nobody learns from it who works here."""

import pytest

from domain import number as numbers
from domain.person import Held, Role
from storage import people
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_joining import on_the_list
from tests.handlers.town import COMPOUND, GRID_2, Town


@pytest.fixture
async def badges(town: Town, wang: Neighbour, hu: Neighbour, chen: Neighbour, zhang: Neighbour) -> dict[str, str]:
    """By whom they are of."""
    await town.later(minutes=1)
    rows = await town.database.read(lambda tx: tx.all("SELECT person, badge FROM roster"))
    return {row["person"]: row["badge"] for row in rows}


async def test_the_worker_of_ones_own_grid_is_known_by_the_number(town: Town, li: Neighbour, badges: dict[str, str]):
    asked = await li.says("查工号")
    assert "Let them show it before you open" in asked
    number = badges["wang"]
    read = await li.says(f"{number[:3]} {number[3:]}".lower())
    assert "✅ Yes: Mr or Ms W, grid worker of your grid (杏福苑 第一网格). On duty." in read
    assert "Jianguo" not in read


async def test_a_company_works_for_the_whole_compound(town: Town, li: Neighbour, badges: dict[str, str]):
    assert "✅ Yes: Mr or Ms Z, worker of the property company for where you live" in await li.says(
        f"/verify {badges['zhang']}"
    )


async def test_a_worker_of_another_grid_is_not_for_this_building(town: Town, li: Neighbour, badges: dict[str, str]):
    read = await li.says(f"/verify {badges['chen']}")
    assert "for 杏福苑 第二网格, not for your building" in read


async def test_whoever_has_no_known_home_reads_where_they_work(town: Town, zhao: Neighbour, badges: dict[str, str]):
    read = await zhao.says(f"/verify {badges['wang']}")
    assert "works here: grid worker for 杏福苑 第一网格. Is that where you live?" in read


async def test_a_number_that_nobody_has_says_do_not_open(town: Town, li: Neighbour, wang: Neighbour):
    read = await li.says(f"/verify {numbers.make(bytes(4))}")
    assert "nobody with the number" in read
    assert "No certificate" not in read
    assert li.labels() == ["Tell the desk"]


async def test_whoever_works_here_no_longer_is_nobody_of_ours(town: Town, li: Neighbour, badges: dict[str, str]):
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'wang'"))
    assert "nobody with the number" in await li.says(f"/verify {badges['wang']}")


async def test_on_leave_it_says_who_comes_instead(town: Town, li: Neighbour, wang: Neighbour, badges: dict[str, str]):
    await wang.says("/leave")
    await wang.taps("Today", "11-27", "Chen Jing")
    read = await li.says(f"/verify {badges['wang']}")
    assert "on leave until 11-27. Mr or Ms C, badge number" in read
    assert badges["chen"][:3] in read
    assert "On duty" in await li.says(f"/verify {badges['chen']}")  # it is their grid meanwhile


async def test_numbers_cannot_be_gone_through(town: Town, li: Neighbour, zhou: Neighbour, badges: dict[str, str]):
    await li.says("3号楼1单元水管漏水")
    for n in range(10):
        await li.says(f"/verify {numbers.make(bytes([n] * 4))}")
    assert "asked for many numbers" in await li.says(f"/verify {badges['wang']}")
    assert numbers.find(await li.taps("Send")), "what was under way is not lost for it"
    town.now += 3600
    assert "✅ Yes" in await li.says(f"/verify {badges['wang']}")


async def test_what_is_no_number_is_asked_again(town: Town, li: Neighbour, badges: dict[str, str]):
    await li.says("/verify")
    assert "six signs" in await li.says("王师傅")
    assert "✅ Yes" in await li.says(badges["wang"])
    assert (await li.person()).roles == (Held(Role.RESIDENT, COMPOUND),)


@pytest.mark.parametrize("words", ["查工号 {}", "查工号{}。", "查工号：{}", "核实身份　{}", "verify {}"])
async def test_the_number_may_stand_behind_the_plain_word_in_the_middle_of_anything(
    town: Town, li: Neighbour, zhou: Neighbour, badges: dict[str, str], words: str
):
    asked = words.format(f"{badges['wang'][:3]}-{badges['wang'][3:]}".lower())
    assert "✅ Yes" in await li.says(asked)
    await li.reports()
    assert "✅ Yes" in await li.says(asked), "an open order makes no difference"
    assert "card" in await li.says("查工号")
    read = await li.says(asked)
    assert "✅ Yes" in read
    assert "✅ Yes" not in await li.says("谢谢")
    assert "You are welcome" in await li.says("谢谢"), "the question is answered, and does not wait any more"


@pytest.mark.parametrize("typed", ["K7M3Q2", "abc-123", "HJFPHU", "１２３ ４５６", "HJF-PHG 是你们的人吗"])
async def test_six_signs_that_can_be_nobodys_number_get_the_same_verdict(town: Town, li: Neighbour, typed: str):
    assert "do not open the door" in await li.says(f"/verify {typed}")
    assert "do not open the door" in await li.says(f"查工号 {typed}")
    await li.says("/verify")
    assert "do not open the door" in await li.says(typed)


@pytest.mark.parametrize("typed", ["101", "HJF-PH", "thanks"])
async def test_another_number_than_a_badge_is_told_what_a_badge_looks_like(town: Town, li: Neighbour, typed: str):
    for words in (f"/verify {typed}", f"查工号 {typed}", typed):
        assert "six signs, like 7K3-MQ2" in await li.says(words)


async def test_nobody_is_known_before_they_have_joined(town: Town, li: Neighbour):
    badge = numbers.make(bytes(4))
    await on_the_list(town, "E-7", "马丽", ("G", GRID_2))
    await town.database.do(lambda tx: tx.run("UPDATE roster SET badge = :badge", badge=badge))
    assert "nobody with the number" in await li.says(f"/verify {badge}")


async def test_the_resident_reads_what_stands_on_the_badge_of_whoever_comes(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, badges: dict[str, str]
):
    number = await li.reports()
    await zhou.taps("To Wang")
    shown = f"{badges['wang'][:3]}-{badges['wang'][3:]}"
    assert shown not in li.card(number).text
    await wang.taps("Accept")
    assert f"On their badge: {shown}" in li.card(number).text
    assert shown not in wang.card(number).text + zhou.card(number).text


async def test_whoever_left_by_the_list_and_helps_on_as_a_volunteer_is_one_of_us(
    town: Town, li: Neighbour, badges: dict[str, str]
):
    async def left(tx: Tx) -> None:
        await tx.run("UPDATE roles SET until = :now WHERE person = 'wang'", now=town.now)
        await tx.run("UPDATE roster SET left_at = :now WHERE person = 'wang'", now=town.now)
        await people.grant(tx, id="new", person="wang", held=Held(Role.VOLUNTEER, COMPOUND), now=town.now)

    await town.database.do(left)
    assert "✅ Yes: Mr or Ms W, volunteer" in await li.says(f"/verify {badges['wang']}")
