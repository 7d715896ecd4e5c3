"""Consent is asked once, with the tap that sends the first report, and never before an urgent one."""

from functools import partial

import pytest

from domain import consent
from storage import consents
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

pytestmark = pytest.mark.usefixtures("zhou")  # somebody sits at the desk

GAS = "3号楼1单元楼道里有煤气味"


async def agreed(town: Town, who: Neighbour) -> bool:
    return await town.database.read(partial(consents.holds, person=who.id, version=consent.VERSION))


async def test_the_first_report_is_agreed_to_with_the_tap_that_sends_it(town: Town, li: Neighbour):
    summary = await li.says("3号楼1单元水管漏水")
    assert "you agree that I keep this" in summary
    assert "/privacy" in summary
    assert li.labels()[0] == "✅ Send, and agree"
    assert "Your number is" in await li.taps("✅ Send, and agree")
    assert await agreed(town, li)


async def test_it_is_asked_once(li: Neighbour):
    await li.reports()
    await li.says("/report")
    assert "you agree" not in await li.says("3号楼2单元路灯不亮")
    assert li.labels()[0] == "✅ Send"


async def test_whoever_does_not_send_has_not_agreed(town: Town, li: Neighbour):
    await li.says("3号楼1单元水管漏水")
    await li.taps("Do not send")
    assert not await agreed(town, li)


async def test_danger_goes_without_it_and_is_asked_about_an_hour_later(town: Town, li: Neighbour, zhou: Neighbour):
    assert "agree" not in await li.says(GAS)
    assert li.labels()[0] == "✅ Send"
    assert "I agree" not in li.labels()
    await li.taps("✅ Send")
    assert "URGENT" in zhou.reads()
    assert not await agreed(town, li)
    li.reads()
    await town.later(minutes=61)
    assert "Your urgent report went out at once." in li.reads()
    await li.taps("I agree")
    assert await agreed(town, li)


async def test_a_new_version_of_the_words_asks_once_more(town: Town, li: Neighbour, monkeypatch: pytest.MonkeyPatch):
    await li.reports()
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    await li.says("/report")
    assert "you agree" in await li.says("3号楼2单元路灯不亮")
    await li.taps("Send, and agree")
    await li.says("/report")
    assert "you agree" not in await li.says("3号楼2单元垃圾没人清")


async def test_without_a_yes_nothing_ordinary_is_sent_any_more_and_danger_is(
    town: Town, li: Neighbour, zhou: Neighbour
):
    await li.reports()
    await li.says("/privacy")
    assert "Taken back" in await li.taps("Take my yes back")
    assert not await agreed(town, li)
    await li.says("/report")
    assert "you agree" in await li.says("3号楼2单元路灯不亮")
    await li.taps("Do not send")
    zhou.reads()
    await li.says("/report")
    await li.says(GAS)
    await li.taps("Send")
    assert "URGENT" in zhou.reads()


async def test_a_yes_that_is_taken_back_while_the_question_is_open_sends_nothing(town: Town, li: Neighbour):
    first = await li.reports()
    await li.says("/report")
    await li.says("3号楼2单元路灯不亮")
    send = li.button("✅ Send")
    await li.says("/privacy")
    await li.taps("Take my yes back")
    assert "you agree" in await li.presses(send)
    assert await town.one("SELECT COUNT(*) FROM orders WHERE number <> :first", first=first) == 0


async def test_a_wish_is_agreed_to_like_a_report(town: Town, li: Neighbour):
    await li.says("许愿")
    await li.says("希望有人陪我去医院拿药")
    assert "you agree that I keep this" in await li.taps("Rather not, only write here")
    await li.taps("Make the wish")
    assert await agreed(town, li)
