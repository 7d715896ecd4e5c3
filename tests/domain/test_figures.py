"""The monthly figures are what the events add up to, whatever happened to the order."""

from collections import Counter

import pytest
from hypothesis import given

from domain.figures import answered, changed, placed
from domain.order import Closing, Event, Lane, State, Step
from tests.domain.lives import AUTHOR, BORN, DISPATCHER, NEW, Life, at, lives


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
    figures = {
        "placed": 1,
        "responded": order.responded_at is not None,
        "response_seconds": (order.responded_at or BORN) - BORN,
        "reopened": [event.step for event in events].count(Step.REOPEN),
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


def test_a_step_that_counts_for_nothing_adds_nothing():
    hurried = at(State.PLACED, lane=Lane.URGENT, version=2)
    assert changed(NEW, hurried, Event(Step.MARK_URGENT, BORN, DISPATCHER)) == {}
