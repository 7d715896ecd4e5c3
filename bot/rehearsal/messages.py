"""Who got how many messages, by day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bot.rehearsal.town import Job, Someone
from domain.calendar import day_of


@dataclass(slots=True)
class Messages:
    """of_day: (person, day) -> all messages; from_clock: those of the clock that are not urgent, against its budget."""

    of_day: dict[Job, Counter[tuple[str, int]]] = field(default_factory=lambda: defaultdict(Counter))
    from_clock: Counter[tuple[str, int]] = field(default_factory=Counter)
    clock_by_job: Counter[Job] = field(default_factory=Counter)
    digests: Counter[Job] = field(default_factory=Counter)
    urgent: Counter[Job] = field(default_factory=Counter)
    in_quiet_hours: int = 0

    def count(self, person: Someone, now: int, *, urgent: bool, clock: bool = False, about: int = 1) -> None:
        zone = person.rules.calendar.zone
        key = (person.person.id, day_of(now, zone).toordinal())
        self.of_day[person.job][key] += 1
        self.urgent[person.job] += urgent
        self.digests[person.job] += about > 1
        if clock:
            self.clock_by_job[person.job] += 1
            self.from_clock[key] += not urgent
        if not urgent:
            self.in_quiet_hours += person.rules.quiet.holds(now, zone)
