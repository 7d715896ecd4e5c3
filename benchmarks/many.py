"""A city's open orders, so that one more report can be measured among them."""

from domain.order import State
from storage import places
from storage.database import Tx
from storage.places import Place

COMPOUNDS = 400
BUILDINGS = 6
RESIDENTS = 20_000
STATES = tuple(str(state) for state in State if state is not State.CLOSED)
CATEGORIES = ("lift", "water", "power", "rubbish", "noise", "parking", "lighting")


def other_compounds() -> list[Place]:
    """Compounds in another street of the same city, with their buildings."""
    line = [
        Place("qs/xx", "street", "新县街道", None, None, None),
        Place("qs/xx/yy", "community", "杨园社区", None, None, None),
    ]
    for n in range(COMPOUNDS):
        compound = f"qs/xx/yy/c{n}"
        line.append(Place(compound, "compound", f"第{n}小区", None, None, None))
        buildings = range(1, BUILDINGS + 1)
        line += [Place(f"{compound}/{b}", "building", f"{b}号楼", None, None, None) for b in buildings]
    return line


async def fill(tx: Tx, count: int) -> None:
    """count open orders of other people in other compounds; none is due for a long time."""
    await places.add(tx, other_compounds())
    await tx.run(
        """
        INSERT INTO persons (id, name, created_at)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :residents)
        SELECT 'many' || i, '', 0 FROM n
        """,
        residents=RESIDENTS,
    )
    state = " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(STATES))
    category = " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(CATEGORIES))
    await tx.run(
        f"""
        INSERT INTO orders (id, number, place, rung, category, lane, what, state, version, placed_at, since, deadline,
            due_at)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
        SELECT 'many' || i, 'MANY' || i, 'qs/xx/yy/c' || (i % {COMPOUNDS}) || '/' || (i % {BUILDINGS} + 1),
            'qs/xx/yy/c' || (i % {COMPOUNDS}), CASE i % {len(CATEGORIES)} {category} END, 'ordinary', 'a report',
            CASE i % {len(STATES)} {state} END, 1, i, i, 9000000000 + i, 9000000000 + i
        FROM n
        """,
        count=count,
    )
    await tx.run(
        f"""
        INSERT INTO authors (order_id, person, placed_at)
        SELECT id, 'many' || (placed_at % {RESIDENTS}), placed_at FROM orders WHERE number LIKE 'MANY%'
        """
    )
