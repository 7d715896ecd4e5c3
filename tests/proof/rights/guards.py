"""Guards: each right, given to everybody or taken from everybody, and each duty that is kept apart no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest

from domain.rights import APART, EVERYBODY, NOBODY, RIGHTS, Standing
from tests.proof.rights.conftest import Place
from tests.proof.rights.known import ENTRIES, walked_actions
from tests.proof.rights.page import STANDINGS, apart
from tests.proof.rights.walk import Combination, combinations, walked

GIVEN, TAKEN = "given to everybody", "taken from everybody"


@dataclass(frozen=True, order=True)
class Guard:
    """change: what is done to the right, or the duty that is kept apart no more."""

    action: str
    change: str

    def __str__(self) -> str:
        return f"{self.action} {self.change}" if self.change in (GIVEN, TAKEN) else f"{self.action}: not {self.change}"


def guards() -> list[Guard]:
    walked_ones = sorted(walked_actions())
    found = [Guard(action, change) for action in walked_ones for change in (GIVEN, TAKEN)]
    return found + [Guard(action, duty) for action in walked_ones for duty in sorted(apart().get(action, ()))]


@cache
def by_action() -> dict[str, list[Combination]]:
    found: dict[str, list[Combination]] = {}
    for one in combinations(ENTRIES):
        for action in set(one.actions):
            found.setdefault(action, []).append(one)
    return found


@cache
def would_show(guard: Guard) -> list[Combination]:
    """Whom it makes a difference to: first those whom it concerns most."""
    found = by_action()[guard.action]
    if guard.change == TAKEN:
        return sorted((one for one in found if one.expected), key=lambda one: one.entry.action != guard.action)
    if guard.change == GIVEN:
        return sorted((one for one in found if not one.allowed), key=lambda one: one.stance != "x")
    letters = [letter for letter, standing in STANDINGS.items() if standing == guard.change]
    return [one for one in found if not one.allowed and any(letter in one.stance for letter in letters)]


@contextmanager
def without(guard: Guard) -> Iterator[None]:
    """The product's own table, changed in this one place."""
    with pytest.MonkeyPatch.context() as patch:
        if guard.change in (GIVEN, TAKEN):
            patch.setitem(RIGHTS, guard.action, EVERYBODY if guard.change == GIVEN else NOBODY)
            patch.setitem(APART, guard.action, frozenset())
        else:
            patch.setitem(APART, guard.action, APART[guard.action] - {Standing(guard.change)})
        yield


async def noticed(place: Place, guard: Guard) -> str | None:
    """What turns the walk red: somebody who gets what is not theirs, or not what is, or an error."""
    with without(guard):
        for one in would_show(guard):
            try:
                [tried] = await walked(place.database, place.things, place.now, [one])
            except Exception as error:  # noqa: BLE001 - the database refuses what nobody refused before it
                return f"{one}: {type(error).__name__}"
            if not tried.as_it_should_be:
                return str(one)
    return None
