"""A report nobody finished: an urgent one is passed on as it is, another is asked about once and then put away."""

import pytest

from domain.order import Lane
from handlers import unfinished
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, POLICY, Town


async def test_an_urgent_report_is_passed_on_after_two_quiet_minutes(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.says("楼道着火了", photos=("p1",))
    await zhao.taps("3号楼")
    await town.later(minutes=3)
    number = await town.one("SELECT number FROM orders")
    order = await town.order(number)
    assert (order.place, order.lane, order.what) == (f"{COMPOUND}/3", Lane.URGENT, "楼道着火了")
    assert number in zhao.reads()
    assert "URGENT" in zhou.card(number).text
    assert await town.one("SELECT media FROM order_photos") == "p1"
    assert "done with" in await zhao.taps("1单元")


async def test_who_told_that_somebody_is_trapped_and_then_ran_is_passed_on_too(
    town: Town, zhao: Neighbour, zhou: Neighbour
):
    await zhao.says("电梯不动了")
    await zhao.taps("Yes")
    await town.later(minutes=3)
    assert await town.one("SELECT lane FROM orders") == Lane.URGENT


async def test_an_ordinary_report_is_asked_about_once_and_stays_as_it_was(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.says("水管漏水")
    await town.later(minutes=59)
    assert zhao.reads() == ""
    await town.later(minutes=2)
    assert "Which building?" in zhao.reads()
    await town.later(hours=3)
    assert zhao.reads() == ""
    await zhao.taps("3号楼", "1单元", "Send")
    assert await town.one("SELECT COUNT(*) FROM orders") == 1


async def test_after_a_day_it_is_put_away_and_that_is_said(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.says("水管漏水")
    await town.later(hours=2)
    await town.later(days=1)
    assert "put your unfinished message away" in zhao.reads()
    assert await town.one("SELECT COUNT(*) FROM talks") == 0


async def test_what_cannot_be_passed_on_is_not_dropped_in_silence(town: Town, zhao: Neighbour, zhou: Neighbour):
    for _ in range(POLICY.reports_a_day):
        await zhao.says("/report")
        await zhao.reports()
    await zhao.says("楼道着火了")
    await town.later(minutes=3)
    assert "reports today" in zhao.reads()


async def test_where_nothing_is_known_of_the_place_the_desk_above_all_compounds_hears_of_it(
    town: Town, zhou: Neighbour, liu: Neighbour
):
    await town.built(Place(f"{COMMUNITY}/yy", "compound", "柳园", None, None, None))
    qian = town.stranger("Qian Duo")
    assert "Which compound" in await qian.says("着火了")
    await town.later(minutes=3)
    order = await town.order(await town.one("SELECT number FROM orders"))
    assert (order.place, order.lane) == (COMMUNITY, Lane.URGENT)
    assert order.number in liu.reads()


async def test_an_urgent_report_that_gave_way_to_something_else_is_passed_on_too(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    number = await zhao.reports()
    await zhao.says("楼道着火了，浓烟很大")
    await zhao.says(button=f"add {number} 1")
    await town.later(minutes=3)
    assert await town.one("SELECT COUNT(*) FROM orders WHERE lane = 'urgent'") == 1
    assert "What would you like to say" in zhao.phone.every_text()
    assert "Passed on" in await zhao.says("还有一件事")


async def test_a_talk_whose_question_has_no_answer_left_ends_and_holds_up_nobody(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    await li.reports()
    await zhao.reports()
    await zhou.taps("Same as another")
    await li.taps("Withdraw", "Yes")
    await town.later(minutes=30)
    await zhao.says("楼道着火了")
    await zhao.taps("3号楼")
    zhou.reads()
    await town.later(minutes=40)
    assert "No other open report" in zhou.reads()
    assert await town.one("SELECT COUNT(*) FROM talks") == 0
    assert await town.one("SELECT COUNT(*) FROM orders WHERE lane = 'urgent'") == 1


async def test_many_that_nobody_finished_never_hold_up_an_urgent_one(
    town: Town, zhou: Neighbour, zhao: Neighbour, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unfinished, "AT_ONCE", 3)
    for n in range(5):
        await town.stranger(f"n{n} N").says("水管漏水")
    await town.later(minutes=10)
    await zhao.says("楼道着火了")
    await zhao.taps("3号楼")
    await town.later(minutes=3)
    assert await town.one("SELECT COUNT(*) FROM orders WHERE lane = 'urgent'") == 1


async def test_one_that_fails_is_told_after_all_the_others_had_their_turn(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    await li.says("楼道着火了")
    town.now += 1
    await zhao.says("楼道着火了")
    await zhao.taps("3号楼")
    await town.database.do(lambda tx: tx.run("UPDATE talks SET state = '{' WHERE chat = :chat", chat=li.chat))
    with pytest.raises(ExceptionGroup):
        await town.later(minutes=3)
    assert await town.one("SELECT COUNT(*) FROM orders") == 1
