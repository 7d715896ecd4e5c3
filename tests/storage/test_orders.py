"""The row of an order changes only for whoever saw it last, and each list shows what belongs on it."""

import asyncio
from dataclasses import replace
from functools import partial

from domain.order import Closing, Lane, Order, State
from storage import clock, orders
from storage.database import Database, Unit, open_database
from tests.storage.kept import COMPOUND, NOW, placed, settled


async def read(database: Database, number: str = "NUMBER1") -> Order | None:
    return await database.read(partial(orders.by_number, number=number))


async def ids(database: Database, asked: Unit[list[Order]]) -> list[str]:
    return [order.id for order in await database.read(asked)]


async def test_an_order_comes_back_as_it_was_kept(database: Database):
    await settled(database, "li", "wang")
    order = await placed(database, 1, subject=f"P@{COMPOUND}", lane=Lane.HOT)
    assert await read(database) == order
    assert await database.read(partial(orders.by_id, order_id="o1")) == order
    assert await read(database, "NUMBER2") is None
    changed = replace(
        order,
        state=State.CLOSED,
        version=9,
        assignee="wang",
        team="P@x",
        responded_at=1,
        accepted_at=2,
        finished_at=3,
        closed_at=4,
        planned_at=5,
        closing=Closing.FIXED,
        fixed=True,
        rating=4,
        reopened=2,
        lane=Lane.URGENT,
        rung="qs/hy/lx",
    )
    assert await database.do(partial(orders.change, order=changed, seen=1, due_at=None))
    assert await read(database) == changed


async def test_whoever_saw_an_older_version_changes_nothing(database: Database):
    await settled(database, "li")
    order = await placed(database, 1)
    assert await database.do(partial(orders.change, order=replace(order, version=2), seen=1, due_at=7))
    late = replace(order, version=2, lane=Lane.URGENT)
    assert not await database.do(partial(orders.change, order=late, seen=1, due_at=9))
    assert await read(database) == replace(order, version=2)
    assert await database.read(partial(clock.due, now=8, limit=9)) == [("o1", 7, 0)]


async def test_of_many_who_saw_the_same_version_one_changes_it(database: Database, url: str):
    await settled(database, "li")
    order = await placed(database, 1)
    other = await open_database(url)
    changes = [replace(order, version=2, team=f"P@{n}") for n in range(8)]
    done = await asyncio.gather(
        *(
            (database, other)[n % 2].do(partial(orders.change, order=change, seen=1, due_at=None))
            for n, change in enumerate(changes)
        )
    )
    assert done.count(True) == 1
    assert await read(database) == changes[done.index(True)]
    await other.close()


async def test_my_orders_are_mine_the_newest_first(database: Database):
    await settled(database, "li", "zhao")
    for n, author in enumerate(("li", "zhao", "li")):
        await placed(database, n, author=author)
    await placed(database, 3, state=State.CLOSED, closing=Closing.WITHDRAWN, closed_at=1)
    assert await ids(database, partial(orders.of_author, person="li")) == ["o3", "o2", "o0"]
    assert await ids(database, partial(orders.of_author, person="li", limit=1)) == ["o3"]
    assert await ids(database, partial(orders.open_of_author, person="li")) == ["o2", "o0"]


async def test_the_reports_of_a_day_are_counted(database: Database):
    await settled(database, "li", "zhao")
    for n in range(4):
        await placed(database, n, author="li")
    await placed(database, 9, author="zhao")
    assert await database.read(partial(orders.placed_since, person="li", since=NOW + 2)) == 2


async def test_tasks_are_what_was_handed_to_me_or_accepted_by_me(database: Database):
    await settled(database, "li", "wang")
    for n, state in enumerate((State.ACCEPTED, State.DISPATCHED, State.FINISHED)):
        await placed(database, n, state=state, assignee="wang")
    await placed(database, 7, state=State.DISPATCHED, team="P@x")
    await placed(database, 8, state=State.ACCEPTED, team="P@x", assignee="li")
    assert await ids(database, partial(orders.tasks_of, person="wang")) == ["o0", "o1"]
    assert await ids(database, partial(orders.offered_to_team, team="P@x")) == ["o7"]


async def test_a_desk_sees_what_waits_there_urgent_first_then_the_oldest(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    await placed(database, 2, lane=Lane.URGENT)
    await placed(database, 3, rung="qs/hy/lx")
    await placed(database, 4, state=State.DISPATCHED, team="P@x")
    await placed(database, 5, lane=Lane.HOT)
    assert await ids(database, partial(orders.waiting_at, rung=COMPOUND)) == ["o2", "o1", "o5"]
    assert await ids(database, partial(orders.free_in_grid, grid=f"{COMPOUND}/g1")) == ["o1", "o2", "o3", "o5"]


async def test_the_same_matter_is_what_is_open_at_the_same_place_and_of_the_same_kind(database: Database):
    await settled(database, "li")
    order = await placed(database, 1)
    await placed(database, 2)
    await placed(database, 3, category="noise")
    await placed(database, 4, place=f"{COMPOUND}/3")
    await placed(database, 5, state=State.CLOSED, closing=Closing.FIXED, closed_at=1)
    assert await ids(database, partial(orders.like, order=order)) == ["o2"]


async def test_photos_and_voices_are_kept_once_and_in_order(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    for media, kind, at in (("b", "photo", 2), ("a", "photo", 1), ("b", "photo", 3), ("v", "voice", 1)):
        await database.do(partial(orders.add_media, order_id="o1", media=media, kind=kind, step="place", at=at))
    found = await database.read(partial(orders.attached, order_id="o1"))
    assert (found.photos, found.voices) == (("a", "b"), ("v",))


async def test_the_first_response_is_written_once(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    assert [await database.do(partial(orders.responded, order_id="o1", now=n)) for n in (5, 6)] == [True, False]
    order = await read(database)
    assert order is not None
    assert order.responded_at == 5


async def test_open_orders_are_counted_by_state(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    await placed(database, 2)
    await placed(database, 3, state=State.CLOSED, closing=Closing.FIXED, closed_at=1)
    assert await database.read(orders.counts) == {"placed": 2}


async def test_a_deadline_is_moved_on_by_one_only(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    due_at = NOW + 1 + 600
    assert await database.read(partial(clock.due, now=due_at - 1, limit=9)) == []
    assert await database.read(partial(clock.due, now=due_at, limit=9)) == [("o1", due_at, 0)]
    move = partial(clock.move, order_id="o1", seen=due_at, next_due=due_at + 60, stage=1)
    assert [await database.do(move), await database.do(move)] == [True, False]
    assert await database.read(partial(clock.due, now=due_at + 60, limit=9)) == [("o1", due_at + 60, 1)]


async def test_what_is_due_longest_comes_first(database: Database):
    await settled(database, "li")
    for n in (3, 1, 2):
        await placed(database, n)
    found = await database.read(partial(clock.due, now=NOW * 2, limit=2))
    assert [order_id for order_id, _, _ in found] == ["o1", "o2"]
