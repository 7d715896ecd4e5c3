"""Orders: the row, and changing it by compare-and-set on its version."""

from typing import Any

from domain.order import Closing, FollowUp, Lane, Order, State
from storage.database import Row, Tx

COLUMNS = (
    "id number place grid rung category lane what state version assignee team placed_at responded_at accepted_at "
    "finished_at closed_at planned_at closing fixed rating reopened same_as subject answer_by feedback_by feedback_at "
    "paused_at paused_until paused_why wanted_until wanted_by urged urged_at raised lot follow_up signed part_of "
    "again_of service proxy passed_on since deadline stage due_at nagged word_by"
).split()

# What a change may touch: everything but what the order is about.
CHANGING = (
    "rung category lane state version assignee team responded_at accepted_at finished_at closed_at planned_at "
    "closing fixed rating reopened same_as answer_by feedback_by feedback_at paused_at paused_until paused_why "
    "wanted_until wanted_by urged urged_at raised lot follow_up signed passed_on since deadline stage due_at nagged "
    "word_by"
).split()

SELECT = "SELECT o.*, a.person AS author FROM orders o JOIN authors a ON a.order_id = o.id "

INSERT = f"INSERT INTO orders ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + c for c in COLUMNS)})"
UPDATE = f"UPDATE orders SET {', '.join(f'{c} = :{c}' for c in CHANGING)} WHERE id = :id AND version = :seen"
FLAGS = ("fixed", "signed", "nagged", "proxy", "passed_on")


def _order(row: Row) -> Order:
    values: dict[str, Any] = {name: row[name] for name in COLUMNS}
    return Order(
        **values
        | {
            "author": row["author"],
            "lane": Lane(row["lane"]),
            "state": State(row["state"]),
            "closing": Closing(row["closing"]) if row["closing"] else None,
            "follow_up": FollowUp(row["follow_up"]) if row["follow_up"] else None,
        }
        | {name: None if row[name] is None else bool(row[name]) for name in FLAGS}
    )


def read(row: Row) -> Order:
    """A row of SELECT, or of a query with the same columns."""
    return _order(row)


def _values(order: Order, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(order, name) for name in names}  # asdict would copy deeply
    values["lane"], values["state"] = str(order.lane), str(order.state)
    values["closing"] = str(order.closing) if order.closing else None
    values["follow_up"] = str(order.follow_up) if order.follow_up else None
    for name in values.keys() & set(FLAGS):
        values[name] = None if values[name] is None else int(values[name])
    return values


async def insert(tx: Tx, order: Order) -> None:
    await tx.run(INSERT, **_values(order, COLUMNS))
    await tx.run(
        "INSERT INTO authors (order_id, person, placed_at) VALUES (:id, :person, :at)",
        id=order.id,
        person=order.author,
        at=order.placed_at,
    )


async def change(tx: Tx, order: Order, seen: int) -> bool:
    """Write the order if nobody has changed it since version `seen`."""
    changed = await tx.run(UPDATE, **_values(order, CHANGING), id=order.id, seen=seen)
    return changed == 1


async def by_number(tx: Tx, number: str) -> Order | None:
    row = await tx.one(SELECT + "WHERE o.number = :number", number=number)
    return _order(row) if row else None


async def by_id(tx: Tx, order_id: str) -> Order | None:
    row = await tx.one(SELECT + "WHERE o.id = :id", id=order_id)
    return _order(row) if row else None


async def of_author(tx: Tx, person: str, limit: int = 20) -> list[Order]:
    """Newest first."""
    rows = await tx.all(
        SELECT + "WHERE a.person = :person AND o.part_of IS NULL ORDER BY a.placed_at DESC, o.id DESC LIMIT :limit",
        person=person,
        limit=limit,
    )
    return [_order(row) for row in rows]


async def open_of_author(tx: Tx, person: str) -> list[Order]:
    return [order for order in await of_author(tx, person, 50) if order.open]


async def merged_into(tx: Tx, order_id: str) -> list[Order]:
    """The reports that are handled together with this one, also those that came with another one of them."""
    rows = await tx.all(
        "WITH RECURSIVE joined (id) AS ("
        + "SELECT id FROM orders WHERE same_as = :id "
        + "UNION SELECT o.id FROM orders o JOIN joined j ON o.same_as = j.id) "
        + SELECT
        + "JOIN joined j ON j.id = o.id WHERE o.closing = 'duplicate' AND o.id <> :id ORDER BY o.placed_at, o.id",
        id=order_id,
    )
    return [_order(row) for row in rows]


async def leading(tx: Tx, order: Order) -> Order:
    """The report that this one is handled together with in the end; an order that was joined with none is itself."""
    met = {order.id}
    while order.same_as and order.same_as not in met:
        met.add(order.same_as)
        order = await by_id(tx, order.same_as) or order
    return order


async def wishing(tx: Tx, place: str) -> list[Order]:
    """For which more time is asked, at and below a place, and nobody has answered yet."""
    rows = await tx.all(
        SELECT
        + "WHERE o.wanted_until IS NOT NULL AND o.state = 'accepted' "
        + "AND (o.place = :place OR (o.place > :low AND o.place < :high)) ORDER BY o.placed_at, o.id",
        place=place,
        low=place + "/",
        high=place + "0",
    )
    return [_order(row) for row in rows]


async def parts(tx: Tx, order_id: str) -> list[Order]:
    """The tasks of a joint order."""
    rows = await tx.all(SELECT + "WHERE o.part_of = :id ORDER BY o.placed_at, o.id", id=order_id)
    return [_order(row) for row in rows]


async def placed_since(tx: Tx, person: str, since: int) -> int:
    row = await tx.one(
        """
        SELECT COUNT(*) AS n FROM authors a JOIN orders o ON o.id = a.order_id
        WHERE a.person = :person AND a.placed_at >= :since AND o.part_of IS NULL
        """,
        person=person,
        since=since,
    )
    return int(row["n"]) if row else 0


async def tasks_of(tx: Tx, person: str, limit: int = 50) -> list[Order]:
    """What this person has in hand or is asked to accept, oldest first."""
    rows = await tx.all(
        SELECT
        + "WHERE o.assignee = :person AND o.state IN ('dispatched', 'accepted') "
        + "ORDER BY o.placed_at, o.id LIMIT :limit",
        person=person,
        limit=limit,
    )
    return [_order(row) for row in rows]


async def offered_to_team(tx: Tx, team: str, limit: int = 50) -> list[Order]:
    rows = await tx.all(
        SELECT + "WHERE o.team = :team AND o.state = 'dispatched' ORDER BY o.placed_at, o.id LIMIT :limit",
        team=team,
        limit=limit,
    )
    return [_order(row) for row in rows]


async def free_in_grid(tx: Tx, grid: str) -> list[Order]:
    """What nobody has handed out yet and a worker of the grid may pick up."""
    rows = await tx.all(
        SELECT + "WHERE o.grid = :grid AND o.state = 'placed' ORDER BY o.placed_at, o.id LIMIT 50", grid=grid
    )
    return [_order(row) for row in rows]


async def waiting_at(tx: Tx, rung: str, limit: int = 50) -> list[Order]:
    """What lies on this desk to be handed out: urgent first, then oldest."""
    rows = await tx.all(
        SELECT
        + "WHERE o.rung = :rung AND o.state = 'placed' "
        + "ORDER BY CASE WHEN o.lane = 'urgent' THEN 0 ELSE 1 END, o.placed_at, o.id LIMIT :limit",
        rung=rung,
        limit=limit,
    )
    return [_order(row) for row in rows]


async def within(tx: Tx, place: str, since: int, limit: int, skip: int = 0) -> list[Order]:
    """What is open at and below a place, and what was reported there since: open first, then the newest.

    What somebody orders from a shop is nobody else's business.
    """
    rows = await tx.all(
        SELECT
        + "WHERE (o.place = :place OR (o.place > :low AND o.place < :high)) AND o.part_of IS NULL "
        + "AND o.service IS NULL AND (o.placed_at >= :since OR o.state <> 'closed') "
        + "ORDER BY CASE WHEN o.state = 'closed' THEN 1 ELSE 0 END, o.placed_at DESC, o.id DESC "
        + "LIMIT :limit OFFSET :skip",
        place=place,
        low=place + "/",
        high=place + "0",
        since=since,
        limit=limit,
        skip=skip,
    )
    return [_order(row) for row in rows]


async def like(tx: Tx, order: Order, limit: int = 5) -> list[Order]:
    """Open orders of the same place and category: candidates for a merge."""
    if order.service:  # what two neighbours order from a menu is not the same
        return []
    rows = await tx.all(
        SELECT
        + "WHERE o.place = :place AND o.category = :category AND o.state <> 'closed' AND o.id <> :id "
        + "AND o.part_of IS NULL AND o.service IS NULL "
        + "ORDER BY o.placed_at, o.id LIMIT :limit",
        place=order.place,
        category=order.category,
        id=order.id,
        limit=limit,
    )
    return [_order(row) for row in rows]


async def clear_again(tx: Tx, order_id: str) -> None:
    """Something was left with it that may name somebody: after it was cleared away, the clock does so once more."""
    await tx.run("UPDATE orders SET cleared = 0 WHERE id = :id AND cleared > 0", id=order_id)


async def counts(tx: Tx) -> dict[str, int]:
    """How many orders are in each open state; a look at indexes alone, for those who look often."""
    row = await tx.one(
        """
        SELECT (SELECT COUNT(*) FROM orders WHERE state = 'placed') AS placed,
               (SELECT COUNT(*) FROM orders WHERE state = 'dispatched') AS dispatched,
               (SELECT COUNT(*) FROM orders WHERE state IN ('dispatched', 'accepted')) AS held,
               (SELECT COUNT(*) FROM orders WHERE state <> 'closed') AS every
        """
    )
    assert row is not None
    placed, dispatched, held = row["placed"], row["dispatched"], row["held"]
    accepted, finished = held - dispatched, row["every"] - placed - held
    found = {"placed": placed, "dispatched": dispatched, "accepted": accepted, "finished": finished}
    return {state: n for state, n in found.items() if n}


async def responded(tx: Tx, order_id: str, now: int) -> bool:
    """The first human act after it was placed; True when this was it."""
    changed = await tx.run(
        "UPDATE orders SET responded_at = :now WHERE id = :id AND responded_at IS NULL", now=now, id=order_id
    )
    return changed == 1
