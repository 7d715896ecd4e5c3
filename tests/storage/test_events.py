"""What happened to an order is appended, never changed, and read back as it happened."""

from functools import partial

import pytest

from domain.order import Event, Step
from storage import events
from storage.database import Database
from storage.events import COMMENT, Happened
from tests.storage.kept import placed, settled


async def append(database: Database, n: int, step: str, version: int | None, **more: object) -> None:
    usual = {"sets": None, "words": ""}
    happened = partial(events.append, id=f"e{n}", order_id="o1", step=step, at=n, person="zhou", version=version)
    await database.do(partial(happened, **usual | more))


async def test_events_come_back_in_order_with_what_they_decided(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    await append(database, 2, COMMENT, None, words="on my way")
    await append(database, 1, Step.DISPATCH, 2, sets={"assignee": "wang"})
    assert await database.read(partial(events.of_order, order_id="o1")) == [
        Happened("e1", Event(Step.DISPATCH, 1, "zhou", {"assignee": "wang"}), "dispatch", 1, "zhou", 2, ""),
        Happened("e2", None, "comment", 2, "zhou", None, "on my way"),
    ]


async def test_a_version_has_one_event_and_comments_have_none(database: Database):
    await settled(database, "li")
    await placed(database, 1)
    await append(database, 1, COMMENT, None)
    await append(database, 2, COMMENT, None)
    await append(database, 3, Step.DISPATCH, 2)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await append(database, 4, Step.ACCEPT, 2)
