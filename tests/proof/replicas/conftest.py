"""The program, read in once for all replicas that are forked from it."""

from collections.abc import Iterator

import pytest

from tests.proof.kills.forked import Nursery, a_nursery


@pytest.fixture(scope="package")
def nursery() -> Iterator[Nursery]:
    with a_nursery() as nursery:
        yield nursery
