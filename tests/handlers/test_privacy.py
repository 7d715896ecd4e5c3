"""Nobody is exposed: who reported it is for nobody else to read, and each sees only what they need."""

from dataclasses import replace

from domain.category import Catalogue
from domain.person import Held, Role
from domain.policy import Policy
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, POLICY, Town

WORDS = "3号楼1单元602水管漏水，电话13812345678"


async def test_through_a_whole_story_nobody_reads_who_reported_it(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To somebody else", "Hu Bin")
    await hu.taps("Hand back")
    await hu.says("没空")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Ask the resident")
    await wang.says("在家吗？")
    await li.taps("Reply")
    await li.says("在家")
    await wang.taps("Done", "Skip")
    await li.taps("Not fixed")
    await li.says("还在漏")
    await liu.taps("I keep it", "Done", "Skip")
    await li.taps("Fixed", "★★★★", "Skip")
    for other in (zhou, wang, hu, liu):
        assert number in other.phone.every_text()
        assert "Li Xiulan" not in other.phone.every_text()


async def test_no_message_shows_an_address_or_an_id(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Ask the resident")
    await wang.says("在家吗？")
    for who in (li, zhou, wang):
        assert "telegram:" not in who.phone.every_text()
        assert who.id not in who.phone.every_text().split()


async def test_the_owners_committee_reads_without_doors_and_phones(town: Town, li: Neighbour, zhou: Neighbour):
    mei = await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))
    number = await li.reports(WORDS)
    read = await mei.says(number)
    assert "3号楼" in read
    assert "水管漏水" in read
    for hidden in ("1单元", "602", "13812345678"):
        assert hidden not in read
    assert "602" not in zhou.card(number).text  # nor does the desk, without a look that is written down


async def test_the_street_reads_all_but_the_door_once_it_lies_on_its_desk(
    town: Town, li: Neighbour, zhou: Neighbour, sun: Neighbour
):
    number = await li.reports(WORDS)
    assert "1单元" not in await sun.says(number)
    for _ in range(3):
        await town.later(minutes=10)
    assert "📍 杏福苑 3号楼 1单元" in sun.card(number).text
    assert "602" not in sun.phone.every_text()


async def test_other_residents_volunteers_and_strangers_read_nothing(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    volunteer = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    for who in (volunteer, await town.moves_in("Zhao Defu"), town.stranger("Ma Li")):
        assert "水管漏水" not in await who.says(number)


async def test_whoever_has_it_no_more_can_still_not_read_who_it_was(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Hand back")
    await wang.says("没空")
    assert "Li Xiulan" not in await wang.says(number)


def against(role: Role) -> Policy:
    """As if what is said of the property company were said of these."""
    kinds = [replace(kind, against=role) if kind.against else kind for kind in POLICY.catalogue]
    return replace(POLICY, catalogue=Catalogue(kinds))


COMPLAINT = "3号楼1单元物业不作为，投诉无门，电话13812345678，我住602"


async def test_a_complaint_about_a_desk_lies_on_the_next_one_up_and_not_on_theirs(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    town.house = replace(town.house, policy=against(Role.COMMUNITY))
    number = await li.reports(COMPLAINT)
    assert (await town.order(number)).rung == COMMUNITY
    assert zhou.reads() == ""
    assert "投诉无门" in liu.reads()
    for _ in range(6):
        await town.later(minutes=10)
    assert zhou.reads() == "", "nor are they nagged"
    read = await zhou.says(number)
    for hidden in ("13812345678", "602", "1单元"):
        assert hidden not in read
    assert zhou.labels() == []


async def test_where_nobody_else_sits_anywhere_a_complaint_waits_at_a_desk_that_is_not_theirs(
    town: Town, li: Neighbour, zhou: Neighbour
):
    town.house = replace(town.house, policy=against(Role.COMMUNITY))
    number = await li.reports(COMPLAINT)
    assert (await town.order(number)).rung == COMMUNITY
    assert zhou.reads() == ""


async def test_whoever_is_of_the_company_complained_about_and_sits_at_the_desk_decides_nothing(
    town: Town, li: Neighbour, wang: Neighbour, liu: Neighbour
):
    both = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND), Held(Role.PROPERTY, COMPOUND))
    number = await li.reports(COMPLAINT)
    order = await town.order(number)
    assert (order.subject, order.rung) == (f"P@{COMPOUND}", COMMUNITY)
    assert both.reads() == ""
    assert "投诉无门" in liu.reads()
    read = await both.says(number)
    assert "13812345678" not in read
    assert both.labels() == []


async def test_a_colleague_at_the_same_desk_looks_after_it(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    both = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND), Held(Role.PROPERTY, COMPOUND))
    number = await li.reports(COMPLAINT)
    assert (await town.order(number)).rung == COMPOUND
    assert "To Wang Jianguo" in zhou.labels()
    await li.taps("Urge")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    await li.taps("Not fixed")
    await li.says("还是没人管")
    assert both.reads() == ""


async def test_the_company_does_its_own_repairs_with_all_it_needs_to_know(
    li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    number = await li.reports(WORDS)
    await zhou.taps("To somebody else", "Zhang")
    await zhang.taps("Accept")
    assert "3号楼 1单元" in zhang.card(number).text
    assert "13812345678" in await zhang.taps("Reach them", "Phone", "to call about the visit")
