"""Working time and quiet hours, in any time zone, over weekends, holidays, make-up days and changes of the clocks."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import BadPeriods, Calendar, NoWorkingTime, Period, Quiet, Span, TooFar, at, day_of

SHANGHAI, NEW_YORK, LORD_HOWE = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
MINUTE, HOUR, DAY = 60, 3600, 86_400
OFFICE = ((time(8, 30), time(12)), (time(14), time(18)))
DUTY = ((time(9), time(12)), (time(14), time(17)))
WEEKDAYS = [OFFICE] * 5 + [(), ()]
NIGHT = Quiet(time(22), time(7))


def spring_festival(holiday: tuple[Period, ...] = ()) -> Calendar:
    """2026 as the State Council announced it around the Spring Festival."""
    off = [date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)]
    return Calendar(SHANGHAI, WEEKDAYS, holiday, off, on=[date(2026, 2, 14), date(2026, 2, 28)])


def moment(text: str, zone: tzinfo = SHANGHAI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def local(moment: int, zone: tzinfo = SHANGHAI) -> str:
    return f"{datetime.fromtimestamp(moment, zone):%Y-%m-%d %H:%M}"


# ---- Any calendar ----------------------------------------------------------------------------------------------------

AWKWARD = (
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Pacific/Apia",
)
zones = st.builds(ZoneInfo, st.one_of(st.sampled_from(AWKWARD), st.sampled_from(sorted(available_timezones()))))
moments = st.integers(0, 2_200_000_000)  # until 2039
amounts = st.integers(0, 20 * DAY)
days = st.dates(date(1970, 1, 1), date(2039, 12, 31))


@st.composite
def periods_of_a_day(draw: st.DrawFn) -> tuple[Period, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    walls = [time(quarter // 4 % 24, quarter % 4 * 15) for quarter in edges]
    return tuple(zip(walls[::2], walls[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(periods_of_a_day(), min_size=7, max_size=7).filter(any))
    off, on = (draw(st.sets(days, max_size=5)) for _ in range(2))
    exceptions = draw(st.dictionaries(days, periods_of_a_day(), max_size=5))
    return Calendar(draw(zones), week, draw(periods_of_a_day()), off, on, exceptions)


@st.composite
def near_a_change(draw: st.DrawFn) -> tuple[Calendar, int]:
    """A moment close to a night in which clocks are changed somewhere, so that they are met at all."""
    night = draw(
        st.sampled_from(
            ["2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "1989-04-16", "1989-09-17", "2006-10-29"]
        )
    )
    return draw(calendars()), moment(f"{night} 00:00") + draw(st.integers(-2 * DAY, 2 * DAY))


somewhen = st.one_of(st.tuples(calendars(), moments), near_a_change())


@given(somewhen, amounts, amounts)
def test_splitting_a_span_changes_nothing(when: tuple[Calendar, int], one: int, two: int):
    calendar, start = when
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)


@given(somewhen, st.integers(0, 3 * DAY), amounts, amounts)
def test_who_starts_later_or_needs_longer_is_never_done_earlier(
    when: tuple[Calendar, int], later: int, short: int, more: int
):
    calendar, start = when
    assert calendar.add(start, short) <= calendar.add(start + later, short)
    assert calendar.add(start, short) <= calendar.add(start, short + more)


@given(somewhen, amounts)
def test_what_was_added_lies_between(when: tuple[Calendar, int], seconds: int):
    calendar, start = when
    assert calendar.between(start, calendar.add(start, seconds)) == seconds


@given(somewhen, amounts)
def test_working_time_ends_in_a_period_or_with_it_and_never_sooner_than_real_time(
    when: tuple[Calendar, int], seconds: int
):
    calendar, start = when
    end = calendar.add(start, seconds + 1)
    assert calendar.working(end - 1)
    assert end >= start + seconds + 1


@given(somewhen, st.integers(0, 10 * DAY), st.integers(0, 10 * DAY))
def test_the_time_between_two_moments_is_that_of_its_parts(when: tuple[Calendar, int], one: int, two: int):
    calendar, start = when
    parts = calendar.between(start, start + one) + calendar.between(start + one, start + one + two)
    assert parts == calendar.between(start, start + one + two)


@given(somewhen)
def test_between_a_moment_and_the_next_opening_nobody_works(when: tuple[Calendar, int]):
    calendar, start = when
    opening = calendar.opening(start)
    assert calendar.working(opening)
    assert calendar.between(start, opening) == 0
    assert (opening == start) == calendar.working(start)


@given(somewhen)
def test_the_periods_of_two_days_follow_each_other(when: tuple[Calendar, int]):
    calendar, start = when
    today = day_of(start, calendar.zone)
    edges = [edge for day in (today, today + timedelta(days=1)) for period in calendar.periods(day) for edge in period]
    assert edges == sorted(edges)


@given(zones, days, st.times())
def test_a_wall_time_is_met_again_unless_the_clocks_skip_it(zone: ZoneInfo, day: date, when: time):
    wall = datetime.combine(day, when.replace(microsecond=0))
    met = datetime.fromtimestamp(at(day, wall.time(), zone), zone).replace(tzinfo=None)
    before = datetime.fromtimestamp(at(day, wall.time(), zone) - 1, zone).replace(tzinfo=None)
    assert met == wall or before < wall < met


# ---- A week ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        ("2026-03-02 09:00", "2026-03-02 10:00"),
        ("2026-03-02 11:30", "2026-03-02 14:30"),  # over lunch
        ("2026-03-02 11:00", "2026-03-02 12:00"),  # the end of a period, not the opening after it
        ("2026-03-02 22:15", "2026-03-03 09:30"),
        ("2026-03-06 17:30", "2026-03-09 09:00"),  # over a weekend
    ],
)
def test_an_hour_of_working_time_waits_for_lunch_the_night_and_the_weekend(placed: str, due: str):
    calendar = Calendar(SHANGHAI, WEEKDAYS)
    assert local(calendar.after(moment(placed), Span(HOUR, working=True))) == due
    assert calendar.elapsed(moment(placed), moment(due), working=True) == HOUR


def test_no_time_at_all_is_over_at_once_also_at_night():
    night = moment("2026-03-02 23:00")
    assert Calendar(SHANGHAI, WEEKDAYS).add(night, 0) == night


def test_real_time_waits_for_nothing():
    calendar, friday = Calendar(SHANGHAI, WEEKDAYS), moment("2026-03-06 17:30")
    assert calendar.after(friday, Span(HOUR)) == friday + HOUR
    assert calendar.elapsed(friday, friday + DAY, working=False) == DAY
    assert calendar.elapsed(friday + DAY, friday, working=False) == 0


def test_backwards_there_is_no_working_time():
    assert Calendar(SHANGHAI, WEEKDAYS).between(moment("2026-03-02 11:00"), moment("2026-03-02 09:00")) == 0


def test_a_shift_until_midnight_goes_on_with_the_next_day():
    day_and_night = Calendar(SHANGHAI, [[(time(0), time(6)), (time(20), time(0))]] * 7)
    assert local(day_and_night.add(moment("2026-03-02 23:00"), 2 * HOUR)) == "2026-03-03 01:00"
    assert day_and_night.between(moment("2026-03-02 12:00"), moment("2026-03-03 12:00")) == 10 * HOUR


def test_round_the_clock_working_time_is_real_time():
    always = Calendar(NEW_YORK, [[(time(0), time(0))]] * 7)
    start = moment("2026-03-01 12:00")
    assert always.add(start, 30 * DAY + 1) == start + 30 * DAY + 1


# ---- Holidays and make-up workdays -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        ("2026-02-13 17:30", "2026-02-14 09:00"),  # Saturday the 14th is worked
        ("2026-02-14 17:30", "2026-02-24 09:00"),  # then nine days off
        ("2026-02-19 10:00", "2026-02-24 09:30"),
        ("2026-02-27 17:30", "2026-02-28 09:00"),  # and the second Saturday that makes up for it
        ("2026-02-28 17:30", "2026-03-02 09:00"),
    ],
)
def test_an_hour_around_the_spring_festival_of_2026(placed: str, due: str):
    assert local(spring_festival().add(moment(placed), HOUR)) == due


def test_on_duty_at_the_festival_there_is_less_time_a_day_but_some():
    on_duty = spring_festival(holiday=DUTY)
    assert local(on_duty.add(moment("2026-02-16 17:30"), 7 * HOUR)) == "2026-02-18 10:00"


def test_a_make_up_day_may_follow_another_weekday():
    week = [[(time(hour), time(18))] for hour in range(8, 15)]
    calendar = Calendar(SHANGHAI, week, on={date(2026, 2, 28): 4})
    assert calendar.periods(date(2026, 2, 28)) == calendar_day("2026-02-28 12:00", "2026-02-28 18:00")


def calendar_day(start: str, end: str) -> tuple[tuple[int, int], ...]:
    return ((moment(start), moment(end)),)


def test_a_local_exception_wins_over_holiday_and_make_up_day():
    off, worked = date(2026, 2, 16), date(2026, 2, 28)
    own = Calendar(SHANGHAI, WEEKDAYS, DUTY, [off], [worked], {off: [(time(10), time(11))], worked: ()})
    assert own.periods(off) == calendar_day("2026-02-16 10:00", "2026-02-16 11:00")
    assert own.periods(worked) == ()


def test_a_week_without_working_time_is_no_calendar():
    with pytest.raises(NoWorkingTime):
        Calendar(SHANGHAI, [()] * 7, holiday=DUTY)


def test_a_calendar_that_is_closed_for_ever_says_so():
    first = date(2026, 1, 1)
    closed = {first + timedelta(days=days): () for days in range(60 * 366)}
    calendar = Calendar(SHANGHAI, WEEKDAYS, exceptions=closed)
    with pytest.raises(TooFar):
        calendar.add(moment("2026-03-02 09:00"), 1)
    assert not calendar.working(moment("2026-03-02 09:00"))


@pytest.mark.parametrize(
    "periods",
    [
        [(time(12), time(8))],
        [(time(12), time(12))],
        [(time(8), time(12)), (time(11), time(14))],
        [(time(14), time(18)), (time(8), time(12))],
        [(time(20), time(0)), (time(21), time(22))],
    ],
)
def test_periods_that_overlap_or_run_backwards_are_refused(periods: list[Period]):
    with pytest.raises(BadPeriods):
        Calendar(SHANGHAI, WEEKDAYS, exceptions={date(2026, 3, 2): periods})


# ---- Where clocks are changed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 5),
        (NEW_YORK, date(2026, 11, 1), 7),
        (LORD_HOWE, date(2026, 10, 4), 5.5),
        (LORD_HOWE, date(2026, 4, 5), 6.5),
        (SHANGHAI, date(1989, 4, 16), 5),
        (SHANGHAI, date(1989, 9, 17), 7),
        (SHANGHAI, date(2026, 3, 8), 6),
    ],
)
def test_a_night_shift_is_as_long_as_the_clocks_make_it(zone: ZoneInfo, night: date, hours: float):
    calendar = Calendar(zone, [[(time(0), time(6))]] * 7)
    ((start, end),) = calendar.periods(night)
    assert end - start == hours * HOUR
    assert calendar.add(start - HOUR, int(hours * HOUR)) == end


def test_a_shift_inside_the_gap_does_not_take_place_and_one_that_begins_there_begins_after_it():
    gap, calendar = date(2026, 3, 8), Calendar(NEW_YORK, [[(time(2), time(2, 30)), (time(2, 45), time(4))]] * 7)
    assert calendar.periods(gap) == ((at(gap, time(3), NEW_YORK), at(gap, time(4), NEW_YORK)),)


def test_the_hour_after_midnight_counts_also_where_the_old_day_comes_back():
    st_johns = ZoneInfo("America/St_Johns")  # until 2011 its clocks went back at one minute past midnight
    midnight = at(date(2010, 11, 7), time(0), st_johns)
    assert day_of(midnight + HOUR // 2, st_johns) == date(2010, 11, 6)
    assert Calendar(st_johns, [[(time(0), time(6))]] * 7).working(midnight + HOUR // 2)
    assert Quiet(time(0), time(6)).ends(midnight + HOUR // 2, st_johns) == midnight + 7 * HOUR


def test_a_day_that_a_country_left_out_has_no_working_time():
    apia = ZoneInfo("Pacific/Apia")
    assert Calendar(apia, [OFFICE] * 7).periods(date(2011, 12, 30)) == ()


# ---- The night -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2026-03-02 21:59", None),
        ("2026-03-02 22:00", "2026-03-03 07:00"),
        ("2026-03-03 06:59", "2026-03-03 07:00"),
        ("2026-03-03 07:00", None),
    ],
)
def test_the_night_is_quiet_until_the_morning(when: str, until: str | None):
    assert NIGHT.holds(moment(when), SHANGHAI) == (until is not None)
    assert local(NIGHT.ends(moment(when), SHANGHAI)) == (until or when)


def test_a_noon_rest_is_quiet_too():
    noon = Quiet(time(12), time(14))
    assert local(noon.ends(moment("2026-03-02 13:00"), SHANGHAI)) == "2026-03-02 14:00"
    assert not noon.holds(moment("2026-03-02 23:00"), SHANGHAI)


@given(zones, moments, st.times())
def test_without_quiet_hours_it_is_never_quiet(zone: ZoneInfo, now: int, when: time):
    never = Quiet(when, when)
    assert not never.holds(now, zone)
    assert never.ends(now, zone) == now


@pytest.mark.parametrize(
    ("evening", "hours"), [("2026-03-07 22:00", 8), ("2026-10-31 22:00", 10), ("2026-03-01 22:00", 9)]
)
def test_the_quiet_hours_end_by_the_clock_on_the_wall(evening: str, hours: int):
    start = moment(evening, NEW_YORK)
    assert all(NIGHT.ends(start + hour * HOUR, NEW_YORK) == start + hours * HOUR for hour in range(hours))
    assert not NIGHT.holds(start - 1, NEW_YORK)
    assert not NIGHT.holds(start + hours * HOUR, NEW_YORK)


def test_quiet_hours_whose_loud_ones_are_skipped_go_on_until_the_next():
    almost_always = Quiet(time(2, 45), time(2, 15))
    assert almost_always.ends(moment("2026-03-07 12:00", NEW_YORK), NEW_YORK) == moment("2026-03-09 02:15", NEW_YORK)


@given(zones, moments, st.times(), st.times())
def test_where_quiet_hours_end_they_have_ended(zone: ZoneInfo, now: int, start: time, end: time):
    quiet = Quiet(start, end)
    morning = quiet.ends(now, zone)
    assert not quiet.holds(morning, zone)
    assert (morning > now) == quiet.holds(now, zone)
    assert morning == now or quiet.holds(morning - 1, zone)
