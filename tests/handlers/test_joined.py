"""What was joined: whatever becomes of the report that leads, nobody who reported the same is forgotten."""

from functools import partial

import pytest

from domain.number import find
from domain.order import Closing, State
from domain.person import Held, Role
from storage import order_media
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR, MONDAY, Town


@pytest.fixture
async def ma(town: Town) -> Neighbour:
    """A third resident."""
    return await town.moves_in("Ma Lin", Held(Role.RESIDENT, COMPOUND))


async def joined(zhou: Neighbour, first: str, second: str) -> None:
    """The second is handled together with the first."""
    await zhou.says(second)
    await zhou.taps("Same as another", first)


async def tried(zhou: Neighbour, wang: Neighbour, number: str) -> None:
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")


async def withdrawn(who: Neighbour, number: str) -> None:
    await who.says(number)
    await who.taps("Withdraw", "Yes, withdraw it")


async def goes_on_as(town: Town, who: Neighbour, before: str) -> str:
    """The order that took the place of their report."""
    old = await town.order(before)
    number = await town.one("SELECT number FROM orders WHERE again_of = :id", id=old.id)
    assert number, "nobody owes them anything any more"
    assert f"What {before} was handled together with is closed" in (read := who.reads())
    assert f"it goes on as {number}" in read
    return str(number)


async def test_when_the_report_that_leads_is_withdrawn_the_neighbours_goes_on(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first = await li.reports("3号楼1单元水管漏水，我家602", photos=("p1",))
    second = await zhao.reports("3号楼1单元水管又漏水了", photos=("p2",))
    await joined(zhou, first, second)
    await zhou.says(first)
    await zhou.taps("Mark urgent")
    for who in (zhao, zhou):
        who.reads()
    await withdrawn(li, first)
    number = await goes_on_as(town, zhao, second)
    order = await town.order(number)
    assert (order.state, order.rung, order.author, order.urgent) == (State.PLACED, COMPOUND, zhao.id, True)
    assert order.due_at is not None
    read = zhou.card(number).text
    assert "又漏水了" in read
    assert "602" not in read, "what Li wrote went with Li"
    kept = await town.database.read(partial(order_media.of, order_id=order.id))
    assert kept.photos == ("p2",)
    assert f"It was {second} before" in await zhao.says(number)
    await tried(zhou, wang, number)
    assert "Is it fixed?" in zhao.reads()


async def test_nobody_learns_whose_the_other_report_was(town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    await withdrawn(li, first)
    await zhao.says(await goes_on_as(town, zhao, second))
    assert "Li Xiulan" not in zhao.phone.every_text()
    assert "Zhao" not in li.phone.every_text()
    of_it = "SELECT COUNT(*) FROM order_events WHERE order_id = (SELECT id FROM orders WHERE again_of IS NOT NULL)"
    assert await town.one(of_it) == 1
    assert await town.one(f"{of_it} AND person = :zhao", zhao=zhao.id) == 1


async def test_when_it_is_refused_the_next_one_lies_on_the_desk(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    zhao.reads()
    await zhou.says(first)
    await zhou.taps("Refuse")
    await zhou.says("这是您家里的管子")
    number = await goes_on_as(town, zhao, second)
    assert (await town.order(number)).state is State.PLACED
    assert number in find(await zhou.says("/desk"))
    assert "这是您家里的管子" not in zhao.phone.every_text(), "that was said to somebody else"


async def test_of_three_the_oldest_goes_on_and_the_third_goes_with_it(
    town: Town, li: Neighbour, zhao: Neighbour, ma: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first, second = await li.reports(), await zhao.reports()
    town.now += 60
    third = await ma.reports("3号楼1单元水管漏水", photos=("p3",))
    for other in (second, third):
        await joined(zhou, first, other)
    ma.reads()
    await withdrawn(li, first)
    number = await goes_on_as(town, zhao, second)
    assert f"{third} is handled together as {number} now" in ma.reads()
    await tried(zhou, wang, number)
    await zhao.says(number)
    await zhao.taps("Fixed", "★★★★★", "Skip")
    assert f"{third}, handled together as {number}, is fixed" in ma.reads()
    assert li.reads().count("is fixed, says your neighbour") == 0, "who withdrew waits for nothing"


async def test_whoever_withdraws_reads_nothing_of_their_own_second_report(town: Town, li: Neighbour, zhou: Neighbour):
    first = await li.reports()
    await li.says("/report")
    await joined(zhou, first, await li.reports())
    await withdrawn(li, first)
    assert await town.one("SELECT COUNT(*) FROM orders") == 2


async def test_when_it_is_given_up_as_not_fixed_everybody_reads_it(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    for _ in range(3):
        await tried(zhou, wang, first)
        zhao.reads()
        await li.says(first)
        await li.taps("Not fixed")
        await li.says("还在漏")
    assert (await town.order(first)).closing is Closing.NOT_FIXED
    read = zhao.reads()
    assert f"{second}, handled together as {first}, is closed as not fixed" in read
    assert "report it anew" in read
    assert "还在漏" not in read


async def test_what_was_said_to_be_fixed_and_is_opened_again_they_read_too(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    await tried(zhou, wang, first)
    await li.says(first)
    await li.taps("Fixed", "★★★★★", "Skip")
    zhao.reads()
    await li.says(first)
    await li.taps("Not fixed")
    await li.says("又漏了")
    assert f"{second}, handled together as {first}, is open again" in zhao.reads()


async def test_what_is_joined_further_is_heard_of_to_the_end(
    town: Town, li: Neighbour, zhao: Neighbour, ma: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first, second, third = await li.reports(), await zhao.reports(), await ma.reports()
    await joined(zhou, first, second)
    zhao.reads()
    await joined(zhou, third, first)
    assert f"{second} is handled together as {third} now" in zhao.reads()
    li.reads()
    await zhao.says(second)
    if "Urge" in zhao.labels():
        assert third in await zhao.taps("Urge")
    await tried(zhou, wang, third)
    await ma.says(third)
    await ma.taps("Fixed", "★★★★★", "Skip")
    assert f"{second}, handled together as {third}, is fixed" in zhao.reads()
    assert f"{first}, handled together as {third}, is fixed" in li.reads()


async def test_reports_that_point_at_each_other_stop_nobody(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    circle = "UPDATE orders SET same_as = (SELECT id FROM orders WHERE number = :second) WHERE number = :first"
    await town.database.do(lambda tx: tx.run(circle, first=first, second=second))
    await withdrawn(li, first)
    await goes_on_as(town, zhao, second)


async def test_at_night_they_read_it_in_the_morning(town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour):
    first, second = await li.reports(), await zhao.reports()
    await joined(zhou, first, second)
    zhao.reads()
    town.now = MONDAY + 13 * HOUR
    await withdrawn(li, first)
    assert zhao.reads() == ""
    town.now = MONDAY + DAY - 2 * HOUR
    await town.later(hours=0)
    await goes_on_as(town, zhao, second)
