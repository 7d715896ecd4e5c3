"""Public holidays with their make-up days, and a neighbourhood's own days from a file."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.calendars import BadDays, Holidays, MakeUpDays, exceptions, unannounced

OFFICE = ((time(8, 30), time(12)), (time(14), time(17, 30)))


@pytest.fixture
def days(tmp_path: Path) -> Path:
    return tmp_path / "days.csv"


def test_the_spring_festival_of_2026_is_off_and_two_saturdays_are_worked_for_it():
    february = [date(2026, 2, day) for day in range(1, 29)]
    assert [day.day for day in february if day in Holidays("CN")] == [16, 17, 18, 19, 20, 23]
    assert [day.day for day in february if day in MakeUpDays("CN")] == [14, 28]


def test_a_day_of_december_may_be_worked_for_one_of_january():
    assert date(2011, 12, 31) in MakeUpDays("CN")


def test_a_country_without_make_up_days_has_its_own_holidays():
    assert date(2026, 7, 4) in Holidays("US")
    assert date(2026, 2, 17) not in Holidays("US")
    assert date(2026, 2, 14) not in MakeUpDays("US")


def test_no_country_has_neither():
    assert date(2026, 2, 17) not in Holidays("")
    assert date(2026, 2, 14) not in MakeUpDays("")


def test_a_year_whose_weekends_nobody_has_announced_is_known_as_such():
    assert unannounced([2024, 2025, 2026, 2099]) == [2099]


def test_our_own_days_are_closed_or_worked(days: Path):
    days.write_text("2026-12-26,closed,停电检修\n2026-12-27,08:30-12:00 14:00-17:30,调休\n", "utf-8")
    assert exceptions(days) == {date(2026, 12, 26): (), date(2026, 12, 27): OFFICE}


def test_what_a_spreadsheet_makes_of_it_is_understood(days: Path):
    lines = [
        "date,periods,name",
        "# 2026",
        "",
        "2026/1/5 ,8：30－12：00 14:00-17:30,值班,,",
        "2026/1/6,closed,,",
        ",,,",
    ]
    days.write_text("\r\n".join(lines), "utf-8-sig")
    assert exceptions(days) == {date(2026, 1, 5): OFFICE, date(2026, 1, 6): ()}


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("2026-13-01,closed", "'2026-13-01' is no date like 2026-12-26"),
        ("tomorrow,closed", "'tomorrow' is no date like 2026-12-26"),
        ("closed", "says neither 'closed' nor from when to when closed is worked"),
        ("2026-12-26,,停电", "says neither 'closed' nor from when to when 2026-12-26 is worked"),
        ("2026-12-26,open", "'open' is no period like 08:30-12:00"),
        ("2026-12-26,08:30-25:00", "'08:30-25:00' is no period like 08:30-12:00"),
        (
            "2026-12-26,08:30-12:00 11:00-13:00",
            "The periods of a day go forward, one after the other, and do not overlap",
        ),
        ("2026-12-25,08:30-12:00", "2026-12-25 is there twice"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(days: Path, line: str, mistake: str):
    days.write_text(f"2026-12-25,closed,圣诞\n{line}\n", "utf-8")
    with pytest.raises(BadDays) as wrong:
        exceptions(days)
    assert str(wrong.value) == f"days.csv line 2: {mistake}"


@pytest.mark.parametrize("content", [None, "2026-12-26,closed,停电检修\n".encode("gb18030")])
def test_a_file_that_is_absent_or_in_another_encoding_is_named(days: Path, content: bytes | None):
    if content is not None:
        days.write_bytes(content)
    with pytest.raises(BadDays, match=r"^days\.csv cannot be read"):
        exceptions(days)
