"""Groups over the Bot API: an album, somebody we may not write to first, topics, and a bot kept from speaking."""

import re

import pytest

from tests.fake_telegram import Group, Person
from tests.stories.pictures import picture
from tests.stories.stories import number_in
from tests.stories.test_replicas import is_quiet
from tests.stories.town import Estate, Town
from tests.stories.towns import ON_TELEGRAM

pytestmark = [pytest.mark.asyncio(loop_scope="session"), ON_TELEGRAM]
FORUM = -1_000_000_000_000


async def bound(desk: Person, group: Group, *taps: str, topic: object = None, link: bool = False) -> None:
    """By a code that the desk asks for and types in the group, or by the link that adds us to it."""
    await desk.says("/group")
    for label in taps:
        await desk.taps(label)
    text = (await desk.hears("/bind")).text
    line, payload = re.search(r"/bind@sidan_bot \S+", text), re.search(r"startgroup=(\S+)", text)
    assert line is not None
    assert payload is not None
    said = f"/start@sidan_bot {payload[1]}" if link else line[0]
    await desk.at(group).says(said, topic=topic)  # type: ignore[arg-type]
    await desk.sees("is bound")


async def neighbours(town: Town, estate: Estate, desk: Person, chat: int) -> Group:
    """The group of building 3, in which the bot hears everything."""
    assert town.telegram
    group = await town.telegram.group(chat, "3号楼邻居群", privacy=False)
    await bound(desk, group, "neighbours' group", "3号楼")
    return group


async def reported(estate: Estate) -> str:
    zhao = await estate.resident("赵德福", "3/2")
    await zhao.says("垃圾桶满了")
    await zhao.taps("Send")
    return number_in(await zhao.hears("Your number is"))


async def test_a_stranger_calls_with_an_album_and_goes_on_in_private(town: Town):
    assert town.telegram
    estate = town.estate()
    desk = await estate.dispatcher()
    assert isinstance(desk, Person)
    group = await neighbours(town, estate, desk, -101)
    stranger = town.telegram.person(901, "马丽")
    await stranger.at(group).says("今晚谁去跳舞？")
    await stranger.at(group).sends_album([picture(), picture(), picture()], "晚饭")
    called = await stranger.at(group).sends_album([picture(), picture(), picture()], "@sidan_bot 水管漏水，2单元301")
    shown = await group.sees("start=d-")
    assert shown.reply_to in [one.message_id for one in called]
    assert "马丽" not in shown.text
    assert "漏水" not in shown.text
    link = re.search(r"start=(d-\S+)", shown.text)
    assert link is not None
    await stranger.starts(link[1])
    asked = await stranger.hears("水管漏水，2单元301")
    assert "Photos: 3" in asked.text
    await stranger.taps("Send")
    number = number_in(await stranger.hears("Your number is"))
    await desk.sees(number)
    assert sum(one.by_bot for one in await group.shows()) == 2  # what it is for, and the way


async def test_a_call_is_confirmed_in_private_by_somebody_we_know(town: Town):
    estate = town.estate()
    desk = await estate.dispatcher()
    assert isinstance(desk, Person)
    group = await neighbours(town, estate, desk, -102)
    li = await estate.resident()
    assert isinstance(li, Person)
    said = await li.at(group).says("楼道的灯不亮了")
    await li.at(group).edits(said, "@sidan_bot 楼道的灯不亮了")
    await li.sees("You wrote in the group of")
    await li.taps("Send")
    await desk.sees(number_in(await li.hears("Your number is")))


async def test_a_deleted_topic_is_left_for_the_group_itself(town: Town):
    assert town.telegram
    estate = town.estate()
    desk = await estate.dispatcher()
    assert isinstance(desk, Person)
    group = await town.telegram.group(FORUM - 103, "工作群")
    topic = await desk.at(group).opens_topic("报事")
    await bound(desk, group, "staff group", estate.name, topic=topic)
    first = await group.sees(await reported(estate))
    assert first.raw["message_thread_id"] == topic.message_id
    await desk.at(group).deletes_topic(topic)
    second = await group.sees(await reported(estate))
    assert "message_thread_id" not in second.raw
    await desk.sees("The topic for the 🧰 staff group")


async def test_a_bot_that_may_not_speak_tells_whoever_bound_the_group(town: Town):
    assert town.telegram
    estate = town.estate()
    desk = await estate.dispatcher()
    assert isinstance(desk, Person)
    group = await town.telegram.group(FORUM - 104, "工作群")
    await bound(desk, group, "staff group", estate.name, link=True)
    await group.sees("now gets the reports")
    await desk.at(group).silences_bot()
    await desk.sees("I can no longer write")
    await desk.at(group).lets_bot_speak()
    await desk.sees("I am back")
    await is_quiet(town.program)  # the group has read it, too
    await desk.at(group).mutes_everybody()
    await reported(estate)
    await town.buries()  # the card, before the group hears us again
    again = await desk.sees("I can no longer write", label="Try again")
    await desk.at(group).mutes_everybody(muted=False)
    await desk.taps("Try again", of=again)
    await group.sees("now gets the reports", after=again.change)
    await group.sees(await reported(estate))


async def test_a_group_that_is_upgraded_goes_on_and_one_that_throws_us_out_is_told_of(town: Town):
    """Between the call and its yes in private."""
    assert town.telegram
    estate = town.estate()
    desk = await estate.dispatcher()
    assert isinstance(desk, Person)
    group = await neighbours(town, estate, desk, -105)
    li = await estate.resident()
    assert isinstance(li, Person)
    await li.at(group).sends_album([picture(), picture("brown")], "@sidan_bot 楼道的灯不亮了")
    await li.sees("You wrote in the group of")
    new = await desk.at(group).makes_supergroup(FORUM - 105)
    await li.taps("Send")
    await li.hears("Your number is")
    await is_quiet(town.program)  # the move is another sender's, and may be worked off later
    zhao = town.telegram.person(902, "赵德福")
    await zhao.at(new).says("@sidan_bot 水管漏水，2单元")
    shown = await new.sees("start=d-")
    assert "赵德福" not in shown.text
    await desk.at(new).removes_bot()
    await desk.sees("I can no longer write in the 🏠 neighbours' group", label="Try again")
    link = re.search(r"start=(d-\S+)", shown.text)
    assert link is not None
    await zhao.starts(link[1])
    await zhao.hears("水管漏水")
    await zhao.taps("Send")
    await desk.sees(number_in(await zhao.hears("Your number is")))
    await desk.at(new).adds_bot()
    await desk.sees("I am back")
    assert not any("Your number is" in one.text for one in await new.shows())
