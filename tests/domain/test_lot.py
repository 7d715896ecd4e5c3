"""The lot that decides who is asked again is fair and can be checked."""

import random

import pytest

from domain import lot


def bytes_of(*numbers: int):
    source = iter(numbers)
    return lambda n: next(source).to_bytes(n)


def test_what_would_favour_the_low_numbers_is_drawn_anew():
    assert lot.draw(bytes_of(65_535, 60_000, 59_999)) == 9_999


@pytest.mark.parametrize(("number", "drawn"), [(0, 0), (9_999, 9_999), (10_000, 0), (59_999, 9_999)])
def test_a_lot_is_one_of_ten_thousand(number: int, drawn: int):
    assert lot.draw(bytes_of(number)) == drawn


def test_every_lot_comes_up_equally_often():
    counted = [0] * lot.LOTS
    for number in range(lot.FAIR):
        counted[lot.draw(bytes_of(number))] += 1
    assert set(counted) == {6}


@pytest.mark.parametrize("share", [0.1, 0.15, 0.29, 0.5, 1])
def test_exactly_the_share_wins(share: float):
    assert sum(lot.wins(number, share) for number in range(lot.LOTS)) == round(share * lot.LOTS)


def test_over_many_draws_the_share_is_what_was_asked_for():
    chance = random.Random(2026).randbytes
    assert 0.095 < sum(lot.wins(lot.draw(chance), 0.1) for _ in range(20_000)) / 20_000 < 0.105
