"""The life of an order is one table: what it does not allow cannot be done."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given

from domain.order import (
    ACTION,
    DAY,
    OWES,
    REOPENINGS,
    STEPS,
    Closing,
    Event,
    Lane,
    NotAllowed,
    Owes,
    State,
    Step,
    commented,
    possible,
    take,
)
from domain.rights import RIGHTS
from tests.domain.lives import AUTHOR, BORN, DISPATCHER, NEW, WORKER, Life, at, lives

# The whole table once more, by somebody who read the issue: what is not here is not allowed.
MOVES = {
    State.PLACED: "dispatch:dispatched keep:accepted pick_up:accepted refuse:closed merge:closed cancel:closed "
    "mark_urgent:placed raise:placed",
    State.DISPATCHED: "accept:accepted decline:placed dispatch:dispatched keep:accepted refuse:closed merge:closed "
    "cancel:closed mark_urgent:dispatched raise:placed",
    State.ACCEPTED: "progress:accepted plan:accepted finish:finished decline:placed mark_urgent:accepted raise:placed",
    State.FINISHED: "review:closed reopen:placed lapse:closed",
    State.CLOSED: "reopen:placed",
}
ABOUT = ("id", "number", "author", "place", "grid", "what", "placed_at", "subject")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state_moves_it_or_is_not_allowed(state: State, step: Step):
    moves = dict(pair.split(":") for pair in MOVES[state].split())
    order, event = at(state), Event(step, BORN + 200, DISPATCHER)
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


@given(lives())
def test_whatever_happens_the_order_stays_whole(life: Life):
    for order in life.orders:
        closed = order.state is State.CLOSED
        assert closed == (order.closing is not None) == (order.closed_at is not None)
        assert order.open != closed
        assert order.reopened <= REOPENINGS
        assert (order.state is State.PLACED) <= ((order.assignee, order.team, order.planned_at) == (None, None, None))
        assert (order.state is State.DISPATCHED) <= ((order.assignee is None) != (order.team is None))
        assert (order.state in (State.ACCEPTED, State.FINISHED)) <= (None not in (order.assignee, order.accepted_at))
        assert (order.state is State.FINISHED) <= (order.finished_at is not None)
        assert (order.rating is not None) <= (order.closing is Closing.FIXED)


@given(lives())
def test_an_event_makes_one_version_and_never_changes_what_it_is_about(life: Life):
    for before, after, event in life.steps:
        assert after.version == before.version + (event is not None)
        assert [getattr(after, name) for name in ABOUT] == [getattr(before, name) for name in ABOUT]


@given(lives())
def test_the_same_events_make_the_same_order_and_the_old_one_stays(life: Life):
    kept = [asdict(order) for order in life.orders]
    order = NEW
    for event, expected in zip(life.events, life.orders[1:], strict=True):
        order = take(order, event) if event else replace(order, responded_at=expected.responded_at)
        assert order == expected
    assert [asdict(order) for order in life.orders] == kept


@given(lives())
def test_the_first_response_is_kept_for_good(life: Life):
    found = [order.responded_at for order in life.orders if order.responded_at is not None]
    assert len(set(found)) <= 1
    assert len(found) in (0, len(life.orders) - [o.responded_at for o in life.orders].count(None))


@pytest.mark.parametrize("step", [Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.REFUSE, Step.MERGE])
def test_the_first_act_of_somebody_else_is_a_response(step: Step):
    assert take(NEW, Event(step, BORN + 9, DISPATCHER)).responded_at == BORN + 9


@pytest.mark.parametrize("step", [Step.MARK_URGENT, Step.RAISE])
def test_shuffling_it_about_is_no_response(step: Step):
    assert take(NEW, Event(step, BORN + 9, DISPATCHER)).responded_at is None


def test_a_word_from_anybody_but_the_resident_is_a_response():
    assert commented(NEW, BORN + 9, AUTHOR).responded_at is None
    answered = commented(NEW, BORN + 9, DISPATCHER)
    assert answered.responded_at == BORN + 9
    assert commented(answered, BORN + 99, WORKER) == answered


def test_what_was_handed_to_one_is_taken_away_when_it_is_handed_to_another():
    team = take(at(State.DISPATCHED), Event(Step.DISPATCH, BORN, DISPATCHER, {"team": "P@x"}))
    assert (team.assignee, team.team) == (None, "P@x")
    taken = take(team, Event(Step.ACCEPT, BORN, WORKER))
    assert (taken.assignee, taken.accepted_at) == (WORKER, BORN)


@pytest.mark.parametrize("step", [Step.DECLINE, Step.RAISE])
def test_what_goes_back_to_the_desk_belongs_to_nobody(step: Step):
    back = take(at(State.ACCEPTED, planned_at=BORN + DAY, team="P@x"), Event(step, BORN + 99, WORKER))
    assert (back.assignee, back.team, back.accepted_at, back.planned_at) == (None, None, None, None)


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


def test_reopening_forgets_the_closing_and_keeps_what_is_known():
    again = take(at(State.CLOSED, rating=5, fixed=True, responded_at=BORN + 5), Event(Step.REOPEN, BORN + 200, AUTHOR))
    cleared = (again.closing, again.closed_at, again.finished_at, again.rating, again.fixed, again.assignee)
    assert cleared == (None,) * 6
    assert (again.reopened, again.responded_at, again.what) == (1, BORN + 5, "a leak")


def test_a_late_word_counts_within_thirty_days():
    lapsed, month = at(State.CLOSED, closing=Closing.UNREVIEWED), BORN + 180 + 30 * DAY
    assert possible(lapsed, Step.REVIEW, month)
    assert not possible(lapsed, Step.REVIEW, month + 1)


@pytest.mark.parametrize("closing", [c for c in Closing if c is not Closing.UNREVIEWED])
def test_what_is_closed_otherwise_is_not_reviewed_again(closing: Closing):
    assert not possible(at(State.CLOSED, closing=closing), Step.REVIEW, BORN + 200)


def test_a_late_word_does_not_move_the_day_of_closing():
    lapsed = at(State.CLOSED, closing=Closing.UNREVIEWED)
    said = take(lapsed, Event(Step.REVIEW, BORN + 20 * DAY, AUTHOR, {"closing": "fixed", "fixed": True, "rating": 4}))
    assert (said.closed_at, said.closing, said.rating) == (BORN + 180, Closing.FIXED, 4)


def test_what_an_event_kept_as_text_is_read_back_as_what_it_means():
    urgent = take(NEW, Event(Step.MARK_URGENT, BORN, DISPATCHER, {"lane": "urgent"}))
    assert urgent.lane is Lane.URGENT
    assert urgent.urgent
    assert take(NEW, Event(Step.REFUSE, BORN, DISPATCHER, {"closing": "not_ours"})).closing is Closing.NOT_OURS


def test_the_table_leads_from_everywhere_to_the_end():
    ends = {State.CLOSED}
    for _ in State:
        ends |= {state for state, moves in STEPS.items() if ends & set(moves.values())}
    assert ends == set(State)
