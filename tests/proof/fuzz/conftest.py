"""On which database it is played."""

import pytest

from tests.proof.sizes import Size


@pytest.fixture
def server(request: pytest.FixtureRequest, size: Size, kind: str) -> str:
    """Of the test's `kind`: the address of PostgreSQL, or "" for SQLite."""
    if kind == "sqlite":
        return ""
    if size.name == "small":
        pytest.skip("played on SQLite alone")
    return str(request.getfixturevalue("postgres"))
