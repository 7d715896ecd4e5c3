"""What the clock does, step by step: always later than the step before, and never a pause without an end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ladder import AFTERWARDS, PAUSED, REVIEW, SILENCE, URGENT, USUAL, Ladder, Nag

whens = st.lists(st.sampled_from([0.125, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 10.0]), min_size=1, unique=True)
ladders = whens.map(lambda found: Ladder(tuple((Nag.NAG, when) for when in sorted(found))))


def whole(steps: Ladder, many: int = 8) -> list[tuple[Nag, float]]:
    return [steps.at(stage) for stage in range(many)]


def test_who_does_not_move_is_reminded_then_nagged_then_told_on_then_it_is_raised():
    assert whole(USUAL, 4) == [(Nag.REMIND, 0.5), (Nag.NAG, 1), (Nag.TELL, 1.5), (Nag.RAISE, 2)]


def test_urgent_leaves_out_the_first_steps():
    assert whole(URGENT, 2) == [(Nag.TELL, 1), (Nag.RAISE, 2)]


def test_the_resident_is_asked_once_more_before_it_lapses():
    assert whole(REVIEW, 2) == [(Nag.ASK, 1), (Nag.LAPSE, 2)]


def test_a_pause_a_follow_up_and_silence_after_it_end_at_their_moment():
    assert [steps.at(0) for steps in (PAUSED, AFTERWARDS, SILENCE)] == [
        (Nag.RESUME, 1),
        (Nag.FOLLOW_UP, 1),
        (Nag.LET_GO, 1),
    ]


@given(ladders, st.integers(0, 40))
def test_every_step_comes_after_the_one_before_it(steps: Ladder, stage: int):
    assert steps.at(stage)[1] < steps.at(stage + 1)[1]


@given(ladders, st.integers(0, 40))
def test_the_last_step_comes_again_and_again(steps: Ladder, more: int):
    assert steps.at(len(steps.steps) + more)[0] is steps.steps[-1][0]


@pytest.mark.parametrize("steps", [USUAL, URGENT])
def test_at_the_top_the_pauses_double_and_stop_growing(steps: Ladder):
    last = len(steps.steps) - 1
    whens = [steps.at(stage)[1] for stage in range(last, last + 8)]
    assert whens == [2, 4, 8, 16, 32, 48, 64, 80]


@given(ladders)
def test_no_pause_at_the_top_is_longer_than_eight_times_the_last_step(steps: Ladder):
    last = len(steps.steps) - 1
    pauses = [later - sooner for sooner, later in pairwise(steps.at(stage)[1] for stage in range(last, last + 30))]
    assert pauses == sorted(pauses)
    assert max(pauses) == 8 * steps.steps[-1][1]
