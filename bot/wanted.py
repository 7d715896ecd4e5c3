"""Figures that somebody has asked for: drawn beside everything else, sent as soon as they are there."""

from functools import partial

from bot.media import Media
from bot.report_chart import drawn
from dialogue.message import Message
from domain.person import SYSTEM, Person
from handlers import reports as figures
from handlers.figures_said import week_report
from handlers.reports import Report
from handlers.turn import House, Turn
from storage import people, reports
from storage.database import Database, Tx
from storage.outbox import Way

AT_ONCE = 10


class Wanted:
    """`tick` costs one look at a table that is nearly always empty. What it sends is an answer, at any hour."""

    def __init__(self, database: Database, house: House, media: Media) -> None:
        self._database, self._house, self._media = database, house, media

    async def tick(self, now: int) -> int:
        """Returns how many got what they asked for."""
        wanted = await self._database.read(partial(reports.wanted, limit=AT_ONCE))
        return sum([await self._give(person, now) for person in wanted])

    async def _give(self, person_id: str, now: int) -> bool:
        person, report = await self._database.read(partial(self._look, person_id=person_id, now=now))
        speak, message = self._house.words(person.language if person else None), None
        if report:
            message = Message(week_report(report, speak), photos=await drawn(self._media, report, speak))
        return await self._database.do(partial(self._answer, person_id=person_id, message=message, now=now))

    async def _look(self, tx: Tx, person_id: str, now: int) -> tuple[Person | None, Report | None]:
        """This week so far, of all their areas; None where they sit at no desk any more."""
        turn = Turn(tx, self._house, SYSTEM, now)
        person = await people.person(tx, person_id)
        places = figures.areas(person) if person else []
        if not places:
            return person, None
        return person, await figures.together(turn, places, *figures.this_week(turn, places))

    async def _answer(self, tx: Tx, person_id: str, message: Message | None, now: int) -> bool:
        """What was drawn twice, after a crash or by two replicas, is sent once."""
        if not await reports.given(tx, person_id):
            return False
        person = await people.person(tx, person_id)
        if person is None or message is None:
            return False
        await Turn(tx, self._house, SYSTEM, now).tell(person, message, Way.REPLY)
        return True
