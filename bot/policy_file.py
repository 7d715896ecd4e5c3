"""What may stand in a policy file, table by table; what a file leaves out is as in the packaged one."""

from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, model_validator

from bot.policy_values import a_clock, a_country, a_day, a_ladder, a_span, real_seconds, some_words
from domain.calendar import NoWorkingTime, Period, Span
from domain.ladder import Ladder
from domain.matching import WORKING_DAY
from domain.order import DAY, Lane
from domain.place import Kind
from domain.points import Credits
from domain.policy import MINUTE
from domain.wish import WishKind
from domain.wishing import HOUR, Wishing

Length = Annotated[Span, PlainValidator(a_span)]
Seconds = Annotated[int, PlainValidator(real_seconds)]
Day = Annotated[tuple[Period, ...], PlainValidator(a_day)]
Clock = Annotated[time, PlainValidator(a_clock)]
Country = Annotated[str, Field(strict=True), AfterValidator(a_country)]
Steps = Annotated[Ladder, PlainValidator(a_ladder)]
Minutes = Annotated[int, Field(gt=0, le=525_600, strict=True)]
Sentence = Annotated[str, Field(min_length=1, pattern=r"\S")]
Words = Annotated[list[str], AfterValidator(some_words)]
SomeWords = Annotated[Words, Field(min_length=1)]
Points = Annotated[int, Field(ge=0, le=100_000, strict=True)]
Few = Annotated[int, Field(gt=0, le=100, strict=True)]
Number = Annotated[str, Field(pattern=r"^[0-9]{3,12}$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,23}$")]  # a button carries it
Level = Literal["grid", "compound", "community", "street", "city"]
Against = Literal["property", "owners", "community"]
Team = Literal["property", "grid", "community", "street", "department", "volunteers"]

OFFICE: tuple[Period, ...] = ((time(8, 30), time(12)), (time(14), time(18)))
DUTY: tuple[Period, ...] = ((time(9), time(12)), (time(14), time(17)))


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PatienceTable(Table):
    placed: Length
    dispatched: Length
    accepted: Length
    finished: Length


class CalendarTable(Table):
    mon: Day = OFFICE
    tue: Day = OFFICE
    wed: Day = OFFICE
    thu: Day = OFFICE
    fri: Day = OFFICE
    sat: Day = DUTY
    sun: Day = DUTY
    holiday: Day = DUTY
    country: Country = "CN"
    file: str = ""

    @property
    def week(self) -> list[tuple[Period, ...]]:
        return [self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun]

    @model_validator(mode="after")
    def open_at_all(self) -> Self:
        if not any(self.week):
            raise ValueError((NoWorkingTime.__doc__ or "").strip(" ."))
        return self


class QuietTable(Table):
    start: Clock = time(22)
    end: Clock = time(7)

    def holds(self, when: time) -> bool:
        if self.start <= self.end:
            return self.start <= when < self.end
        return when >= self.start or when < self.end


class BudgetTable(Table):
    messages: Annotated[int, Field(gt=0, le=1000, strict=True)] = 10
    gap: Seconds = 10 * MINUTE
    urgent_gap: Seconds = MINUTE


class FollowUpTable(Table):
    share: Annotated[float, Field(ge=0.1, le=1, strict=True)] = 0.1
    after: Seconds = 14 * DAY


class RulesTable(Table):
    """What a place may decide otherwise."""

    digest: Clock = time(8)
    report: Clock = time(18, 30)
    pause: Seconds = 7 * DAY
    urge: Seconds = 30 * MINUTE
    owners_sign_off: Annotated[bool, Field(strict=True)] = False
    patience: dict[Lane, PatienceTable]
    ladder: dict[Lane, Steps] = {}
    calendar: CalendarTable = CalendarTable()
    quiet: QuietTable = QuietTable()
    budget: BudgetTable = BudgetTable()
    follow_up: FollowUpTable = FollowUpTable()

    @model_validator(mode="after")
    def disturb_nobody(self) -> Self:
        for name, when in (("digest", self.digest), ("report", self.report)):
            if self.quiet.holds(when):
                raise ValueError(f"{name} at {when:%H:%M} lies in the quiet hours")
        return self


class CategoryTable(Table):
    zh: Sentence
    en: Sentence
    words: Annotated[dict[Annotated[int, Field(gt=0, le=100)], SomeWords], Field(min_length=1)]
    lane: Lane = Lane.ORDINARY
    level: Level = "community"
    response: Minutes | None = None
    feedback: Minutes | None = None
    safety: bool = False
    home: bool = False
    shared: bool = False
    between: bool = False
    team: Team | None = None
    line: Sentence | None = None
    against: Against | None = None


class LimitsTable(Table):
    reports_a_day: Annotated[int, Field(gt=0, strict=True)] = 20


class DangerTable(Table):
    zh: Sentence
    en: Sentence
    numbers: Annotated[list[Number], Field(min_length=1)]
    words: SomeWords
    unless: Words = []
    category: str | None = None


class SkillTable(Table):
    zh: Sentence
    en: Sentence
    words: SomeWords


class OfferingTable(Table):
    a_ring: Annotated[int, Field(gt=0, le=100, strict=True)] = 8
    a_week: Annotated[int, Field(gt=0, le=50, strict=True)] = 3
    confirm: Length = WORKING_DAY
    asks_a_week: Annotated[int, Field(gt=0, le=50, strict=True)] = 2
    silence: Seconds = 3 * DAY
    link: Seconds = 7 * DAY


class RingsTable(Table):
    building: Seconds = 2 * HOUR
    compound: Seconds = DAY
    community: Seconds = 3 * DAY


class PickUpTable(Table):
    keep: Seconds = 14 * DAY
    remind: Seconds = 3 * DAY

    @model_validator(mode="after")
    def remind_while_it_is_kept(self) -> Self:
        if self.remind >= self.keep:
            raise ValueError("remind should be shorter than keep")
        return self


class WishesTable(Table):
    wishes: Few = 3
    claims: Few = 3
    approve: Length = Span(4 * HOUR, working=True)
    rings: RingsTable = RingsTable()
    offer: Seconds = 4 * HOUR
    lapse: Seconds = 30 * DAY
    agree: Seconds = 2 * DAY
    fulfil: Seconds = 2 * DAY
    hand_over: Seconds = DAY
    confirm: Seconds = DAY
    unconfirmed: Seconds = 10 * DAY
    words: dict[WishKind, SomeWords] = {}

    def read(self) -> Wishing:
        rings = {Kind(name): seconds for name, seconds in self.rings}
        words = {kind: tuple(listed) for kind, listed in self.words.items()}
        return Wishing(**dict(self) | {"rings": rings, "words": words})


class EarningTable(Table):
    wish: Points = 0
    order: Points = 0
    activity: Points = 0


class PointsTable(Table):
    longest: Seconds = 8 * HOUR
    order: Seconds = HOUR
    a_day: Seconds = 8 * HOUR
    a_month: Seconds = 20 * HOUR
    points_a_day: Points = 100
    points_a_month: Points = 300
    an_hour: EarningTable = EarningTable(wish=10, order=10, activity=10)
    thanks: EarningTable = EarningTable(wish=2)
    nag: Seconds = DAY
    lapse: Seconds = 7 * DAY

    def read(self) -> Credits:
        minutes = {name: getattr(self, name) // MINUTE for name in ("longest", "order", "a_day", "a_month")}
        tables = {"an_hour": dict(self.an_hour), "thanks": dict(self.thanks)}
        return Credits(**dict(self) | minutes | tables)


class ActivitiesTable(Table):
    announcements: Few = 3
    organised: Few = 5
    confirm: Seconds = 12 * HOUR
    asked: Few = 4
    kept: Seconds = 90 * DAY


class GroupsTable(Table):
    an_hour: Few = 6
    code: Seconds = HOUR
    numbers: Seconds = 10 * MINUTE
    lapse: Seconds = DAY


class RetentionTable(Table):
    contact: Seconds = 90 * DAY
    pictures: Seconds = 180 * DAY
    web_chat: Seconds = 180 * DAY
    unused: Seconds = 365 * DAY
    letters: Seconds = 7 * DAY
    batch: Annotated[int, Field(gt=0, le=1000, strict=True)] = 50


class PolicyFile(RulesTable):
    limits: LimitsTable = LimitsTable()
    offering: OfferingTable = OfferingTable()
    wishes: WishesTable = WishesTable()
    points: PointsTable = PointsTable()
    pick_up: PickUpTable = PickUpTable()
    activities: ActivitiesTable = ActivitiesTable()
    retention: RetentionTable = RetentionTable()
    groups: GroupsTable = GroupsTable()
    skill: dict[Key, SkillTable] = {}
    rungs: dict[Level, Level] = {}
    category: Annotated[dict[Key, CategoryTable], Field(min_length=1)]
    danger: dict[Key, DangerTable]
    place: dict[str, Any] = {}  # rules laid over those of the place around it
