"""A service on a menu: what may become of it, when the clock looks, and of how many reviews anything is told."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar, Quiet
from domain.rights import RIGHTS
from domain.service import ACTION, STEPS, NotNow, Price, Service, ServiceState, ServiceStep, next_look, take

HAIRCUT = Service("s", "m:1", "理发", Price.LOW, "15 元", True, "9-17", "wu")
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(SHANGHAI, [[(time(9), time(17))]] * 5 + [[], []])


def test_what_residents_see_was_approved_since_it_was_written():
    """However it came to be shown: the last thing before was a yes, or a pause of what had one."""
    into = {(before, step) for before, steps in STEPS.items() for step, after in steps.items() if after == "shown"}
    assert into == {("asked", "approve"), ("paused", "resume")}
    assert {before for before, steps in STEPS.items() if "paused" in steps.values()} == {"shown"}


def test_every_step_asks_for_a_right_that_there_is():
    assert set(ACTION) == set(ServiceStep)
    assert set(ACTION.values()) <= set(RIGHTS)
    assert set(STEPS) == set(ServiceState)


def test_what_the_table_does_not_have_does_not_happen():
    with pytest.raises(NotNow):
        take(HAIRCUT, ServiceStep.RESUME)
    with pytest.raises(NotNow):
        take(replace(HAIRCUT, state=ServiceState.GONE), ServiceStep.CHANGE)


def test_whoever_saw_it_before_a_step_sees_an_older_version():
    shown = take(replace(HAIRCUT, why="no price", due_at=1), ServiceStep.APPROVE)
    assert (shown.state, shown.version, shown.why, shown.due_at) == (ServiceState.SHOWN, 2, None, None)


@pytest.mark.parametrize(("reviews", "stars", "told"), [(0, 0, None), (4, 20, None), (5, 21, 4.2)])
def test_of_fewer_than_five_reviews_nothing_is_told(reviews: int, stars: int, told: float | None):
    assert replace(HAIRCUT, reviews=reviews, stars=stars).average == told


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 10:00", "2026-11-24 09:00"),
        ("2026-11-27 16:00", "2026-11-30 09:00"),  # over the weekend
        ("2026-11-23 00:30", "2026-11-24 09:00"),
    ],
)
def test_a_desk_is_reminded_once_a_working_day(now: str, then: str):
    assert next_look(moment(now), OFFICE, Quiet(time(22), time(7))) == moment(then)


def test_a_desk_that_opens_in_the_night_is_reminded_after_it():
    always = Calendar(SHANGHAI, [[(time(0), time(0))]] * 7)
    assert next_look(moment("2026-11-23 10:00"), always, Quiet(time(22), time(7))) == moment("2026-11-24 07:00")


def moment(wall: str) -> int:
    return int(datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).astimezone(UTC).timestamp())
