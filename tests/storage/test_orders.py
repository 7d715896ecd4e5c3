"""The row of an order changes only for whoever saw it last, and each list shows what belongs on it."""

import asyncio
import dataclasses
from dataclasses import replace
from functools import partial

from domain.order import Closing, FollowUp, Lane, Order, State
from storage import clock, order_media, orders
from storage.database import Database, Unit, open_database
from tests.domain.lives import NEW
from tests.storage.kept import COMPOUND, NOW, placed, settled

CHANGED = replace(
    NEW,
    id="o1",
    number="NUMBER1",
    placed_at=NOW + 1,
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
    answer_by=6,
    feedback_by=7,
    feedback_at=8,
    paused_at=9,
    paused_until=10,
    paused_why="parts",
    wanted_until=11,
    wanted_by="wang",
    urged=12,
    urged_at=13,
    raised=14,
    lot=15,
    follow_up=FollowUp.ASKED,
    signed=False,
    since=16,
    deadline=17,
    stage=18,
    due_at=19,
    nagged=True,
    word_by=20,
)


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
    assert await database.do(partial(orders.change, order=CHANGED, seen=1))
    assert await read(database) == replace(CHANGED, subject=order.subject)


async def test_whatever_happens_to_an_order_it_comes_back_as_it_became(database: Database):
    """Every field but those that say what it is about; each has been something before."""
    await settled(database, "li", "wang")
    await placed(database, 0)
    order = await placed(database, 1, part_of="o0", again_of="o0")
    for version, then in enumerate((CHANGED, replace(order, fixed=False, signed=True)), 2):
        kept = replace(then, part_of="o0", again_of="o0", version=version)
        assert await database.do(partial(orders.change, order=kept, seen=version - 1))
        assert await read(database) == kept


def test_what_an_order_is_about_never_changes_and_every_other_field_may():
    about = {"id", "number", "place", "grid", "category", "what", "placed_at", "subject", "part_of", "again_of"}
    about |= {"service", "proxy"}
    fields = {field.name for field in dataclasses.fields(Order)} - {"author"}
    assert set(orders.COLUMNS) == fields
    assert set(orders.CHANGING) == fields - about | {"category"}


async def test_whoever_saw_an_older_version_changes_nothing(database: Database):
    await settled(database, "li")
    order = await placed(database, 1)
    first = replace(order, version=2, deadline=8, due_at=7, stage=3)
    assert await database.do(partial(orders.change, order=first, seen=1))
    late = replace(order, version=2, lane=Lane.URGENT, due_at=9)
    assert not await database.do(partial(orders.change, order=late, seen=1))
    assert await read(database) == first
    assert await database.read(partial(clock.due, now=8, limit=9)) == [("o1", 7, 3)]


async def test_of_many_who_saw_the_same_version_one_changes_it(database: Database, url: str):
    await settled(database, "li")
    order = await placed(database, 1)
    other = await open_database(url)
    changes = [replace(order, version=2, team=f"P@{n}") for n in range(8)]
    done = await asyncio.gather(
        *((database, other)[n % 2].do(partial(orders.change, order=change, seen=1)) for n, change in enumerate(changes))
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
        await database.do(partial(order_media.add, order_id="o1", media=media, kind=kind, step="place", at=at))
    found = await database.read(partial(order_media.of, order_id="o1"))
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
    for n, state in enumerate((State.DISPATCHED, State.ACCEPTED, *[State.FINISHED] * 3), 4):
        await placed(database, n, state=state)
    assert await database.read(orders.counts) == {"placed": 2, "dispatched": 1, "accepted": 1, "finished": 3}


async def test_the_tasks_of_a_joint_order_are_found_by_it_and_are_nobodys_reports(database: Database):
    await settled(database, "li", "wang")
    whole = await placed(database, 1)
    for n in (4, 3):
        await placed(database, n, part_of="o1", state=State.DISPATCHED, assignee="wang")
    assert await ids(database, partial(orders.parts, order_id="o1")) == ["o3", "o4"]
    assert await ids(database, partial(orders.tasks_of, person="wang")) == ["o3", "o4"]
    assert await ids(database, partial(orders.of_author, person="li")) == ["o1"]
    assert await ids(database, partial(orders.like, order=replace(whole, id="o9"))) == ["o1"]
    assert await database.read(partial(orders.placed_since, person="li", since=0)) == 1


async def test_what_is_open_within_a_place_comes_first_and_then_what_was_reported_lately(database: Database):
    await settled(database, "li")
    gone = {"state": State.CLOSED, "closing": Closing.FIXED, "closed_at": 1, "deadline": None, "due_at": None}
    await placed(database, 1)
    await placed(database, 2, **gone)
    await placed(database, 3, **gone)
    await placed(database, 4, place=COMPOUND)
    await placed(database, 5, place="qs/hy/lx")
    await placed(database, 6, part_of="o1")
    within = partial(orders.within, place=COMPOUND, since=NOW + 3, limit=9)
    assert await ids(database, within) == ["o4", "o1", "o3"]
    assert await ids(database, partial(within, limit=1, skip=1)) == ["o1"]
    assert await ids(database, partial(within, place="qs/hy/lx", limit=1)) == ["o5"]
    assert await ids(database, partial(within, place="qs/hy/lx/x")) == []
