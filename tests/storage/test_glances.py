"""Who looks at the figures every few seconds reads no order and no letter, only indexes of what is open or failed."""

from contextlib import suppress

import pytest

from storage import inbox, orders, outbox
from storage.database import Tx, Unit
from storage.database import open_database as opened
from tests.storage.explained import Explained

LOOKS: dict[Unit[object], list[str]] = {
    orders.counts: ["orders_grid", "orders_team", "orders_late", "orders_same"],
    outbox.backlog: ["outbox_new", "outbox_failed"],
    inbox.backlog: ["inbox_new", "inbox_dead"],
}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.__module__}.{look.__name__}")
async def test_a_glance_reads_indexes_alone(look: Unit[object], migrated_file):
    async def explained(tx: Tx) -> list[str]:
        looking = Explained(tx)
        with suppress(AssertionError):  # there is no answer
            await look(looking)
        return looking.steps

    database = await opened(f"sqlite:{migrated_file}")
    steps = [step for step in await database.read(explained) if " USING " in step or "B-TREE" in step]
    await database.close()
    assert [step.partition(" INDEX ")[2].split(" ")[0] for step in steps] == LOOKS[look]
