"""When a report is due: after a day's work, and when a week begins."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.policy import load
from domain.calendar import Calendar
from domain.policy import Rules
from domain.reporting import HOUR, Kind, Round, rounds

ZONE = ZoneInfo("Asia/Shanghai")
WORK = [(time(9), time(17))]


@pytest.fixture
def rules() -> Rules:
    return replace(load(zone=ZONE).rules, calendar=Calendar(ZONE, [WORK] * 5 + [()] * 2, off={date(2026, 11, 30)}))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp())


def due(now: str, rules: Rules, kind: Kind) -> list[Round]:
    moment = at(now)
    return [one for one in rounds(moment, rules) if one.kind is kind and one.due <= moment <= one.until]


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-27 18:29:59", []),
        ("2026-11-27 18:30:00", [date(2026, 11, 27)]),
        ("2026-11-27 22:30:00", [date(2026, 11, 27)]),
        ("2026-11-27 22:30:01", []),
        ("2026-11-28 18:30:00", []),
        ("2026-11-30 18:30:00", []),
    ],
)
def test_a_working_day_is_reported_in_its_evening_and_no_later_than_four_hours_after(
    now: str, days: list[date], rules: Rules
):
    assert [one.last for one in due(now, rules, Kind.DAY)] == days


def test_a_report_late_in_the_evening_may_come_after_midnight(rules: Rules):
    late = replace(rules, report=time(23))
    assert [one.last for one in due("2026-11-28 01:00", late, Kind.DAY)] == [date(2026, 11, 27)]


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        ("2026-11-23 08:14", []),
        ("2026-11-23 08:15", [(date(2026, 11, 16), date(2026, 11, 22))]),
        ("2026-11-24 08:15", [(date(2026, 11, 16), date(2026, 11, 22))]),
        ("2026-11-24 08:16", []),
        ("2026-11-29 12:00", []),
        ("2026-11-30 12:00", []),
        ("2026-12-01 08:15", [(date(2026, 11, 23), date(2026, 11, 29))]),
    ],
)
def test_a_week_is_reported_after_the_morning_digest_of_the_first_working_day_of_the_next(
    now: str, weeks: list[tuple[date, date]], rules: Rules
):
    assert [(one.first, one.last) for one in due(now, rules, Kind.WEEK)] == weeks


def test_what_is_due_today_is_known_in_the_morning(rules: Rules):
    now = at("2026-11-27 07:00")
    assert [one.due for one in rounds(now, rules) if one.due > now] == [now + 11 * HOUR + HOUR // 2]
