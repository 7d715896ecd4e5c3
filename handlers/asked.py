"""Once a day: what was asked of each role is added up, before the messages it is counted from are forgotten."""

from datetime import date, time, timedelta
from functools import partial

from domain.calendar import at, day_of
from handlers.turn import House
from storage import burden, rounds
from storage.burden import Asked
from storage.database import Database, Tx

ROUND = "burden"
BACK = 6  # days that are still there as a whole: after an outage they are made up for


async def add_up(database: Database, house: House, now: int) -> None:
    today = day_of(now, house.zone)
    for day in (today - timedelta(days=n) for n in range(BACK, 0, -1)):
        if not await database.read(partial(rounds.done, name=ROUND, key=day.isoformat())):
            await _add_up(database, house, day, now)


async def _add_up(database: Database, house: House, day: date, now: int) -> None:
    """Counted beside all that goes on, then written down by whichever replica comes first."""
    start, end = (at(one, time(0), house.zone) for one in (day, day + timedelta(days=1)))
    found = await database.read(partial(burden.count, start=start, end=end))
    await database.do(partial(_keep, day=day.isoformat(), found=found, now=now))


async def _keep(tx: Tx, day: str, found: list[Asked], now: int) -> None:
    if await rounds.once(tx, ROUND, day, now):
        await burden.keep(tx, day, found)


async def undo(tx: Tx, today: date) -> None:
    """The machine's clock was ahead: days that are not over yet were not counted."""
    await rounds.undo(tx, ROUND, f"{today - timedelta(days=1)}~")
    await burden.undo(tx, today.isoformat())
