"""Whatever is thrown at the desk gets one clear sentence, and what was said before is not lost."""

import pytest

from domain.number import find, make
from domain.order import State
from tests.handlers.neighbour import Neighbour
from tests.handlers.phone import Tap
from tests.handlers.town import Town

# What is said does not depend on where it is kept.
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

NONSENSE = [
    "=",
    "=x",
    "=a b c",
    "=a b",
    "= 1 2",
    "fly W9VATP 1",
    "",
    " ",
    "give",
    "give N",
    "accept",
    "show",
    "应",
    "a\nb c",
]


@pytest.mark.parametrize("data", NONSENSE)
@pytest.mark.parametrize("in_talk", [True, False])
async def test_a_button_nobody_made_is_answered_by_one_sentence(
    town: Town, li: Neighbour, zhou: Neighbour, data: str, in_talk: bool
):
    if in_talk:
        await li.says("水管漏水")
    assert await li.says(button=data, ref="none", tap="spinning")
    assert await town.one("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == 0
    assert not in_talk or "Which unit?" in await li.taps("5号楼")


@pytest.mark.parametrize("rest", ["", " ", " 1", " 1 99", " 1 -1", " x 0", " 1 ²", " 99999999999999999999 0"])
async def test_a_forged_button_of_the_open_talk_asks_its_question_again(
    town: Town, li: Neighbour, zhou: Neighbour, rest: str
):
    await li.says("水管漏水")
    talk = await town.one("SELECT id FROM talks")
    assert "Which building?" in await li.says(button=f"={talk}{rest}")


@pytest.mark.parametrize("command", ["/fly", "/", "/fly to the moon", "/REPORT2"])
async def test_an_unknown_command_is_answered_with_what_helps(li: Neighbour, zhou: Neighbour, command: str):
    await li.says("水管漏水")
    assert "do not know that command" in await li.says(command)
    assert "Which unit?" in await li.taps("5号楼")


@pytest.mark.parametrize(
    ("unsupported", "sentence"),
    [("sticker", "only understand words"), ("video", "cannot keep videos"), ("poll", "only")],
)
async def test_what_we_cannot_keep_is_declined_kindly(li: Neighbour, zhou: Neighbour, unsupported: str, sentence: str):
    await li.says("水管漏水")
    assert sentence in await li.says(unsupported=unsupported)
    assert "Which unit?" in await li.taps("5号楼")


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
async def test_an_empty_message_is_answered_by_what_to_send(li: Neighbour, zhou: Neighbour, text: str):
    assert "That was empty" in await li.says(text)


async def test_an_edited_message_changes_nothing_and_that_is_said(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    assert "write it as a new message" in await li.says("4号楼漏水", edited=True)
    assert (await town.order(number)).what == "3号楼1单元水管漏水"


async def test_an_edit_corrects_what_was_said_in_the_talk_under_way(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.says("水管漏水，灯也坏了", ref="m1")
    assert "Which building?" in await zhao.says("水管漏水", ref="m1", edited=True)
    assert "灯也坏了" not in await zhao.taps("Outdoors")
    assert "水管爆了" in await zhao.says("水管爆了", ref="m1", edited=True)
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert order.what == "水管爆了"


async def test_an_edit_corrects_what_waits_for_its_question(li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    zhou.reads()
    await li.says("还没人来么", ref="m1")
    await li.says("还没人来吗", ref="m1", edited=True)
    await li.taps(number)
    assert "还没人来吗" in zhou.reads()


async def test_an_edit_of_another_message_or_to_nothing_changes_nothing(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.says("3号楼1单元水管漏水", ref="m1")
    for text, ref in (("灯坏了", "m2"), ("", "m1")):
        assert "write it as a new message" in await zhao.says(text, ref=ref, edited=True)
    assert "1001 characters" in await zhao.says("漏" * 1001, ref="m1", edited=True)
    order = await town.order(find(await zhao.taps("Send"))[0])
    assert order.what == "3号楼1单元水管漏水"


async def test_a_picture_that_could_not_be_kept_is_told_and_the_words_are(li: Neighbour, zhou: Neighbour):
    read = await li.says("3号楼1单元水管漏水", trouble="That file is too large for me.")
    assert "too large" in read
    assert "Please check" in read
    assert "too large" in await li.says(trouble="That file is too large for me.")


async def test_a_button_of_an_earlier_question_is_answered_with_the_open_one(li: Neighbour, zhou: Neighbour):
    await li.says("水管漏水")
    early = li.button("5号楼")
    await li.taps("4号楼")
    read = await li.presses(early)
    assert "from an earlier question" in read
    assert "Which unit?" in read
    assert "4号楼 1单元" in await li.taps("1单元")


async def test_a_button_of_a_talk_that_is_over_is_answered_kindly(town: Town, li: Neighbour, zhou: Neighbour):
    await li.says("3号楼1单元水管漏水")
    send = li.button("Send")
    await li.presses(send)
    assert "done with" in await li.presses(send)
    assert await town.one("SELECT COUNT(*) FROM orders") == 1


async def test_a_button_of_somebody_elses_talk_is_worth_nothing(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    await li.says("3号楼1单元水管漏水")
    assert "done with" in await zhao.presses(li.button("Send"))
    assert await town.one("SELECT COUNT(*) FROM orders") == 0


async def test_an_old_button_of_a_card_is_answered_with_how_things_stand(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    old = [zhou.button(label) for label in ("To Wang", "I keep it", "Refuse", "Mark urgent", "To somebody else")]
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for button in old:
        assert "already with Wang Jianguo" in await zhou.presses(button)
    order = await town.order(number)
    assert (order.state, order.assignee, order.urgent) == (State.ACCEPTED, wang.id, False)


async def test_an_option_is_typed_by_its_number_where_numbers_are_shown(town: Town, li: Neighbour, zhou: Neighbour):
    town.numbers_shown = True
    await li.says("水管漏水")
    options = li.labels()
    await li.says(str(options.index("5号楼") + 1))
    assert "Which unit?" in li.phone.every_text()


async def test_a_typed_figure_is_a_label_before_it_is_a_number(li: Neighbour, zhou: Neighbour):
    await li.says("水管漏水")
    await li.says("3")
    assert "3号楼" in await li.taps("1单元")


async def test_the_number_typed_means_what_was_shown_then(town: Town, li: Neighbour, zhou: Neighbour):
    """A building was added above while the person was thinking."""
    town.numbers_shown = True
    await li.says("水管漏水")
    place = li.labels().index("5号楼") + 1
    await town.database.do(lambda tx: tx.run("UPDATE places SET position = 0 WHERE path = 'qs/hy/lx/xf/6'"))
    await town.database.do(lambda tx: tx.run("UPDATE versions SET number = number + 1"))
    await li.says(str(place))
    assert "5号楼 1单元" in await li.taps("1单元")


async def test_a_bare_number_means_the_option_of_the_last_card(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await zhou.says("1")
    assert (await town.order(number)).assignee == wang.id


async def test_a_number_beyond_the_last_card_is_a_message_like_any_other(li: Neighbour, zhou: Neighbour):
    await li.reports()
    assert "Is this about one of these" in await li.says("99")


async def test_a_tap_while_the_chat_is_unknown_is_answered(town: Town, zhou: Neighbour):
    new = town.stranger("Ma Li")
    assert "done with" in await new.presses(Tap("=000 1 0", "none"))


async def test_too_long_an_answer_to_a_card_is_told_by_its_length(li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    zhou.reads()
    assert "1001 characters" in await li.says("漏" * 1001, reply_to=li.phone.where(number))
    assert zhou.reads() == ""


async def test_whoever_writes_again_is_kept_up_to_date_again(town: Town, li: Neighbour, zhou: Neighbour):
    town.gone.add(li.chat)
    await li.says("您好")
    town.gone.clear()
    number = await li.reports()
    await zhou.taps("I keep it")
    assert "being worked on" in li.card(number).text


@pytest.mark.parametrize("slip", [0, 1])
async def test_a_typed_number_of_somebody_else_of_nobody_and_a_mistyped_one_read_alike_and_are_no_report(
    zhao: Neighbour, li: Neighbour, zhou: Neighbour, slip: int
):
    number = await li.reports()
    zhou.reads()
    nobodys = make(b"nobody's")
    mistyped = nobodys[:-1] + ("1" if nobodys[-1] != "1" else "2")
    read = await zhao.says(number)
    assert "cannot find that number, or it is not yours" in read
    assert zhao.labels() == ["Report something", "Is this our worker?"]
    assert await zhao.says([nobodys, f"{mistyped[:3]} {mistyped[3:]}"][slip]) == read
    assert zhao.labels() == ["Report something", "Is this our worker?"]
    assert "What is the matter" in await zhao.taps("Report something")


async def test_whoever_types_the_number_on_a_badge_is_asked_whether_it_is_one(zhao: Neighbour, zhou: Neighbour):
    await zhao.says(make(b"a badge"))
    assert "Which number stands on their card?" in await zhao.taps("Is this our worker?")


async def test_a_picture_with_what_could_be_a_mistyped_number_is_a_report_all_the_same(li: Neighbour, zhou: Neighbour):
    assert "Which building?" in await li.says("301-402", photos=("leak",))
