"""When an order is looked at again, and what happens then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import load
from domain.clock import Nag, due, nag
from domain.order import DAY, Lane, State
from tests.domain.lives import BORN, Life, at, lives

POLICY = load()
NOW, MINUTE, HOUR = BORN + 500, 60, 3600


@pytest.mark.parametrize(
    ("state", "seconds"),
    [(State.PLACED, 10 * MINUTE), (State.DISPATCHED, 30 * MINUTE), (State.ACCEPTED, HOUR), (State.FINISHED, 3 * DAY)],
)
def test_each_state_has_its_moment(state: State, seconds: int):
    assert due(at(state), POLICY, NOW) == NOW + seconds


def test_a_closed_order_is_never_looked_at():
    assert due(at(State.CLOSED), POLICY, NOW) is None


@given(lives(most=12), st.integers(0, 90 * DAY))
def test_there_is_a_moment_exactly_while_somebody_owes_something_and_it_lies_ahead(life: Life, passed: int):
    now = BORN + passed
    moment = due(life.end, POLICY, now)
    assert (moment is not None) == life.end.open
    assert moment is None or moment > now


def test_a_plan_is_waited_for_and_what_is_over_is_no_plan():
    assert due(at(State.ACCEPTED, planned_at=NOW + DAY), POLICY, NOW) == NOW + DAY
    assert due(at(State.ACCEPTED, planned_at=NOW - DAY), POLICY, NOW) == NOW + HOUR
    assert due(at(State.ACCEPTED, planned_at=NOW + MINUTE), POLICY, NOW) == NOW + HOUR


def test_a_plan_counts_only_while_it_is_worked_on():
    assert due(at(State.FINISHED, planned_at=NOW + 30 * DAY), POLICY, NOW) == NOW + 3 * DAY


@pytest.mark.parametrize("state", [State.PLACED, State.DISPATCHED, State.ACCEPTED])
def test_who_does_not_move_is_reminded_then_told_on_then_it_is_raised(state: State):
    assert [nag(at(state), stage) for stage in range(5)] == [Nag.REMIND, Nag.TELL, Nag.RAISE, Nag.RAISE, Nag.RAISE]


@pytest.mark.parametrize("state", [State.PLACED, State.DISPATCHED, State.ACCEPTED])
def test_urgent_leaves_out_the_reminder(state: State):
    order = at(state, lane=Lane.URGENT)
    assert [nag(order, stage) for stage in range(3)] == [Nag.TELL, Nag.RAISE, Nag.RAISE]


@pytest.mark.parametrize("lane", Lane)
def test_the_resident_is_asked_once_and_then_it_lapses(lane: Lane):
    order = at(State.FINISHED, lane=lane)
    assert [nag(order, stage) for stage in range(3)] == [Nag.ASK, Nag.LAPSE, Nag.LAPSE]
