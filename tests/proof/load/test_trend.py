"""What grows is told from what only goes up and down."""

from random import Random

from tests.proof.load.trend import A_DAY, Sample, growth, lows, slope

HOUR = [10.0 * n for n in range(360)]


def test_what_goes_up_and_down_does_not_grow():
    chance = Random(4)
    samples: list[Sample] = [(at, 120 + chance.gauss(0, 2)) for at in HOUR]
    assert abs(growth(samples)) < 1


def test_a_leak_of_a_hundred_bytes_an_update_is_seen_within_an_hour():
    chance = Random(4)
    leak = 100 * 30 / 1e6  # MB a second
    samples: list[Sample] = [(at, 120 + leak * at + chance.gauss(0, 2)) for at in HOUR]
    assert 0.9 < slope(samples) / leak < 1.1
    assert slope(samples) * A_DAY > 200


def test_one_wrong_sample_of_five_bends_nothing():
    samples: list[Sample] = [(at, 500.0 if n % 5 == 0 and n > 180 else 120.0) for n, at in enumerate(HOUR)]
    assert slope(samples) == 0


def test_a_step_that_stays_is_no_slope_unless_it_comes_again():
    once: list[Sample] = [(at, 20.0 + (at > 600)) for at in HOUR]
    again: list[Sample] = [(at, 20.0 + at // 300) for at in HOUR]
    assert growth(once) < 0.5
    assert growth(again) > 10


def test_what_comes_and_goes_is_no_growth_and_what_stays_is():
    """Tasks: some are always under way, and now and then many."""
    chance = Random(4)
    busy: list[Sample] = [(at, 10.0 + (n % 6 > 0) * chance.randrange(60) * n / len(HOUR)) for n, at in enumerate(HOUR)]
    leaking: list[Sample] = [(at, value + at / 300) for at, value in busy]
    assert growth(busy) > 5
    assert growth(lows(busy, 6)) == 0
    assert 11 < growth(lows(leaking, 6)) < 13


def test_nothing_is_no_growth():
    assert growth([]) == growth([(1.0, 5.0)]) == 0
