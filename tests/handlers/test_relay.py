"""Resident and worker write to each other through the order, and neither sees the other's number."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from domain.calendar import Quiet
from domain.person import Held, Role
from handlers import relay
from storage.database import open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, HOUR, POLICY, Town


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


async def given_to(zhou: Neighbour, number: str, name: str) -> None:
    await zhou.says(number)
    await zhou.taps("To somebody else", name)


@pytest.fixture
async def asked(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour) -> str:
    """Zhang is asked to take it; it is eleven in the evening."""
    number = await li.reports()
    await given_to(zhou, number, "Zhang")
    town.now += 13 * HOUR
    for neighbour in (li, zhou, wang, zhang):
        neighbour.reads()
    return number


async def test_words_of_the_night_go_to_whoever_has_it_in_the_morning(
    town: Town, asked: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await li.says("钥匙在602门垫下", photos=("p1",), voice="v1", reply_to=li.phone.where(asked))
    await given_to(zhou, asked, "Wang")
    await town.later(hours=8)
    [shown] = [message for message in wang.phone.news if "The resident of" in message.text]
    assert (shown.photos, shown.voice) == (("p1",), "v1")
    await wang.taps("Reply")
    await wang.says("好的")
    assert "好的" in li.reads()
    await town.later(hours=2)
    assert "602" not in zhang.phone.every_text()


async def test_words_of_the_night_come_once(
    town: Town, url: str, asked: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await li.says("钥匙在门垫下", reply_to=li.phone.where(asked))
    town.now += 8 * HOUR
    other = await open_database(url)
    for _ in range(2):
        ticks = (relay.tick(database, town.house, town.now) for database in (town.database, other) * 3)
        await asyncio.gather(*ticks)
    await other.close()
    await town.delivers()
    assert zhang.reads().count("The resident of") == 1


async def test_who_has_no_quiet_night_reads_it_at_once_and_not_again_when_the_others_do(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    loud = replace(POLICY.rules, quiet=Quiet(time(0), time(0)))
    town.house = replace(town.house, policy=replace(POLICY, places={COMPOUND: loud}))
    roles = Held(Role.VOLUNTEER, COMMUNITY), Held(Role.PROPERTY, COMPOUND)
    second = await town.moves_in("Qian Jin", *roles)
    number = await li.reports()
    await given_to(zhou, number, "whoever is free")
    town.now += 13 * HOUR
    assert "Passed on" in await li.says("还在漏", reply_to=li.phone.where(number))
    assert "The resident of" in zhang.reads()
    assert "The resident of" not in second.reads()
    await town.later(hours=8)
    assert "The resident of" not in zhang.reads()
    assert "The resident of" in second.reads()


async def test_words_about_what_was_withdrawn_in_the_night_are_nobodys_business(
    town: Town, asked: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await li.says("钥匙在门垫下", reply_to=li.phone.where(asked))
    await li.says(asked)
    await li.taps("Withdraw", "Yes, withdraw it")
    await town.later(hours=10)
    assert "钥匙" not in zhang.phone.every_text() + zhou.phone.every_text()
    assert "could not be delivered" not in li.reads()


async def test_when_nobody_is_left_in_the_morning_the_writer_hears_it(
    town: Town, asked: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    await zhou.says(asked)
    await zhou.taps("To somebody else", "Zhang")
    await li.says("钥匙在门垫下", reply_to=li.phone.where(asked))
    await town.database.do(lambda tx: tx.run("UPDATE persons SET chat = NULL WHERE id = 'zhang'"))
    await town.later(hours=8)
    assert "could not be delivered" in li.reads()


async def test_whoever_gets_it_later_reads_the_residents_last_words_on_the_card(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    for words in ("一", "二", "钥匙在602门垫下", "电话13812345678"):
        await li.says(words, reply_to=li.phone.where(number))
    await wang.says("好的，马上来", reply_to=wang.phone.where(number))
    await wang.says(number)
    await wang.taps("More …", "Hand back")
    await wang.says("没空")
    await given_to(zhou, number, "Hu Bin")
    text = hu.card(number).text
    assert "💬 The resident wrote:" in text
    told = [line.split(" ", 2)[2].partition(" ·")[0] for line in text.splitlines()[-3:]]
    assert told == ["二", "钥匙在***门垫下", "电话***"]
    assert "马上来" not in text


async def test_what_the_resident_writes_is_hidden_as_the_rest_from_who_reads_without_names(
    town: Town, number: str, li: Neighbour, sun: Neighbour
):
    mei = await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))
    await li.says("电话13812345678", reply_to=li.phone.where(number))
    street = await sun.says(number)
    assert "The resident wrote" in street
    assert "13812345678" not in street
    assert "The resident wrote" not in await mei.says(number)
    assert "The resident wrote" not in await li.says(number)


async def test_what_was_spoken_can_be_heard_by_whoever_gets_it_later(
    town: Town, asked: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.says(voice="v1", reply_to=li.phone.where(asked))
    await given_to(zhou, asked, "Wang")
    await wang.says(asked)
    await wang.taps("Listen")
    assert next(reversed(wang.phone.messages.values())).voice == "v1"
