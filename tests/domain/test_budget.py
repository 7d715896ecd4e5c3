"""Nobody is buried: the clock is silent at night, never writes too often, and never for ever."""

from datetime import date, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budget import Spent, may_write_at, next_morning
from domain.calendar import Calendar, Quiet, at, day_of
from domain.order import DAY
from domain.policy import Budget, Rules
from tests.domain.policies import SHANGHAI, local

MINUTE, HOUR = 60, 3600
ALWAYS = [((time(0), time(0)),)] * 7
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "America/St_Johns")]
NIGHTS = [Quiet(time(22), time(7)), Quiet(time(0), time(6)), Quiet(time(13), time(14)), Quiet(time(0), time(0))]


def rules_of(
    messages: int = 3, gap: int = 10 * MINUTE, night: Quiet = NIGHTS[0], zone: ZoneInfo = SHANGHAI, digest: int = 8
) -> Rules:
    budget = Budget(messages, gap)
    return Rules(Calendar(zone, ALWAYS), {}, quiet=night, budget=budget, digest=time(digest))


rules = st.builds(
    rules_of, st.integers(1, 4), st.integers(0, 3 * HOUR), st.sampled_from(NIGHTS), st.sampled_from(ZONES)
)
moments = st.integers(1_700_000_000, 1_800_000_000)
waits = st.integers(-2 * DAY, 2 * DAY)
spents = st.builds(Spent, st.none() | moments, st.integers(0, 6), st.none() | moments)
near = st.builds(Spent, moments, st.integers(1, 6))
NOON = local("2026-11-24 12:00")
RULES = rules_of()


# ---- Any rules, whatever was written before --------------------------------------------------------------------------


@given(rules, spents, moments)
def test_it_is_never_earlier_than_now_never_at_night_and_never_while_they_want_peace(
    held: Rules, spent: Spent, now: int
):
    moment = may_write_at(now, spent, held)
    assert moment >= max(now, spent.snoozed or 0)
    assert not held.quiet.holds(moment, held.calendar.zone)


@given(rules, near, waits)
def test_what_is_said_to_be_the_moment_is_the_moment(held: Rules, spent: Spent, wait: int):
    assert spent.last is not None
    moment = may_write_at(spent.last + wait, spent, held)
    assert may_write_at(moment, spent, held) == moment


@given(rules, near, waits, st.integers(0, 2 * DAY))
def test_whoever_asks_later_never_hears_of_an_earlier_moment(held: Rules, spent: Spent, wait: int, later: int):
    assert spent.last is not None
    now = spent.last + wait
    assert may_write_at(now, spent, held) <= may_write_at(now + later, spent, held)


@given(rules, moments, st.lists(st.integers(0, 8 * HOUR), max_size=40))
def test_a_day_never_has_more_messages_than_the_budget_nor_two_without_the_gap(held: Rules, now: int, waits: list[int]):
    spent, written = Spent(), []
    for wait in waits:
        now = may_write_at(now + wait, spent, held)
        spent = spent.after(now, held)
        written.append(now)
    days = [day_of(moment, held.calendar.zone) for moment in written]
    assert all(days.count(day) <= held.budget.messages for day in days)
    assert all(later - sooner >= held.budget.gap for sooner, later in pairwise(written))


@given(rules, near, waits)
def test_nobody_is_left_alone_for_longer_than_until_the_day_after_tomorrow(held: Rules, spent: Spent, wait: int):
    """Also where the machine's clock was ahead when they were written to last."""
    assert spent.last is not None
    now = spent.last + wait
    assert may_write_at(now, spent, held) <= max(now + 2 * DAY, spent.last + held.budget.gap + DAY)


# ---- What it means ---------------------------------------------------------------------------------------------------


def test_by_day_the_clock_may_write_at_once_and_in_the_night_in_the_morning():
    assert may_write_at(NOON, Spent(), RULES) == NOON
    assert may_write_at(local("2026-11-24 23:30"), Spent(), RULES) == local("2026-11-25 07:00")


def test_two_messages_keep_their_gap():
    spent = Spent(NOON, 1)
    assert may_write_at(NOON + 1, spent, RULES) == NOON + 10 * MINUTE
    assert may_write_at(NOON + 10 * MINUTE, spent, RULES) == NOON + 10 * MINUTE


def test_a_gap_that_ends_in_the_night_ends_in_the_morning():
    assert may_write_at(local("2026-11-24 21:59"), Spent(local("2026-11-24 21:58"), 1), RULES) == local(
        "2026-11-25 07:00"
    )


@pytest.mark.parametrize(
    ("messages", "when"), [(2, "2026-11-24 12:00"), (3, "2026-11-25 08:00"), (9, "2026-11-25 08:00")]
)
def test_whoever_had_all_of_a_days_messages_hears_of_the_rest_in_the_next_digest(messages: int, when: str):
    assert may_write_at(NOON, Spent(NOON - HOUR, messages), RULES) == local(when)


def test_a_minute_after_midnight_the_digest_is_still_waited_for():
    rules = rules_of(night=NIGHTS[3])
    assert may_write_at(local("2026-11-25 00:01"), Spent(NOON, 3), rules) == local("2026-11-25 08:00")
    assert may_write_at(local("2026-11-25 00:01"), Spent(NOON, 2), rules) == local("2026-11-25 00:01")


def test_a_digest_time_in_the_night_waits_for_its_end():
    assert may_write_at(NOON, Spent(NOON, 3), rules_of(digest=6)) == local("2026-11-25 07:00")


def test_a_snooze_is_peace_until_it_ends():
    assert may_write_at(NOON, Spent(snoozed=NOON + HOUR), RULES) == NOON + HOUR
    assert may_write_at(NOON, Spent(snoozed=NOON - HOUR), RULES) == NOON
    assert may_write_at(NOON, Spent(snoozed=local("2026-11-24 23:00")), RULES) == local("2026-11-25 07:00")


def test_a_message_more_is_counted_by_the_day_and_leaves_the_snooze():
    spent = Spent(snoozed=5).after(NOON, RULES).after(NOON + HOUR, RULES)
    assert spent == Spent(NOON + HOUR, 2, 5)
    assert spent.today(NOON + 2 * HOUR, RULES) == 2
    assert spent.today(NOON + DAY, RULES) == 0
    assert spent.after(NOON + DAY, RULES) == Spent(NOON + DAY, 1, 5)


def test_the_day_is_the_neighbourhoods_own():
    late = local("2026-11-24 23:59")  # in UTC the afternoon of the same day as a minute later
    assert Spent(late, 3).today(late + MINUTE, RULES) == 0
    assert Spent(local("2026-11-24 07:30"), 3).today(NOON, RULES) == 3  # the day before, in UTC


@pytest.mark.parametrize("ahead", [2 * HOUR, DAY, 400 * DAY])
def test_a_clock_that_was_set_back_is_no_reason_for_silence(ahead: int):
    assert may_write_at(NOON, Spent(NOON + ahead, 1), RULES) == NOON


def test_a_clock_that_was_set_back_within_the_day_does_not_give_its_messages_again():
    assert may_write_at(NOON, Spent(NOON + 2 * HOUR, 3), RULES) == local("2026-11-25 08:00")
    assert may_write_at(NOON, Spent(NOON + DAY, 3), RULES) == NOON


def test_next_morning_is_tomorrow_when_the_digest_is_due():
    assert next_morning(NOON, RULES) == local("2026-11-25 08:00")
    assert next_morning(local("2026-11-24 00:00"), RULES) == local("2026-11-25 08:00")


def test_where_the_clocks_change_the_next_morning_is_still_at_the_same_hour():
    new_york = rules_of(zone=ZONES[1])
    before = at(date(2026, 10, 31), time(20), ZONES[1])
    assert next_morning(before, new_york) == at(date(2026, 11, 1), time(8), ZONES[1]) == before + 13 * HOUR
