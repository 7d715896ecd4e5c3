"""What a rehearsal found: the chance of keeping each promise, where it breaks, and what it costs in messages."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from statistics import median

from bot.rehearsal.cases import Case
from bot.rehearsal.days import When, hour_and_weekday
from bot.rehearsal.town import Job
from bot.rehearsal.world import World
from domain.order import DAY, Closing, Lane
from domain.place import Kind, kind

SURE = 1.96  # of the normal distribution: 95 in 100
FEW = 20  # cases; of fewer nothing can be said
WORST = 5


class Promise(StrEnum):
    RESPONSE = "response"
    FEEDBACK = "feedback"
    PLANNED = "planned day"


@dataclass(slots=True)
class Kept:
    """Of those cases of which it is known. waits: seconds until it came, for those where it came."""

    cases: int = 0
    kept: int = 0
    waits: list[int] = field(default_factory=list)

    @property
    def share(self) -> float | None:
        return self.kept / self.cases if self.cases else None

    @property
    def between(self) -> tuple[float, float] | None:
        return wilson(self.kept, self.cases) if self.cases else None

    @property
    def minutes(self) -> float | None:
        return median(self.waits) / 60 if self.waits else None


def wilson(kept: int, cases: int) -> tuple[float, float]:
    """Where the true share is, 95 times in 100, as Wilson (1927) has it; right near 0 and 1, too."""
    share, square = kept / cases, SURE**2 / cases
    middle = (share + square / 2) / (1 + square)
    half = SURE * sqrt(share * (1 - share) / cases + square / (4 * cases)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def outcome(case: Case, promise: Promise, end: int) -> tuple[bool, int | None] | None:
    """Whether it was kept, and after how long it came; None where it was not made or the end came before it was due."""
    by, came, since = {
        Promise.RESPONSE: (case.answer_by, case.order.responded_at, case.order.placed_at),
        Promise.FEEDBACK: (case.feedback_by, case.fed_back_at, case.order.placed_at),
        Promise.PLANNED: (case.planned, case.done_at, case.order.placed_at),
    }[promise]
    if by is None or (came is None and by >= end):
        return None
    return came is not None and came <= by, None if came is None else came - since


def kept(cases: Iterable[Case], promise: Promise, end: int) -> Kept:
    found = Kept()
    for case in cases:
        known = outcome(case, promise, end)
        if known is not None:
            found.cases += 1
            found.kept += known[0]
            if known[1] is not None:
                found.waits.append(known[1])
    return found


def workers(case: Case) -> str:
    return {0: "no worker", 1: "one worker"}.get(len(case.grid.workers), "two workers or more")


# The whole, and its parts: what a table of these shows, line by line.
GROUPS: Mapping[str, Callable[[Case], str]] = {
    "all": lambda case: "all",
    "lane": lambda case: str(case.order.lane),
    "placed in": lambda case: str(case.when),
    "grid with": workers,
    "ends at the desk of": lambda case: str(kind(case.order.rung)),
}
LABELS: Mapping[str, Sequence[str]] = {
    "all": ("all",),
    "lane": tuple(map(str, Lane)),
    "placed in": tuple(map(str, When)),
    "grid with": ("no worker", "one worker", "two workers or more"),
    "ends at the desk of": tuple(map(str, (Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET, Kind.CITY))),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise in one group."""

    group: str
    label: str
    promise: Promise
    kept: Kept


def lines(world: World) -> list[Line]:
    found = []
    for group, label_of in GROUPS.items():
        parts = split(world.cases, label_of)
        found += [
            Line(group, label, promise, kept(parts[label], promise, world.stage.end))
            for label in LABELS[group] if label in parts for promise in Promise
        ]  # fmt: skip
    return found


def worst(world: World) -> list[Line]:
    """Where time, size of the grid and lane together are hardest; few cases prove little, and are left out."""
    parts = split(world.cases, lambda case: f"{case.when}, {workers(case)}, {case.order.lane}")
    found = [
        Line("worst", label, promise, kept(cases, promise, world.stage.end))
        for label, cases in sorted(parts.items()) for promise in (Promise.RESPONSE, Promise.FEEDBACK)
    ]  # fmt: skip
    known = [line for line in found if line.kept.cases >= FEW]
    return sorted(known, key=lambda line: line.kept.share or 0.0)[:WORST]


def split(cases: Iterable[Case], label_of: Callable[[Case], str]) -> dict[str, list[Case]]:
    parts: dict[str, list[Case]] = {}
    for case in cases:
        parts.setdefault(label_of(case), []).append(case)
    return parts


def by_hour(world: World) -> list[list[Kept]]:
    """[weekday][hour], of the promised response."""
    cells: dict[tuple[int, int], list[Case]] = {}
    for case in world.cases:
        hour, weekday = hour_and_weekday(case.order.placed_at, world.policy.at(case.order.place))
        cells.setdefault((weekday, hour), []).append(case)
    return [
        [kept(cells.get((weekday, hour), ()), Promise.RESPONSE, world.stage.end) for hour in range(24)]
        for weekday in range(7)
    ]


@dataclass(frozen=True, slots=True)
class Burden:
    """Messages to one kind of people: of one of them and a day, of a resident and a report."""

    job: Job
    people: int
    total: int
    mean: float
    median: int
    p95: int
    most: int
    nags: int
    digests: int
    urgent: int


def burdens(world: World) -> list[Burden]:
    days = (world.stage.end - world.stage.start) // DAY
    jobs = [job for job in Job if job is not Job.RESIDENT]
    found = []
    for job in jobs:
        people = sum(someone.job is job for someone in world.town.people)
        numbers = Counter(world.messages.of_day[job].values())
        numbers[0] += people * days - numbers.total()
        found.append(_burden(world, job, people, numbers))
    authors = len({case.order.author for case in world.cases})
    return [*found, _burden(world, Job.RESIDENT, authors, Counter(case.messages for case in world.cases))]


def _burden(world: World, job: Job, people: int, numbers: Counter[int]) -> Burden:
    """numbers: how often there were so many messages."""
    total, sent = sum(number * often for number, often in numbers.items()), world.messages
    mean = total / numbers.total() if numbers.total() else 0.0
    most = max((number for number, often in numbers.items() if often), default=0)
    return Burden(
        job, people, total, mean, quantile(numbers, 0.5), quantile(numbers, 0.95), most,
        sent.clock_by_job[job], sent.digests[job], sent.urgent[job],
    )  # fmt: skip


def quantile(numbers: Counter[int], share: float) -> int:
    """The smallest number that is not passed in this share of all."""
    passed, whole = 0, numbers.total()
    for number in sorted(numbers):
        passed += numbers[number]
        if passed >= share * whole:
            return number
    return 0


def orders(world: World) -> dict[str, float]:
    """What became of them; each order is in one of open, fixed ... and those add up to all."""
    cases, end = world.cases, world.stage.end
    ends = Counter(str(case.order.closing or "still open") for case in cases)
    raised = Counter(min(case.order.raised, 3) for case in cases)
    waits = sorted((case.order.responded_at or end) - case.order.placed_at for case in cases)
    return {
        "placed": len(cases),
        **{name.replace("_", " "): ends[name] for name in ("still open", *map(str, Closing)) if ends[name]},
        "reopened": sum(case.order.reopened > 0 for case in cases),
        "raised once": raised[1],
        "raised twice": raised[2],
        "raised more often": raised[3],
        "never answered": sum(case.order.responded_at is None for case in cases),
        "hours until the answer, 95 of 100": round(waits[int(len(waits) * 0.95)] / 3600, 1) if waits else 0,
        "hours until the answer, longest": round(waits[-1] / 3600, 1) if waits else 0,
    }
