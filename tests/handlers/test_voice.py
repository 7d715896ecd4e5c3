"""How the desk talks: it hears plain words, answers politeness politely, and leaves nobody in silence."""

import pytest

from domain.person import Held, Role
from handlers.card import about
from handlers.turn import Turn
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import STREET, Town

pytestmark = pytest.mark.usefixtures("zhou")
MATTER = "3号楼1单元水管漏水"
PHONE = "13812345678"


@pytest.mark.parametrize("word", ["帮助", "帮助。", "Help!", "help"])
async def test_a_word_is_heard_as_a_keyboard_that_takes_dictation_writes_it(zhao: Neighbour, word: str):
    assert "110, 119 or 120" in await zhao.says(word)


@pytest.mark.parametrize("word", ["我的", "我报的事", "my", "My reports"])
async def test_both_languages_ask_for_ones_own_reports(zhao: Neighbour, word: str):
    assert "not reported anything yet" in await zhao.says(word)


async def test_a_greeting_is_greeted_and_is_no_report(zhao: Neighbour):
    assert "Tell me what is the matter" in await zhao.says("您好！")


async def test_thanks_are_no_report(li: Neighbour):
    await li.reports(MATTER)
    assert "welcome" in await li.says("谢谢")


async def test_thanks_are_an_answer_where_a_question_is_open(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports(MATTER)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", "★★★★★")
    await li.says("谢谢")
    assert "★★★★★ 谢谢" in zhou.reads()


@pytest.mark.parametrize("word", ["返回", "back", "/back"])
async def test_back_without_a_question_is_no_report(zhao: Neighbour, word: str):
    assert "no question open" in await zhao.says(word)


async def test_a_button_in_the_middle_of_a_report_says_that_the_report_comes_afterwards(li: Neighbour):
    await li.reports(MATTER)
    await li.says("路灯不亮")
    read = await li.taps("Add something")
    assert "come back to what we were at afterwards" in read
    assert "What would you like to say" in read


async def test_nothing_said_yet_is_not_come_back_to(li: Neighbour):
    await li.reports(MATTER)
    await li.taps("Add something")
    assert "come back" not in await li.taps("Add something")


async def test_whoever_types_the_answer_reads_what_a_tap_would_have_shown(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports(MATTER)
    await zhou.taps("To somebody else")
    assert "Handed out." in await zhou.says(wang.name)
    await wang.taps("Accept")
    assert wang.toast == "It is yours. Thank you!"
    assert wang.toast not in wang.phone.every_text()


async def test_news_say_what_they_are_about(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports(MATTER)
    await zhou.taps("To Wang")
    li.reads()
    await wang.taps("Accept")
    assert f"grid worker {wang.name} has accepted {number} and will see to it.\n📝 {MATTER}" in li.reads()


async def test_a_long_matter_is_cut_to_a_line(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports(f"{MATTER}\n滴到楼下三层都是水了快来人")
    await zhou.taps("To Wang")
    li.reads()
    await wang.taps("Accept")
    assert li.reads().endswith(f"📝 {MATTER} 滴到楼下…")


async def test_done_without_words_is_a_whole_sentence(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports(MATTER)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    assert f"{number} is done, says grid worker {wang.name}.\nIs it fixed?" in li.reads()
    assert li.card(number).text.endswith(f"done, says grid worker {wang.name}")


async def test_a_plan_stands_at_the_top_of_the_card_until_it_is_over(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports(MATTER)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Today")
    assert "being worked on\n📅 Planned for " in li.card(number).text
    await wang.taps("Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    assert "📅" not in li.card(number).text


async def test_closed_but_not_fixed_does_not_look_like_fixed(li: Neighbour, zhou: Neighbour):
    number = await li.reports(MATTER)
    await zhou.taps("Refuse")
    await zhou.says("不归社区管")
    assert "✅" not in li.card(number).text


async def line_about(town: Town, number: str, reader: Neighbour) -> str:
    order, person = await town.order(number), await reader.person()

    async def unit(tx: Tx) -> str:
        return about(Turn(tx, town.house, person, town.now), order, person, most=40)

    return await town.database.read(unit)


async def test_a_line_about_a_report_hides_what_its_card_hides(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    """Two levels up, the street reads what kind of matter it is, and none of the resident's words."""
    sun = await town.moves_in("Sun Zhiqiang", Held(Role.STREET, STREET))
    number = await li.reports(f"3号楼漏水 {PHONE}")
    await zhou.taps("To Wang")
    assert await line_about(town, number, wang) == "3号楼漏水 ***"
    assert await line_about(town, number, sun) == "Water supply and leaks"


async def test_a_stranger_reads_nothing_about_a_report(town: Town, li: Neighbour, zhao: Neighbour):
    assert await line_about(town, await li.reports(MATTER), zhao) == ""


async def test_a_number_typed_after_a_list_means_what_is_listed_there(li: Neighbour):
    first = await li.reports(MATTER)
    second = await li.reports("3号楼1单元楼道灯不亮")
    await li.says("我的")
    assert f"2. {first}" in li.labels()
    assert f"{first} ·" in await li.says("2")
    await li.says("我的")
    assert f"{second} ·" in await li.says("1")


async def test_two_lists_count_on(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    mine = await li.reports(MATTER)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    free = await li.reports("3号楼1单元楼道灯不亮")
    read = await wang.says("待办")
    assert f"1. {mine}" in read
    assert f"2. {free}" in read
    assert f"{free} ·" in await wang.says("2")
