"""What holds where, and how long the clock waits: by place, state, lane and kind of matter."""

import pytest

from domain.calendar import Span
from domain.order import DAY, Lane, State
from domain.place import Kind
from domain.policy import LADDERS, RUNGS, Patience, Policy, Rules
from tests.domain.policies import CATALOGUE, REAL, patience

USUAL, HURRY = patience(10, 30, 60, 3, working=False), patience(3, 5, 20, 1, working=False)
OFFICE = patience(10, 30, 60, 3, working=True)
XF, LX = "qs/hy/lx/xf", "qs/hy/lx"


def rules(ordinary: Patience = USUAL) -> Rules:
    return Rules(REAL.rules.calendar, {Lane.ORDINARY: ordinary, Lane.URGENT: HURRY})


def policy(**places: Rules) -> Policy:
    return Policy(CATALOGUE, (), rules(), {path.replace("_", "/"): own for path, own in places.items()})


@pytest.mark.parametrize(
    ("state", "seconds"),
    [(State.PLACED, 600), (State.DISPATCHED, 1800), (State.ACCEPTED, 3600), (State.FINISHED, 259_200)],
)
def test_each_state_has_its_patience(state: State, seconds: int):
    assert USUAL.of(state) == Span(seconds)


def test_a_closed_order_needs_no_patience():
    assert USUAL.of(State.CLOSED) is None


def test_a_category_with_a_clock_of_its_own_goes_by_it():
    assert policy().patience(XF, Lane.ORDINARY, "lift") == patience(5, 30, 30, 3, working=False)


def test_a_categorys_own_minutes_are_counted_as_its_lane_counts():
    office = policy(qs=rules(OFFICE))
    assert office.patience(XF, Lane.ORDINARY, "lift") == patience(5, 30, 30, 3, working=True)


@pytest.mark.parametrize("category", ["pets", "unknown", "", None])
def test_the_others_go_by_the_clock_of_their_lane(category: str | None):
    assert policy().patience(XF, Lane.ORDINARY, category) == USUAL


def test_an_urgent_order_never_waits_longer_for_its_category():
    assert policy().patience(XF, Lane.URGENT, "lift") == HURRY
    slow = Rules(REAL.rules.calendar, {Lane.URGENT: patience(9, 9, 45, 1, working=False)})
    assert policy(qs=slow).patience(XF, Lane.URGENT, "lift") == patience(5, 9, 30, 1, working=False)


def test_the_nearest_place_around_that_has_rules_of_its_own_wins():
    community, compound = rules(), rules(OFFICE)
    held = policy(qs_hy_lx=community, qs_hy_lx_xf=compound)
    assert held.at(XF) is compound
    assert held.at(XF + "/3/1") is compound
    assert held.at(XF + "/g1") is compound
    assert held.at(LX) is community
    assert held.at(LX + "/yy/3") is community


@pytest.mark.parametrize("place", ["qs/hy", "qs", XF + "2", LX + "/xf2/3", "zz/hy/lx/xf", ""])
def test_where_no_place_around_says_otherwise_the_rules_of_all_hold(place: str):
    held = policy(qs_hy_lx_xf=rules(OFFICE))
    assert held.at(place) is held.rules
    assert policy().at(place) is not None


def test_patience_is_that_of_the_place():
    held = policy(qs_hy_lx_xf=rules(OFFICE))
    assert held.patience(XF + "/3", Lane.ORDINARY) == OFFICE
    assert held.patience(LX, Lane.ORDINARY) == USUAL


def test_every_lane_has_a_ladder_and_every_desk_but_the_citys_one_above_it():
    assert set(LADDERS) == set(Lane)
    assert set(RUNGS) == {Kind.GRID, Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET}


@pytest.mark.parametrize("place", [XF, XF + "/3/1", XF + "/g1"])
def test_a_matter_climbs_from_its_compound_to_the_city(place: str):
    assert policy().climb(place) == (XF, LX, "qs/hy", "qs")


def test_a_desk_that_no_other_leads_to_is_left_out():
    without_street = Policy(CATALOGUE, (), rules(), rungs={**RUNGS, Kind.COMMUNITY: Kind.CITY})
    assert without_street.climb(XF) == (XF, LX, "qs")
    assert without_street.climb("qs/hy") == ("qs/hy", "qs")


def test_follow_up_after_two_weeks_of_one_in_ten_and_at_most_ten_messages_a_day():
    usual = rules()
    assert (usual.follow_up.share, usual.follow_up.after) == (0.1, 14 * DAY)
    assert (usual.budget.messages, usual.budget.gap) == (10, 600)
