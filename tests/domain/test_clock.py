"""When the clock looks at an order, and what it does then: never early, each thing once, and nothing for ever."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from itertools import pairwise
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import clock, stages
from domain.calendar import Calendar, Span
from domain.ladder import Nag
from domain.order import DAY, OWES, Closing, FollowUp, Lane, Order, Owes, State, Step
from domain.policy import Policy
from domain.possible import possible
from domain.taking import commented
from tests.domain.lives import AHEAD, BORN, LATE, NEW, OTHER, SETS, WORKER, at
from tests.domain.policies import (
    ALL,
    HOUR,
    LORD_HOWE,
    MINUTE,
    NEW_YORK,
    REAL,
    WORKING,
    any_policies,
    ladder,
    local,
    policies,
    policy,
)
from tests.domain.wound import Look, Wound

RAISED, TOLD = [Nag.REMIND, Nag.NAG, Nag.TELL, Nag.RAISE], [Nag.TELL, Nag.RAISE]
CLOCK = ("since", "deadline", "stage", "due_at", "nagged")
MONDAY = local("2026-11-23 10:00")


OWES_IT: dict[Owes | None, Callable[[Order], bool]] = {
    Owes.DISPATCHER: lambda order: bool(order.rung) and order.assignee is None and order.team is None,
    Owes.PARTY: lambda order: (order.assignee is None) != (order.team is None) or order.accepted_at is not None,
    Owes.AUTHOR: lambda order: bool(order.author),
    None: lambda order: not order.open,
}


def clock_of(order: Order) -> tuple[Any, ...]:
    return tuple(getattr(order, name) for name in CLOCK)


def wound(held: Policy = REAL, *steps: Step, now: int = BORN, **other: Any) -> Wound:
    """A new order after these steps, all in one moment."""
    played = Wound(held, now, order=replace(NEW, placed_at=now, **other))
    for step in steps:
        played.step(step, **SETS.get(step, [{}])[0])
    return played


def accepted(held: Policy = REAL, **other: Any) -> Wound:
    return wound(held, Step.DISPATCH, Step.ACCEPT, **other)


def nags(looks: list[Look]) -> list[Nag]:
    return [look.nag for look in looks]


def minutes(looks: list[Look], since: int = BORN) -> list[float]:
    return [(look.at - since) / MINUTE for look in looks]


# ---- Any life, any policy --------------------------------------------------------------------------------------------


@st.composite
def stories(draw: st.DrawFn, most: int = 10, switching: bool = False) -> "Told":
    """People do this and that; meanwhile the clock looks in time, or nothing runs for a while.

    switching: after a while there may be another policy.
    """
    lane, part = draw(st.sampled_from(Lane)), draw(st.sampled_from([None, None, None, "o9"]))
    category = draw(st.sampled_from(["water", "lift", "no such kind"]))
    born = replace(NEW, lane=lane, part_of=part, category=category)
    played = Told(draw(any_policies if switching else policies), climbs=draw(st.booleans()), order=born)
    for _ in range(draw(st.integers(0, most))):
        wait = draw(st.sampled_from([0, MINUTE, 7 * MINUTE, 20 * MINUTE, 2 * HOUR, DAY // 2, 15 * DAY]))
        if draw(st.integers(0, 3)) and (wait < DAY or not played.order.open):
            played.until(played.now + wait)
        else:
            played.out(played.now + wait)
            played.look()
        if switching and draw(st.integers(0, 3)) == 0:
            played.policy, played.switched = draw(any_policies), True
        steps = [step for step in Step if possible(played.order, step, played.now)]
        step = draw(st.sampled_from([None, *steps]))
        if step is not None:
            ahead = (
                {AHEAD[step]: played.now + draw(st.sampled_from([0, MINUTE, HOUR, 9 * DAY]))} if step in AHEAD else {}
            )
            late = step is Step.REVIEW and played.order.state is State.CLOSED
            played.step(step, **draw(st.sampled_from(LATE if late else SETS.get(step, [{}]))) | ahead)
    played.until(played.now + draw(st.sampled_from([0, DAY // 2])))
    return played


class Told(Wound):
    """Checks at every step and every look what holds in any life."""

    nagged = switched = False  # nagged: since its clock was set
    as_set: Order = NEW  # the order when its clock was set: one that is returned keeps its clock

    def step(self, step: Step, by: str | None = None, /, **sets: Any) -> Order:
        before, after = self.order, super().step(step, by, **sets)
        begins = after.since == self.now and after.deadline != before.deadline
        if begins or step in (Step.GRANT, Step.LIFT):
            self.nagged = False
        kept = after.paused_until is not None or (step in clock.RETURNS and after.deadline == before.deadline)
        if clock_of(after) != clock_of(before) and after.since == self.now and not kept:
            self.as_set = after
        self.check()
        return after

    def look(self) -> Look | None:
        before, nagged, steps = self.order, self.nagged, stages.ladder(self.order, self.policy)
        self.as_set = before if self.as_set is NEW else self.as_set
        done = super().look()
        if done is not None:
            assert self.switched or done.stage >= before.stage - 1
            assert done.nag in {nag for nag, _ in steps.steps}
            assert done.nag is Nag.REMIND or done.at >= done.deadline
            assert not early(before, done, self.policy) or (done.nag is Nag.REMIND and self.reminded_as_set(done))
            assert done.nag not in (Nag.RAISE, Nag.LAPSE) or nagged
            self.nagged = nagged or done.nag in (Nag.NAG, Nag.TELL, Nag.ASK)
            if done.nag in (Nag.RAISE, Nag.LAPSE) and self.order.deadline != done.deadline:
                self.nagged = False
            assert self.order.due_at is None or self.order.due_at > self.now
        self.check()
        return done

    def reminded_as_set(self, done: Look) -> bool:
        return self.switched or not early(self.as_set, done, self.policy)

    def check(self) -> None:
        order = self.order
        asked = order.follow_up in (FollowUp.DRAWN, FollowUp.ASKED)
        assert len({value is None for value in (order.since, order.deadline, order.due_at)}) == 1
        assert (order.due_at is not None) == (order.open or asked)
        assert OWES_IT[OWES[order.state]](order)


def early(order: Order, done: Look, held: Policy) -> bool:
    """Whether this was done before its moment, by counting from the deadline."""
    span, when = stages.patience_of(order, held), stages.ladder(order, held).at(done.stage)[1]
    assert span is not None
    calendar = held.at(order.place).calendar
    if when < 1:
        return calendar.elapsed(done.at, done.deadline, span.working) > round(span.seconds * (1 - when))
    passed = calendar.elapsed(done.deadline, done.at, span.working)
    return done.at < done.deadline or passed < round(span.seconds * (when - 1))


@given(stories())
def test_whatever_happens_somebody_owes_it_and_is_looked_at_and_nothing_is_done_early_or_unannounced(played: Wound):
    """What is asserted is in Told: at every step and every look."""


@given(stories())
def test_no_stage_of_a_deadline_is_lost_because_it_was_done_for_another(played: Wound):
    assert played.silent == []


@settings(deadline=None)
@given(stories(switching=True))
def test_another_policy_in_mid_life_nags_nobody_early_and_raises_nothing_unannounced(played: Wound):
    """What is asserted is in Told: at every step and every look."""


# ---- Stages and moments ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "due"),
    [((), 10), ((Step.DISPATCH,), 30), ((Step.DISPATCH, Step.ACCEPT), 60), ((Step.KEEP, Step.FINISH), 3 * 24 * 60)],
)
def test_each_state_has_its_deadline(steps: tuple[Step, ...], due: int):
    order = wound(REAL, *steps).order
    assert (order.since, order.deadline) == (BORN, BORN + due * MINUTE)


@pytest.mark.parametrize(("steps", "span"), [((), 10), ((Step.DISPATCH,), 30), ((Step.DISPATCH, Step.ACCEPT), 60)])
@pytest.mark.parametrize("lane", [Lane.ORDINARY, Lane.DIFFICULT, Lane.HOT])
def test_who_does_not_move_is_reminded_nagged_told_on_and_then_it_is_raised(
    steps: tuple[Step, ...], span: int, lane: Lane
):
    played = wound(REAL, *steps, lane=lane)
    looks = played.until(BORN + 2 * span * MINUTE)[:4]
    assert nags(looks) == RAISED
    assert minutes(looks) == [span / 2, span, 1.5 * span, 2 * span]
    assert [look.stage for look in looks] == [0, 1, 2, 3]
    assert {look.deadline for look in looks} == {BORN + span * MINUTE}


@pytest.mark.parametrize(("steps", "span"), [((), 3), ((Step.DISPATCH,), 5), ((Step.DISPATCH, Step.ACCEPT), 20)])
def test_urgent_skips_the_first_steps(steps: tuple[Step, ...], span: int):
    looks = wound(REAL, *steps, lane=Lane.URGENT).until(BORN + 2 * span * MINUTE)[:2]
    assert nags(looks) == TOLD
    assert minutes(looks) == [span, 2 * span]


def test_what_was_raised_waits_anew_at_the_desk_above():
    played = wound()
    played.until(BORN + 20 * MINUTE)
    order = played.order
    assert (order.state, order.rung, order.stage) == (State.PLACED, "qs", 0)
    assert (order.since, order.deadline) == (BORN + 20 * MINUTE, BORN + 30 * MINUTE)


def test_a_hot_matter_is_lifted_and_stays_with_whoever_leads_it():
    played = accepted(lane=Lane.HOT)
    played.until(BORN + 120 * MINUTE)
    order = played.order
    assert (order.state, order.assignee, order.rung, order.raised) == (State.ACCEPTED, WORKER, "qs", 1)
    assert (order.deadline, order.stage) == (BORN + 180 * MINUTE, 0)


def test_the_resident_is_asked_once_more_and_then_it_lapses():
    played = wound(REAL, Step.KEEP, Step.FINISH)
    looks = played.until(BORN + 30 * DAY)
    assert [(look.nag, look.at - BORN) for look in looks] == [(Nag.ASK, 3 * DAY), (Nag.LAPSE, 6 * DAY)]
    assert (played.order.closing, played.order.due_at) == (Closing.UNREVIEWED, None)


def test_at_the_top_the_pauses_grow_and_stop_growing():
    played = wound()
    played.climbs = False
    looks = played.until(BORN + 20 * HOUR)
    assert minutes(looks)[:9] == [5, 10, 15, 20, 40, 80, 160, 320, 480]
    assert {look.nag for look in looks[3:]} == {Nag.RAISE}
    assert {late - soon for soon, late in pairwise(minutes(looks)[7:])} == {160}


def test_working_time_stands_still_over_lunch_and_at_night():
    played = wound(WORKING, Step.DISPATCH, now=local("2026-11-23 11:50"))
    looks = played.until(local("2026-11-23 14:50"))
    moments = [local(f"2026-11-23 {hour}") for hour in ("14:05", "14:20", "14:35", "14:50")]
    assert [look.at for look in looks] == moments
    evening = wound(WORKING, now=local("2026-11-27 17:58")).order
    assert (evening.deadline, evening.due_at) == (local("2026-11-30 08:38"), local("2026-11-30 08:33"))


def test_where_the_clocks_change_an_hour_is_an_hour():
    night = local("2026-11-01 00:30", NEW_YORK)  # at two it is one o'clock again
    assert accepted(REAL, now=night).order.deadline == night + HOUR
    spring = local("2026-10-04 01:45", LORD_HOWE)  # at two it is half past two
    assert accepted(policy(zone=LORD_HOWE), now=spring).order.deadline == spring + HOUR
    always = Calendar(NEW_YORK, [((time(0), time(0)),)] * 7)
    rules = replace(WORKING.rules, calendar=always)
    assert accepted(replace(WORKING, rules=rules), now=night).order.deadline == night + HOUR


def test_a_kind_of_matter_with_a_clock_of_its_own_goes_by_it_and_an_unknown_one_by_its_lane():
    assert wound(category="lift").order.deadline == BORN + 5 * MINUTE
    assert wound(category="no such kind").order.deadline == BORN + 10 * MINUTE


def test_a_closed_order_is_never_looked_at():
    played = wound(REAL, Step.CANCEL)
    assert clock_of(played.order) == (None, None, 0, None, False)


# ---- What moves the clock, and what does not -------------------------------------------------------------------------


# ---- To and fro ------------------------------------------------------------------------------------------------------

FRO = [Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.ACCEPT, Step.DECLINE, Step.HAND_OVER, Step.URGE, Step.WANT_TIME]


def handed(played: Wound, steps: list[Step]) -> None:
    """One of these, where it is possible."""
    for step in steps:
        if possible(played.order, step, played.now):
            ahead = {AHEAD[step]: played.now + DAY} if step in AHEAD else {}
            played.step(step, **SETS.get(step, [{}])[0] | ahead)
            return


def patience_later(played: Wound, minutes: int) -> int:
    """After so many minutes of the kind of time in which it waits."""
    rules = played.policy.at(played.order.place)
    working = rules.lanes[played.order.lane].accepted.working
    return rules.calendar.after(played.now, Span(minutes * MINUTE, working))


@settings(deadline=None)
@given(
    policies,
    st.sampled_from(Lane),
    st.booleans(),
    st.lists(st.tuples(st.permutations(FRO), st.sampled_from([0, 1, 9, 14, 29, 59])), min_size=1, max_size=6),
)
def test_however_often_it_is_handed_to_and_fro_without_a_word_it_is_raised_again_and_again(
    held: Policy, lane: Lane, climbs: bool, round_: list[tuple[list[Step], int]]
):
    played = Wound(held, MONDAY, climbs, replace(NEW, lane=lane, placed_at=MONDAY))
    round_ = [*round_, (FRO, 14)]
    rules, begun = held.at(NEW.place), played.now
    accepted, last = rules.lanes[lane].accepted, max(when for _, when in rules.ladders[lane].steps)
    for n in range(40):
        steps, wait = round_[n % len(round_)]
        handed(played, steps)
        played.until(patience_later(played, wait))
    raises = [look.at for look in played.looks if look.nag is Nag.RAISE]
    # At the top there is nobody to raise it to: whoever has it is nagged again, after pauses that grow.
    longest = (last + (1 if climbs else 3)) * accepted.seconds + 2 * HOUR
    for before, after in pairwise([begun, *raises, played.now]):
        assert rules.calendar.elapsed(before, after, accepted.working) <= longest


@pytest.mark.parametrize("passes", [(Step.DECLINE, Step.DISPATCH), (Step.HAND_OVER,)])
def test_whoever_hands_it_back_just_before_the_hour_wins_nothing(passes: tuple[Step, ...]):
    played = wound(REAL, Step.DISPATCH)
    for _ in range(4):
        handed(played, [Step.ACCEPT])
        played.until(played.now + 59 * MINUTE)
        for step in passes:
            handed(played, [step])
    assert nags(played.looks)[:4] == RAISED


def test_what_is_handed_on_with_a_word_in_time_is_neither_nagged_about_nor_raised():
    played = wound(REAL, Step.DISPATCH)
    for _ in range(20):
        played.until(played.now + 10 * MINUTE)
        played.step(Step.ACCEPT)
        played.until(played.now + 20 * MINUTE)
        played.step(Step.PROGRESS)
        played.step(Step.DECLINE)
        played.until(played.now + 20 * MINUTE)
        played.step(Step.DISPATCH, assignee=WORKER)
    assert {look.nag for look in played.looks} <= {Nag.REMIND}


@pytest.mark.parametrize("step", [Step.DISPATCH, Step.KEEP, Step.PICK_UP])
def test_once_the_word_is_overdue_handing_it_on_moves_no_clock(step: Step):
    played = accepted()
    played.until(BORN + 65 * MINUTE)
    played.step(Step.DECLINE)
    before = clock_of(played.order)
    assert clock_of(played.step(step, **SETS.get(step, [{}])[0])) == before


def test_at_the_top_whoever_gets_what_was_raised_gets_a_clock_of_their_own():
    played = accepted()
    played.climbs = False
    played.until(BORN + 121 * MINUTE)
    played.step(Step.DECLINE)
    order = played.step(Step.DISPATCH, assignee=OTHER)
    assert (order.deadline, order.word_by) == (played.now + 30 * MINUTE, played.now + HOUR)
    assert order.stage == 0


def test_the_next_word_is_due_an_hour_after_the_last_whoever_has_it():
    played = accepted()
    played.now = BORN + 10 * MINUTE
    assert played.step(Step.PROGRESS).word_by == BORN + 70 * MINUTE
    played.step(Step.DECLINE)
    played.until(BORN + 65 * MINUTE)
    assert played.step(Step.DISPATCH, assignee=OTHER).deadline == BORN + 70 * MINUTE - 1
    assert played.step(Step.ACCEPT).deadline == BORN + 70 * MINUTE


def test_the_first_word_was_promised_to_the_resident_also_where_it_was_raised_since():
    played = wound()
    played.until(BORN + 20 * MINUTE)
    assert (played.order.raised, played.order.word_by) == (1, BORN + 80 * MINUTE)
    played.step(Step.DISPATCH, assignee=WORKER)
    assert played.step(Step.ACCEPT).deadline == BORN + HOUR


def test_a_matter_that_is_hot_only_at_the_top_begins_anew_there():
    played = wound(lane=Lane.URGENT)
    played.climbs = False
    played.until(BORN + 10 * MINUTE)
    assert nags(played.looks) == [Nag.TELL, Nag.RAISE]
    played.step(Step.CALL_IN, lane="hot")
    assert nags(played.until(BORN + 2 * HOUR))[:3] == [Nag.NAG, Nag.TELL, Nag.RAISE]
    assert played.silent == []


def test_a_plan_is_the_next_word_and_goes_with_whoever_made_it():
    played = accepted()
    assert played.step(Step.PLAN, planned_at=BORN + 5 * DAY).word_by == BORN + 5 * DAY
    played.until(BORN + DAY)
    assert played.step(Step.DECLINE).word_by == BORN + DAY + HOUR


# ---- A word ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.PROGRESS, Step.PLAN, Step.GRANT])
def test_a_word_to_the_resident_sets_the_clock_anew(step: Step):
    played = accepted()
    played.until(BORN + 70 * MINUTE)
    played.order = replace(played.order, wanted_until=BORN, wanted_by=WORKER)
    order = played.step(step, **{"planned_at": BORN + 80 * MINUTE} if step is Step.PLAN else {})
    assert (order.since, order.deadline, order.stage) == (played.now, played.now + HOUR, 0)


@pytest.mark.parametrize("step", [Step.URGE, Step.WANT_TIME, Step.DENY, Step.CALL_IN])
@pytest.mark.parametrize("after", [0, 31, 61, 95])
def test_asking_is_not_moving(step: Step, after: int):
    played = accepted()
    played.until(BORN + after * MINUTE)
    played.order = replace(played.order, wanted_until=BORN + DAY if step is Step.DENY else None)
    before = clock_of(played.order)
    assert clock_of(played.step(step, **{"wanted_until": BORN + DAY} if step is Step.WANT_TIME else {})) == before


@pytest.mark.parametrize("after", [0, 31, 61, 95])
@pytest.mark.parametrize("step", [Step.DECLINE, Step.HAND_OVER])
def test_a_returned_order_keeps_its_clock(step: Step, after: int):
    played = accepted()
    played.until(BORN + after * MINUTE)
    before = clock_of(played.order)
    assert clock_of(played.step(step, **SETS.get(step, [{}])[0])) == before


@pytest.mark.parametrize(("step", "minutes"), [(Step.DECLINE, 10), (Step.HAND_OVER, 30)])
def test_whoever_returns_it_takes_their_plan_along(step: Step, minutes: int):
    """A desk or a stand-in that got it without a plan does not wait for the day of somebody else's."""
    played = accepted()
    played.step(Step.PLAN, planned_at=BORN + 5 * DAY)
    played.until(BORN + DAY)
    order = played.step(step, **SETS.get(step, [{}])[0])
    assert (order.deadline, order.stage) == (BORN + DAY + minutes * MINUTE, 0)


def test_a_plan_that_is_over_is_no_reason_to_wait_longer():
    played = accepted()
    played.step(Step.PLAN, planned_at=BORN + 2 * HOUR)
    played.until(BORN + 2 * HOUR + 40 * MINUTE)
    before = clock_of(played.order)
    assert clock_of(played.step(Step.DECLINE)) == before


def test_a_comment_moves_nothing():
    order = wound().order
    assert clock_of(commented(order, BORN + 60, WORKER)) == clock_of(order)


# ---- Promises and plans ----------------------------------------------------------------------------------------------


def test_the_receipt_promises_an_answer_and_a_first_word():
    order = wound().order
    assert (order.answer_by, order.feedback_by) == (BORN + 10 * MINUTE, BORN + HOUR)
    office = wound(WORKING, now=local("2026-11-23 11:50")).order
    assert (office.answer_by, office.feedback_by) == (local("2026-11-23 12:00"), local("2026-11-23 14:50"))


def test_the_promised_first_word_counts_from_the_receipt_whoever_has_it():
    played = wound()
    played.until(BORN + 12 * MINUTE)
    assert played.step(Step.DISPATCH, assignee=WORKER).deadline == BORN + 42 * MINUTE
    played.until(BORN + 20 * MINUTE)
    assert played.step(Step.ACCEPT).deadline == BORN + HOUR
    played.until(BORN + 25 * MINUTE)
    assert played.step(Step.PROGRESS).deadline == BORN + 85 * MINUTE


def test_a_promise_that_is_over_hurries_nobody_to_whom_it_was_raised():
    played = wound()
    played.until(BORN + 59 * MINUTE)
    played.step(Step.RAISE, rung="qs/hy")
    played.until(BORN + 61 * MINUTE)
    assert played.step(Step.DISPATCH, assignee=WORKER).deadline == BORN + 91 * MINUTE


def test_whoever_takes_it_shortly_before_the_promise_is_not_reminded_at_once_but_nagged_in_time():
    played = wound(REAL, Step.DISPATCH)
    played.out(BORN + 50 * MINUTE)
    played.step(Step.ACCEPT)
    looks = played.until(BORN + 60 * MINUTE)
    assert (nags(looks), minutes(looks)) == ([Nag.NAG], [60])


def test_whoever_gets_it_after_somebody_else_was_reminded_is_reminded_too():
    played = accepted()
    assert nags(played.until(BORN + 36 * MINUTE)) == [Nag.REMIND]
    played.step(Step.DECLINE)
    played.step(Step.DISPATCH, assignee=OTHER)
    looks = played.until(BORN + 46 * MINUTE)
    assert nags(looks) == [Nag.REMIND]
    assert (looks[0].deadline, looks[0].stage) == (BORN + HOUR - 1, 0)


def test_a_plan_is_waited_for_with_a_reminder_half_a_patience_before_it():
    played = accepted()
    played.step(Step.PLAN, planned_at=BORN + 5 * DAY)
    looks = played.until(BORN + 5 * DAY)
    assert [(look.nag, look.at - BORN) for look in looks] == [
        (Nag.REMIND, 5 * DAY - 30 * MINUTE),
        (Nag.NAG, 5 * DAY),
    ]


def test_a_plan_counted_in_working_time_is_reminded_of_in_working_time():
    played = accepted(WORKING, now=MONDAY)
    played.step(Step.PLAN, planned_at=local("2026-11-26 08:45"))
    looks = played.until(local("2026-11-26 09:00"))
    assert [look.at for look in looks] == [local("2026-11-25 17:45"), local("2026-11-26 08:45")]


def test_a_plan_for_the_evening_is_due_in_the_evening_also_where_nobody_is_at_work():
    played = accepted(WORKING, now=MONDAY)
    played.step(Step.PLAN, planned_at=local("2026-11-26 21:00"))
    looks = played.until(local("2026-11-26 21:00"))
    assert [look.at for look in looks] == [local("2026-11-26 17:30"), local("2026-11-26 21:00")]


@pytest.mark.parametrize("planned", [-DAY, 0, MINUTE, HOUR])
def test_a_plan_never_makes_it_sooner(planned: int):
    played = accepted()
    assert played.step(Step.PLAN, planned_at=BORN + planned).deadline == BORN + HOUR


def test_a_plan_counts_only_while_it_is_worked_on():
    played = accepted()
    played.step(Step.PLAN, planned_at=BORN + 30 * DAY)
    assert played.step(Step.FINISH).deadline == BORN + 3 * DAY


def test_time_that_was_granted_is_waited_for():
    played = accepted()
    played.step(Step.WANT_TIME, wanted_until=BORN + 9 * DAY)
    assert played.step(Step.GRANT).deadline == BORN + 9 * DAY


def test_what_the_resident_may_count_on_is_the_next_moment_that_was_promised():
    order = wound().order
    assert clock.promised(order) == BORN + 10 * MINUTE
    answered = replace(order, responded_at=BORN)
    assert clock.promised(answered) == BORN + HOUR
    assert clock.promised(replace(answered, feedback_at=BORN)) is None
    assert clock.promised(replace(answered, planned_at=BORN + 7)) == BORN + 7
    assert clock.promised(replace(order, planned_at=BORN + 7, paused_until=BORN + 9)) == BORN + 9
    assert clock.promised(at(State.FINISHED, planned_at=BORN + 7)) is None


# ---- Urgent from now on ----------------------------------------------------------------------------------------------


SOFT = (Nag.NAG, Nag.TELL)


def first_of(looks: list[Look], kinds: tuple[Nag, ...]) -> float:
    return next((look.at for look in looks if look.nag in kinds), inf)


@settings(deadline=None)
@given(
    st.sampled_from([name for name in ALL if name != "ladders apart"]),
    st.integers(0, 400),
    st.sampled_from([(), (Step.DISPATCH,), (Step.DISPATCH, Step.ACCEPT)]),
    st.booleans(),
)
def test_marking_urgent_makes_no_nag_and_no_raise_later(name: str, after: int, steps: tuple[Step, ...], out: bool):
    """Than they come to the same order that nobody marked. A reminder before the deadline may be left out."""
    usual, urgent = (Told(ALL[name], order=replace(NEW, placed_at=BORN), climbs=False) for _ in range(2))
    for played in (usual, urgent):
        for step in steps:
            played.step(step, **SETS.get(step, [{}])[0])
        (played.out if out else played.until)(BORN + after * MINUTE)
    urgent.step(Step.MARK_URGENT, lane="urgent")
    began = len(urgent.looks)
    for played in (usual, urgent):
        played.until(played.now + 2 * DAY)
    raised = Nag.RAISE in nags(usual.looks[:began])  # at the top, where it does what telling does
    for kinds in ((*SOFT, Nag.RAISE), *([] if raised or out else [(Nag.RAISE,)])):
        first, other = (first_of(played.looks[began:], kinds) for played in (urgent, usual))
        assert first <= other


@pytest.mark.parametrize("after", [91, 119])
def test_what_is_about_to_be_raised_is_raised_no_later_for_being_urgent(after: int):
    played = accepted()
    played.until(BORN + after * MINUTE)
    played.step(Step.MARK_URGENT, lane="urgent")
    looks = played.until(BORN + 2 * HOUR)
    assert looks[0].nag is Nag.RAISE
    assert looks[0].at == min(played.now, BORN + (after + 10) * MINUTE)


def test_what_was_reminded_about_is_still_told_once_it_is_urgent():
    played = accepted()
    played.until(BORN + 55 * MINUTE)
    played.step(Step.MARK_URGENT, lane="urgent")
    looks = played.until(BORN + HOUR)
    assert looks == [Look(BORN + HOUR - 1, Nag.TELL, BORN + HOUR - 1, 0)]


def test_what_is_urgent_already_does_not_begin_again():
    played = accepted(lane=Lane.URGENT)
    played.until(BORN + 25 * MINUTE)
    before = clock_of(played.order)
    assert clock_of(played.step(Step.MARK_URGENT, lane="urgent")) == before


def test_marking_urgent_ends_a_pause_and_its_clock():
    played = accepted()
    played.step(Step.PAUSE, paused_until=BORN + 5 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    order = played.step(Step.MARK_URGENT, lane="urgent")
    assert order.due_at == order.deadline == BORN + DAY + 20 * MINUTE


# ---- Pauses ----------------------------------------------------------------------------------------------------------


@given(policies, st.integers(0, 3 * 24 * 60), st.integers(0, 4 * 24 * 60), st.booleans(), st.sampled_from(list(Lane)))
def test_what_was_left_when_the_pause_began_is_left_when_it_ends(
    held: Policy, before: int, paused: int, planned: bool, lane: Lane
):
    """At any moment, also long after the deadline, and counted as the patience is."""
    played = accepted(held, lane=lane)
    played.climbs = False
    if planned:
        played.step(Step.PLAN, planned_at=BORN + DAY)
    played.until(BORN + before * MINUTE)
    order, began = played.order, played.now
    span = stages.patience_of(order, held)
    assert span is not None
    assert order.due_at is not None
    left = held.rules.calendar.elapsed(began, order.due_at, span.working)
    played.step(Step.PAUSE, paused_until=began + paused * MINUTE, paused_why="parts")
    assert played.until(began + paused * MINUTE)[1:] == []
    resumed = played.order if played.order.paused_at is None else played.step(Step.RESUME)
    assert resumed.due_at is not None
    if not played.looks or played.looks[-1].at < began + paused * MINUTE:
        assert held.rules.calendar.elapsed(played.now, resumed.due_at, span.working) == left
        assert resumed.stage == order.stage


def test_a_pause_is_not_looked_into_and_ends_at_its_moment():
    played = accepted()
    played.until(BORN + 40 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    assert played.order.due_at == BORN + DAY
    assert clock.look(played.order, REAL, BORN + DAY) == (Nag.RESUME, played.order)
    looks = played.until(BORN + DAY + 20 * MINUTE)
    assert looks == [Look(BORN + DAY + 20 * MINUTE, Nag.NAG, BORN + DAY + 20 * MINUTE, 1)]


def test_an_order_paused_when_overdue_is_as_overdue_afterwards():
    played = accepted()
    played.until(BORN + 100 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    looks = played.until(BORN + DAY + 20 * MINUTE)
    assert looks == [Look(BORN + DAY + 20 * MINUTE, Nag.RAISE, BORN + DAY - 40 * MINUTE, 3)]


def test_a_pause_that_ended_long_ago_leaves_what_was_left():
    played = accepted()
    played.until(BORN + 59 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + 2 * HOUR, paused_why="parts")
    played.out(BORN + 9 * DAY)
    assert played.look() is None
    assert nags(played.until(BORN + 9 * DAY + MINUTE)) == [Nag.NAG]


def test_a_pause_that_ends_before_it_began_takes_nothing_away():
    """The machine's clock went back meanwhile."""
    played = accepted()
    played.until(BORN + 40 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    played.now = BORN - 2 * HOUR
    assert played.step(Step.RESUME).deadline == BORN + HOUR


def test_nothing_left_is_due_at_once():
    played = accepted()
    played.out(BORN + HOUR)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    played.until(BORN + DAY)
    assert played.looks[-1:] == [Look(BORN + DAY, Nag.NAG, BORN + DAY, 1)]


@pytest.mark.parametrize("step", [Step.DECLINE, Step.HAND_OVER])
def test_a_paused_order_that_is_returned_waits_no_longer_than_was_left(step: Step):
    played = accepted()
    played.until(BORN + 40 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + 7 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    order = played.step(step, **SETS.get(step, [{}])[0])
    assert (order.due_at, order.stage, order.paused_at) == (BORN + DAY + 20 * MINUTE, 1, None)


@pytest.mark.parametrize("step", [Step.URGE, Step.WANT_TIME, Step.LIFT])
def test_asking_during_a_pause_leaves_its_end(step: Step):
    played = accepted(lane=Lane.HOT)
    played.step(Step.PAUSE, paused_until=BORN + 7 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    before = clock_of(played.order)
    assert clock_of(played.step(step, **{"wanted_until": BORN + DAY} if step is Step.WANT_TIME else {})) == before


def test_a_pause_after_an_outage_does_not_lose_the_distance_to_the_next_step():
    played = accepted()
    played.out(BORN + 10 * HOUR)
    played.look()
    assert played.order.due_at == BORN + 10 * HOUR + 30 * MINUTE
    played.step(Step.PAUSE, paused_until=BORN + 12 * HOUR, paused_why="parts")
    assert played.until(BORN + 12 * HOUR) == []
    assert played.order.due_at == BORN + 12 * HOUR + 30 * MINUTE


def test_more_time_that_is_granted_in_a_pause_leaves_its_end_and_counts_after_it():
    played = accepted()
    played.step(Step.WANT_TIME, wanted_until=BORN + 3 * DAY)
    played.step(Step.PAUSE, paused_until=BORN + 5 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    order = played.step(Step.GRANT)
    assert (order.paused_until, order.due_at, order.planned_at) == (BORN + 5 * DAY, BORN + 5 * DAY, BORN + 3 * DAY)
    assert minutes(played.until(BORN + 5 * DAY + HOUR), BORN + 5 * DAY) == [30, 60]


@pytest.mark.parametrize("resumed", [2 * DAY, 5 * DAY])
def test_a_day_that_was_granted_in_a_pause_is_waited_for_after_it(resumed: int):
    played = accepted()
    played.until(BORN + 55 * MINUTE)
    played.step(Step.WANT_TIME, wanted_until=BORN + 9 * DAY)
    played.step(Step.PAUSE, paused_until=BORN + 5 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    played.step(Step.GRANT)
    played.until(BORN + resumed)
    if resumed == 2 * DAY:
        played.step(Step.RESUME)
    assert (played.order.deadline, played.order.stage, played.order.nagged) == (BORN + 9 * DAY, 0, False)
    assert nags(played.until(BORN + 9 * DAY)) == [Nag.REMIND, Nag.NAG]


def test_what_is_lifted_in_a_pause_is_nagged_about_after_it_before_it_is_lifted_again():
    played = accepted(lane=Lane.HOT)
    played.until(BORN + 100 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + 7 * DAY, paused_why="parts")
    played.until(BORN + DAY)
    played.step(Step.LIFT, rung="qs/hy")
    looks = played.until(BORN + 7 * DAY + 2 * HOUR)[0:]
    assert nags(looks) == RAISED
    assert minutes(looks, BORN + 7 * DAY) == [30, 60, 90, 120]


def test_a_pause_is_a_word_and_the_next_one_is_due_after_it():
    played = accepted()
    assert played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts").word_by == BORN + DAY + HOUR
    played.until(BORN + HOUR)
    assert played.step(Step.RESUME).word_by == BORN + 2 * HOUR


# ---- Another ladder --------------------------------------------------------------------------------------------------


def test_a_hot_matter_goes_on_where_its_ladder_has_not_come_to_yet():
    played = accepted(ALL["ladders apart"])
    played.until(BORN + 31 * MINUTE)
    assert nags(played.looks) == [Nag.REMIND]
    played.step(Step.CALL_IN, lane="hot")
    looks = played.until(BORN + 2 * HOUR)
    assert (nags(looks), minutes(looks)) == ([Nag.NAG, Nag.RAISE], [60, 120])


def test_a_hot_matter_in_a_pause_goes_on_there_after_it():
    played = accepted(ALL["ladders apart"])
    played.until(BORN + 31 * MINUTE)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    assert played.step(Step.CALL_IN, lane="hot").due_at == BORN + DAY
    looks = played.until(BORN + DAY + 89 * MINUTE)
    assert (nags(looks), minutes(looks, BORN + DAY)) == ([Nag.NAG, Nag.RAISE], [29, 89])


def test_a_hard_step_that_nobody_announced_is_announced_first_and_keeps_its_distance():
    played = accepted()
    played.until(BORN + 31 * MINUTE)
    played.order = replace(played.order, stage=3, due_at=BORN + 2 * HOUR)
    looks = played.until(BORN + 3 * HOUR)
    assert nags(looks)[:2] == [Nag.TELL, Nag.RAISE]
    assert minutes(looks)[:2] == [120, 150]


def test_a_look_that_comes_too_early_for_a_longer_patience_only_waits():
    played = accepted()
    played.until(BORN + 61 * MINUTE)
    played.policy = policy(share=4)
    assert played.until(BORN + 100 * MINUTE) == []
    assert played.order.due_at == BORN + 3 * HOUR
    assert nags(played.until(BORN + 3 * HOUR)) == [Nag.TELL]


# ---- Outages and wrong clocks ----------------------------------------------------------------------------------------


@given(policies, st.integers(0, 40 * 24 * 60), st.sampled_from(list(Lane)))
def test_after_an_outage_of_any_length_there_is_one_step_and_the_next_keeps_its_distance(
    held: Policy, minutes: int, lane: Lane
):
    played = accepted(held, lane=lane)
    played.out(BORN + minutes * MINUTE)
    done = played.look()
    assert played.look() is None
    if done is None:
        return
    assert done.nag is not Nag.RAISE
    steps, order = held.rules.ladders[lane], played.order
    if steps.at(order.stage)[0] is Nag.RAISE:
        span = held.rules.lanes[lane].accepted
        distance = (steps.at(order.stage)[1] - steps.at(done.stage)[1]) * span.seconds
        assert order.due_at is not None
        assert held.rules.calendar.elapsed(played.now, order.due_at, span.working) >= distance / 2


@pytest.mark.parametrize("minutes", [60, 90])
def test_an_outage_that_ends_as_the_next_step_is_due_leaves_one_of_them(minutes: int):
    played = accepted()
    played.out(BORN + minutes * MINUTE)
    assert played.look() is not None
    assert (played.order.due_at or 0) > played.now


@pytest.mark.parametrize("late", [0, 5, 14 * MINUTE])
def test_a_little_late_changes_nothing(late: int):
    played = wound()
    played.until(BORN + 14 * MINUTE)
    played.out(BORN + 15 * MINUTE + late // 6)
    assert played.look() is not None
    assert played.order.due_at == BORN + 20 * MINUTE


def test_nobody_is_closed_a_minute_after_being_asked():
    played = wound(REAL, Step.KEEP, Step.FINISH)
    played.out(BORN + 6 * DAY - MINUTE)
    looks = played.until(BORN + 30 * DAY)
    assert [(look.nag, look.at - BORN) for look in looks] == [
        (Nag.ASK, 6 * DAY - MINUTE),
        (Nag.LAPSE, 9 * DAY - MINUTE),
    ]


def test_what_was_announced_before_the_outage_happens_after_it():
    played = accepted()
    played.until(BORN + 95 * MINUTE)
    played.out(BORN + DAY)
    done = played.look()
    assert done is not None
    assert done.nag is Nag.RAISE


JUMPS = [2 * HOUR, DAY, -2 * HOUR, -DAY]


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("after", [0, 20, 31, 61, 95, 119])
@pytest.mark.parametrize("held", [REAL, WORKING], ids=["real", "working"])
def test_a_clock_that_jumps_and_goes_back_neither_repeats_nor_forgets(held: Policy, after: int, jump: int):
    """Ten minutes ahead or behind by so much; then what was set in the future is set anew, as in handlers/set_back."""
    start = local("2026-11-24 09:00")
    played = accepted(held, now=start)
    played.climbs = False
    played.until(start + after * MINUTE)
    there = played.now
    played.now = there + jump
    played.until(there + jump + 10 * MINUTE)
    played.now = there + 10 * MINUTE
    if played.order.since is not None and played.order.since > played.now:
        played.order = clock.anew(played.order, held, played.now)
    played.until(there + 8 * HOUR)
    assert Nag.RAISE in nags(played.looks)
    assert len(played.silent) <= 1
    played.until(there + 2 * DAY)
    longest = Span(16 * HOUR, working=held is WORKING)
    assert played.order.due_at is not None
    assert played.now < played.order.due_at <= held.rules.calendar.after(played.now, longest)


def test_set_anew_is_patience_from_now_and_a_pause_is_still_waited_for():
    played = accepted()
    order = clock.anew(played.order, REAL, BORN - DAY)
    assert (order.since, order.deadline, order.due_at) == (BORN - DAY, BORN - DAY + HOUR, BORN - DAY + HOUR // 2)
    played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts")
    assert clock.anew(played.order, REAL, BORN - DAY).due_at == BORN + DAY


# ---- After it was closed, and before there were deadlines ------------------------------------------------------------


def closed(**sets: Any) -> Wound:
    played = wound(REAL, Step.KEEP, Step.FINISH)
    played.step(Step.REVIEW, **{"closing": "fixed", "fixed": True, "rating": 5} | sets)
    return played


def test_what_was_drawn_is_asked_about_after_two_weeks_and_let_go_when_nobody_answers():
    played = closed(lot=7, follow_up="drawn")
    looks = played.until(BORN + 90 * DAY)
    assert [(look.nag, look.at - BORN) for look in looks] == [(Nag.FOLLOW_UP, 14 * DAY), (Nag.LET_GO, 17 * DAY)]
    assert (played.order.follow_up, played.order.due_at) == (FollowUp.SILENT, None)


@pytest.mark.parametrize("answer", [Step.HELD, Step.CAME_BACK])
def test_an_answer_ends_the_follow_up(answer: Step):
    played = closed(lot=7, follow_up="drawn")
    played.until(BORN + 15 * DAY)
    assert clock_of(played.step(answer)) == (None, None, 0, None, False)


def test_what_was_not_drawn_is_left_in_peace():
    assert clock_of(closed(lot=7000).order) == (None, None, 0, None, False)


@pytest.mark.parametrize("step", [Step.SIGN, Step.OBJECT])
def test_the_committees_word_leaves_the_follow_up_where_it_is(step: Step):
    played = closed(lot=7, follow_up="drawn")
    played.now = BORN + DAY
    before = clock_of(played.order)
    assert clock_of(played.step(step)) == before
    assert clock_of(wound_closed_without(step)) == (None, None, 0, None, False)


def wound_closed_without(step: Step) -> Order:
    return closed(lot=7000).step(step)


def test_a_reopened_order_begins_again_with_promises_of_its_own():
    played = closed(lot=7, follow_up="drawn")
    played.until(BORN + 2 * DAY)
    order = played.step(Step.REOPEN, rung="qs")
    assert (order.deadline, order.stage) == (BORN + 2 * DAY + 10 * MINUTE, 0)
    assert (order.answer_by, order.feedback_by) == (BORN + 2 * DAY + 10 * MINUTE, BORN + 2 * DAY + HOUR)


OLD = {"since": None, "deadline": None, "stage": 0, "due_at": BORN + 10 * MINUTE}


@pytest.mark.parametrize(
    ("state", "lane", "does"),
    [
        (State.PLACED, Lane.ORDINARY, RAISED[1:]),
        (State.ACCEPTED, Lane.ORDINARY, RAISED[1:]),
        (State.ACCEPTED, Lane.URGENT, TOLD),
        (State.FINISHED, Lane.ORDINARY, [Nag.ASK, Nag.LAPSE]),
    ],
)
def test_an_order_from_before_there_were_deadlines_is_due_when_it_was_to_be_looked_at(
    state: State, lane: Lane, does: list[Nag]
):
    played = Wound(REAL, order=at(state, lane=lane, **OLD))
    looks = played.until(BORN + 9 * DAY)[: len(does)]
    assert nags(looks) == does
    assert looks[0] == Look(BORN + 10 * MINUTE, does[0], BORN + 10 * MINUTE, looks[0].stage)


@pytest.mark.parametrize("step", [Step.URGE, Step.WANT_TIME, Step.DECLINE])
def test_asking_about_an_old_order_does_not_make_it_wait_longer(step: Step):
    played = Wound(REAL, BORN + 9 * MINUTE, order=at(State.ACCEPTED, **OLD))
    assert played.step(step).due_at == BORN + 10 * MINUTE


def test_a_pause_of_an_old_order_ends_at_its_moment_with_what_was_left():
    played = Wound(REAL, BORN + 4 * MINUTE, order=at(State.ACCEPTED, **OLD))
    assert played.step(Step.PAUSE, paused_until=BORN + DAY, paused_why="parts").due_at == BORN + DAY
    assert played.until(BORN + DAY + 6 * MINUTE)[0].at == BORN + DAY + 6 * MINUTE


# ---- Another policy from now on --------------------------------------------------------------------------------------


def test_what_was_set_before_the_policy_changed_stays_and_the_next_step_goes_by_the_new_one():
    played = accepted()
    played.until(BORN + 55 * MINUTE)
    played.policy = policy(share=0.1)  # six minutes instead of an hour
    looks = played.until(BORN + 60 * MINUTE)
    assert looks == [Look(BORN + HOUR, Nag.NAG, BORN + HOUR, 1)]
    assert played.order.due_at == BORN + HOUR + 3 * MINUTE
    assert played.step(Step.PROGRESS).deadline == played.now + 6 * MINUTE


def test_a_ladder_that_has_become_shorter_goes_on_with_its_last_step():
    played = accepted()
    played.climbs = False
    played.until(BORN + 121 * MINUTE)
    played.policy = policy(ladders=dict.fromkeys(Lane, ladder("nag 1, raise 2")))
    before = played.order
    nag, moved = clock.look(before, played.policy, before.due_at or 0)
    assert (nag, moved.stage) == (Nag.RAISE, 3)
    assert (moved.due_at or 0) > (before.due_at or 0)
