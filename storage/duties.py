"""Duties: who is responsible for which kind of matter, in which type of compound, from which place down."""

from domain.duty import Duty
from domain.place import LEVELS, parents
from storage.database import Row, Tx


def _duty(row: Row) -> Duty:
    return Duty(row["category"], row["sort"], row["place"], row["team"], row["key"])


async def put(tx: Tx, duty: Duty) -> None:
    """Add it, or say who is responsible from now on."""
    await tx.run(
        """
        INSERT INTO duties (category, sort, place, team, key) VALUES (:category, :sort, :place, :team, :key)
        ON CONFLICT (category, sort, place) DO UPDATE SET team = excluded.team, key = excluded.key
        """,
        category=duty.category,
        sort=duty.sort,
        place=duty.place,
        team=duty.team,
        key=duty.key,
    )


AROUND = """
    SELECT * FROM duties
    WHERE category IN ('', :category) AND sort IN ('', :sort) AND place IN (:p0, :p1, :p2, :p3, :p4, :p5)
    ORDER BY place, category, sort
"""


async def around(tx: Tx, place: str, category: str, sort: str) -> list[Duty]:
    """Those that hold here for this kind of matter; which of them wins, domain/duty.py says."""
    paths = (place, *parents(place))
    levels = {f"p{n}": paths[n] if n < len(paths) else "" for n in range(len(LEVELS))}
    return [_duty(row) for row in await tx.all(AROUND, category=category, sort=sort, **levels)]


async def every(tx: Tx) -> list[Duty]:
    return [_duty(row) for row in await tx.all("SELECT * FROM duties ORDER BY place, category, sort")]
