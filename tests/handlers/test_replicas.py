"""Nothing is lost and nothing is done twice: through repeated deliveries, a restart, and another replica."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from domain.number import find
from domain.order import State
from handlers import desk
from storage import inbox
from storage.database import open_database
from storage.inbox import Arrived
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town


@pytest.fixture
async def other(town: Town, url: str) -> AsyncIterator[Town]:
    """The same neighbourhood at another replica, or after a restart: nothing in memory is shared."""
    other = replace(town, database=await open_database(url), seed=5)
    yield other
    await other.database.close()


async def test_nine_deliveries_of_one_message_are_heard_once(town: Town, li: Neighbour, zhou: Neighbour):
    message = li.message("水管漏水")
    assert (await li.sends(message, times=9)).count("Which building?") == 1


async def test_nine_deliveries_to_three_replicas_are_heard_once(
    town: Town, other: Town, url: str, li: Neighbour, zhou: Neighbour
):
    await li.says("3号楼1单元水管漏水")
    send = li.button("Send")
    third = await open_database(url)
    message = li.message(button=send.data, ref=send.ref)
    arrived = Arrived(message.channel, message.message_id, town.house.fresh(), li.chat, None, "{}", town.now)
    databases = (town.database, other.database, third)
    received = await asyncio.gather(*(db.do(partial(inbox.receive, row=arrived)) for db in databases))
    assert sorted(received) == [False, False, True]
    outcomes = await asyncio.gather(
        *(desk.work_off(db, town.house, [arrived], message, town.now) for db in databases * 3)
    )
    assert [outcome.done for outcome in outcomes].count(True) == 1
    await town.delivers()
    assert await town.one("SELECT COUNT(*) FROM orders") == 1
    assert li.reads().count("Got it") == 1
    await third.close()


async def test_a_talk_goes_on_at_another_replica(town: Town, other: Town, li: Neighbour, zhou: Neighbour):
    there = replace(li, town=other)
    await li.says("水管漏水", photos=("p1",))
    assert "Which unit?" in await there.taps("5号楼")
    assert "Photos: 1" in await li.taps("2单元")
    number = find(await there.taps("Send"))[0]
    assert (await town.order(number)).what == "水管漏水"


async def test_a_place_added_at_one_replica_is_known_at_the_other(
    town: Town, other: Town, li: Neighbour, zhou: Neighbour
):
    there = replace(li, town=other)
    await there.says("水管漏水")
    await town.database.do(lambda tx: tx.run("UPDATE places SET name = '听雨阁' WHERE path = 'qs/hy/lx/xf/6'"))
    await town.database.do(lambda tx: tx.run("UPDATE versions SET number = number + 1"))
    other.now += 1  # it looks once a second
    assert "杏福苑 听雨阁" in await there.says("听雨阁")


async def test_two_workers_tap_at_two_replicas_and_one_has_it(
    town: Town, other: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports()
    for worker in (wang, hu):
        await worker.says("待办")
        await worker.taps(number)
    messages = [worker.message(button=worker.button("I take it").data) for worker in (wang, hu)]
    await asyncio.gather(*(place.hears(message) for place, message in zip((town, other), messages, strict=True)))
    await town.delivers()
    order = await town.order(number)
    assert order.state is State.ACCEPTED
    winner, loser = (wang, hu) if order.assignee == wang.id else (hu, wang)
    assert f"already with {winner.name}" in loser.reads()
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'pick_up'") == 1


async def test_two_messages_of_one_person_are_heard_one_after_the_other(
    town: Town, other: Town, li: Neighbour, zhou: Neighbour
):
    await li.says("水管漏水")
    additions = [li.message(f"还有{n}") for n in range(6)]
    await asyncio.gather(*((town, other)[n % 2].hears(addition) for n, addition in enumerate(additions)))
    await town.delivers()
    order = await town.order(find(await li.taps("Outdoors", "Send"))[0])
    assert sorted(order.what.split("\n")) == sorted(["水管漏水", *(f"还有{n}" for n in range(6))])
