"""The bound is the exact one for rare mishaps."""

import math

import pytest

from tests.proof.bounds import at_most, told


def test_none_in_a_thousand_trials_allows_three_in_the_next():
    assert at_most(0, 1000) == pytest.approx(-math.log(0.05))
    assert at_most(0, 500, per=1) == pytest.approx(-math.log(0.05) / 500)


@pytest.mark.parametrize(("mishaps", "bound"), [(1, 4.744), (2, 6.296), (10, 16.962), (100, 118.1)])
def test_the_bound_is_that_of_the_tables(mishaps: int, bound: float):
    """Tables of the one-sided 95 % limit of a Poisson count."""
    assert at_most(mishaps, 1000) == pytest.approx(bound, rel=1e-3)


def test_a_figure_tells_the_count_and_the_bound():
    assert told(0, 500, of="kills") == "0 (at most 5.99 per 1,000 kills)"
    assert told(12, 10) == "12 (at most 1,944 per 1,000)"


@pytest.mark.parametrize(("mishaps", "trials"), [(0, 0), (-1, 10)])
def test_nothing_follows_from_nothing(mishaps: int, trials: int):
    with pytest.raises(ValueError, match=r"nothing was tried|fewer than none"):
        at_most(mishaps, trials)
