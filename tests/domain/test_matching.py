"""Which volunteers are asked first, and when."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Quiet
from domain.matching import Candidate, Kinds, Times, distance, ever, households, ranked, times_of, week_of
from domain.wish import WishKind

HERE = ZoneInfo("Asia/Shanghai")
PLACE = "qs/hy/lx/xf/3/1"


def here(*when: int) -> datetime:
    return datetime(*when, tzinfo=HERE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("home", "rings"),
    [
        (PLACE, 0),
        ("qs/hy/lx/xf/3/2", 1),
        ("qs/hy/lx/xf/3", 1),
        ("qs/hy/lx/xf/30/1", 2),
        ("qs/hy/lx/xf", 2),
        ("qs/hy/lx/yy/3/1", 3),
        ("qs/hy/zz/xf/3/1", 4),
    ],
)
def test_how_far_somebody_lives_is_counted_in_rings(home: str, rings: int):
    assert distance(home, PLACE) == rings


def test_who_has_the_skill_comes_first_then_who_lives_near_then_who_was_asked_the_longest_ago():
    def one(name: str, home: str, asked_at: int, *skills: str) -> Candidate:
        return Candidate(name, home, frozenset(skills), asked_at)

    found = [
        one("near, asked lately", "qs/hy/lx/xf/3/2", 9),
        one("near, asked long ago", "qs/hy/lx/xf/3/2", 1),
        one("far, with another skill", "qs/hy/lx/yy", 0, "repair"),
        one("far, with the skill", "qs/hy/lx/yy", 9, "haircut", "repair"),
        one("a door away, with the skill", "qs/hy/lx/xf/3/1", 10, "haircut"),
    ]
    assert [c.person for c in ranked(found, PLACE, "haircut")] == [
        "a door away, with the skill",
        "far, with the skill",
        "near, asked long ago",
        "near, asked lately",
        "far, with another skill",
    ]
    assert ranked(found, PLACE, None)[0].person == "a door away, with the skill"


@pytest.mark.parametrize(
    ("moment", "day_off", "times"),
    [
        (here(2026, 11, 23, 10), False, Times.WEEKDAYS),
        (here(2026, 11, 23, 17, 59), False, Times.WEEKDAYS),
        (here(2026, 11, 23, 18), False, Times.EVENINGS),
        (here(2026, 11, 28, 10), False, Times.WEEKENDS),
        (here(2026, 11, 28, 19), False, Times.WEEKENDS | Times.EVENINGS),
        (here(2026, 10, 1, 10), True, Times.WEEKENDS),
    ],
)
def test_a_moment_is_by_day_in_the_evening_or_at_the_weekend(moment: datetime, day_off: bool, times: Times):
    assert times_of(moment, day_off) == times


def test_a_week_begins_on_monday():
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    assert week_of(monday) == week_of(sunday) + 1
    assert week_of(monday) == week_of(date(2026, 11, 29))


def test_times_that_the_quiet_hours_swallow_never_hold():
    now = here(2026, 11, 23, 10)
    early = Quiet(time(18), time(8))
    assert not ever(Times.EVENINGS, early, now)
    assert ever(Times.EVENINGS | Times.WEEKENDS, early, now)
    assert ever(Times.EVENINGS, Quiet(time(22), time(7)), now)
    assert not ever(Times(0), Quiet(time(22), time(7)), now)


def test_only_the_same_staircase_tells_a_household():
    assert households(["qs/hy/lx/xf/3/1", None, "qs/hy/lx/xf/3", "qs/hy/lx/xf", "qs/hy/lx/xf/3/1"]) == (PLACE,)


def test_every_kind_of_wish_can_be_wanted_or_not():
    assert [kind.name for kind in WishKind] == [kind.name for kind in Kinds]
