"""What an order is after something happened to it, and that the same events always make the same order."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given

from domain.order import DAY, REOPENABLE, REOPENINGS, Closing, Event, FollowUp, Lane, Order, State, Step
from domain.taking import commented, take
from tests.domain.lives import AUTHOR, BORN, DISPATCHER, NEW, OTHER, OWNERS, SYSTEM, WORKER, Life, at, lives

ABOUT = ("id", "number", "author", "place", "grid", "what", "placed_at", "subject", "part_of", "again_of")
CLOCKS_OWN = ("since", "deadline", "stage", "due_at", "nagged", "word_by")
PAUSE = ("paused_at", "paused_until", "paused_why")
WISH = ("wanted_until", "wanted_by")
PAUSED = {"paused_at": BORN + 90, "paused_until": BORN + DAY, "paused_why": "parts"}
WISHED = {"wanted_until": BORN + 5 * DAY, "wanted_by": WORKER}


def after(order: Order, step: Step, by: str = DISPATCHER, **sets: object) -> Order:
    return take(order, Event(step, BORN + 200, by, sets))


def of(order: Order, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(order, name) for name in names)


# ---- Whatever happens ------------------------------------------------------------------------------------------------


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
def test_a_pause_a_wish_and_a_follow_up_are_whole_and_only_where_they_belong(life: Life):
    for order in life.orders:
        assert len({value is None for value in of(order, PAUSE)}) == 1
        assert len({value is None for value in of(order, WISH)}) == 1
        assert (order.paused_at is not None or order.wanted_until is not None) <= (order.state is State.ACCEPTED)
        assert (order.planned_at is not None) <= (order.state not in (State.PLACED, State.DISPATCHED))
        assert (order.follow_up is not None) <= (order.closing in REOPENABLE and order.lot is not None)
        assert (order.signed is not None) <= (order.closing in REOPENABLE)
        assert (order.urged > 0) == (order.urged_at is not None)


@given(lives())
def test_an_event_makes_one_version_and_never_changes_what_it_is_about(life: Life):
    for before, then, event in life.steps:
        assert then.version == before.version + (event is not None)
        assert of(then, ABOUT) == of(before, ABOUT)


@given(lives())
def test_the_same_events_make_the_same_order_and_the_old_one_stays(life: Life):
    kept = [asdict(order) for order in life.orders]
    order = life.orders[0]
    for event, expected in zip(life.events, life.orders[1:], strict=True):
        order = take(order, event) if event else replace(order, responded_at=expected.responded_at)
        assert order == expected
    assert [asdict(order) for order in life.orders] == kept


@given(lives())
def test_what_happens_never_touches_the_clock_itself(life: Life):
    order = replace(life.orders[0], since=1, deadline=2, stage=3, due_at=4, nagged=True, word_by=5)
    for event in life.events:
        order = take(order, event) if event else order
        assert of(order, CLOCKS_OWN) == (1, 2, 3, 4, True, 5)


@given(lives())
def test_the_first_response_is_kept_for_good(life: Life):
    found = [order.responded_at for order in life.orders if order.responded_at is not None]
    assert len(set(found)) <= 1
    assert len(found) in (0, len(life.orders) - [o.responded_at for o in life.orders].count(None))


@given(lives())
def test_the_first_feedback_is_kept_until_it_is_opened_again(life: Life):
    for before, then, event in life.steps:
        if before.feedback_at is not None and not (event and event.step is Step.REOPEN):
            assert then.feedback_at == before.feedback_at


# ---- Responses and feedback ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.REFUSE, Step.MERGE])
def test_the_first_act_of_somebody_else_is_a_response(step: Step):
    assert after(NEW, step).responded_at == BORN + 200
    assert after(NEW, step, AUTHOR).responded_at is None


@pytest.mark.parametrize("step", [Step.MARK_URGENT, Step.RAISE, Step.URGE])
def test_shuffling_it_about_is_no_response(step: Step):
    assert after(NEW, step).responded_at is None


def test_a_word_from_anybody_but_the_resident_is_a_response():
    assert commented(NEW, BORN + 9, AUTHOR).responded_at is None
    answered = commented(NEW, BORN + 9, DISPATCHER)
    assert answered.responded_at == BORN + 9
    assert commented(answered, BORN + 99, WORKER) == answered


@pytest.mark.parametrize(
    ("step", "counts"),
    [
        (Step.PROGRESS, True),
        (Step.PLAN, True),
        (Step.PAUSE, True),
        (Step.FINISH, True),
        (Step.WANT_TIME, False),
        (Step.URGE, False),
        (Step.MARK_URGENT, False),
        (Step.DECLINE, False),
        (Step.HAND_OVER, False),
    ],
)
def test_feedback_is_what_tells_the_resident_how_it_goes(step: Step, counts: bool):
    assert (after(at(State.ACCEPTED), step).feedback_at is not None) is counts


def test_the_first_feedback_counts():
    assert after(at(State.ACCEPTED, feedback_at=BORN + 90), Step.PROGRESS).feedback_at == BORN + 90
    assert after(at(State.PLACED), Step.REFUSE, closing="not_ours").feedback_at == BORN + 200
    assert after(at(State.ACCEPTED, part_of="o9"), Step.COMPLETE, closing="fixed").feedback_at == BORN + 200


# ---- From hand to hand -----------------------------------------------------------------------------------------------


def test_what_was_handed_to_one_is_taken_away_when_it_is_handed_to_another():
    team = after(at(State.DISPATCHED), Step.DISPATCH, team="P@x")
    assert (team.assignee, team.team) == (None, "P@x")
    taken = after(team, Step.ACCEPT, WORKER)
    assert (taken.assignee, taken.team, taken.accepted_at) == (WORKER, "P@x", BORN + 200)


def test_what_the_desk_keeps_is_no_teams_any_more():
    kept = after(at(State.DISPATCHED, assignee=None, team="P@x"), Step.KEEP, assignee=DISPATCHER)
    assert (kept.assignee, kept.team, kept.accepted_at) == (DISPATCHER, None, BORN + 200)


@pytest.mark.parametrize("step", [Step.DECLINE, Step.RAISE])
def test_what_goes_back_to_the_desk_belongs_to_nobody(step: Step):
    back = after(at(State.ACCEPTED, planned_at=BORN + DAY, team="P@x", **PAUSED | WISHED), step, WORKER)
    assert of(back, ("assignee", "team", "accepted_at", "planned_at", *PAUSE, *WISH)) == (None,) * 9


@pytest.mark.parametrize("state", [State.DISPATCHED, State.ACCEPTED])
def test_what_is_handed_over_waits_for_another_with_nothing_of_the_first(state: State):
    over = after(at(state, team="P@x"), Step.HAND_OVER, assignee=OTHER)
    assert (over.state, over.assignee, over.team) == (State.DISPATCHED, OTHER, None)
    assert (over.accepted_at, over.planned_at) == (None, None)


def test_raising_and_lifting_are_counted_and_only_raising_takes_it_away():
    raised = after(at(State.ACCEPTED, raised=1), Step.RAISE, SYSTEM, rung="qs/hy/lx")
    assert (raised.state, raised.rung, raised.raised, raised.assignee) == (State.PLACED, "qs/hy/lx", 2, None)
    lifted = after(at(State.ACCEPTED, raised=1, lane=Lane.HOT), Step.LIFT, SYSTEM, rung="qs/hy/lx")
    assert (lifted.state, lifted.rung, lifted.raised, lifted.assignee) == (State.ACCEPTED, "qs/hy/lx", 2, WORKER)


def test_urging_counts_and_shows():
    once = after(at(State.ACCEPTED), Step.URGE, AUTHOR)
    twice = take(once, Event(Step.URGE, BORN + 999, AUTHOR))
    assert [(order.urged, order.urged_at) for order in (once, twice)] == [(1, BORN + 200), (2, BORN + 999)]


# ---- Pauses and wishes for more time ---------------------------------------------------------------------------------


def test_a_pause_begins_now_and_has_a_reason_and_an_end():
    paused = after(at(State.ACCEPTED), Step.PAUSE, WORKER, paused_until=BORN + DAY, paused_why="parts")
    assert of(paused, PAUSE) == (BORN + 200, BORN + DAY, "parts")
    assert of(after(paused, Step.RESUME, WORKER), PAUSE) == (None, None, None)


MOVES_ON = [Step.PROGRESS, Step.PLAN, Step.FINISH, Step.DECLINE, Step.MARK_URGENT, Step.HAND_OVER, Step.RAISE]


@pytest.mark.parametrize("step", MOVES_ON)
def test_whoever_moves_ends_the_pause_and_needs_no_more_time(step: Step):
    moved = after(at(State.ACCEPTED, **PAUSED | WISHED), step)
    assert of(moved, PAUSE + WISH) == (None,) * 5


def test_completing_a_task_ends_its_pause():
    assert of(after(at(State.ACCEPTED, part_of="o9", **PAUSED), Step.COMPLETE, WORKER), PAUSE) == (None, None, None)


@pytest.mark.parametrize("step", [Step.URGE, Step.WANT_TIME, Step.LIFT, Step.CALL_IN])
def test_asking_does_not_end_a_pause(step: Step):
    lane = Lane.HOT if step is Step.LIFT else Lane.ORDINARY
    assert of(after(at(State.ACCEPTED, lane=lane, **PAUSED), step), PAUSE) == tuple(PAUSED.values())


@pytest.mark.parametrize("step", [Step.URGE, Step.PAUSE, Step.RESUME, Step.LIFT, Step.CALL_IN])
def test_a_wish_for_more_time_waits_for_its_answer(step: Step):
    lane = Lane.HOT if step is Step.LIFT else Lane.ORDINARY
    paused = PAUSED if step is Step.RESUME else {}
    assert of(after(at(State.ACCEPTED, lane=lane, **WISHED | paused), step), WISH) == tuple(WISHED.values())


def test_a_wish_knows_who_wished():
    wished = after(at(State.ACCEPTED), Step.WANT_TIME, WORKER, wanted_until=BORN + DAY)
    assert (wished.wanted_until, wished.wanted_by, wished.planned_at) == (BORN + DAY, WORKER, None)


def test_a_wish_that_is_granted_is_the_plan_from_now_on():
    granted = after(at(State.ACCEPTED, **WISHED | PAUSED), Step.GRANT)
    assert (granted.planned_at, *of(granted, WISH)) == (BORN + 5 * DAY, None, None)
    assert of(granted, PAUSE) == tuple(PAUSED.values())


def test_a_wish_that_is_denied_leaves_the_old_plan_and_the_pause():
    denied = after(at(State.ACCEPTED, planned_at=BORN + DAY, **WISHED | PAUSED), Step.DENY)
    assert (denied.planned_at, *of(denied, WISH)) == (BORN + DAY, None, None)
    assert of(denied, PAUSE) == tuple(PAUSED.values())


# ---- The end, and after it -------------------------------------------------------------------------------------------


def test_a_task_is_done_and_closed_in_one():
    done = after(at(State.ACCEPTED, part_of="o9"), Step.COMPLETE, WORKER, closing="fixed", fixed=True)
    assert (done.state, done.finished_at, done.closed_at) == (State.CLOSED, BORN + 200, BORN + 200)


def test_what_is_finished_waits_for_the_resident():
    done = after(at(State.ACCEPTED), Step.FINISH, WORKER)
    assert (done.finished_at, done.closed_at, done.closing) == (BORN + 200, None, None)


def test_reopening_forgets_the_closing_and_keeps_what_is_known():
    closed = at(State.CLOSED, rating=5, fixed=True, responded_at=BORN + 5, feedback_at=BORN + 7, urged=3)
    asked = replace(closed, lot=3, follow_up=FollowUp.ASKED, signed=True)
    again = after(asked, Step.REOPEN, AUTHOR)
    forgotten = ("closing", "closed_at", "finished_at", "rating", "fixed", "assignee", "lot", "follow_up", "signed")
    assert of(again, (*forgotten, "feedback_at")) == (None,) * 10
    assert (again.reopened, again.responded_at, again.urged, again.what) == (1, BORN + 5, 3, "a leak")


def test_a_late_word_does_not_move_the_day_of_closing():
    lapsed = at(State.CLOSED, closing=Closing.UNREVIEWED)
    said = after(lapsed, Step.REVIEW, AUTHOR, closing="fixed", fixed=True, rating=4)
    assert (said.closed_at, said.closing, said.rating) == (BORN + 180, Closing.FIXED, 4)


def test_the_committee_confirms_what_the_resident_said_nothing_about_and_overrules_nobody():
    signed = after(at(State.CLOSED, closing=Closing.UNREVIEWED), Step.SIGN, OWNERS)
    assert (signed.signed, signed.closing, signed.fixed) == (True, Closing.FIXED, True)
    signed = after(at(State.CLOSED), Step.SIGN, OWNERS)
    assert (signed.signed, signed.closing, signed.fixed) == (True, Closing.FIXED, None)
    objected = after(at(State.CLOSED, closing=Closing.UNREVIEWED), Step.OBJECT, OWNERS)
    assert (objected.signed, objected.closing) == (False, Closing.UNREVIEWED)


@pytest.mark.parametrize(
    ("step", "found"),
    [(Step.HELD, FollowUp.HELD), (Step.CAME_BACK, FollowUp.BACK), (Step.LET_GO, FollowUp.SILENT)],
)
def test_asked_again_after_two_weeks_it_lasted_came_back_or_nobody_answered(step: Step, found: FollowUp):
    asked = after(at(State.CLOSED, follow_up=FollowUp.DRAWN, lot=3), Step.FOLLOW_UP, SYSTEM)
    assert asked.follow_up is FollowUp.ASKED
    answered = after(asked, step)
    assert (answered.follow_up, answered.state, answered.lot) == (found, State.CLOSED, 3)


def test_what_an_event_kept_as_text_is_read_back_as_what_it_means():
    urgent = after(NEW, Step.MARK_URGENT, lane="urgent")
    assert urgent.lane is Lane.URGENT
    assert urgent.urgent
    assert after(NEW, Step.REFUSE, closing="not_ours").closing is Closing.NOT_OURS
    drawn = after(at(State.FINISHED), Step.LAPSE, SYSTEM, closing="unreviewed", follow_up="drawn")
    assert drawn.follow_up is FollowUp.DRAWN
