"""Among 219,000 people those whom an activity concerns are found by an index, not by reading through all of them."""

from domain.activity import Activity, Kind
from storage import activities, announcements
from storage.database import Database, Tx
from tests.storage.explained import Explained

CLINIC = Activity("a1", "N1", Kind.CLINIC, "t", "w", "qs/hy/lx/xf/3", "s", 1, 2, 1, None, 0, "zhou", 1)


async def test_nobody_reads_through_everybody_to_find_a_few(database: Database):
    if database.kind != "sqlite":
        return  # what PostgreSQL does depends on how much there is

    async def explained(tx: Tx) -> list[str]:
        looked = Explained(tx)
        await announcements.announce(looked, CLINIC, now=1, most=3)
        await announcements.groups(looked, CLINIC)
        await activities.of_person(looked, "li", 1, 8)
        return looked.steps

    steps = await database.read(explained)
    assert [step for step in steps if step.startswith("SCAN") and step != "SCAN w"] == []
