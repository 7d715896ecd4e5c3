"""Who sees which personal field: the table, as it is written on the page of permissions."""

from dataclasses import replace

import pytest

from domain.category import Category
from domain.fields import AFTER_CLOSING, Field, Shown, Viewer, looks, open_to_looks, right, shown, viewer_of
from domain.order import Closing, Lane, Order, State
from domain.permit import Matter, Party
from domain.person import Held, Person, Role

COMMUNITY, COMPOUND, GRID = "qs/hy/lx", "qs/hy/lx/xf", "qs/hy/lx/xf/g1"
NOISE = Category("noise", "噪音", "Noise", ())
LEAK = Category("water", "漏水", "Leak", (), home=True)
LIFT = Category("lift", "电梯", "Lift", (), shared=True)
PLACED = Order("o1", "W9VATP", "li", f"{COMPOUND}/3/1", GRID, "noise", Lane.ORDINARY, "吵", COMPOUND, 0)
HAD = replace(PLACED, state=State.ACCEPTED, assignee="wang", accepted_at=1)
ALL = (Field.NAME, Field.PHONE, Field.UNIT, Field.DOOR)


def person(id: str, *roles: Held) -> Person:
    return Person(id, roles=roles)


LI = person("li", Held(Role.RESIDENT, COMPOUND))
ZHOU = person("zhou", Held(Role.COMMUNITY, COMPOUND))
WANG = person("wang", Held(Role.GRID, GRID))
HU = person("hu", Held(Role.GRID, GRID))
ZHANG = person("zhang", Held(Role.PROPERTY, COMPOUND))
BO = person("bo", Held(Role.VOLUNTEER, COMPOUND))
MEI = person("mei", Held(Role.OWNERS, COMPOUND))
SUN = person("sun", Held(Role.STREET, "qs/hy"))


def matter(order: Order) -> Matter:
    return Matter(
        order.place,
        order.grid,
        order.author,
        party=Party(order.assignee, order.team),
        subject=Party(team=order.subject),
    )


def stands(who: Person, order: Order) -> Viewer:
    return viewer_of(who, order, matter(order))


def test_how_somebody_stands_to_an_order():
    assert {who.id: stands(who, HAD) for who in (LI, ZHOU, WANG, HU, ZHANG, BO, MEI, SUN)} == {
        "li": Viewer.AUTHOR,
        "zhou": Viewer.DESK,
        "wang": Viewer.WORKER,
        "hu": Viewer.ASKED,
        "zhang": Viewer.NOBODY,
        "bo": Viewer.NOBODY,
        "mei": Viewer.OWNERS,
        "sun": Viewer.OTHER,
    }
    assert stands(SUN, replace(HAD, team="S@qs/hy")) is Viewer.DESK
    assert stands(BO, replace(HAD, assignee="bo")) is Viewer.VOLUNTEER
    assert stands(WANG, replace(HAD, state=State.DISPATCHED)) is Viewer.ASKED


def test_whoever_is_complained_about_is_that_whatever_else_they_are():
    complaint = replace(HAD, subject=f"P@{COMPOUND}", assignee="both")
    both = person("both", Held(Role.COMMUNITY, COMPOUND), Held(Role.PROPERTY, COMPOUND))
    assert stands(both, complaint) is stands(ZHANG, complaint) is Viewer.SUBJECT
    assert all(
        shown(field, Viewer.SUBJECT, replace(complaint, lane=Lane.URGENT), LEAK) is Shown.NEVER for field in Field
    )
    assert looks(both, complaint, matter(complaint), LEAK, ALL, now=2) == []


@pytest.mark.parametrize(
    ("viewer", "category", "seen"),
    [
        (Viewer.AUTHOR, NOISE, "full full full full"),
        (Viewer.DESK, NOISE, "look look full look"),
        (Viewer.WORKER, NOISE, "look look look look"),
        (Viewer.WORKER, LEAK, "look look full look"),
        (Viewer.WORKER, LIFT, "look look full look"),
        (Viewer.ASKED, LEAK, "never never full never"),
        (Viewer.ASKED, NOISE, "never never never never"),
        (Viewer.VOLUNTEER, LEAK, "titled never never never"),
        (Viewer.OWNERS, LEAK, "never never never never"),
        (Viewer.OTHER, LEAK, "never never never never"),
        (Viewer.NOBODY, LEAK, "never never never never"),
    ],
)
def test_each_sees_what_the_table_says(viewer: Viewer, category: Category, seen: str):
    assert [shown(field, viewer, HAD, category) for field in Field] == seen.split()


def test_a_volunteer_looks_once_the_resident_has_agreed_to_a_visit():
    theirs = replace(HAD, assignee="bo")
    assert looks(BO, theirs, matter(theirs), LEAK, ALL, now=2) == []
    assert looks(BO, theirs, matter(theirs), LEAK, ALL, now=2, visit=True) == [Field.PHONE, Field.UNIT, Field.DOOR]


def test_nobody_has_to_ask_for_the_door_of_an_urgent_matter_once_they_have_it():
    urgent = replace(HAD, lane=Lane.URGENT)
    assert (
        shown(Field.DOOR, Viewer.WORKER, urgent, NOISE) is shown(Field.UNIT, Viewer.WORKER, urgent, NOISE) is Shown.FULL
    )
    assert shown(Field.PHONE, Viewer.WORKER, urgent, NOISE) is Shown.LOOK
    assert shown(Field.DOOR, Viewer.ASKED, urgent, NOISE) is Shown.NEVER


def test_a_door_leaves_the_cards_with_the_closing_and_is_looked_at_for_three_days_more():
    closed = replace(HAD, lane=Lane.URGENT, state=State.CLOSED, closed_at=10)
    for viewer in (Viewer.DESK, Viewer.WORKER):
        assert shown(Field.DOOR, viewer, closed, NOISE) is Shown.LOOK
    assert shown(Field.DOOR, Viewer.AUTHOR, closed, NOISE) is Shown.FULL
    assert Field.DOOR in looks(ZHOU, closed, matter(closed), NOISE, ALL, now=10 + AFTER_CLOSING)
    assert looks(ZHOU, closed, matter(closed), NOISE, ALL, now=11 + AFTER_CLOSING) == []


def test_a_company_looks_at_phone_and_door_and_not_at_the_name():
    theirs = replace(HAD, assignee="zhang")
    assert looks(ZHANG, theirs, matter(theirs), LEAK, ALL, now=2) == [Field.PHONE, Field.DOOR]
    assert looks(WANG, HAD, matter(HAD), LEAK, ALL, now=2) == [Field.NAME, Field.PHONE, Field.DOOR]


def test_looks_are_possible_from_accepting_until_72_hours_after_closing():
    closed = replace(HAD, state=State.CLOSED, closing=Closing.FIXED, closed_at=100)
    for order, now, possible in (
        (PLACED, 2, False),
        (replace(HAD, state=State.DISPATCHED), 2, False),
        (HAD, 2, True),
        (replace(HAD, state=State.FINISHED), 2, True),
        (closed, 100 + AFTER_CLOSING, True),
        (closed, 101 + AFTER_CLOSING, False),
        (replace(closed, accepted_at=None), 101, False),
    ):
        assert open_to_looks(order, Viewer.WORKER, now) is possible
    urgent = replace(PLACED, lane=Lane.URGENT)
    assert open_to_looks(urgent, Viewer.DESK, 2)
    assert not open_to_looks(urgent, Viewer.WORKER, 2)


def test_a_look_asks_for_the_right_on_the_page_of_permissions():
    assert {field: right(field) for field in Field} == {
        Field.NAME: "order.view_complainant_identity",
        Field.PHONE: "order.reveal_contact",
        Field.UNIT: "order.reveal_contact",
        Field.DOOR: "order.reveal_contact",
    }
