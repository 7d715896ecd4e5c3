"""The talent bank: nothing without the person's own yes, family names only, and a question before anything else."""

import asyncio
from dataclasses import replace

import pytest

from domain.person import Held, Role
from domain.skill import Skills
from handlers import talent_asking
from storage.database import open_database
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, Town

OTHER = f"{COMMUNITY}/yy"


@pytest.fixture
async def town(town: Town) -> Town:
    there = Place(OTHER, "compound", "银杏园", None, None, None)
    await town.built(there)
    return town


async def joins(who: Neighbour, *skills: str) -> str:
    await who.says("能人")
    await who.taps("I am good at something", *skills, "That is all")
    return await who.taps("I agree")


async def link_of(who: Neighbour, skill: str = "Legal") -> str:
    """The payload in the message to pass on."""
    await who.says("/skills")
    await who.taps("A neighbour is good at something")
    read = await (who.taps(skill) if skill in str(who.labels()) else who.taps("More", skill))
    return read.rpartition("start=")[2].split()[0]


async def asks(who: Neighbour, whom: str = "王**", what: str = "给独居老人理个发") -> str:
    await who.says("找能人")
    await who.taps("Hair and beauty", whom)
    return await who.says(what)


async def answered(town: Town) -> str:
    return str(await town.one("SELECT state FROM talent_asks"))


@pytest.fixture
async def barber(town: Town) -> Neighbour:
    who = await town.moves_in("王小梅", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/4/1")
    await joins(who, "Hair and beauty")
    return who


async def test_somebody_says_what_they_are_good_at_and_what_that_means_and_takes_it_back(town: Town, li: Neighbour):
    assert "asks you first" in await li.says("能人库")
    await li.taps("I am good at something", "Repairs")
    await li.says("我会理发")
    read = await li.taps("That is all")
    assert "Hair and beauty, Repairs in 杏福苑" in read
    assert await town.one("SELECT COUNT(*) FROM talents") == 0
    assert "The office finds you for Hair and beauty, Repairs" in await li.taps("I agree")
    assert await town.one("SELECT MIN(agreed_at) FROM talents") == town.now
    assert await town.one("SELECT MAX(place) FROM talents") == COMPOUND
    town.now += DAY
    assert "finds you for Hair and beauty in" in await li.taps("Change", "✅ Repairs", "That is all", "I agree")
    assert await town.one("SELECT agreed_at FROM talents") == town.now - DAY
    assert "nothing about you" in await li.taps("Take me out")
    assert await town.one("SELECT COUNT(*) FROM talents") == 0


async def test_a_skill_that_was_taken_off_the_list_shows_as_nothing_and_can_be_taken_back(town: Town, li: Neighbour):
    await joins(li, "Repairs")
    left = [skill for skill in town.house.policy.skills if skill.key != "repair"]
    town.house = replace(town.house, policy=replace(town.house.policy, skills=Skills(left)))
    assert "finds you for … in 杏福苑" in await li.says("/skills")
    await li.taps("Change", "Nothing any more")
    assert await town.one("SELECT COUNT(*) FROM talents") == 0


async def test_a_no_to_what_it_means_keeps_nothing(town: Town, li: Neighbour):
    await li.says("/skills")
    await li.taps("I am good at something", "Repairs", "That is all", "No, thank you")
    assert await town.one("SELECT COUNT(*) FROM talents") == 0


async def test_a_neighbour_is_found_only_after_their_own_yes(town: Town, li: Neighbour, zhao: Neighbour):
    payload = await link_of(li)
    assert payload.startswith("t-")
    assert await town.one("SELECT COUNT(*) FROM nominations WHERE token_hash LIKE :raw", raw=f"%{payload[2:]}%") == 0
    read = await zhao.opens(payload)
    assert "A neighbour thinks that you are good at this: Legal advice" in read
    assert await town.one("SELECT COUNT(*) FROM talents") == 0
    assert "finds you for Legal advice in 杏福苑" in await zhao.taps("I agree")
    assert await town.one("SELECT person FROM talents WHERE nominated = 1") == "zhao"
    assert "used already" in await zhao.opens(payload)


async def test_after_a_no_to_a_neighbours_nomination_nothing_stays(town: Town, li: Neighbour, zhao: Neighbour):
    payload = await link_of(li)
    await zhao.opens(payload)
    assert "Nothing about you was kept" in await zhao.taps("No, thank you")
    for table in ("talents", "nominations", "talks"):
        assert await town.one(f"SELECT COUNT(*) FROM {table}") == 0
    assert "used already" in await zhao.opens(payload)


async def test_a_nomination_is_for_somebody_else_for_one_and_for_a_week(
    town: Town, li: Neighbour, zhao: Neighbour, wang: Neighbour
):
    payload = await link_of(li)
    assert "is for your neighbour" in await li.opens(payload)
    await zhao.opens(payload)
    await wang.opens(payload)
    await wang.taps("I agree")
    assert "used already" in await zhao.taps("I agree")
    assert await town.one("SELECT COUNT(*) FROM talents") == 1
    late = await link_of(li, "Photography")
    town.now += 7 * DAY
    assert "its week is over" in await zhao.opens(late)
    assert "its week is over" in await zhao.opens("t-nonsense")
    await town.later(minutes=1)
    assert await town.one("SELECT COUNT(*) FROM nominations") == 0


async def test_ten_links_may_be_open_at_a_time(town: Town, li: Neighbour):
    for _ in range(10):
        await link_of(li)
    await li.taps("A neighbour is good at something", "More")
    assert "10 links open" in await li.taps("Legal")


async def test_the_office_reads_a_family_name_and_a_compound_and_no_door(barber: Neighbour, wang: Neighbour):
    await wang.says("/talents")
    read = await wang.says("想找人上门理发")
    assert "Good at Hair and beauty" in read
    assert wang.labels() == ["王** · 杏福苑"]
    assert "小梅" not in wang.phone.every_text()
    assert "4号楼" not in wang.phone.every_text()


async def test_only_the_office_looks_and_only_around_itself(town: Town, barber: Neighbour, li: Neighbour):
    for role, place in ((Role.PROPERTY, COMPOUND), (Role.VOLUNTEER, COMPOUND), (Role.OWNERS, COMPOUND)):
        who = await town.moves_in(f"{role.name} X", Held(role, place))
        assert "The office looks" in await who.says("找能人")
    assert "The office looks" in await li.says("/talents")
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, OTHER))
    await other.says("/talents")
    assert "Nobody in 银杏园 can be asked for Hair and beauty" in await other.taps("Hair and beauty")


async def test_whoever_cannot_be_reached_is_not_listed_nor_whoever_looks(
    town: Town, barber: Neighbour, wang: Neighbour
):
    await joins(wang, "Hair and beauty")
    await barber.says(reachable=False)
    await wang.says("/talents")
    assert "Nobody in 杏福苑 can be asked" in await wang.taps("Hair and beauty")


async def test_a_community_looks_in_one_of_its_compounds_or_in_all_and_turns_the_page(town: Town, liu: Neighbour):
    for n in range(9):
        who = await town.moves_in(f"张{n} {n}", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/4/1")
        await joins(who, "Repairs")
    await liu.says("/talents")
    await liu.taps("Repairs")
    assert liu.labels() == ["All of 柳溪社区", "银杏园", "杏福苑"]
    await liu.taps("All of")
    assert len(liu.labels()) == 9
    await liu.taps("More")
    assert liu.labels()[0].startswith("张")


async def test_after_a_yes_the_two_know_each_other_and_write_without_a_number(
    town: Town, barber: Neighbour, wang: Neighbour, zhao: Neighbour
):
    assert "Asked" in await asks(wang)
    read = barber.reads()
    assert "grid worker Wang Jianguo asks whether you could help: Hair and beauty" in read
    assert "给独居老人理个发" in read
    tap = barber.button("Yes, gladly")
    for other in (zhao, wang):
        assert "not yours" in await other.presses(tap)
    assert "knows your name now" in await barber.taps("Yes, gladly")
    assert "王小梅 says yes" in wang.reads()
    assert "answered or over" in await barber.presses(tap)
    await wang.taps("Write to them")
    assert "Passed on" in await wang.says("周三上午方便吗")
    assert "周三上午方便吗" in barber.reads()
    write = barber.button("Write to them")
    await barber.taps("Write to them")
    await barber.says("方便")
    assert "王小梅 writes about Hair and beauty" in wang.reads()
    assert "not yours" in await zhao.presses(write)
    await town.later(days=15)
    assert "not yours" in await barber.presses(write)
    assert await town.one("SELECT COUNT(*) FROM talent_asks") == 0


async def test_a_no_is_passed_on_without_a_name(town: Town, barber: Neighbour, wang: Neighbour):
    await asks(wang)
    await barber.taps("Not this time")
    await town.later(minutes=1)
    read = wang.reads()
    assert "王** cannot help with Hair and beauty this time" in read
    assert "小梅" not in wang.phone.every_text()


async def test_a_question_nobody_answers_lapses_after_three_days_with_a_word(
    town: Town, barber: Neighbour, wang: Neighbour
):
    await asks(wang)
    tap = barber.button("Yes, gladly")
    await town.later(days=2)
    assert await answered(town) == "asked"
    await town.later(days=1)
    assert "王** has not answered about Hair and beauty" in wang.reads()
    assert "answered or over" in await barber.presses(tap)
    await town.later(days=5)
    assert await answered(town) == "None"


async def test_nobody_is_asked_more_than_twice_a_week(town: Town, barber: Neighbour, wang: Neighbour, hu: Neighbour):
    await asks(wang)
    await asks(hu)
    await wang.says("/talents")
    assert "Nobody in 杏福苑" in await wang.taps("Hair and beauty")
    await town.later(days=8)
    assert "Asked" in await asks(wang)


async def test_a_list_that_was_open_meanwhile_does_not_ask_a_third_time(
    town: Town, barber: Neighbour, wang: Neighbour, hu: Neighbour, zhou: Neighbour
):
    for who in (wang, hu, zhou):
        await who.says("找能人")
        await who.taps("Hair and beauty", "王**")
    said = [await who.says("理发") for who in (wang, hu, zhou)]
    assert "Nobody in" in said[2]
    assert await town.one("SELECT COUNT(*) FROM talent_asks") == 2


async def test_whoever_takes_themselves_out_leaves_nothing_and_nobody_waiting(
    town: Town, barber: Neighbour, wang: Neighbour
):
    await asks(wang)
    tap = barber.button("Yes, gladly")
    await barber.says("/skills")
    await barber.taps("Take me out")
    await town.later(minutes=1)
    assert "cannot help with Hair and beauty this time" in wang.reads()
    assert "not yours" in await barber.presses(tap)
    for table in ("talents", "talent_asks", "talent_words"):
        assert await town.one(f"SELECT COUNT(*) FROM {table}") == 0


async def test_at_night_questions_and_words_wait_for_the_morning(town: Town, barber: Neighbour, wang: Neighbour):
    town.now += 13 * HOUR
    assert "nights are quiet here" in await asks(wang)
    assert barber.reads() == ""
    await town.later(hours=10)
    assert "asks whether you could help" in barber.reads()
    await barber.taps("Yes, gladly")
    town.now += 14 * HOUR
    await barber.taps("Write to them")
    assert "Kept for the morning" in await barber.says("明天见")
    wang.reads()
    await town.later(hours=9)
    assert "明天见" in wang.reads()


async def test_two_replicas_lapse_a_question_once(town: Town, url: str, barber: Neighbour, wang: Neighbour):
    await asks(wang)
    other = replace(town, database=await open_database(url), seed=5)
    town.now += 4 * DAY
    ticks = (talent_asking.tick(place.database, place.house, town.now) for place in (town, other) * 2)
    assert sum(await asyncio.gather(*ticks)) == 1
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") == 1
    await other.database.close()


LEFT_THE_OFFICE = "UPDATE roles SET until = 5 WHERE person = 'zhou'"


async def test_whoever_has_left_the_office_learns_no_name_and_writes_no_more(town: Town, barber: Neighbour):
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await asks(zhou)
    zhou.reads()
    await town.database.do(lambda tx: tx.run(LEFT_THE_OFFICE))
    assert "did not learn your name" in await barber.taps("Yes, gladly")
    assert "王小梅" not in zhou.phone.every_text()
    assert await answered(town) == "lapsed"


async def test_a_conversation_ends_with_the_office_of_whoever_asked(town: Town, barber: Neighbour):
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await asks(zhou)
    await barber.taps("Yes, gladly")
    town.now += 13 * HOUR
    await zhou.taps("Write to them")
    assert "Kept for the morning" in await zhou.says("明天可以吗")
    await town.database.do(lambda tx: tx.run(LEFT_THE_OFFICE))
    assert "is over" in await zhou.taps("Write to them")
    await town.later(hours=12)
    assert "明天可以吗" not in barber.phone.every_text()


async def test_whoever_takes_themselves_out_leaves_nobody_waiting_in_the_middle_of_a_conversation(
    town: Town, barber: Neighbour
):
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await asks(zhou)
    await barber.taps("Yes, gladly")
    town.now += 13 * HOUR
    await zhou.taps("Write to them")
    await zhou.says("明天可以吗")
    await barber.says("/skills")
    await barber.taps("Take me out")
    await town.later(hours=12)
    assert "cannot help" in zhou.reads()
    assert "明天可以吗" not in barber.phone.every_text()
