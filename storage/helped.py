"""Who helped whom, when, and what it was credited with: once each, also where that was nothing."""

from dataclasses import dataclass

from domain.ledger import Pair
from domain.person import Person, Role
from storage import activities, orders, people
from storage.database import Row, Tx

NEEDED = 92 * 86_400  # how long a cap or a report of rings asks who was served


@dataclass(frozen=True, slots=True)
class Done:
    """A confirmed help. minutes, points: credited. day: YYYY-MM-DD on which it began, in the neighbourhood's time."""

    ref: str
    why: str
    helper: str
    number: str
    served: str | None
    place: str
    day: str
    began: int
    ended: int
    minutes: int
    points: int
    at: int


def _done(row: Row) -> Done:
    return Done(**{name: row[name] for name in Done.__slots__})


async def get(tx: Tx, why: str, ref: str, helper: str) -> Done | None:
    row = await tx.one(
        "SELECT * FROM helped WHERE ref = :ref AND why = :why AND helper = :helper",
        ref=ref,
        why=why,
        helper=helper,
    )
    return _done(row) if row else None


async def add(tx: Tx, done: Done) -> None:
    names = ", ".join(Done.__slots__)
    values = {name: getattr(done, name) for name in Done.__slots__}
    await tx.run(f"INSERT INTO helped ({names}) VALUES ({', '.join(':' + name for name in values)})", **values)


async def taken(tx: Tx, helper: str, began: int, ended: int, since: str) -> list[tuple[int, int]]:
    """The times the helper was credited that touch this one. since: the earliest day on which such a one may begin."""
    rows = await tx.all(
        """
        SELECT began, ended FROM helped
        WHERE helper = :helper AND day >= :since AND minutes > 0 AND began < :ended AND ended > :began
        """,
        helper=helper,
        since=since,
        began=began,
        ended=ended,
    )
    return [(row["began"], row["ended"]) for row in rows]


async def on_day(tx: Tx, helper: str, day: str) -> tuple[int, int]:
    """Minutes and points that the helper was credited for a day."""
    return _both(await tx.one(SUMS + "WHERE helper = :helper AND day = :day", helper=helper, day=day))


async def in_month(tx: Tx, helper: str, served: str, month: str) -> tuple[int, int]:
    """Minutes and points that a helper was credited for one who was served. month: YYYY-MM."""
    sql = SUMS + "WHERE helper = :helper AND day >= :first AND day <= :last AND served = :served"
    return _both(await tx.one(sql, helper=helper, served=served, first=f"{month}-01", last=f"{month}-31"))


SUMS = "SELECT COALESCE(SUM(minutes), 0) AS minutes, COALESCE(SUM(points), 0) AS points FROM helped "


def _both(row: Row | None) -> tuple[int, int]:
    return (int(row["minutes"]), int(row["points"])) if row else (0, 0)


async def of_number(tx: Tx, number: str) -> list[Done]:
    """Everybody who helped in an order, a wish or an activity."""
    rows = await tx.all("SELECT * FROM helped WHERE number = :number ORDER BY at, helper", number=number)
    return [_done(row) for row in rows]


async def count(tx: Tx, helper: str, since: int, until: int) -> int:
    """How many were credited between two moments."""
    row = await tx.one(
        """
        SELECT COUNT(*) AS n FROM helped
        WHERE helper = :helper AND at >= :since AND at < :until AND minutes > 0
        """,
        helper=helper,
        since=since,
        until=until,
    )
    return int(row["n"]) if row else 0


# Two searches, each by the index: with "or" SQLite would look through all that a whole city has done.
CONFIRMED = """
    FROM (
        SELECT helper, served, minutes, day FROM helped
        WHERE served IS NOT NULL AND minutes > 0 AND place = :place AND at >= :since
        UNION ALL
        SELECT helper, served, minutes, day FROM helped
        WHERE served IS NOT NULL AND minutes > 0 AND place > :low AND place < :high AND at >= :since
    ) confirmed
"""


async def pairs(tx: Tx, place: str, since: int) -> list[Pair]:
    """Who helped whom at and below a place, credited since a moment."""
    rows = await tx.all(
        "SELECT helper, served, COUNT(*) AS times, SUM(minutes) AS minutes"
        + CONFIRMED
        + "GROUP BY helper, served ORDER BY helper, served",
        place=place,
        low=place + "/",
        high=place + "0",
        since=since,
    )
    return [Pair(row["helper"], row["served"], int(row["times"]), int(row["minutes"])) for row in rows]


async def near_cap(tx: Tx, place: str, month: str, since: int, least: int) -> list[Pair]:
    """Who was credited with at least so many minutes in a month for the same neighbour.

    month: YYYY-MM; since: a moment before it, from which on is looked.
    """
    rows = await tx.all(
        "SELECT helper, served, COUNT(*) AS times, SUM(minutes) AS minutes"
        + CONFIRMED
        + "WHERE day >= :first AND day <= :last GROUP BY helper, served "
        + "HAVING SUM(minutes) >= :least ORDER BY SUM(minutes) DESC, helper, served",
        place=place,
        low=place + "/",
        high=place + "0",
        first=f"{month}-01",
        last=f"{month}-31",
        since=since,
        least=least,
    )
    return [Pair(row["helper"], row["served"], int(row["times"]), int(row["minutes"])) for row in rows]


async def helpers_in(tx: Tx, number: str) -> tuple[str, list[Person]] | None:
    """Where an order, wish or activity was, and who helped in it: credited or not, and the volunteers of an order."""
    done, signed_up = await of_number(tx, number), await activities.helped_in(tx, number)
    order = await orders.by_number(tx, number)
    places = [*(one.place for one in done), *(one["place"] for one in signed_up), *([order.place] if order else [])]
    if not places:
        return None
    volunteers = [one.assignee for one in [order, *await orders.parts(tx, order.id)]] if order else []
    helpers = dict.fromkeys([*(one.helper for one in done), *(one["person"] for one in signed_up)])
    found = [await people.person(tx, one) for one in dict.fromkeys([*helpers, *volunteers]) if one]
    return places[0], [one for one in found if one and (one.id in helpers or one.holds(Role.VOLUNTEER))]


async def forget(tx: Tx, before: int) -> int:
    """Who was served, once no cap and no report needs to know any more; hours and points stay."""
    return await tx.run("UPDATE helped SET served = NULL WHERE served IS NOT NULL AND at < :before", before=before)
