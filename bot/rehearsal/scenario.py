"""The file of a rehearsal: who sits where, what is reported when, and how people are."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.calendars import periods
from domain.calendar import Period
from domain.category import Catalogue
from domain.place import BadPlace, Kind, kind
from domain.place import check as check_place

PACKAGED = "rehearsal.toml"


class BadScenario(Exception):
    """The scenario is wrong: one sentence that names the file, the key and the mistake."""


def _periods(written: Any) -> Any:
    return periods(written) if isinstance(written, list) and all(isinstance(text, str) for text in written) else written


def _a_home_of_grids(path: str) -> str:
    try:
        if kind(check_place(path)) in (Kind.COMMUNITY, Kind.COMPOUND):
            return path
    except BadPlace as error:
        raise ValueError(str(type(error).__doc__)) from None
    raise ValueError("should be a community or a compound, because grids lie in these")


DeskOf = Literal[Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET, Kind.CITY]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Positive = Annotated[float, Field(gt=0, le=525_600, strict=True)]
Weight = Annotated[float, Field(ge=0, le=1000, strict=True)]
Some = Annotated[int, Field(gt=0, le=10_000, strict=True)]
Count = Annotated[int, Field(ge=0, le=1000, strict=True)]
Periods = Annotated[tuple[Period, ...], BeforeValidator(_periods)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Run(_Table):
    start: date
    weeks: Annotated[int, Field(gt=0, le=520, strict=True)] = 52


class Shape(_Table):
    city: Annotated[str, Field(pattern=r"^[a-z0-9]{1,8}$")] = "qs"
    communities_a_street: Some
    compounds_a_community: Some
    grids_a_compound: Some


class Grids(_Table):
    """So many grids alike."""

    count: Annotated[int, Field(gt=0, le=2000, strict=True)]
    households: Some
    workers: Count
    at: Annotated[str, AfterValidator(_a_home_of_grids)] | None = None


class Shift(_Table):
    weekdays: Periods = ()
    saturday: Periods = ()
    sunday: Periods = ()
    holiday: Periods = ()
    in_turn: bool = False


class Desk(_Table):
    dispatchers: Count
    shift: str


class Party(_Table):
    shift: str
    staff: Count = 0


class Absence(_Table):
    days_a_year: Annotated[float, Field(ge=0, le=200, strict=True)]
    days_each: Positive
    stand_in: Share


class OffDuty(_Table):
    minutes: Positive
    share: Share


class Habits(_Table):
    """Minutes are medians; spread is the sigma of the lognormal around them."""

    spread: Annotated[float, Field(ge=0, le=3, strict=True)]
    overlooks: Share
    on_duty: Positive
    off_duty: OffDuty
    night: OffDuty
    urgent: OffDuty


class Everybody(_Table):
    dispatcher: Habits
    worker: Habits
    company: Habits
    resident: Habits


class Handing(_Table):
    keeps: Share
    refuses: Share
    merges: Share


class Work(_Table):
    """hours: of work at hand, the median. parts: must wait for something; another_day: is planned for a day."""

    hours: Positive
    parts: Share
    another_day: Share


class Working(_Table):
    declines: Share
    says_so: Share
    says_so_after: Positive
    urgent_says_so_after: Positive
    answers_nag: Share
    days_ahead: Positive
    days_for_parts: Positive
    keeps_day: Share
    days_late: Positive
    usual: Work
    of: dict[str, Work] = {}


class Reviewing(_Table):
    reviews: Share
    when_asked: Share
    after_hours: Positive
    not_fixed: Share
    comes_back: Share
    answers_follow_up: Share


class Cases(_Table):
    a_household_and_year: Annotated[float, Field(gt=0, le=1000, strict=True)]
    hours: Annotated[tuple[Weight, ...], Field(min_length=24, max_length=24)]
    weekdays: Annotated[tuple[Weight, ...], Field(min_length=7, max_length=7)]
    months: Annotated[tuple[Weight, ...], Field(min_length=12, max_length=12)]
    public_holiday: Weight
    spring_festival: Weight
    mix: Annotated[dict[str, Weight], Field(min_length=1)]


class Scenario(_Table):
    run: Run
    town: Shape
    grids: Annotated[tuple[Grids, ...], Field(min_length=1)]
    desks: dict[DeskOf, Desk]
    worker: Party
    company: Party
    absence: Absence
    shifts: dict[str, Shift]
    habits: Everybody
    handing: Handing
    working: Working
    reviewing: Reviewing
    cases: Cases


def load(catalogue: Catalogue, path: Path | None = None) -> Scenario:
    """The packaged scenario, or another; raises BadScenario."""
    name = str(path) if path else PACKAGED
    try:
        raw = tomllib.loads((path or files("bot").joinpath(PACKAGED)).read_text("utf-8"))
        return read(name, raw, catalogue)
    except (OSError, UnicodeDecodeError) as error:
        raise BadScenario(f"{name}: cannot be read ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise BadScenario(f"{name}: cannot be understood: {error}") from None


def read(name: str, raw: Mapping[str, Any], catalogue: Catalogue) -> Scenario:
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as error:
        raise BadScenario(f"{name}: {_sentence(error)}") from None
    for wrong in _together(scenario, catalogue):
        raise BadScenario(f"{name}: {wrong}")
    return scenario


def _together(scenario: Scenario, catalogue: Catalogue) -> list[str]:
    """What one table alone cannot know."""
    wrong = [
        f"{key}.{name}: the catalogue has no such category"
        for key, name in _named(scenario)
        if name not in known(catalogue)
    ]
    shifts = {f"desks.{rung}": desk.shift for rung, desk in scenario.desks.items()}
    shifts |= {"worker": scenario.worker.shift, "company": scenario.company.shift}
    wrong += [f"{key}.shift: there is no shift {name!r}" for key, name in shifts.items() if name not in scenario.shifts]
    idle = [name for name, shift in scenario.shifts.items() if not (shift.weekdays or shift.saturday or shift.sunday)]
    wrong += [f"shifts.{name} has no working time in the whole week" for name in idle]
    cases, handing = scenario.cases, scenario.handing
    weighed = {"hours": cases.hours, "weekdays": cases.weekdays, "months": cases.months, "mix": cases.mix.values()}
    wrong += [f"cases.{key}: something must be above zero" for key, weights in weighed.items() if not any(weights)]
    if handing.keeps + handing.refuses + handing.merges > 1:
        wrong.append("handing: keeps, refuses and merges are more than 1 together")
    return wrong


def known(catalogue: Catalogue) -> set[str]:
    return {category.key for category in catalogue}


def _named(scenario: Scenario) -> list[tuple[str, str]]:
    return [("cases.mix", name) for name in scenario.cases.mix] + [("working.of", name) for name in scenario.working.of]


SAID = {"missing": "is missing", "extra_forbidden": "is not a word this file knows"}


def _sentence(error: ValidationError) -> str:
    found = error.errors()[0]
    key = ".".join(str(part) for part in found["loc"])
    if found["type"] in SAID:
        return f"{key} {SAID[found['type']]}."
    wrong, value = found["msg"].removeprefix("Value error, "), found["input"]
    shown = f", not {value!r}" if isinstance(value, str | int | float) else ""
    return f"{key}: {wrong[:1].lower()}{wrong[1:]}{shown}."
