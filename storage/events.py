"""What happened to an order: appended, never changed."""

import json
from dataclasses import dataclass

from domain.order import Event, Step
from storage.database import Tx

COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as kept: with the version it led to (none for a comment) and what was said with it."""

    id: str
    event: Event | None
    step: str
    at: int
    person: str
    version: int | None
    words: str


async def append(
    tx: Tx,
    *,
    id: str,
    order_id: str,
    step: str,
    at: int,
    person: str,
    version: int | None,
    sets: dict[str, object] | None = None,
    words: str = "",
) -> None:
    await tx.run(
        """
        INSERT INTO order_events (id, order_id, step, at, person, version, sets, words)
        VALUES (:id, :order_id, :step, :at, :person, :version, :sets, :words)
        """,
        id=id,
        order_id=order_id,
        step=step,
        at=at,
        person=person,
        version=version,
        sets=json.dumps(sets or {}),
        words=words,
    )


async def of_order(tx: Tx, order_id: str) -> list[Happened]:
    """In the order in which they happened."""
    rows = await tx.all("SELECT * FROM order_events WHERE order_id = :id ORDER BY id", id=order_id)
    found = []
    for row in rows:
        step, sets = row["step"], json.loads(row["sets"])
        event = None if step == COMMENT else Event(Step(step), row["at"], row["person"], sets)
        found.append(Happened(row["id"], event, step, row["at"], row["person"], row["version"], row["words"]))
    return found
