"""Monthly figures of a compound, kept in the same unit of work as the events they add up."""

from collections.abc import Mapping

from storage.database import Row, Tx

FIGURES = (
    "placed responded response_seconds reopened closed fixed not_counted unreviewed rated satisfied stars"
).split()

ADD = (
    f"INSERT INTO rollup (month, place, {', '.join(FIGURES)}) "
    f"VALUES (:month, :place, {', '.join(':' + f for f in FIGURES)}) "
    f"ON CONFLICT (month, place) DO UPDATE SET {', '.join(f'{f} = rollup.{f} + excluded.{f}' for f in FIGURES)}"
)


async def add(tx: Tx, month: str, place: str, figures: Mapping[str, int]) -> None:
    """month: YYYY-MM in the neighbourhood's own time."""
    if any(figures.values()):
        await tx.run(ADD, month=month, place=place, **{name: figures.get(name, 0) for name in FIGURES})


async def of_month(tx: Tx, month: str, place: str) -> Row | None:
    return await tx.one("SELECT * FROM rollup WHERE month = :month AND place = :place", month=month, place=place)
