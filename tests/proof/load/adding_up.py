"""Whether the events add up to the orders, and both to the daily figures: lives are played again from their events."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from domain import figures
from domain.calendar import day_of
from domain.order import Event, NotAllowed, Order, State, Step
from domain.place import Kind, around
from domain.taking import take
from storage import orders
from storage.database import Database, Row, Tx
from storage.rollup import FIGURES

Figure = tuple[str, str, str]  # day, compound, name
AT_ONCE = 5_000
PLAYED = (
    "state version assignee team responded_at accepted_at finished_at closed_at closing fixed rating reopened "
    "feedback_at lot follow_up urged raised"
).split()


AT_BIRTH: dict[str, Any] = {one.name: one.default for one in fields(Order) if one.name in PLAYED} | {
    "state": State.PLACED
}


@dataclass
class Sum:
    """orders, events: how many were played again. strays: ids of orders that came out otherwise than they stand.

    off: figures that are not what the events add up to, with what stands and what should.
    """

    orders: int = 0
    events: int = 0
    strays: list[str] = field(default_factory=list)
    off: dict[Figure, tuple[int, int]] = field(default_factory=dict)


def lived(born: Order, steps: Iterable[Event]) -> Iterator[Order]:
    """The order after each of its events, the first of which is that it was placed."""
    order = born
    for event in steps:
        if event.step is not Step.PLACE:
            order = take(order, event)
        yield order


def counted(born: Order, steps: Sequence[Event], zone: ZoneInfo) -> Counter[Figure]:
    """What a life adds to the daily figures."""
    sums: Counter[Figure] = Counter()
    place, before = around(born.place, Kind.COMPOUND) or born.place, born
    for order, event in zip(lived(born, steps), steps, strict=True):
        found = figures.placed() if event.step is Step.PLACE else figures.changed(before, order, event)
        day = day_of(event.at, zone).isoformat()
        for name, n in found.items():
            sums[day, place, name] += n
        before = order
    return sums


async def add_up(database: Database, zone: ZoneInfo, below: str) -> Sum:
    """Every order of the places below this one, from its events; and the figures of these places."""
    found, sums, seen = Sum(), Counter[Figure](), ""
    while lives := await database.read(partial(_lives, after=seen, below=below)):
        for order, steps in lives:
            _play(order, steps, found, sums, zone)
        seen = lives[-1][0].id
    found.off = await database.read(partial(_off, sums=sums, below=below))
    return found


def _play(order: Order, steps: Sequence[Event], found: Sum, sums: Counter[Figure], zone: ZoneInfo) -> None:
    born = replace(order, **AT_BIRTH)
    found.orders += 1
    found.events += len(steps)
    try:
        *_, end = lived(born, steps)
        sums.update(counted(born, steps, zone))
    except (NotAllowed, ValueError):  # a step the table does not have there, or no event at all
        found.strays.append(order.id)
        return
    if steps[0].step is not Step.PLACE or any(getattr(end, name) != getattr(order, name) for name in PLAYED):
        found.strays.append(order.id)


async def _lives(tx: Tx, after: str, below: str) -> list[tuple[Order, list[Event]]]:
    rows = await tx.all(ORDERS, after=after, low=f"{below}/", high=f"{below}0", limit=AT_ONCE)
    if not rows:
        return []
    steps: dict[str, list[Event]] = {row["id"]: [] for row in rows}
    for row in await tx.all(EVENTS, first=rows[0]["id"], last=rows[-1]["id"]):
        if row["order_id"] in steps:
            steps[row["order_id"]].append(_event(row))
    return [(orders.read(row), steps[row["id"]]) for row in rows]


ORDERS = (
    orders.SELECT + "WHERE o.id > :after AND o.place > :low AND o.place < :high AND o.part_of IS NULL "
    "ORDER BY o.id LIMIT :limit"
)
EVENTS = """
    SELECT order_id, step, at, person, sets FROM order_events
    WHERE order_id >= :first AND order_id <= :last AND version IS NOT NULL ORDER BY order_id, version
"""


def _event(row: Row) -> Event:
    return Event(Step(row["step"]), row["at"], row["person"], json.loads(row["sets"]))


async def _off(tx: Tx, sums: Mapping[Figure, int], below: str) -> dict[Figure, tuple[int, int]]:
    """Every figure that is not the sum, either way."""
    stands = {
        (row["day"], row["place"], name): int(row[name])
        for row in await tx.all(
            "SELECT * FROM daily WHERE place > :low AND place < :high", low=f"{below}/", high=f"{below}0"
        )
        for name in FIGURES
        if row[name]
    }
    every = stands.keys() | {key for key, n in sums.items() if n}
    return {key: (stands.get(key, 0), sums.get(key, 0)) for key in every if stands.get(key, 0) != sums.get(key, 0)}


async def torn(database: Database) -> int:
    """How many orders, of all there are, have not one event for each of their versions."""
    row = await database.read(lambda tx: tx.one(TORN))
    assert row is not None
    return int(row["n"])


TORN = """
    SELECT COUNT(*) AS n FROM orders o
    WHERE version <> (SELECT COUNT(e.version) FROM order_events e WHERE e.order_id = o.id)
"""
