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


async def below(tx: Tx, month: str, place: str) -> Row:
    """The sums over a place and everything below it."""
    sums = ", ".join(f"CAST(COALESCE(SUM({f}), 0) AS BIGINT) AS {f}" for f in FIGURES)
    row = await tx.one(
        f"SELECT {sums} FROM rollup WHERE month = :month AND (place = :place OR (place > :low AND place < :high))",
        month=month,
        place=place,
        low=place + "/",
        high=place + "0",
    )
    assert row is not None
    return row
