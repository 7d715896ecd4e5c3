"""A report nobody finished: an urgent one is passed on as it is, another is asked about once and then put away."""

from domain.order import Lane
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, POLICY, Town


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


async def test_the_two_minutes_count_from_the_first_words_of_danger_whatever_is_typed_since(
    town: Town, zhao: Neighbour, zhou: Neighbour
):
    assert "in two minutes all the same" in await zhao.says("楼道着火了")
    for words in ("你好", "谢谢！", "烟越来越大"):
        town.now += 30
        assert "Which building?" in await zhao.says(words)
    await zhao.says("/wish")
    town.now += 30
    await zhao.says("cancel")
    await town.later()
    assert await town.one("SELECT what FROM orders") == "楼道着火了\n烟越来越大"


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


async def test_an_urgent_report_is_passed_on_although_it_is_one_too_many(town: Town, zhao: Neighbour, zhou: Neighbour):
    for _ in range(POLICY.reports_a_day):
        await zhao.says("/report")
        await zhao.reports()
    await zhao.says("楼道着火了")
    await town.later(minutes=3)
    assert await town.one("SELECT COUNT(*) FROM orders WHERE lane = 'urgent'") == 1


async def test_what_the_danger_is_about_decides_where_it_goes(town: Town, zhao: Neighbour, zhou: Neighbour):
    """The light is where it happened, not what the matter is."""
    await zhao.says("3号楼楼道灯下面有人晕倒了，快来人")
    await town.later(minutes=3)
    kind = await town.one("SELECT category FROM orders")
    assert kind == next(danger.category for danger in POLICY.alarms("有人晕倒了") if danger.category)
