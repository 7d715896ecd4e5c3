"""The table of rights, read a second time from permissions.txt and walked from end to end."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import permit
from domain.permit import Matter, NotYours, Party, check, in_area, may, may_be_given, may_dispatch, may_invite
from domain.person import SYSTEM, Held, Person, Role
from domain.rights import APART, RIGHTS, Standing

XF = "qs/hy/lx/xf"
GRID = "qs/hy/lx/g1"
ELSEWHERE = "zz/zz/zz/zz"
HELD_AT = {"G": GRID, "C": "qs/hy/lx", "S": "qs/hy", "Y": "qs", "D": "qs", "A": "qs", "SYS": ""}
IDENTIFIED = [str(role) for role in Role if role not in (Role.ANONYMOUS, Role.SYSTEM)]

LINES = [line for line in (Path(__file__).parent / "permissions.txt").read_text("utf-8").splitlines() if "|" in line]
FACTS = [line.split(" | ") for line in LINES if not line.startswith(("#", "apart:"))]
SEPARATIONS = [
    (action, standing)
    for line in LINES
    if line.startswith("apart:")
    for action, standings in [line.removeprefix("apart: ").split(" | ")]
    for standing in standings.split()
]


def read(who: str) -> set[tuple[str, str]]:
    """(role, relation) pairs of one line of the table."""
    if who == "everybody":
        return {(str(role), relation) for role in Role for relation in "osax"}
    if who == "themselves":
        return {(role, "o") for role in IDENTIFIED}
    entries = [] if who == "nobody" else who.split()
    return {(entry.split(":")[0], letter) for entry in entries for letter in entry.split(":")[1]}


# What is written down a second time is granted besides.
TABLE = {action: set().union(*(read(who) for known, who in FACTS if known == action)) for action, _ in FACTS}
CASES = [(str(role), relation) for role in Role for relation in "osax"]


def somebody(role: str) -> Person | None:
    if role == "N":
        return None
    return Person("wang", roles=(Held(Role(role), HELD_AT.get(role, XF), "roads" if role == "D" else None),))


def matter(relation: str) -> Matter:
    """Something to which Wang stands in this relation and in no other."""
    far = Matter(place=ELSEWHERE, grid="zz/zz/zz/g9", author="li", party=Party("zhao"), line="parks")
    return {
        "o": replace(far, author="wang"),
        "s": replace(far, party=Party("wang")),
        "a": replace(far, place=XF + "/3/1", grid=GRID, line="roads"),
        "x": far,
    }[relation]


@pytest.mark.parametrize("action", TABLE)
def test_the_table_says_who_may_do_what(action: str):
    expected = {case: allowed(action, *case) for case in CASES}
    assert {case: may(action, somebody(case[0]), matter(case[1])) for case in CASES} == expected


def allowed(action: str, role: str, relation: str) -> bool:
    table = TABLE[action]
    # What anybody may, everybody may; whoever is known owns their matters as a resident; the system is everywhere.
    letters = {("N", "a"), (role, relation)}
    letters |= {("R", "o")} if relation == "o" and role in IDENTIFIED else set()
    letters |= {(role, "a")} if role == "SYS" else set()
    # In these matters Wang owns what is "o" and has in hand what is "s".
    standing = {"o": "owner", "s": "party"}.get(relation)
    return bool(letters & table) and (action, standing) not in SEPARATIONS


def test_the_table_has_no_action_that_nobody_wrote_down():
    assert set(RIGHTS) == set(TABLE)
    assert {(action, str(standing)) for action, found in APART.items() for standing in found} == set(SEPARATIONS)


@pytest.mark.parametrize("action", ["order.fly", "", "order", "ORDER.CREATE"])
def test_what_is_not_listed_is_denied(action: str):
    assert not may(action, Person("wang", roles=tuple(Held(role, XF) for role in Role)), Matter(author="wang"))


IS_ALREADY = {
    "owner": Matter(author="wang"),
    "proxy": Matter(author="wang", beneficiary="granny"),
    "household": Matter(author="li", home=XF + "/3/1"),
    "party": Matter(author="wang", party=Party("wang")),
    "subject": Matter(subject=Party(team="P@" + XF)),
    "proposer": Matter(proposer="wang"),
    "beneficiary": Matter(beneficiary="wang"),
}
ALL_ROLES = tuple(Held(role, HELD_AT.get(role, XF)) for role in Role if role not in (Role.ANONYMOUS, Role.SYSTEM))


@pytest.mark.parametrize(("action", "standing"), SEPARATIONS)
def test_duties_are_kept_apart_whatever_else_somebody_is(action: str, standing: str, monkeypatch):
    wang = Person("wang", roles=ALL_ROLES, home=XF + "/3/1")
    here = replace(IS_ALREADY[standing], place=XF + "/3/1", grid=GRID)
    if standing == "party" and Standing.OWNER in APART[action]:
        here = replace(here, author="li")
    assert not may(action, wang, here)

    only_this = {**APART, action: APART[action] - {standing}}
    monkeypatch.setattr(permit, "APART", only_this)
    assert may(action, wang, here)


def test_somebody_without_any_role_is_a_resident_in_their_own_matters_only():
    newcomer = Person("wang")
    assert may("order.rate", newcomer, Matter(place=XF, author="wang", party=Party("li")))
    assert not may("order.rate", newcomer, Matter(place=XF, author="li"))
    assert not may("topic.vote", newcomer, Matter(place=XF))


def test_the_system_is_nobody_who_could_be_satisfied():
    assert not may("order.rate", SYSTEM, Matter(place=XF, author="system"))
    assert may("order.close_unconfirmed", SYSTEM, Matter(place=XF, author="li", party=Party("zhao")))


@pytest.mark.parametrize("there", [None, Matter(place=ELSEWHERE, author="li")])
def test_denied_and_nonexistent_answer_alike(there: Matter | None):
    with pytest.raises(NotYours) as refusal:
        check("order.view_detail", Person("wang"), there)
    assert str(refusal.value) == ""
    assert NotYours.__doc__ == "I cannot find that, or it is not yours to see or change."


def test_what_is_allowed_is_handed_back():
    mine = Matter(author="wang")
    assert check("order.view_detail", Person("wang"), mine) is mine


# Teams


def test_a_team_is_everybody_who_holds_the_role_there():
    given = Matter(place=XF, author="li", party=Party(team="P@" + XF))
    assert may("order.accept", Person("wang", roles=(Held(Role.PROPERTY, XF),)), given)
    assert not may("order.accept", Person("wang", roles=(Held(Role.PROPERTY, XF + "2"),)), given)
    assert not may("order.accept", Person("wang", roles=(Held(Role.OWNERS, XF),)), given)


def test_a_company_is_one_team_in_all_its_compounds():
    given = Matter(place=XF, author="li", party=Party(team="happy-homes"))
    assert may("order.accept", Person("wang", roles=(Held(Role.PROPERTY, ELSEWHERE, "happy-homes"),)), given)


def test_a_colleague_of_whom_is_complained_about_never_learns_who_complained():
    complaint = Matter(place=XF, author="li", party=Party("wang"), subject=Party("chen", "C@qs/hy/lx"))
    assert not may("order.view_complainant_identity", somebody("C"), complaint)
    assert may("order.view_complainant_identity", somebody("C"), replace(complaint, subject=Party("chen")))


def test_neighbours_of_whom_is_complained_about_are_no_team():
    noise = Matter(place=XF, author="wang", subject=Party("loud", "R@" + XF))
    assert may("order.view_complainant_identity", somebody("R"), noise)


def test_a_colleague_may_rate_what_another_of_the_team_did():
    volunteer = Person("wang", roles=(Held(Role.VOLUNTEER, XF),))
    done = Matter(place=XF, author="wang", party=Party("zhao", "V@" + XF))
    assert may("order.rate", volunteer, done)
    assert not may("order.rate", volunteer, replace(done, party=Party(team="V@" + XF)))


# Households


@pytest.mark.parametrize(
    ("home", "other", "allowed"),
    [
        (XF + "/3/1", XF + "/3/1", False),
        (XF + "/3/1", XF + "/3/2", True),
        (XF, XF, True),  # both reported from the compound: that says nothing
        (None, None, True),
    ],
)
def test_a_wish_is_not_claimed_from_the_same_household(home: str | None, other: str | None, allowed: bool):
    volunteer = Person("wang", roles=(Held(Role.VOLUNTEER, XF),), home=home)
    assert may("wish.claim", volunteer, Matter(place=XF, author="li", home=other)) is allowed


# Who may be given the work


def test_work_is_not_given_to_its_author_nor_to_whom_is_complained_about():
    complaint = Matter(place=XF, author="li", subject=Party(team="P@" + XF))
    assert not may_be_given(complaint, Person("li"))
    assert not may_be_given(complaint, Person("wang", roles=(Held(Role.PROPERTY, XF),)))
    assert not may_be_given(complaint, "P@" + XF)
    assert may_be_given(complaint, Person("zhao"))
    assert may_be_given(complaint, "G@" + GRID)


def test_a_grid_worker_hands_out_only_to_themselves_and_to_volunteers_of_their_grid():
    order, worker = Matter(place=XF + "/3", grid=GRID, author="li"), somebody("G")
    assert worker is not None
    assert may_dispatch(worker, order, worker)
    assert may_dispatch(worker, order, Person("v", roles=(Held(Role.VOLUNTEER, XF),)))
    assert not may_dispatch(worker, order, Person("v", roles=(Held(Role.VOLUNTEER, ELSEWHERE),)))
    assert not may_dispatch(worker, order, Person("p", roles=(Held(Role.PROPERTY, XF),)))
    assert not may_dispatch(worker, order, "P@" + XF)
    assert not may_dispatch(worker, replace(order, grid="qs/hy/lx/g2"), worker)


def test_a_dispatcher_hands_out_to_anybody_who_may_have_it():
    order, dispatcher = Matter(place=XF + "/3", grid=GRID, author="li"), somebody("C")
    assert dispatcher is not None
    assert may_dispatch(dispatcher, order, "P@" + XF)
    assert may_dispatch(dispatcher, order, Person("zhao"))
    assert not may_dispatch(dispatcher, order, Person("li"))


def test_who_is_dispatcher_and_grid_worker_hands_out_as_a_dispatcher():
    both = Person("wang", roles=(Held(Role.GRID, GRID), Held(Role.COMMUNITY, "qs/hy/lx")))
    assert may_dispatch(both, Matter(place=XF, grid=GRID, author="li"), "P@" + XF)


def test_nobody_invites_themselves_or_above_their_office():
    dispatcher = somebody("C")
    assert dispatcher is not None
    assert may_invite(dispatcher, Role.GRID, GRID)
    assert may_invite(dispatcher, Role.VOLUNTEER, XF, invitee="zhao")
    assert not may_invite(dispatcher, Role.VOLUNTEER, XF, invitee="wang")
    assert not may_invite(dispatcher, Role.COMMUNITY, "qs/hy/lx")
    assert not may_invite(dispatcher, Role.GRID, "qs/hy/zz/g1")
    assert not may_invite(dispatcher, Role.ADMIN, "qs")


# Areas

codes = st.from_regex(r"[a-f0-9]{1,3}", fullmatch=True)
paths = st.lists(codes, min_size=1, max_size=6).map("/".join)
BY_COMPOUND = st.sampled_from([Role.RESIDENT, Role.VOLUNTEER, Role.PROPERTY, Role.OWNERS])
BY_OFFICE = st.sampled_from([Role.COMMUNITY, Role.STREET, Role.CITY])


@given(BY_COMPOUND, paths, paths)
def test_residents_and_companies_reach_as_far_as_their_compound(role: Role, home: str, place: str):
    same_compound = home.count("/") >= 3 and place.split("/")[:4] == home.split("/")[:4]
    assert in_area(Held(role, home), Matter(place=place)) == same_compound


@given(BY_OFFICE, paths, paths)
def test_offices_reach_everything_below_them(role: Role, office: str, place: str):
    codes = office.split("/")
    assert in_area(Held(role, office), Matter(place=place)) == (place.split("/")[: len(codes)] == codes)


@given(BY_OFFICE, paths, codes)
def test_a_code_that_begins_alike_is_another_place(role: Role, office: str, more: str):
    assert not in_area(Held(role, office), Matter(place=office + more))


@given(paths, paths)
def test_a_grid_worker_reaches_exactly_their_grid(place: str, grid: str):
    worker = Held(Role.GRID, GRID)
    assert in_area(worker, Matter(place=place, grid=GRID))
    assert not in_area(worker, Matter(place=place, grid=grid))
    assert not in_area(worker, Matter(place=GRID))


@given(paths, st.sampled_from([None, "roads", "parks"]), st.sampled_from([None, "roads", "parks"]))
def test_a_department_reaches_its_line_of_business_in_its_city(place: str, team: str | None, line: str | None):
    inside = Matter(place="qs/" + place, line=line)
    assert in_area(Held(Role.DEPARTMENT, "qs", team), inside) == (team is not None and team == line)
    assert not in_area(Held(Role.DEPARTMENT, "zz", team), inside)


@given(BY_COMPOUND | BY_OFFICE | st.just(Role.GRID), paths)
def test_a_role_without_a_place_reaches_nothing(role: Role, place: str):
    assert not in_area(Held(role, ""), Matter(place=place, grid=None))
    assert not in_area(Held(role, place), Matter())
