"""The rounds of reports: a picture is drawn and kept first, then one unit of work sends it and remembers it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import structlog

from bot.media import Media
from bot.report_chart import drawn
from bot.wanted import Wanted
from dialogue.message import Message
from domain.budget import may_write_at
from domain.calendar import day_of
from domain.person import SYSTEM, Person
from domain.reporting import HOUR, Kind, Round, rounds
from handlers import asked, reports
from handlers.figures_said import day_report, week_report
from handlers.noting import rules_of
from handlers.reports import Report, areas
from handlers.turn import House, Turn
from storage import notes, people
from storage import rounds as done
from storage.database import Database, StorageTrouble, Tx
from storage.outbox import Way

log = structlog.get_logger(__name__)

AT_ONCE = 10  # reports a tick: whoever asks for figures meanwhile does not wait for a thousand others
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Job:
    """One person's report, of all their areas. not_before: when they may be written to."""

    person: str
    round: Round
    not_before: int

    @property
    def key(self) -> str:
        return f"{self.round.last.isoformat()} {self.person}"


Pictures = dict[tuple[tuple[str, ...], str | None], tuple[str, ...]]  # by areas and language


class Reporting:
    """`tick` is called every few seconds; nobody is looked for before a report is due.

    What is still to be sent is kept in memory: after a crash it is found again, and what was sent is remembered.
    """

    def __init__(self, database: Database, house: House, media: Media) -> None:
        self._database, self._house, self._media = database, house, media
        self._wanted = Wanted(database, house, media)
        self._jobs: list[Job] = []
        self._looked, self._look_at = -1, 0
        self._day: date | None = None

    async def tick(self, now: int) -> int:
        """Returns to how many was written."""
        given = await self._wanted.tick(now)
        if now < self._looked or self._day is None:
            await self._begin(now)
        if now >= self._look_at:
            await self._look(now)
        return given + await self._work(now)

    async def _begin(self, now: int) -> None:
        """At the start, and where the machine's clock went back: what is still to come was not done."""
        await self._database.do(partial(self._undo, today=day_of(now, self._house.zone)))
        self._jobs, self._looked, self._look_at, self._day = [], -1, 0, None

    async def _undo(self, tx: Tx, today: date) -> None:
        await asked.undo(tx, today)
        await done.undo(tx, Kind.DAY, (today + timedelta(days=1)).isoformat())
        await done.undo(tx, Kind.WEEK, today.isoformat())

    async def _look(self, now: int) -> None:
        """Whose report has come due since the last look; and once a day what was asked of people."""
        policy = self._house.policy
        known = {id(rules): rounds(now, rules) for rules in (policy.rules, *policy.places.values())}
        due = {which: [one for one in known[which] if self._looked < one.due <= now <= one.until] for which in known}
        if any(due.values()):
            self._jobs += await self._database.read(partial(self._find, due=due, now=now))
        today = day_of(now, self._house.zone)
        if self._day != today:
            await asked.add_up(self._database, self._house, now)
            await self._database.do(partial(self._forget, before=(today - REMEMBERED).isoformat()))
        self._looked, self._day = now, today
        self._look_at = min([one.due for found in known.values() for one in found if one.due > now] + [now + HOUR])

    async def _find(self, tx: Tx, due: Mapping[int, list[Round]], now: int) -> list[Job]:
        """At the hour of their first area; by areas, so that one picture does for all who read it at once."""
        found = sorted((areas(person), person.id) for person in await reports.readers(tx))
        at = self._house.policy.at
        return [Job(person, one, now) for places, person in found for one in due[id(at(places[0]))]]

    async def _forget(self, tx: Tx, before: str) -> None:
        for name in (*Kind, asked.ROUND):
            await done.forget(tx, name, before)

    async def _work(self, now: int) -> int:
        """The next few. Where the database has trouble a job is tried again; one that fails by itself is not."""
        pictures: Pictures = {}
        written = 0
        for job in [job for job in self._jobs if job.not_before <= now][:AT_ONCE]:
            outcome: bool | int = False
            try:
                outcome = await self._do(job, now, pictures)
            except StorageTrouble:
                raise
            except Exception as error:
                log.error("a report failed", kind=str(job.round.kind), exc_info=error)
            self._jobs.remove(job)
            if outcome is True:
                written += 1
            elif outcome and outcome <= job.round.until:
                self._jobs.append(replace(job, not_before=outcome))
        return written

    async def _do(self, job: Job, now: int, pictures: Pictures) -> bool | int:
        """Whether it was sent; or when it may be."""
        found = await self._database.read(partial(self._prepared, job=job, now=now))
        if found is None or isinstance(found, int):
            return found or False
        person, report = found
        places = tuple(areas(person))
        speak = self._house.words(person.language)
        if job.round.kind is Kind.DAY:
            message = Message(day_report(report, speak))
        else:
            key = (places, person.language)
            pictures[key] = pictures.get(key) or await drawn(self._media, report, speak)
            message = Message(week_report(report, speak), photos=pictures[key])
        return await self._database.do(partial(self._tell, job=job, person=person, message=message, now=now))

    async def _prepared(self, tx: Tx, job: Job, now: int) -> tuple[Person, Report] | int | None:
        """What to say; or when they may be written to; None where there is nothing to say, or not any more."""
        turn = Turn(tx, self._house, SYSTEM, now)
        person = await people.person(tx, job.person)
        places = areas(person) if person else []
        if person is None or person.chat is None or not places or now > job.round.until:
            return None
        if await done.done(tx, job.round.kind, job.key):
            return None
        spent = (await notes.waiting(tx, person.id)).spent
        moment = may_write_at(now, replace(spent, messages=0), rules_of(turn, person))
        if moment > now:
            return moment
        report = await reports.together(turn, places, job.round.first, job.round.last)
        return None if job.round.kind is Kind.DAY and report.silent else (person, report)

    async def _tell(self, tx: Tx, job: Job, person: Person, message: Message, now: int) -> bool:
        """Nothing else is written too soon after it; it takes none of the day's messages, which are about orders."""
        await tx.lock(f"notes:{person.id}")
        if not await done.once(tx, job.round.kind, job.key, now):
            return False
        turn = Turn(tx, self._house, SYSTEM, now)
        spent = (await notes.waiting(tx, person.id)).spent
        await turn.tell(person, message, Way.STAFF)
        await notes.written(tx, person.id, replace(spent, last=now, messages=spent.today(now, rules_of(turn, person))))
        return True
