"""How long the clock waits, by state, lane and kind of matter."""

import pytest

from domain.category import Catalogue, Category
from domain.order import Lane, State
from domain.policy import Patience, Policy

USUAL = Patience(placed=600, dispatched=1800, accepted=3600, finished=259_200)
HURRY = Patience(placed=180, dispatched=300, accepted=1200, finished=86_400)
LIFT = Category("lift", "电梯", "Lift", (("电梯", 6),), response=5, feedback=30)
PETS = Category("pets", "宠物", "Pets", (("狗", 6),))
POLICY = Policy(Catalogue([LIFT, PETS]), (), {Lane.ORDINARY: USUAL, Lane.URGENT: HURRY})


@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        (State.PLACED, 600),
        (State.DISPATCHED, 1800),
        (State.ACCEPTED, 3600),
        (State.FINISHED, 259_200),
        (State.CLOSED, None),
    ],
)
def test_each_state_has_its_patience_and_a_closed_order_needs_none(state: State, seconds: int | None):
    assert USUAL.of(state) == seconds


def test_a_category_with_a_clock_of_its_own_goes_by_it():
    assert POLICY.patience(Lane.ORDINARY, "lift") == Patience(300, 1800, 1800, 259_200)


@pytest.mark.parametrize("category", ["pets", "unknown", None])
def test_the_others_go_by_the_clock_of_their_lane(category: str | None):
    assert POLICY.patience(Lane.ORDINARY, category) == USUAL


def test_an_urgent_order_never_waits_longer_for_its_category():
    assert POLICY.patience(Lane.URGENT, "lift") == HURRY
