"""What hangs at a desk."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.order import State
from storage import hanging, orders
from storage.database import Database
from tests.domain.lives import NEW
from tests.storage.kept import COMPOUND, NOW, settled

COMMUNITY, STREET = "qs/hy/lx", "qs/hy"


async def kept(database: Database, id: str, **other: Any) -> None:
    usual: dict[str, Any] = {"rung": COMPOUND, "deadline": NOW, "state": State.DISPATCHED}
    order = replace(NEW, id=id, number=f"N{id}", author="li", **usual | other)
    await database.do(partial(orders.insert, order=order))


async def test_what_was_handed_out_and_is_past_its_deadline_is_overdue(database: Database):
    await settled(database, "li", "wang")
    await kept(database, "second", deadline=NOW - 1)
    await kept(database, "first", deadline=NOW - 2, state=State.ACCEPTED, assignee="wang")
    await kept(database, "later", deadline=NOW + 1)
    await kept(database, "waiting", state=State.PLACED)
    await kept(database, "done", state=State.FINISHED)
    await kept(database, "paused", paused_until=NOW + 9)
    await kept(database, "elsewhere", rung=COMMUNITY)
    overdue = partial(hanging.overdue, rung=COMPOUND, now=NOW)
    assert await database.read(partial(overdue, limit=9)) == ["first", "second"]
    assert await database.read(partial(overdue, limit=1)) == ["first"]


async def test_what_waits_above_has_gone_up_and_what_came_up_to_a_desk_has_not(database: Database):
    await settled(database, "li")
    await kept(database, "here")
    await kept(database, "community", rung=COMMUNITY, raised=1)
    await kept(database, "street", rung=STREET, raised=2, placed_at=NOW + 1)
    await kept(database, "first there", rung=COMMUNITY)
    found = {rung: await database.read(partial(hanging.gone_up, rung=rung, limit=9)) for rung in (COMPOUND, COMMUNITY)}
    assert found == {COMPOUND: ["community", "street"], COMMUNITY: ["street"]}
    assert await database.read(partial(hanging.gone_up, rung="qs/hy/lx/x", limit=9)) == []
