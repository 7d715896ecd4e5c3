"""Hours that cannot have been are not credited, and nobody earns more than the policy lets them."""

import pytest

from domain.points import Before, Credits, Earned, Less, earned

HOUR = 3600
NOON = 1_000 * HOUR
CREDITS = Credits()
NOTHING = Before()


def told(began: int, ended: int, before: Before = NOTHING, why: str = "wish") -> Earned:
    """Hours from noon, as somebody confirms them at six."""
    return earned(why, NOON + began * HOUR, NOON + ended * HOUR, NOON + 6 * HOUR, before, CREDITS)


def test_an_hour_of_a_wish_earns_its_points_and_a_thank_you():
    assert told(0, 1) == Earned(60, 12)
    assert told(0, 1, why="order") == Earned(60, 10)


@pytest.mark.parametrize(
    ("began", "ended", "why"),
    [
        (5, 7, Less.FUTURE),
        (3, 2, Less.BACKWARDS),
        (3, 3, Less.NO_TIME),
        (-3, 6, Less.TOO_LONG),
        (-19, 6, Less.TOO_LONG),  # twenty-five hours
    ],
)
def test_hours_that_cannot_have_been_earn_nothing(began: int, ended: int, why: Less):
    assert told(began, ended) == Earned(less=why)


@pytest.mark.parametrize(
    ("taken", "minutes"),
    [
        ([(0, 2)], 0),
        ([(-1, 3)], 0),
        ([(-1, 3), (0, 1)], 0),
        ([(1, 3)], 60),
        ([(-1, 1)], 60),
        ([(0, 1), (1, 2)], 0),
        ([(-1, 1), (-2, 0)], 60),
        ([(-2, 0), (2, 4)], 120),
    ],
)
def test_no_minute_is_credited_twice(taken: list[tuple[int, int]], minutes: int):
    before = Before([(NOON + start * HOUR, NOON + end * HOUR) for start, end in taken])
    found = told(0, 2, before)
    assert (found.minutes, found.less) == (minutes, None if minutes == 120 else Less.OVERLAP)


def test_a_day_has_no_more_hours_than_its_cap():
    assert told(0, 2, Before(day=(400, 0))) == Earned(80, 15, Less.DAY)
    assert told(0, 2, Before(day=(480, 0))) == Earned(less=Less.DAY)
    assert told(0, 2, Before(day=(500, 0))) == Earned(less=Less.DAY)  # the cap was lowered


def test_two_who_help_each_other_all_month_come_to_an_end():
    assert told(0, 2, Before(pair=(1190, 0))) == Earned(10, 3, Less.PAIR)
    assert told(0, 2, Before(pair=(1200, 0))) == Earned(less=Less.PAIR)


def test_points_have_caps_of_their_own_and_the_hours_stay():
    assert told(0, 2, Before(day=(0, 95))) == Earned(120, 5, Less.POINTS)
    assert told(0, 2, Before(pair=(0, 400))) == Earned(120, 0, Less.POINTS)
