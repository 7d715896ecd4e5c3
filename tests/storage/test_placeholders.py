"""`:named` values become the numbered, typed ones of PostgreSQL, and nothing else is touched."""

import pytest

from storage.placeholders import Statement

BIGINT_AND_TEXT = [
    ("SELECT :n", "SELECT $1::bigint", [5]),
    ("SELECT :s, :n, :s", "SELECT $1::text, $2::bigint, $1::text", ["x", 5]),
    ("SELECT ':n', \":n\", :n", "SELECT ':n', \":n\", $1::bigint", [5]),
    ("SELECT 'it''s :n', :n", "SELECT 'it''s :n', $1::bigint", [5]),
    ("SELECT :n -- it's :s\n, :s", "SELECT $1::bigint -- it's :s\n, $2::text", [5, "x"]),
    ("/* :n\n' */ SELECT :s", "/* :n\n' */ SELECT $1::text", ["x"]),
    ("SELECT 1::text, :s::text", "SELECT 1::text, $1::text::text", ["x"]),
    ("SELECT (:n)", "SELECT ($1::bigint)", [5]),
    ("SELECT '%:n%'", "SELECT '%:n%'", []),
]


@pytest.mark.parametrize(("sql", "text", "arguments"), BIGINT_AND_TEXT)
def test_only_placeholders_are_replaced(sql: str, text: str, arguments: list[object]):
    assert Statement(sql).give({"n": 5, "s": "x", "unused": 1}) == (text, arguments)


def test_nothing_known_is_a_plain_null():
    assert Statement("SELECT :x IS NULL, :n").give({"x": None, "n": 1}) == ("SELECT NULL IS NULL, $1::bigint", [1])


def test_none_keeps_the_type_the_value_had_before():
    statement = Statement("SELECT :x IS NULL")
    texts = [statement.give({"x": x})[0] for x in (None, "word", None)]
    assert texts == ["SELECT NULL IS NULL", "SELECT $1::text IS NULL", "SELECT $1::text IS NULL"]


def test_a_value_of_another_type_is_taken_as_it_is_now():
    statement = Statement("SELECT :x")
    texts = [statement.give({"x": x})[0] for x in (1, 1.5, "word", True, b"")]
    kinds = ("bigint", "double precision", "text", "bigint", "bytea")
    assert texts == [f"SELECT $1::{kind}" for kind in kinds]


def test_a_value_no_database_keeps_is_refused():
    with pytest.raises(TypeError, match="not list"):
        Statement("SELECT :x").give({"x": [1]})


def test_a_value_that_is_missing_is_refused():
    with pytest.raises(KeyError):
        Statement("SELECT :x").give({"y": 1})
