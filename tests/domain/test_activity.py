"""What may become of an activity, and when the clock looks at it."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain import activity as rules
from domain.activity import HOUR, STEPS, Activity, Kind, Look, NotAllowed, State, Step
from domain.calendar import Quiet

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(22), time(7))


def at(day: int, hour: float) -> int:
    """In November 2026, local."""
    return int(datetime(2026, 11, day, tzinfo=ZONE).astimezone(UTC).timestamp() + hour * HOUR)


def clinic(start: int, until: int | None = None) -> Activity:
    place = "qs/hy/lx/xf"
    made = Activity(
        "a",
        "7K3MQ2",
        Kind.CLINIC,
        "量血压",
        "",
        place,
        "东门",
        start,
        start + 2 * HOUR,
        until or start,
        10,
        2,
        "zhou",
        0,
    )
    return replace(made, look_at=at(23, 10))


def what(activity: Activity) -> list[Look]:
    return [look for _, look in rules.agenda(activity, NIGHT, ZONE)]


def test_every_state_that_is_not_the_end_can_be_left_by_the_clock():
    """Nothing waits for ever."""
    ways = {State.OPEN: Step.END, State.HELD: Step.LAPSE, State.VOUCHING: Step.LAPSE}
    assert {state for state, steps in STEPS.items() if steps} == set(ways)
    assert all(way in STEPS[state] for state, way in ways.items())


def test_what_is_over_is_over():
    with pytest.raises(NotAllowed):
        rules.take(replace(clinic(at(28, 14)), state=State.CANCELLED), Step.MOVE)


def test_it_is_reminded_of_the_day_before_and_two_hours_before():
    agenda = rules.agenda(clinic(at(28, 14.5), at(27, 9)), NIGHT, ZONE)
    assert agenda == [
        (at(27, 9), Look.SHUT),
        (at(27, 14.5), Look.EVE),
        (at(28, 12.5), Look.SOON),
        (at(28, 14.5), Look.START),
        (at(28, 16.5), Look.END),
    ]


def test_nobody_is_reminded_in_the_night_or_once_it_has_begun():
    assert (at(27, 7), Look.EVE) in rules.agenda(clinic(at(28, 6)), NIGHT, ZONE)
    assert Look.SOON not in what(clinic(at(28, 6)))
    assert (at(28, 7), Look.SOON) in rules.agenda(clinic(at(28, 8)), NIGHT, ZONE)
    assert (at(29, 7), Look.END) in rules.agenda(clinic(at(28, 21)), NIGHT, ZONE)


@pytest.mark.parametrize(("hour", "told"), [(10, (23, 10)), (20.5, (23, 20.5)), (21.5, (24, 7)), (23, (24, 7))])
def test_nobody_is_told_of_it_in_the_night_nor_just_before(hour: float, told: tuple[int, float]):
    assert rules.announced_at(at(23, hour), NIGHT, ZONE) == at(*told)


def test_at_another_time_sign_up_ends_as_long_before_and_reminders_come_anew():
    first = replace(clinic(at(28, 14), at(27, 14)), look=Look.SOON, look_at=at(28, 12))
    later = rules.moved(first, at(30, 9), at(28, 11), NIGHT, ZONE)
    assert (later.starts_at, later.ends_at, later.until) == (at(30, 9), at(30, 11), at(29, 9))
    assert (later.look, later.look_at) == (Look.SHUT, at(29, 9))
    assert rules.after(later, (at(29, 9), Look.SHUT), NIGHT, ZONE).look is Look.EVE


def test_what_is_moved_before_it_was_announced_is_announced_all_the_same():
    moved = rules.moved(clinic(at(28, 14)), at(29, 14), at(23, 9), NIGHT, ZONE)
    assert (moved.look, moved.look_at) == (Look.ANNOUNCE, at(23, 10))


def test_after_an_outage_only_the_last_reminder_is_said():
    one = clinic(at(28, 14))
    assert rules.stale(one, Look.EVE, at(28, 13), NIGHT, ZONE)
    assert not rules.stale(one, Look.SOON, at(28, 13), NIGHT, ZONE)
    assert rules.stale(one, Look.SOON, at(28, 15), NIGHT, ZONE)
    assert not rules.stale(one, Look.START, at(28, 15), NIGHT, ZONE)
    assert rules.stale(one, Look.ANNOUNCE, at(28, 14), NIGHT, ZONE)
