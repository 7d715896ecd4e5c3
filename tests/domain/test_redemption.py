"""Where a redemption can go, what its clock says, and how a pick-up code is written, read and kept."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import pick_up_code
from domain.calendar import Quiet
from domain.order import DAY
from domain.redemption import STEPS, NotAllowed, PickUp, Redemption, State, Step, lasts, reminded, take

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(22), time(7))
NOW = 1_795_399_200  # ten in the morning
RICE = Redemption("r1", "7K3MQ2", "li", "m:xf", "rice", "Rice", 50, NOW, NOW + 14 * DAY, NOW + 11 * DAY, code="seal")


@pytest.mark.parametrize("step", Step)
def test_what_is_over_is_over_once_and_its_code_with_it(step: Step):
    over = take(RICE, step, "qian", NOW + 5)
    assert (over.waits, over.code, over.look_at, over.ended_at, over.ended_by) == (False, "", None, NOW + 5, "qian")
    for again in Step:
        with pytest.raises(NotAllowed):
            take(over, again, "qian", NOW + 6)


def test_every_state_is_in_the_table_and_one_waits():
    assert set(STEPS) == set(State)
    assert [state for state in State if STEPS[state]] == [State.RESERVED]


@given(made=st.integers(NOW, NOW + 400 * DAY), keep=st.integers(2, 60), remind=st.integers(1, 59))
def test_neither_the_reminder_nor_the_end_comes_at_night_and_the_reminder_first(made: int, keep: int, remind: int):
    remind = min(remind, keep - 1)
    until, look_at = lasts(made, PickUp(keep * DAY, remind * DAY), NIGHT, ZONE)
    assert made < look_at < until
    assert until >= made + keep * DAY
    assert not any(NIGHT.holds(moment, ZONE) for moment in (until, look_at))


@given(late=st.integers(0, 400 * DAY))
def test_after_a_reminder_there_is_a_day_to_come_however_late_it_was(late: int):
    now = NOW + 11 * DAY + late
    to = reminded(RICE, now, NIGHT, ZONE)
    assert to.until == to.look_at
    assert to.until >= max(now + DAY, RICE.until)
    assert to.until == RICE.until or not NIGHT.holds(to.until, ZONE)


@given(st.binary(min_size=8, max_size=8))
def test_a_code_is_read_as_it_was_shown(random: bytes):
    code = pick_up_code.make(random)
    assert len(code) == 6
    assert pick_up_code.read(pick_up_code.shown(code)) == code
    assert pick_up_code.from_link(pick_up_code.to_link("7K3MQ2", code)) == ("7K3MQ2", code)


@pytest.mark.parametrize("text", ["482913", " 4 8 2 9 1 3 ", "482-913", "４８２９１３", "４８２　９１３", "482，913"])
def test_spaces_hyphens_and_full_width_are_understood(text: str):
    assert pick_up_code.read(text) == "482913"


@pytest.mark.parametrize("text", ["", "48291", "4829133", "48291a", "٤٨٢٩١٣", "482 913 1", "²482913"])
def test_what_is_no_code_is_not_read(text: str):
    assert pick_up_code.read(text) is None


@pytest.mark.parametrize("payload", ["u-", "u-7K3MQ2", "u-7K3MQ2-48291", "u-7K3MQ2-4829133", "u-7k3mq2-482913", "p-qs"])
def test_what_is_no_link_of_ours_is_not_read(payload: str):
    assert pick_up_code.from_link(payload) is None


def test_the_same_digits_are_kept_differently_in_every_redemption_and_shop():
    kept = {pick_up_code.sealed("482913", *where) for where in (("r1", "m:a"), ("r2", "m:a"), ("r1", "m:b"))}
    assert len(kept) == 3
