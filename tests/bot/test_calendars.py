"""The public holidays of China as they were announced, with the weekends that belong to them."""

from datetime import date, timedelta

from bot.calendars import CHINA, Holidays, MakeUpDays, unannounced

# The State Council's notice of November 2025: the days off and the weekend days worked in exchange, 2026.
OFF = ["0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"]
WORKED = ["0104", "0214", "0228", "0509", "0920", "1010"]


def day(text: str) -> date:
    return date(2026, int(text[:2]), int(text[2:]))


def days_of_2026() -> list[date]:
    return [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_every_day_off_of_2026_is_known_with_the_weekends_inside_the_holidays():
    announced = {
        day(start) + timedelta(days=n)
        for start, end in (span.split("-") for span in OFF)
        for n in range((day(end) - day(start)).days + 1)
    }
    assert {found for found in days_of_2026() if found in Holidays(CHINA)} == announced


def test_every_weekend_day_that_was_worked_in_exchange_is_known():
    assert [found for found in days_of_2026() if found in MakeUpDays(CHINA)] == [day(text) for text in WORKED]


def test_elsewhere_a_weekend_beside_a_holiday_is_a_weekend():
    friday = date(2026, 4, 3)  # Good Friday
    assert friday in Holidays("DE")
    assert friday + timedelta(days=1) not in Holidays("DE")


def test_a_year_that_nobody_has_announced_is_named():
    assert unannounced([2025, 2026, 2050]) == [2050]
