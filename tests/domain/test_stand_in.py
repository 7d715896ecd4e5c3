"""Who may stand in for whom."""

import pytest

from domain.person import Held, Role
from domain.stand_in import may_stand_in, nearness, working

XF, YY, ELSEWHERE = "qs/hy/lx/xf", "qs/hy/lx/yy", "qs/hy/zz/aa"


@pytest.mark.parametrize(
    ("colleague", "held", "may"),
    [
        (Held(Role.GRID, f"{XF}/g2"), Held(Role.GRID, f"{XF}/g1"), True),
        (Held(Role.GRID, f"{YY}/g1"), Held(Role.GRID, f"{XF}/g1"), True),
        (Held(Role.GRID, f"{ELSEWHERE}/g1"), Held(Role.GRID, f"{XF}/g1"), False),
        (Held(Role.COMMUNITY, "qs/hy/lx"), Held(Role.COMMUNITY, XF), True),
        (Held(Role.GRID, f"{XF}/g1"), Held(Role.COMMUNITY, XF), False),
        (Held(Role.COMMUNITY, XF), Held(Role.GRID, f"{XF}/g1"), False),
        (Held(Role.STREET, "qs/hy"), Held(Role.STREET, "qs/hy"), True),
        (Held(Role.STREET, "qs/other"), Held(Role.STREET, "qs/hy"), False),
        (Held(Role.PROPERTY, XF), Held(Role.PROPERTY, XF), True),
        (Held(Role.PROPERTY, YY), Held(Role.PROPERTY, XF), False),
        (Held(Role.PROPERTY, YY, "good"), Held(Role.PROPERTY, XF, "good"), True),
        (Held(Role.PROPERTY, XF, "other"), Held(Role.PROPERTY, XF, "good"), False),
        (Held(Role.DEPARTMENT, "qs", "parks"), Held(Role.DEPARTMENT, "qs", "roads"), False),
    ],
)
def test_a_colleague_of_the_same_kind_near_by_and_nobody_gets_more_than_that(colleague: Held, held: Held, may: bool):
    assert may_stand_in(colleague, held) is may


def test_the_same_place_is_nearest_then_the_same_compound():
    held = Held(Role.GRID, f"{XF}/g1")
    places = [f"{YY}/g1", f"{XF}/g2", f"{XF}/g1"]
    assert [nearness(Held(Role.GRID, place), held) for place in places] == [2, 1, 0]


def test_a_home_a_committee_and_an_administrator_are_nothing_to_stand_in_for():
    roles = [Held(role, XF) for role in (Role.RESIDENT, Role.OWNERS, Role.ADMIN, Role.VOLUNTEER)]
    assert working(roles) == [Held(Role.VOLUNTEER, XF)]
