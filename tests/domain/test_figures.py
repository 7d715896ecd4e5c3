"""The daily figures are what the events add up to, whatever happened to the order."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from domain.figures import answered, changed, placed
from domain.order import FEEDBACKS, REOPENABLE, Closing, Event, FollowUp, Lane, State, Step
from tests.domain.lives import AUTHOR, BORN, DISPATCHER, NEW, OWNERS, WORKER, Life, at, lives


def counted_step_by_step(life: Life) -> Counter[str]:
    figures = Counter(placed())
    for before, after, event in life.steps:
        if event:
            figures.update(changed(before, after, event))
        elif before.responded_at is None:
            figures.update(answered(before, after.responded_at or 0))
    return Counter({name: n for name, n in figures.items() if n})


def counted_at_the_end(life: Life) -> Counter[str]:
    """By the definitions, from how the order stands and what was said on the way."""
    order, events = life.end, [event for event in life.events if event]
    stars = [event.sets["rating"] for event in events if "rating" in event.sets]
    told = [event.at - BORN for event in events if event.step in FEEDBACKS]
    steps = Counter(event.step for event in events)
    figures = {
        "placed": 1,
        "responded": order.responded_at is not None,
        "response_seconds": (order.responded_at or BORN) - BORN,
        "responded_in_time": order.responded_at is not None and order.responded_at <= BORN + 600,
        "fed_back": bool(told),
        "fed_back_in_time": bool(told) and told[0] <= 3600,
        "urged": steps[Step.URGE],
        "raised": steps[Step.RAISE] + steps[Step.LIFT],
        "followed_up": steps[Step.FOLLOW_UP],
        "came_back": steps[Step.CAME_BACK],
        "reopened": steps[Step.REOPEN],
        "closed": order.state is State.CLOSED,
        "fixed": order.closing is Closing.FIXED,
        "unreviewed": order.closing is Closing.UNREVIEWED,
        "not_counted": order.closing in (Closing.DUPLICATE, Closing.WITHDRAWN),
        "rated": len(stars),
        "satisfied": len([given for given in stars if given >= 4]),
        "stars": sum(stars),
    }
    return Counter({name: int(n) for name, n in figures.items() if n})


@given(lives())
def test_counting_step_by_step_is_counting_at_the_end(life: Life):
    assert counted_step_by_step(life) == counted_at_the_end(life)


@pytest.mark.parametrize(("stars", "satisfied"), [(1, 0), (3, 0), (4, 1), (5, 1)])
def test_four_stars_are_satisfied(stars: int, satisfied: int):
    done = at(State.FINISHED)
    fixed = at(State.CLOSED, rating=stars)
    figures = changed(done, fixed, Event(Step.REVIEW, BORN, AUTHOR))
    assert (figures["rated"], figures["stars"], figures["satisfied"]) == (1, stars, satisfied)


def test_silence_is_not_satisfaction():
    lapsed = changed(
        at(State.FINISHED), at(State.CLOSED, closing=Closing.UNREVIEWED), Event(Step.LAPSE, BORN, "system")
    )
    assert (lapsed["closed"], lapsed["unreviewed"], lapsed["fixed"]) == (1, 1, 0)
    assert "rated" not in lapsed


def test_a_late_word_turns_silence_into_what_the_resident_says():
    silent, said = at(State.CLOSED, closing=Closing.UNREVIEWED), at(State.CLOSED, rating=5)
    figures = changed(silent, said, Event(Step.REVIEW, BORN, AUTHOR))
    assert figures == {"unreviewed": -1, "fixed": 1, "rated": 1, "stars": 5, "satisfied": 1}


@pytest.mark.parametrize(("at_once", "in_time"), [(0, 1), (600, 1), (601, 0)])
def test_an_answer_is_in_time_until_the_promised_moment(at_once: int, in_time: int):
    figures = answered(NEW, BORN + at_once)
    assert figures == {"responded": 1, "response_seconds": at_once, "responded_in_time": in_time}


@pytest.mark.parametrize(("after", "in_time"), [(3600, 1), (3601, 0)])
def test_a_first_word_is_in_time_until_the_promised_moment(after: int, in_time: int):
    before = at(State.ACCEPTED)
    told = at(State.ACCEPTED, feedback_at=BORN + after)
    figures = changed(before, told, Event(Step.PROGRESS, BORN + after, WORKER))
    assert figures == {"fed_back": 1, "fed_back_in_time": in_time}


def test_an_order_from_before_there_were_promises_kept_none():
    old = replace(at(State.ACCEPTED), answer_by=None, feedback_by=None)
    assert answered(old, BORN)["responded_in_time"] == 0
    told = changed(old, replace(old, feedback_at=BORN), Event(Step.PROGRESS, BORN, WORKER))
    assert told["fed_back_in_time"] == 0


def test_a_second_word_and_one_about_a_reopened_order_are_not_counted_again():
    told = at(State.ACCEPTED, feedback_at=BORN)
    assert changed(told, told, Event(Step.PROGRESS, BORN, WORKER)) == {}
    again = at(State.ACCEPTED, reopened=1)
    assert changed(again, replace(again, feedback_at=BORN), Event(Step.PROGRESS, BORN, WORKER)) == {}


def test_a_pause_is_a_first_word():
    paused = at(State.ACCEPTED, feedback_at=BORN, paused_at=BORN, paused_until=BORN + 60)
    assert changed(at(State.ACCEPTED), paused, Event(Step.PAUSE, BORN, WORKER))["fed_back"] == 1


@pytest.mark.parametrize(
    ("step", "figure"),
    [
        (Step.URGE, "urged"),
        (Step.RAISE, "raised"),
        (Step.LIFT, "raised"),
        (Step.FOLLOW_UP, "followed_up"),
        (Step.CAME_BACK, "came_back"),
    ],
)
def test_urging_raising_and_asking_again_are_counted(step: Step, figure: str):
    assert changed(NEW, NEW, Event(step, BORN, AUTHOR)) == {figure: 1}


@pytest.mark.parametrize("step", [Step.HELD, Step.LET_GO, Step.OBJECT])
def test_an_answer_to_the_follow_up_changes_no_other_figure(step: Step):
    closed = at(State.CLOSED, follow_up=FollowUp.ASKED)
    assert changed(closed, replace(closed, version=2), Event(step, BORN, AUTHOR)) == {}


def test_what_the_committee_signs_off_counts_as_fixed():
    silent, signed = (at(State.CLOSED, closing=closing) for closing in reversed(REOPENABLE))
    assert changed(silent, signed, Event(Step.SIGN, BORN, OWNERS)) == {"unreviewed": -1, "fixed": 1}


def test_a_step_that_counts_for_nothing_adds_nothing():
    hurried = at(State.PLACED, lane=Lane.URGENT, version=2)
    assert changed(NEW, hurried, Event(Step.MARK_URGENT, BORN, DISPATCHER)) == {}
