"""Who is responsible: the most particular duty wins, and a team is known by all its names."""

import pytest

from domain.duty import BadTeam, Duty, responsible, team_here, team_id
from domain.permit import Matter, Party, in_area, is_team, may, may_be_given, role_of, standings, teams_of
from domain.person import Held, Person, Role
from domain.place import Sort
from domain.rights import Standing

STREET, LX, XF = "qs/hy", "qs/hy/lx", "qs/hy/lx/xf"
DOOR = f"{XF}/3/1"
QF, HEADS = "t:P:qingfeng", "t:V:heads"


def duty(who: str, place: str, sort: str = "", category: str = "lift") -> Duty:
    return Duty(category, sort, place, team=who)


# From the least particular to the most: each wins over all before it.
LADDER = [
    duty("anything in the city", "qs", category=""),
    duty("anything in this old compound", XF, Sort.OLD, category=""),
    duty("in the city", "qs"),
    duty("in old compounds of the city", "qs", Sort.OLD),
    duty("in the community", LX),
    duty("in old compounds of the community", LX, Sort.OLD),
    duty("in this compound", XF),
    duty("in this compound, as it is old", XF, Sort.OLD),
]


@pytest.mark.parametrize("known", range(1, len(LADDER) + 1))
def test_the_most_particular_duty_wins_whatever_their_order(known: int):
    for found in (LADDER[:known], LADDER[:known][::-1]):
        assert responsible(found, "lift", Sort.OLD, DOOR) == LADDER[known - 1]


@pytest.mark.parametrize(
    "other",
    [duty("w", XF, category="noise"), duty("w", XF, Sort.RENTAL), duty("w", f"{XF}/4"), duty("w", f"{XF}x")],
)
def test_a_duty_for_something_else_or_somewhere_else_is_nobodys_here(other: Duty):
    assert responsible([other], "lift", Sort.OLD, DOOR) is None


def test_where_the_type_is_not_known_only_what_holds_for_every_type_holds():
    assert responsible(LADDER, "lift", "", DOOR) == LADDER[6]


def test_the_company_of_the_compound_is_that_of_each_compound():
    assert team_here("P@compound", DOOR, None) == f"P@{XF}"
    assert team_here("G@grid", DOOR, f"{LX}/g1") == f"G@{LX}/g1"
    assert team_here("G@grid", DOOR, None) is None
    assert team_here("P@compound", LX, None) is None
    assert team_here(QF, DOOR, None) == QF
    assert team_here(f"P@{XF}", DOOR, None) == f"P@{XF}"


def test_a_team_is_known_by_its_key_and_says_what_its_people_are():
    assert team_id("volunteers", "heads") == HEADS
    assert is_team(HEADS)
    assert role_of(HEADS) is Role.VOLUNTEER
    assert teams_of([Held(Role.PROPERTY, XF, QF), Held(Role.PROPERTY, LX, QF)]) == (f"P@{XF}", QF, f"P@{LX}")


@pytest.mark.parametrize("key", ["", "清风", "a b", "Q", "a" * 25, "-a", "a:b", "a@b"])
def test_a_key_fits_into_a_button_and_is_easy_to_type(key: str):
    with pytest.raises(BadTeam):
        team_id("property", key)


def test_a_department_works_in_the_line_of_its_team():
    roads = Held(Role.DEPARTMENT, "qs", "t:D:gonglu", "roads")
    assert in_area(roads, Matter(place=DOOR, line="roads"))
    assert not in_area(roads, Matter(place=DOOR, line="parks"))


def test_only_those_of_the_team_are_asked():
    given = Matter(place=DOOR, party=Party(team=HEADS))
    assert may("order.accept", Person("bo", roles=(Held(Role.VOLUNTEER, XF, HEADS),)), given)
    assert may("order.accept", Person("an", roles=(Held(Role.VOLUNTEER, f"{LX}/other", HEADS),)), given)
    far = Person("ma", roles=(Held(Role.VOLUNTEER, "qs/hy/zz/qq", "t:V:dancers"),))
    assert not may("order.accept", far, given)


COMPLAINT = Matter(place=DOOR, subject=Party(team=f"P@{XF} {QF}"))


@pytest.mark.parametrize(
    "held",
    [
        Held(Role.PROPERTY, XF),  # came before the company was registered
        Held(Role.PROPERTY, XF, QF),
        Held(Role.PROPERTY, f"{LX}/other", QF),  # a colleague from the compound next door
        Held(Role.PROPERTY, STREET, "t:P:other"),  # whoever speaks for a company in the whole street
    ],
)
def test_the_whole_company_is_complained_about_wherever_its_people_work(held: Held):
    zhang = Person("zhang", roles=(held, Held(Role.COMMUNITY, LX)))
    assert Standing.SUBJECT in standings(zhang, COMPLAINT)
    assert not may("order.view_detail", zhang, COMPLAINT)
    assert not may_be_given(COMPLAINT, zhang)


def test_another_company_is_not_complained_about():
    other = Person("qian", roles=(Held(Role.PROPERTY, f"{LX}/other", "t:P:other"),))
    assert not standings(other, COMPLAINT)


def test_a_complaint_is_given_to_none_of_the_names_of_the_company():
    assert not may_be_given(COMPLAINT, QF)
    assert not may_be_given(COMPLAINT, f"P@{XF}")
    assert may_be_given(COMPLAINT, "t:D:gonglu")
