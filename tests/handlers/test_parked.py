"""A talk that gives way to another is taken up again: nothing said is lost."""

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town


async def busy(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """Li has an order that Wang works on, and is in the middle of another report."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await wang.taps("Ask the resident")
    await wang.says("几点在家？")
    return number


async def test_a_report_that_gave_way_to_a_button_is_taken_up_again(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await busy(li, zhou, wang)
    await li.says("/report")
    await li.says("路灯不亮了，晚上看不见")
    reply = li.button("Reply")
    assert "come back" in await li.presses(reply)
    read = await li.says("晚上六点以后")
    assert "Passed on" in read
    assert "Back to what we were at" in read
    assert "路灯不亮了" in await li.taps("Outdoors")
    assert "Your number is" in await li.taps("Send")


async def test_stopping_the_second_talk_leaves_the_first(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await busy(li, zhou, wang)
    await li.says("/report")
    await li.says("路灯不亮了，晚上看不见")
    await li.presses(li.button("Reply"))
    assert "Back to what we were at" in await li.says("cancel")
    assert "There is nothing to stop" not in await li.says("cancel")
    assert "There is nothing to stop" in await li.says("cancel")


async def test_nothing_is_taken_up_where_nothing_had_been_said(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await busy(li, zhou, wang)
    await li.says("/report")
    assert "come back" not in await li.presses(li.button("Reply"))
    assert "Back to" not in await li.says("晚上六点以后")


async def test_a_poster_in_the_middle_of_a_report_does_not_end_it(li: Neighbour, zhou: Neighbour):
    await li.says("着火了")
    read = await li.opens("p-qs-hy-lx-xf-3-1")
    assert "You are at 杏福苑 3号楼 1单元" in read
    assert "Back to what we were at" in read


async def test_the_day_s_last_report_is_never_an_urgent_one(town: Town, li: Neighbour, zhou: Neighbour):
    for _ in range(20):
        await li.says("/report")
        await li.reports("3号楼1单元水管漏水")
    await li.says("3号楼1单元着火了")
    assert "Your number is" in await li.taps("Send")
