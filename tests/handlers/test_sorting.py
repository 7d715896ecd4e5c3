"""A message that could belong to an open order or be something new: it is asked which."""

import pytest

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

# What is said does not depend on where it is kept.
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

LEAK = "3号楼1单元水管漏水"


async def test_words_that_could_be_about_an_open_order_are_asked_about(li: Neighbour, zhou: Neighbour):
    number = await li.reports(LEAK)
    zhou.reads()
    assert "Is this about one of these" in await li.says("还没人来吗")
    assert "Passed on" in await li.taps(number)
    assert "还没人来吗" in zhou.reads()


async def test_of_two_open_orders_it_is_asked_which(li: Neighbour, zhou: Neighbour):
    first = await li.reports(LEAK)
    second = await li.reports("3号楼1单元楼道灯不亮")
    assert "Is this about one of these" in await li.says("还没人来吗")
    assert [label[:6] for label in li.labels()] == [second, first, "Someth"]


async def test_something_new_goes_on_as_a_report_with_what_was_sent(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports(LEAK)
    await li.says("5号楼2单元漏水了", photos=("p1",))
    read = await li.taps("Something new")
    assert "5号楼 2单元" in read
    assert "Photos: 1" in read
    await li.taps("Send")
    assert await town.one("SELECT COUNT(*) FROM orders") == 2


async def test_what_is_said_before_the_choice_is_kept_for_either(li: Neighbour, zhou: Neighbour):
    number = await li.reports(LEAK)
    zhou.reads()
    await li.says("还没人来吗")
    assert "I have added that" in await li.says("水都流到电梯口了", photos=("p1",))
    await li.taps(number)
    assert "还没人来吗\n水都流到电梯口了" in zhou.reads()
    assert next(reversed(zhou.phone.messages.values())).photos == ("p1",)


async def test_another_kind_of_matter_is_a_new_report(li: Neighbour, zhou: Neighbour):
    await li.reports(LEAK)
    assert "Please check" in await li.says("3号楼1单元楼道灯不亮")


async def test_words_of_hurry_are_about_what_is_open_whatever_else_they_speak_of(li: Neighbour, zhou: Neighbour):
    number = await li.reports(LEAK)
    zhou.reads()
    assert "Is this about one of these" in await li.says("请快点，楼下邻居在等")
    assert "Passed on" in await li.taps(number)
    assert "邻居在等" in zhou.reads()


async def test_danger_is_a_new_report_at_once(li: Neighbour, zhou: Neighbour):
    await li.reports(LEAK)
    read = await li.says("3号楼1单元水管漏水，着火了")
    assert "119" in read
    assert "Is this about" not in read


async def test_a_worker_who_writes_is_asked_about_their_tasks(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports(LEAK)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    li.reads()
    assert "Is this about one of these" in await wang.says("我已经到楼下了")
    await wang.taps(number)
    assert "我已经到楼下了" in li.reads()


async def test_when_all_is_closed_the_next_words_are_a_new_report(li: Neighbour, zhou: Neighbour):
    await li.reports(LEAK)
    await li.taps("Withdraw", "Yes")
    assert "What kind" in await li.says("3号楼1单元有件事")
