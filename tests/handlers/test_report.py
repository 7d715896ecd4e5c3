"""Reporting: what a resident sends unasked is the report; only what it leaves open is asked."""

import pytest

from domain.number import find
from domain.order import Lane
from handlers.plain_words import WORDS
from handlers.table import COMMANDS
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, GRID_2, POLICY, Town

pytestmark = pytest.mark.usefixtures("zhou")
LEAK = "水管漏水"
HERE = "p-qs-hy-lx-xf-3-1"


async def test_a_report_that_says_it_all_is_sent_by_one_tap(town: Town, zhao: Neighbour):
    read = await zhao.says(f"3号楼1单元{LEAK}")
    assert "杏福苑 3号楼 1单元" in read
    assert "Water supply" in read
    read = await zhao.taps("Send")
    order = await town.order(find(read)[0])
    assert "somebody will answer within 10 minutes" in read
    assert (order.place, order.grid, order.category) == (f"{COMPOUND}/3/1", GRID_1, "water")
    assert (order.what, order.lane) == (f"3号楼1单元{LEAK}", Lane.ORDINARY)


async def test_a_photo_with_a_caption_at_a_place_from_a_link_is_sent_by_one_tap(town: Town, zhao: Neighbour):
    assert "You are at 杏福苑 3号楼 1单元" in await zhao.opens(HERE)
    assert "Photos: 2" in await zhao.says(LEAK, photos=("p1", "p2"))
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert order.place == f"{COMPOUND}/3/1"
    assert await town.one("SELECT COUNT(*) FROM order_photos WHERE order_id = :id", id=order.id) == 2


async def test_a_place_that_is_not_known_is_tapped_building_then_unit(town: Town, zhao: Neighbour):
    assert "Which building?" in await zhao.says(LEAK)
    assert "Which unit?" in await zhao.taps("5号楼")
    number = find(await zhao.taps("2单元", "Send"))[0]
    assert ((await town.order(number)).place, (await town.order(number)).grid) == (f"{COMPOUND}/5/2", GRID_2)


async def test_what_belongs_to_all_is_outdoors(town: Town, zhao: Neighbour):
    number = await zhao.reports(LEAK, "Outdoors")
    assert ((await town.order(number)).place, (await town.order(number)).grid) == (COMPOUND, None)


async def test_the_place_of_last_time_is_the_first_answer(town: Town, zhao: Neighbour):
    await zhao.reports(LEAK, "5号楼", "2单元")
    await zhao.says("楼道灯不亮")
    assert zhao.labels()[0] == "杏福苑 5号楼 2单元 (as last time)"
    number = find(await zhao.taps("as last time", "Send"))[0]
    assert (await town.order(number)).place == f"{COMPOUND}/5/2"


async def test_a_shared_location_means_the_building_next_to_it(town: Town, zhao: Neighbour):
    number = await zhao.reports(LEAK, location=(30.0041, 110.0001))
    assert (await town.order(number)).place == f"{COMPOUND}/4"


async def test_a_location_from_far_away_is_no_building(zhao: Neighbour):
    assert "Which building?" in await zhao.says(LEAK, location=(31.0, 110.0))


async def test_a_location_is_an_answer_to_where(town: Town, zhao: Neighbour):
    assert "Which building?" in await zhao.says(LEAK)
    read = await zhao.says(location=(30.005, 110.0))
    assert "5号楼" in read
    number = find(await zhao.taps("Send"))[0]
    assert (await town.order(number)).place == f"{COMPOUND}/5"


async def test_a_clear_kind_is_proposed_and_can_be_changed(town: Town, zhao: Neighbour):
    assert "Water supply" in await zhao.says(f"3号楼1单元{LEAK}")
    assert "What kind of matter" in await zhao.taps("Change the kind")
    number = find(await zhao.taps("Noise", "Send"))[0]
    assert (await town.order(number)).category == "noise"


async def test_words_of_no_kind_are_asked_about(town: Town, zhao: Neighbour):
    assert "What kind of matter" in await zhao.says("3号楼1单元有件事")
    number = find(await zhao.taps("Lift", "Send"))[0]
    assert (await town.order(number)).category == "lift"


async def test_danger_is_answered_with_whom_to_call_before_anything_is_asked(town: Town, zhao: Neighbour):
    read = await zhao.says("楼道着火了")
    assert read.index("119") < read.index("Which building?")
    number = find(await zhao.taps("3号楼", "1单元", "Send"))[0]
    assert (await town.order(number)).lane is Lane.URGENT
    assert "URGENT" in zhao.card(number).text


async def test_danger_is_warned_of_once(zhao: Neighbour):
    await zhao.says("楼道着火了")
    assert "119" not in await zhao.taps("3号楼")


async def test_danger_that_is_told_later_is_heard_too(town: Town, zhao: Neighbour):
    await zhao.says("楼道里有股味道")
    read = await zhao.says("现在冒烟了")
    assert "119" in read
    assert "I have added that" in read


async def test_somebody_who_fell_is_not_asked_what_kind_of_matter_that_is(zhao: Neighbour):
    read = await zhao.says("3号楼1单元有人晕倒了")
    assert "120" in read
    assert "What kind" not in read


async def test_a_stuck_lift_asks_whether_anybody_is_trapped(town: Town, zhao: Neighbour):
    assert "Is anybody trapped" in await zhao.says("3号楼电梯不动了")
    read = await zhao.taps("Yes")
    assert "119" in read
    assert (await town.order(find(await zhao.taps("Send"))[0])).lane is Lane.URGENT


async def test_an_empty_lift_is_an_ordinary_matter(town: Town, zhao: Neighbour):
    await zhao.says("3号楼电梯不动了")
    assert "119" not in await zhao.taps("No")
    assert (await town.order(find(await zhao.taps("Send"))[0])).lane is POLICY.catalogue["lift"].lane


async def test_a_photo_alone_is_asked_about_and_kept(town: Town, zhao: Neighbour):
    assert "What is the matter?" in await zhao.says(photos=("p1",))
    await zhao.says(f"3号楼1单元{LEAK}")
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert await town.one("SELECT media FROM order_photos WHERE order_id = :id", id=order.id) == "p1"


@pytest.mark.parametrize("word", ["/report", "报事"])
async def test_a_photo_that_answers_what_the_matter_is_comes_along(town: Town, zhao: Neighbour, word: str):
    assert "What is the matter?" in await zhao.says(word)
    await zhao.says(f"3号楼1单元{LEAK}", photos=("p1",))
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert await town.one("SELECT media FROM order_photos WHERE order_id = :id", id=order.id) == "p1"


async def test_a_photo_for_an_answer_is_kept_while_the_words_are_missing(town: Town, zhao: Neighbour):
    await zhao.says("/report")
    assert "What is the matter?" in await zhao.says(photos=("p1",))
    assert "Photos: 1" in await zhao.says(f"3号楼1单元{LEAK}")


async def test_a_voice_message_is_a_report(town: Town, zhao: Neighbour):
    await zhao.opens(HERE)
    assert "What kind of matter" in await zhao.says(voice="v1")
    order = await town.order(find(await zhao.taps("Lift", "Send"))[0])
    assert await town.one("SELECT media FROM order_photos WHERE kind = 'voice'") == "v1"
    assert order.what == "🎤"


async def test_a_voice_message_in_the_middle_comes_along(town: Town, zhao: Neighbour):
    await zhao.says(LEAK)
    assert "I have added that" in await zhao.says(voice="v1")
    await zhao.taps("Outdoors", "Send")
    assert await town.one("SELECT media FROM order_photos WHERE kind = 'voice'") == "v1"


async def test_what_is_written_in_the_middle_is_added(town: Town, zhao: Neighbour):
    await zhao.says(LEAK)
    read = await zhao.says("已经漏到楼下了", photos=("p1",))
    assert "I have added that" in read
    assert "Which building?" in read
    order = await town.order(find(await zhao.taps("Outdoors", "Send"))[0])
    assert order.what == f"{LEAK}\n已经漏到楼下了"
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 1


@pytest.mark.parametrize("words", ["你好", "谢谢！", "好的"])
async def test_courtesy_is_no_part_of_the_report(town: Town, zhao: Neighbour, words: str):
    await zhao.says("/report")
    assert "I am here" in await zhao.says(words)
    await zhao.says(f"3号楼1单元{LEAK}")
    assert "Please check" in await zhao.says(words)
    assert (await town.order(find(await zhao.taps("Send"))[0])).what == f"3号楼1单元{LEAK}"


async def test_a_building_that_is_written_instead_of_tapped_is_understood(town: Town, zhao: Neighbour):
    await zhao.says(LEAK)
    assert "Which unit?" in await zhao.says("5号楼")
    assert (await town.order(find(await zhao.taps("2单元", "Send"))[0])).place == f"{COMPOUND}/5/2"


async def test_one_answer_is_changed_without_asking_the_others_again(town: Town, zhao: Neighbour):
    await zhao.says(f"3号楼1单元{LEAK}", photos=("p1",))
    assert "Which building?" in await zhao.taps("Change the place")
    read = await zhao.taps("5号楼", "2单元")
    assert "杏福苑 5号楼 2单元" in read
    assert "Photos: 1" in read
    assert (await town.order(find(await zhao.taps("Send"))[0])).place == f"{COMPOUND}/5/2"


@pytest.mark.parametrize(
    ("typed", "place"), [("1号楼", "1"), ("不对，应该是5栋2单元", "5/2"), ("2单元", "3/2"), ("杏福苑6号楼", "6")]
)
async def test_a_place_that_is_typed_before_sending_corrects_the_place(
    town: Town, zhao: Neighbour, typed: str, place: str
):
    await zhao.says(LEAK)
    await zhao.taps("3号楼", "1单元")
    assert "taken over your correction" in await zhao.says(typed)
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert (order.place, order.what) == (f"{COMPOUND}/{place}", LEAK)


async def test_words_that_only_mention_a_place_are_still_added(town: Town, zhao: Neighbour):
    await zhao.says(LEAK)
    await zhao.taps("3号楼", "1单元")
    assert "I have added that" in await zhao.says("1号楼也漏了")
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert (order.place, order.what) == (f"{COMPOUND}/3/1", f"{LEAK}\n1号楼也漏了")


async def test_back_asks_the_question_before(zhao: Neighbour):
    await zhao.says(LEAK)
    await zhao.taps("5号楼")
    assert "Which building?" in await zhao.says("返回")
    assert "first question" in await zhao.says("back")


@pytest.mark.parametrize("stop", ["取消", "cancel", "/cancel"])
async def test_a_report_is_stopped_by_a_word(town: Town, zhao: Neighbour, stop: str):
    await zhao.says(LEAK)
    assert "Nothing was sent" in await zhao.says(stop)
    assert "nothing to stop" in await zhao.says(stop)
    assert await town.one("SELECT COUNT(*) FROM orders") == 0


async def test_who_thinks_better_of_it_sends_nothing(town: Town, zhao: Neighbour):
    await zhao.says(f"3号楼1单元{LEAK}")
    assert "nothing was sent" in await zhao.taps("Do not send")
    assert await town.one("SELECT COUNT(*) FROM orders") == 0


async def test_the_21st_report_of_a_day_is_refused_and_the_next_day_is_a_new_one(town: Town, zhao: Neighbour):
    for _ in range(POLICY.reports_a_day):
        await zhao.says("/report")
        await zhao.reports(f"3号楼1单元{LEAK}")
    await zhao.says("/report")
    await zhao.says(f"3号楼1单元{LEAK}")
    assert f"{POLICY.reports_a_day} reports today" in await zhao.taps("Send")
    assert await town.one("SELECT COUNT(*) FROM orders") == POLICY.reports_a_day
    await town.later(hours=2)  # the unfinished report is asked about, and stays
    await town.later(hours=22, minutes=1)
    assert "Your number is" in await zhao.taps("Send")


async def test_too_long_a_text_is_refused_by_its_length_and_a_shorter_one_is_taken(town: Town, zhao: Neighbour):
    assert "1001 characters" in await zhao.says("漏" * 1001)
    assert "Which building?" in await zhao.says("漏" * 1000)


async def test_the_card_follows_the_matter_like_a_parcel(zhao: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await zhao.reports()
    where = zhao.phone.where(number)
    assert "waiting to be handed out" in zhao.card(number).text
    await zhou.taps("To Wang")
    assert "handed out" in zhao.card(number).text
    await wang.taps("Accept")
    assert "being worked on" in zhao.card(number).text
    assert zhao.phone.where(number) == where


async def test_where_no_dispatcher_sits_the_next_desk_up_gets_it(town: Town, zhao: Neighbour, liu: Neighbour):
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'zhou'"))
    number = await zhao.reports()
    assert (await town.order(number)).rung == COMMUNITY
    assert number in liu.reads()


async def test_a_report_about_the_property_company_never_reaches_it(town: Town, zhao: Neighbour, zhang: Neighbour):
    number = await zhao.reports("物业不作为，投诉物业", "Outdoors")
    assert (await town.order(number)).subject == f"P@{COMPOUND}"
    assert "cannot find that" in await zhang.says(number)


def test_every_word_that_means_a_command_means_one_that_is_there():
    assert set(WORDS.values()) <= set(COMMANDS)
