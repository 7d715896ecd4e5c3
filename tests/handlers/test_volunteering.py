"""Volunteers: few questions, one yes from the community, limits of their own, and the door is always open."""

from dataclasses import replace
from datetime import time

import pytest

from domain.calendar import Quiet
from domain.person import Held, Role
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, Town

V = Held(Role.VOLUNTEER, COMPOUND)


async def applies(who: Neighbour, *skills: str) -> str:
    await who.says("当志愿者")
    await who.taps(*(skills or ("A helping hand, nothing special",)), *(["That is all"] if skills else []))
    return await who.taps("That is right")


async def test_a_resident_taps_what_they_can_do_and_confirms_the_rest_and_the_community_says_yes(
    town: Town, li: Neighbour, zhou: Neighbour
):
    assert "What are you good at?" in await li.says("当志愿者")
    await li.taps("Repairs", "Hair and beauty")
    assert "✅ Repairs" in li.labels()
    await li.says("我会打针")
    read = await li.taps("✅ Repairs", "That is all")
    assert "杏福苑 3号楼 1单元" in read
    assert "Hair and beauty, Health care" in read
    assert "Any time" in read
    assert "all kinds of wishes, at most 3 a week" in read
    assert "says yes" in await li.taps("That is right")
    assert V not in (await li.person()).roles
    read = zhou.reads()
    assert "Li Xiulan would like to be a volunteer" in read
    assert "杏福苑 3号楼\n" in read
    assert "Li Xiulan is a volunteer now" in await zhou.taps("Welcome them")
    assert zhou.labels() == []
    assert V in (await li.person()).roles
    await town.later(minutes=1)
    assert "Welcome, Li Xiulan!" in li.reads()
    assert "You are a volunteer" in await li.says("/volunteer")


async def test_every_limit_can_be_changed_before_and_after(town: Town, li: Neighbour, zhou: Neighbour):
    await li.says("/volunteer")
    await li.taps("A helping hand", "When", "Evenings", "Weekends", "That is all")
    await li.taps("Which wishes", "company", "That is all")
    read = await li.taps("How many", "5 a week")
    assert "🕐 Evenings, Weekends\n💌 company, at most 5 a week" in read
    assert "杏福苑 5号楼" in await li.taps("Where I live", "5号楼", "The whole building")
    await li.taps("That is right")
    await zhou.taps("Welcome them")
    await li.says("志愿者")
    read = await li.taps("Change", "When", "✅ Weekends", "That is all", "That is right")
    assert "杏福苑 5号楼" in read
    assert "🕐 Evenings\n" in read
    assert await town.one("SELECT times FROM volunteers") == 2


async def test_nobody_makes_a_volunteer_of_themselves_and_nobody_else_does(
    zhou: Neighbour, wang: Neighbour, li: Neighbour
):
    await applies(li)
    tap = zhou.button("Welcome them")
    for other in (wang, li):
        assert "not yours" in await other.presses(tap)
    assert V not in (await li.person()).roles


async def test_a_dispatcher_who_wants_to_help_is_welcomed_by_the_desk_above(town: Town, liu: Neighbour):
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND), home=f"{COMPOUND}/2/1")
    await applies(zhou)
    assert liu.labels() == ["👍 Welcome them", "Not now"]
    assert "not yours" in await zhou.presses(liu.button("Welcome them"))
    await liu.taps("Welcome them")
    assert V in (await zhou.person()).roles


async def test_an_application_is_reminded_of_after_a_working_day_and_goes_up_after_two(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, sun: Neighbour
):
    await applies(li)
    zhou.reads()
    await town.later(days=1)
    assert "Li Xiulan would like to be a volunteer and waits for your yes" in zhou.reads()
    assert "volunteer" not in liu.reads()
    await town.later(days=1)
    assert "Li Xiulan would like to be a volunteer." in liu.reads()
    await town.later(days=1)
    await town.later(days=1)
    assert "has not said yes yet" in sun.reads()
    assert "Welcome them" not in sun.labels()
    await zhou.says("/volunteer")
    await zhou.taps("Welcome them")
    assert V in (await li.person()).roles
    assert await town.one("SELECT COUNT(*) FROM volunteers WHERE due_at IS NOT NULL") == 0


async def test_where_no_community_worker_is_the_office_hears_of_it(town: Town, li: Neighbour, sun: Neighbour):
    await applies(li)
    await town.later(minutes=1)
    assert "Somebody in 杏福苑 would like to be a volunteer" in sun.reads()


async def test_at_night_the_desk_sleeps(town: Town, li: Neighbour, zhou: Neighbour):
    town.now += 13 * 3600
    await applies(li)
    assert zhou.reads() == ""
    await town.later(hours=9)
    assert "Li Xiulan would like to be a volunteer" in zhou.reads()


async def test_a_no_is_one_kind_sentence_and_nothing_stays(town: Town, li: Neighbour, zhou: Neighbour):
    await applies(li)
    await zhou.taps("Not now")
    assert "Li Xiulan was answered" in await zhou.says("请等身体好些再来")
    await town.later(minutes=1)
    assert "请等身体好些再来" in li.reads()
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0


async def test_whoever_thinks_better_of_it_takes_the_buttons_from_the_desk(town: Town, li: Neighbour, zhou: Neighbour):
    await applies(li)
    tap = zhou.button("Welcome them")
    await li.says("/volunteer")
    await li.taps("Never mind", "Yes, stop")
    assert zhou.labels() == []
    assert "not yours" in await zhou.presses(tap)
    assert V not in (await li.person()).roles


async def test_a_change_while_it_waits_shows_the_desk_what_is_true_and_does_not_ring_again(
    town: Town, li: Neighbour, zhou: Neighbour
):
    await applies(li)
    zhou.phone.news.clear()
    due_at = await town.one("SELECT due_at FROM volunteers")
    town.now += 3600
    await li.says("/volunteer")
    assert "has yet to say yes" in await li.taps("Change", "How many", "1 a week", "That is right")
    assert [message.alert for message in zhou.phone.news] == [False]
    assert "at most 1 a week" in zhou.reads()
    assert await town.one("SELECT due_at FROM volunteers") == due_at
    await zhou.taps("Welcome them")
    assert await town.one("SELECT a_week FROM volunteers WHERE state = 'on'") == 1


async def test_resting_and_stopping_ask_for_no_reason_and_hold_at_once(town: Town):
    wu = await town.moves_in("Wu Mei", V)
    assert "at most 3 a week" in await wu.says("/volunteer")
    assert "I ask you nothing until 12-24" in (await wu.taps("Not for a while"), await wu.says("12-24"))[1]
    assert await town.one("SELECT paused_until FROM volunteers") > town.now + 30 * DAY
    assert "I ask you nothing" not in await wu.taps("Ask me again")
    await wu.taps("Stop volunteering")
    assert "Thank you for everything" in await wu.taps("Yes, stop")
    assert V not in (await wu.person()).roles
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0
    assert "You are no volunteer at present" in await wu.taps("Change")


async def test_whoever_moves_to_another_compound_is_welcomed_there_anew(town: Town, li: Neighbour, zhou: Neighbour):
    elsewhere = f"{COMMUNITY}/yy"
    await town.built(Place(elsewhere, "compound", "银杏园", None, None, None))
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, elsewhere))
    await applies(li)
    await zhou.taps("Welcome them")
    await li.says("/volunteer")
    await li.taps("Change", "Where I live", "银杏园", "That is right")
    await other.taps("Welcome them")
    assert [held.place for held in (await li.person()).roles if held.role is Role.VOLUNTEER] == [elsewhere]


async def test_times_that_never_hold_are_named(town: Town, li: Neighbour):
    rules = replace(town.house.policy.rules, quiet=Quiet(time(17), time(8)))
    town.house = replace(town.house, policy=replace(town.house.policy, rules=rules))
    await li.says("/volunteer")
    assert "always quiet here" in await li.taps("A helping hand", "When", "Evenings", "That is all")
    assert "always quiet here" in await li.taps("That is right")
    assert await town.one("SELECT COUNT(*) FROM volunteers") == 0


@pytest.mark.parametrize("word", ["/volunteer", "志愿者"])
async def test_somebody_without_a_place_is_asked_where_they_live(town: Town, zhou: Neighbour, word: str):
    new = town.stranger("Xu Lan")
    await new.says("您好")
    assert "Which building?" in await new.says(word)
    await new.taps("4号楼", "2单元", "A helping hand", "That is right")
    assert "Xu Lan would like to be a volunteer" in zhou.reads()
