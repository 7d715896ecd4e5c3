"""Whoever follows an order counts once, and whether the same is open is read from the index of open orders."""

from functools import partial

from domain.order import Closing, State
from storage import follows
from storage.database import Database, Tx
from tests.storage.explained import Explained
from tests.storage.kept import COMPOUND, placed, settled

HERE = f"{COMPOUND}/3/1"


async def test_each_neighbour_counts_once_and_joined_reports_do_too(database: Database) -> None:
    await settled(database, "li", "wang", "hu", "ma")
    order = await placed(database, 1)
    joined = {"state": State.CLOSED, "closing": Closing.DUPLICATE}
    await placed(database, 2, author="wang", same_as="o1", **joined)
    await placed(database, 3, author="hu", same_as="o2", **joined)
    await placed(database, 4, author="ma", same_as="o1", state=State.CLOSED, closing=Closing.WITHDRAWN)
    for person, new in (("wang", True), ("wang", False), (order.author, True)):
        assert await database.do(partial(follows.add, order_id="o1", person=person, now=1)) is new
    assert await database.read(partial(follows.count, order_id="o1")) == 3


async def test_whoever_reported_where_it_goes_on_follows_it_no_longer(database: Database) -> None:
    await settled(database, "li", "wang", "hu")
    await placed(database, 1)
    await placed(database, 2, author="wang")
    for order, person in (("o1", "wang"), ("o1", "hu"), ("o2", "hu")):
        await database.do(partial(follows.add, order_id=order, person=person, now=1))
    await database.do(partial(follows.move, order_id="o1", to="o2"))
    assert await database.read(partial(follows.persons, order_id="o1")) == []
    assert await database.read(partial(follows.persons, order_id="o2")) == ["hu"]


async def test_whether_the_same_is_open_is_read_from_the_index_alone(database: Database) -> None:
    if database.kind != "sqlite":
        return

    async def unit(tx: Tx) -> list[str]:
        looked = Explained(tx)
        for place in (COMPOUND, f"{COMPOUND}/3", HERE):
            await follows.alike(looked, place, "lift", "li")
        return looked.steps

    steps = await database.read(unit)
    few = {"SCAN here", "SCAN around", "SCAN inside", "SCAN n"}  # what these parts found, five at most
    assert {step for step in steps if step.startswith("SCAN")} <= few
    assert any("orders_same (place=? AND category=?)" in step for step in steps)
