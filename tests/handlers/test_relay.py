"""Resident and worker write to each other through the order, and neither sees the other's number."""

import pytest

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import HOUR, Town


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands; each has read what there was."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    li.reads()
    wang.reads()
    zhou.reads()
    return number


async def test_the_resident_writes_by_answering_the_card(number: str, li: Neighbour, wang: Neighbour, zhou: Neighbour):
    assert "Passed on" in await li.says("我三点在家", reply_to=li.phone.where(number))
    read = wang.reads()
    assert "我三点在家" in read
    assert "The resident" in read
    assert "Li" not in read
    assert zhou.reads() == ""


async def test_the_worker_writes_by_answering_the_card(number: str, li: Neighbour, wang: Neighbour):
    await wang.says("我在楼下", reply_to=wang.phone.where(number))
    read = li.reads()
    assert "我在楼下" in read
    assert "Wang Jianguo" in read


async def test_an_answer_to_an_answer_goes_back(number: str, li: Neighbour, wang: Neighbour):
    await li.says("我三点在家", reply_to=li.phone.where(number))
    letter = next(reversed(wang.phone.messages))
    await wang.says("好的", reply_to=letter)
    assert "好的" in li.reads()


async def test_photos_and_voice_go_along(number: str, li: Neighbour, wang: Neighbour):
    await li.says("门口的样子", photos=("p1", "p2"), voice="v1", reply_to=li.phone.where(number))
    shown = next(reversed(wang.phone.messages.values()))
    assert (shown.photos, shown.voice) == (("p1", "p2"), "v1")
    await li.says(voice="v2", reply_to=li.phone.where(number))
    assert next(reversed(wang.phone.messages.values())).voice == "v2"


async def test_before_somebody_has_it_the_desk_reads_it(li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    zhou.reads()
    await li.taps("Add something")
    assert "Passed on" in await li.says("水更大了")
    assert "水更大了" in zhou.reads()
    assert number in zhou.phone.every_text()


async def test_a_word_from_the_desk_is_a_response_and_one_from_the_resident_is_none(
    town: Town, li: Neighbour, zhou: Neighbour
):
    number = await li.reports()
    await li.says("请快点", reply_to=li.phone.where(number))
    assert (await town.order(number)).responded_at is None
    town.now += 60
    await zhou.says("收到，马上安排", reply_to=zhou.phone.where(number))
    assert (await town.order(number)).responded_at == town.now
    assert "收到，马上安排" in li.reads()
    assert await town.one("SELECT response_seconds FROM daily") == 60


async def test_what_cannot_be_delivered_is_told_to_whoever_wrote_it(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    town.gone.add(li.chat)
    assert "could not be delivered" in await wang.says("我在楼下", reply_to=wang.phone.where(number))


async def test_when_somebody_is_gone_the_desk_is_told_once(
    town: Town, number: str, li: Neighbour, wang: Neighbour, zhou: Neighbour
):
    town.gone.add(wang.chat)
    await li.says("我三点在家", reply_to=li.phone.where(number))
    assert zhou.reads().count("can no longer be reached") == 1
    await li.says("还在吗", reply_to=li.phone.where(number))
    assert "can no longer be reached" not in zhou.reads()


async def test_whoever_blocks_us_is_missed_at_the_desk(number: str, wang: Neighbour, zhou: Neighbour):
    await wang.says(reachable=False)
    assert f"{number} needs somebody" in zhou.reads()


async def test_a_stranger_cannot_write_into_an_order(number: str, zhao: Neighbour, wang: Neighbour):
    for word in ("ask", "reply", "add"):
        assert "cannot find that" in await zhao.says(button=f"{word} {number} 3")
    assert wang.reads() == ""


async def test_an_answer_to_a_card_leaves_a_report_that_is_being_written_alone(
    number: str, li: Neighbour, wang: Neighbour
):
    await li.says("/report")
    await li.says("楼道灯不亮")
    await li.says("我三点在家", reply_to=li.phone.where(number))
    assert "我三点在家" in wang.reads()
    assert "Which unit?" in await li.taps("3号楼")


async def test_an_answer_to_the_open_question_is_an_answer(li: Neighbour, zhou: Neighbour):
    await li.says("楼道灯不亮")
    question = next(reversed(li.phone.messages))
    assert "Which unit?" in await li.says("5号楼", reply_to=question)


async def test_words_written_at_night_are_kept_for_the_morning_and_the_writer_knows(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    town.now += 13 * HOUR  # eleven in the evening
    wang.reads()
    assert "Kept for the morning" in await li.says("还在漏", reply_to=li.phone.where(number))
    assert wang.reads() == ""
    assert "Withdraw" not in await li.says(number)  # what li looks at is not held up by it
    await town.later(hours=8)
    assert "还在漏" in wang.reads()
