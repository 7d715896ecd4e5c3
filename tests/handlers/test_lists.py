"""What a person has open: /my for residents, /tasks for workers, /desk for dispatchers, a number for one order."""

import pytest

from domain.number import make
from domain.person import Held, Role
from storage import rollup
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town


@pytest.mark.parametrize("word", ["/my", "我的", "/my@sidan_bot"])
async def test_my_reports_with_their_state_the_newest_first(li: Neighbour, zhou: Neighbour, word: str):
    assert "not reported anything" in await li.says(word)
    first = await li.reports()
    await li.taps("Withdraw", "Yes")
    second = await li.reports("3号楼1单元楼道灯不亮")
    read = await li.says(word)
    assert read.index(second) < read.index(first)
    assert "withdrawn" in read
    assert li.labels() == [f"1. {second}", f"2. {first}"]


async def test_a_listed_order_is_shown_by_a_tap_or_by_its_number(li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await li.says("/my")
    assert "水管漏水" in await li.taps(number)
    assert "水管漏水" in await li.says(f" {number[:3].lower()}-{number[3:].lower()} ")


async def test_tasks_are_what_is_in_hand_what_is_asked_for_and_what_may_be_taken(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    assert "Nothing to do" in await wang.says("待办")
    asked = await li.reports()
    await zhou.taps("To Wang")
    await li.says("/report")
    free = await li.reports("3号楼1单元楼道灯不亮")
    read = await wang.says("/tasks")
    tasks, _, may_take = read.partition("Not handed out yet")
    assert asked in tasks
    assert free in may_take


async def test_what_a_team_was_asked_is_on_the_list_of_each(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    number = await li.reports()
    await zhou.taps("To somebody else", "whoever is free")
    assert number in await zhang.says("/tasks")


async def test_the_desk_lists_what_waits_urgent_first_and_how_the_month_stands(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    assert "Nothing is waiting" in await zhou.says("待派")
    first = await li.reports()
    await li.says("/report")
    urgent = await li.reports("3号楼1单元着火了")
    zhou.reads()
    read = await zhou.says("/desk")
    assert "2 waiting" in read
    assert read.index(urgent) < read.index(first)
    assert "2 reported" in read


async def test_satisfaction_is_said_of_five_answers_and_more(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    assert "satisfied" not in await zhou.says("/desk")
    await zhou.taps("I keep it", "Done", "Skip")
    await li.taps("Fixed", "★★★★", "Skip")
    read = await zhou.says("/desk")
    assert "few answers (1 of 1 who were asked)" in read
    assert "Satisfied" not in read
    more = {"rated": 4, "satisfied": 3, "unreviewed": 2}
    await town.database.do(lambda tx: rollup.add(tx, "2026-11-23", COMPOUND, more))
    assert "Satisfied: 4 of 5 who answered (80%); 7 were asked" in await zhou.says("/desk")


async def test_who_has_no_desk_is_told_kindly(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    for who in (li, wang):
        assert "Only dispatchers" in await who.says("/desk")


async def test_help_says_what_this_person_can_do(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    assert "/desk" not in await li.says("帮助")
    assert "/tasks" not in await li.says("/help")
    assert "/tasks" in await wang.says("help")
    assert "/desk" in await zhou.says("/help")


async def test_photos_are_shown_to_those_who_may_see_them(
    li: Neighbour, zhou: Neighbour, wang: Neighbour, zhao: Neighbour
):
    number = await li.reports(photos=("p1", "p2"))
    await zhou.taps("See the photos")
    assert next(reversed(zhou.phone.messages.values())).photos == ("p1", "p2")
    assert "cannot find that" in await zhao.says(button=f"photos {number} 1")
    assert not [message for message in zhao.phone.messages.values() if message.photos]


async def test_what_is_not_yours_is_answered_as_what_does_not_exist(li: Neighbour, zhou: Neighbour, zhao: Neighbour):
    mine, nobodys = await li.reports(), make(b"none")
    words = "accept pick keep urgent cancel other refuse merge decline progress plan finish ask reply add fixed unfixed"
    for word in words.split():
        yours = await zhao.says(button=f"{word} {mine} 1")
        assert yours == await zhao.says(button=f"{word} {nobodys} 1")
    for word in ("show", "photos"):
        assert await zhao.says(button=f"{word} {mine}") == await zhao.says(button=f"{word} {nobodys}")
    assert await zhao.says(mine) == await zhao.says(nobodys)


async def test_a_number_means_the_list_also_after_a_card_further_up_has_changed(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first, second = await li.reports(), await zhao.reports("5号楼2单元路灯不亮")
    await zhou.says("待派")
    await wang.says("待办")
    await wang.taps(first, "I take it")
    zhou.reads()
    assert second in await zhou.says("2")
