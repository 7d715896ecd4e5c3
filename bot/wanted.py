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
        person, found = await self._database.read(partial(self._look, person_id=person_id, now=now))
        speak = self._house.words(person.language if person else None)
        messages = [
            Message(week_report(report, speak), photos=await drawn(self._media, report, speak)) for report in found
        ]
        return await self._database.do(partial(self._answer, person_id=person_id, messages=messages, now=now))

    async def _look(self, tx: Tx, person_id: str, now: int) -> tuple[Person | None, list[Report]]:
        """This week so far, of each area; none where they sit at no desk any more."""
        turn = Turn(tx, self._house, SYSTEM, now)
        person = await people.person(tx, person_id)
        weeks = [(place, figures.this_week(turn, place)) for place in figures.areas(person)] if person else []
        return person, [await figures.report(turn, place, *week) for place, week in weeks]

    async def _answer(self, tx: Tx, person_id: str, messages: list[Message], now: int) -> bool:
        """What was drawn twice, after a crash or by two replicas, is sent once."""
        if not await reports.given(tx, person_id):
            return False
        person = await people.person(tx, person_id)
        if person is None:
            return False
        for message in messages:
            await Turn(tx, self._house, SYSTEM, now).tell(person, message, Way.REPLY)
        return bool(messages)
