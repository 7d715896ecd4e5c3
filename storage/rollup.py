"""Daily figures of a compound, kept in the same unit of work as the events they add up."""

from collections.abc import Mapping

from storage.database import Row, Tx

FIGURES = (
    "placed responded response_seconds responded_in_time fed_back fed_back_in_time urged raised reopened closed fixed "
    "not_counted unreviewed rated satisfied stars followed_up came_back proxied"
).split()

ADD = (
    f"INSERT INTO daily (day, place, {', '.join(FIGURES)}) "
    f"VALUES (:day, :place, {', '.join(':' + f for f in FIGURES)}) "
    f"ON CONFLICT (day, place) DO UPDATE SET {', '.join(f'{f} = daily.{f} + excluded.{f}' for f in FIGURES)}"
)
SUMS = ", ".join(f"CAST(COALESCE(SUM({f}), 0) AS BIGINT) AS {f}" for f in FIGURES)
BELOW = "(place = :place OR (place > :low AND place < :high))"


async def add(tx: Tx, day: str, place: str, figures: Mapping[str, int]) -> None:
    """day: YYYY-MM-DD in the neighbourhood's own time."""
    if any(figures.values()):
        await tx.run(ADD, day=day, place=place, **{name: figures.get(name, 0) for name in FIGURES})


async def below(tx: Tx, first: str, last: str, place: str) -> Row:
    """The sums over a place and everything below it, from the first day to the last."""
    row = await tx.one(
        f"SELECT {SUMS} FROM daily WHERE day >= :first AND day <= :last AND {BELOW}",
        first=first,
        last=last,
        place=place,
        low=place + "/",
        high=place + "0",
    )
    assert row is not None
    return row


async def by_day(tx: Tx, first: str, last: str, place: str) -> list[Row]:
    """The sums of each day on which anything happened, oldest first."""
    return await tx.all(
        f"SELECT day, {SUMS} FROM daily WHERE day >= :first AND day <= :last AND {BELOW} GROUP BY day ORDER BY day",
        first=first,
        last=last,
        place=place,
        low=place + "/",
        high=place + "0",
    )
