"""What the page about oneself needs beside what is one's own: which words are one's own, and what things are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from storage.database import Tx


class Event(NamedTuple):
    """An activity."""

    title: str
    place: str
    starts_at: int


@dataclass(frozen=True, slots=True)
class Beside:
    """written: ids of events; numbers: of orders, by id; activities: by id."""

    written: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, Event] = field(default_factory=dict)


# Orders that are theirs, that somebody looked at what is theirs for, or that they follow or wrote in.
NUMBERS = """
    SELECT id, number FROM orders WHERE id IN (
        SELECT order_id FROM authors WHERE person = :person
        UNION SELECT order_id FROM views WHERE person = :person
        UNION SELECT order_id FROM order_events WHERE person = :person
    )
"""
ACTIVITIES = """
    SELECT id, title, place, starts_at FROM activities
    WHERE id IN (SELECT activity FROM activity_sign_ups WHERE person = :person)
"""


async def beside(tx: Tx, person: str) -> Beside:
    written = await tx.all("SELECT id FROM order_events WHERE person = :person AND words <> ''", person=person)
    numbers = await tx.all(NUMBERS, person=person)
    activities = await tx.all(ACTIVITIES, person=person)
    return Beside(
        frozenset(row["id"] for row in written),
        {row["id"]: row["number"] for row in numbers},
        {row["id"]: Event(row["title"], row["place"], row["starts_at"]) for row in activities},
    )
