"""What the clock does, one thing after the other: one that fails never holds up the others."""

from collections.abc import Sequence

from storage.database import Database, StorageTrouble, Unit


async def one_by_one(database: Database, units: Sequence[Unit[bool]]) -> int:
    """How many did something. What failed is raised at the end, together, after all the others had their turn."""
    done, failed = 0, []
    for unit in units:
        try:
            done += await database.do(unit)
        except StorageTrouble:
            raise
        except Exception as error:  # noqa: BLE001 - told at the end; the next tick comes back to it
            failed.append(error)
    if failed:
        raise ExceptionGroup("a tick could not do everything", failed)
    return done
