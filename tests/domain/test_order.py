"""The life of an order is one table: what it does not allow cannot be done."""

from dataclasses import replace
from typing import Any

import pytest

from domain.order import (
    ACTION,
    DAY,
    OWES,
    STEPS,
    Closing,
    Event,
    FollowUp,
    Lane,
    NotAllowed,
    Order,
    Owes,
    State,
    Step,
)
from domain.possible import ONLY, possible
from domain.rights import RIGHTS
from domain.taking import take
from tests.domain.lives import AUTHOR, BORN, DISPATCHER, at

# The whole table once more, by somebody who read the issue: what is not here is not allowed.
MOVES = {
    State.PLACED: "dispatch:dispatched keep:accepted pick_up:accepted refuse:closed merge:closed cancel:closed "
    "mark_urgent:placed urge:placed call_in:placed raise:placed",
    State.DISPATCHED: "accept:accepted decline:placed dispatch:dispatched keep:accepted refuse:closed merge:closed "
    "cancel:closed mark_urgent:dispatched urge:dispatched call_in:dispatched "
    "hand_over:dispatched raise:placed",
    State.ACCEPTED: "progress:accepted plan:accepted finish:finished complete:closed cancel:closed decline:placed "
    "mark_urgent:accepted urge:accepted pause:accepted resume:accepted want_time:accepted grant:accepted "
    "deny:accepted call_in:accepted hand_over:dispatched lift:accepted raise:placed",
    State.FINISHED: "review:closed pass_on:closed call_back:closed reopen:placed lapse:closed",
    State.CLOSED: "review:closed pass_on:closed call_back:closed reopen:placed sign:closed object:closed "
    "follow_up:closed held:closed came_back:closed let_go:closed",
}
# What an order must be besides for these steps.
READY: dict[Step, dict[str, Any]] = {
    Step.RESUME: {"paused_at": BORN, "paused_until": BORN + DAY},
    Step.GRANT: {"wanted_until": BORN + DAY},
    Step.DENY: {"wanted_until": BORN + DAY},
    Step.LIFT: {"lane": Lane.HOT},
    Step.COMPLETE: {"part_of": "o9"},
    Step.CANCEL: {"part_of": "o9"},
    Step.FOLLOW_UP: {"follow_up": FollowUp.DRAWN},
    Step.HELD: {"follow_up": FollowUp.ASKED},
    Step.CAME_BACK: {"follow_up": FollowUp.ASKED},
    Step.LET_GO: {"follow_up": FollowUp.ASKED},
    Step.PASS_ON: {"proxy": True},
    Step.CALL_BACK: {"proxy": True},
}
PAUSED = {"paused_at": BORN + 90, "paused_until": BORN + DAY}


def ready(state: State, step: Step) -> Order:
    late = state is State.CLOSED and step in (Step.REVIEW, Step.PASS_ON, Step.CALL_BACK)
    return at(state, **READY.get(step, {}) | ({"closing": Closing.UNREVIEWED} if late else {}))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state_moves_it_or_is_not_allowed(state: State, step: Step):
    moves = dict(pair.split(":") for pair in MOVES[state].split())
    order, event = ready(state, step), Event(step, BORN + 200, DISPATCHER)
    if step in moves:
        assert take(order, event).state == moves[step]
    else:
        with pytest.raises(NotAllowed, match=f"{step} from {state}"):
            take(order, event)


def test_each_state_says_who_owes_the_next_step_and_a_closed_one_nobody():
    assert OWES == {
        State.PLACED: Owes.DISPATCHER,
        State.DISPATCHED: Owes.PARTY,
        State.ACCEPTED: Owes.PARTY,
        State.FINISHED: Owes.AUTHOR,
        State.CLOSED: None,
    }


def test_every_step_asks_for_a_right_that_exists():
    assert set(ACTION) == set(Step)
    assert set(ACTION.values()) <= set(RIGHTS)


def test_the_table_leads_from_everywhere_to_the_end():
    ends = {State.CLOSED}
    for _ in State:
        ends |= {state for state, moves in STEPS.items() if ends & set(moves.values())}
    assert ends == set(State)


# ---- What a step needs besides the state -----------------------------------------------------------------------------


@pytest.mark.parametrize("step", READY)
def test_what_a_step_needs_is_needed(step: Step):
    states = [
        state
        for state, moves in STEPS.items()
        if step in moves and (step is not Step.CANCEL or state is State.ACCEPTED)
    ]
    assert [possible(ready(state, step), step, BORN + 200) for state in states] == [True] * len(states)
    assert not any(possible(at(state), step, BORN + 200) for state in states)


def test_every_condition_is_tried_here():
    assert set(ONLY) - set(READY) == {Step.DECLINE, Step.RAISE, Step.PAUSE, Step.SIGN, Step.OBJECT}


@pytest.mark.parametrize("step", [Step.DECLINE, Step.RAISE])
def test_whoever_leads_a_hot_matter_cannot_pass_it_on(step: Step):
    hot = at(State.ACCEPTED, lane=Lane.HOT)
    assert hot.led
    assert not possible(hot, step, BORN + 200)
    assert possible(replace(hot, part_of="o9"), step, BORN + 200)
    assert possible(at(State.DISPATCHED, lane=Lane.HOT), step, BORN + 200)


@pytest.mark.parametrize("lane", [lane for lane in Lane if lane is not Lane.HOT])
def test_only_hot_matters_are_led_and_only_they_and_what_is_urgent_are_lifted(lane: Lane):
    order = at(State.ACCEPTED, lane=lane)
    assert not order.led
    assert possible(order, Step.LIFT, BORN + 200) == (lane is Lane.URGENT)
    assert not possible(at(State.DISPATCHED, lane=lane), Step.LIFT, BORN + 200)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ACCEPTED])
def test_a_hot_matter_in_nobodys_hands_is_led_by_nobody(state: State):
    assert not at(state, lane=Lane.HOT).led


def test_what_is_paused_is_not_paused_again_and_what_goes_on_is_not_resumed():
    paused, going = at(State.ACCEPTED, **PAUSED), at(State.ACCEPTED)
    assert [possible(order, Step.PAUSE, BORN + 200) for order in (paused, going)] == [False, True]
    assert [possible(order, Step.RESUME, BORN + 200) for order in (paused, going)] == [True, False]


def test_a_task_is_completed_or_withdrawn_and_never_speaks_for_the_whole():
    words = "call_in finish review reopen refuse merge urge sign object follow_up"
    for state in STEPS:
        task = at(state, part_of="o9", **{"closing": Closing.UNREVIEWED} if state is State.CLOSED else {})
        asked = replace(task, follow_up=FollowUp.DRAWN)
        assert not any(possible(order, Step(word), BORN + 200) for word in words.split() for order in (task, asked))
    assert possible(at(State.ACCEPTED), Step.FINISH, BORN + 200)
    assert not possible(at(State.ACCEPTED), Step.COMPLETE, BORN + 200)


def test_what_is_worked_on_is_withdrawn_by_nobody_but_a_task_is():
    assert [possible(at(state), Step.CANCEL, BORN + 200) for state in STEPS] == [True, True, False, False, False]
    assert possible(at(State.ACCEPTED, part_of="o9"), Step.CANCEL, BORN + 200)


def test_a_task_has_no_resident():
    assert at(State.PLACED).resident == AUTHOR
    assert at(State.PLACED, part_of="o9").resident is None


@pytest.mark.parametrize("step", [Step.SIGN, Step.OBJECT])
def test_the_committee_speaks_once_about_what_was_called_done(step: Step):
    assert possible(at(State.CLOSED), step, BORN + 200)
    assert possible(at(State.CLOSED, closing=Closing.UNREVIEWED), step, BORN + 200)
    assert not possible(at(State.CLOSED, closing=Closing.WITHDRAWN), step, BORN + 200)
    assert not any(possible(at(State.CLOSED, signed=signed), step, BORN + 200) for signed in (True, False))


@pytest.mark.parametrize("found", [FollowUp.HELD, FollowUp.BACK, FollowUp.SILENT, None])
def test_it_is_asked_once_whether_it_lasted(found: FollowUp | None):
    asked = (Step.FOLLOW_UP, Step.HELD, Step.CAME_BACK, Step.LET_GO)
    assert not any(possible(at(State.CLOSED, follow_up=found), step, BORN + 200) for step in asked)


# ---- Opening again and late words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("closing", "again"), [(c, c in ("fixed", "unreviewed")) for c in Closing])
def test_only_what_was_called_done_can_be_reopened(closing: Closing, again: bool):
    assert possible(at(State.CLOSED, closing=closing), Step.REOPEN, BORN + 200) is again


@pytest.mark.parametrize(("reopened", "again"), [(0, True), (1, True), (2, False)])
@pytest.mark.parametrize("state", [State.FINISHED, State.CLOSED])
def test_it_is_reopened_at_most_twice(state: State, reopened: int, again: bool):
    assert possible(at(state, reopened=reopened), Step.REOPEN, BORN + 200) is again


def test_what_is_closed_is_reopened_within_seven_days():
    week = BORN + 180 + 7 * DAY
    assert possible(at(State.CLOSED), Step.REOPEN, week)
    assert not possible(at(State.CLOSED), Step.REOPEN, week + 1)
    assert possible(at(State.FINISHED), Step.REOPEN, week + 1)


def test_a_late_word_counts_within_thirty_days():
    lapsed, month = at(State.CLOSED, closing=Closing.UNREVIEWED), BORN + 180 + 30 * DAY
    assert possible(lapsed, Step.REVIEW, month)
    assert not possible(lapsed, Step.REVIEW, month + 1)


@pytest.mark.parametrize("closing", [c for c in Closing if c is not Closing.UNREVIEWED])
def test_what_is_closed_otherwise_is_not_reviewed_again(closing: Closing):
    assert not possible(at(State.CLOSED, closing=closing), Step.REVIEW, BORN + 200)


def test_what_the_committee_signed_off_without_a_word_from_the_resident_may_still_be_reviewed():
    signed = at(State.CLOSED, closing=Closing.FIXED, signed=True)
    assert possible(signed, Step.REVIEW, BORN + 200)
    assert not possible(replace(signed, rating=4), Step.REVIEW, BORN + 200)
