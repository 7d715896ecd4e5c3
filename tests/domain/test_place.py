"""Places as paths: what covers what, whose desk is next, and how a place is written into a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.place import (
    KIND_NAMES,
    BadCode,
    BadGrid,
    BadLink,
    BadPlace,
    Kind,
    TooDeep,
    TooLong,
    around,
    check,
    covers,
    from_link,
    kind,
    ladder,
    parent,
    parents,
    rung_above,
    to_link,
)

XF = "qs/hy/lx/xf"
codes = st.from_regex(r"[a-f0-9]{1,9}", fullmatch=True)
paths = st.lists(codes, min_size=1, max_size=6).map("/".join)


def test_a_compound_covers_its_units_but_not_the_compound_that_begins_alike():
    assert covers(XF, XF + "/3/1")
    assert covers(XF, XF)
    assert not covers(XF, XF + "2")
    assert not covers(XF + "/3", XF)


def test_the_empty_place_covers_nothing():
    assert not covers("", XF)
    assert not covers("", "")


@given(paths, paths)
def test_covering_is_lying_in_or_being_it(above: str, below: str):
    assert covers(above, below) == (above == below or above in parents(below))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("qs", Kind.CITY),
        ("qs/hy", Kind.STREET),
        ("qs/hy/lx", Kind.COMMUNITY),
        (XF, Kind.COMPOUND),
        (XF + "/3", Kind.BUILDING),
        (XF + "/3/1", Kind.UNIT),
        ("qs/hy/lx/g1", Kind.GRID),
        (XF + "/g12", Kind.GRID),
        ("qs/g1", Kind.STREET),
        (XF + "/3/g1", Kind.UNIT),
    ],
)
def test_the_depth_of_a_path_tells_what_it_is(path: str, expected: Kind):
    assert kind(path) is expected


def test_every_kind_has_a_name_to_show():
    assert set(KIND_NAMES) == set(Kind)


def test_parents_are_named_from_the_nearest():
    assert parents(XF) == ("qs/hy/lx", "qs/hy", "qs")
    assert parent(XF) == "qs/hy/lx"
    assert parent("qs") is None


def test_a_unit_lies_in_its_compound_and_a_city_lies_in_none():
    assert around(XF + "/3/1", Kind.COMPOUND) == XF
    assert around(XF, Kind.COMPOUND) == XF
    assert around("qs", Kind.COMPOUND) is None
    assert around("qs/hy/lx/g1", Kind.COMPOUND) is None
    assert around("qs/hy/lx/g1", Kind.GRID) == "qs/hy/lx/g1"
    assert around(XF, Kind.GRID) is None


def test_a_matter_climbs_from_its_grid_to_the_city():
    rungs = ladder(XF + "/3/1", "qs/hy/lx/g1")
    assert rungs == ("qs/hy/lx/g1", XF, "qs/hy/lx", "qs/hy", "qs")
    assert rung_above(rungs, "qs/hy/lx/g1") == XF
    assert rung_above(rungs, "qs") is None
    assert rung_above(rungs, "zz") is None


def test_without_a_grid_the_ladder_begins_at_the_compound():
    assert ladder(XF + "/3/1") == (XF, "qs/hy/lx", "qs/hy", "qs")


def test_a_matter_in_a_grid_names_the_grid_once():
    assert ladder(XF + "/g1", XF + "/g1") == (XF + "/g1", XF, "qs/hy/lx", "qs/hy", "qs")


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("", BadCode),
        ("qs//lx", BadCode),
        ("/qs", BadCode),
        ("qs/", BadCode),
        ("qs/Hy", BadCode),
        ("qs/hy lx", BadCode),
        ("qs-hy", BadCode),
        ("凯里", BadCode),
        ("qs\n", BadCode),
        ("a/b/c/d/e/f/h", TooDeep),
        ("a" * 63, TooLong),
        (XF + "/3/g1", BadGrid),
        (XF + "/g1/3", BadGrid),
        ("qs/hy/lx/g1/3", BadGrid),
    ],
)
def test_what_is_wrong_with_a_place_is_said(path: str, wrong: type[BadPlace]):
    with pytest.raises(wrong):
        check(path)
    assert wrong.__doc__
    assert wrong.__doc__.endswith(".")


@given(paths)
def test_a_place_goes_into_a_link_and_comes_back(path: str):
    link = to_link(path)
    assert len(link) <= 64
    assert from_link(link) == path


@pytest.mark.parametrize("payload", ["", "p-", "i-abc", "qs-hy", "p-qs--hy", "p-QS", "p-" + "a" * 63, "p-../etc"])
def test_a_link_that_names_no_place_is_refused(payload: str):
    with pytest.raises(BadLink):
        from_link(payload)
