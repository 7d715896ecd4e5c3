"""Everybody tries everything in every relation, at the real desk: what happens is what the page says."""

import os
import random
from collections import Counter

import pytest

from storage.database import open_database
from tests import postgres_server
from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Place, played, sampled
from tests.proof.rights.known import ENTRIES
from tests.proof.rights.walk import Combination, Tried, combinations, walked
from tests.proof.sizes import Size

HOW = "every action by every role in every relation through every button, command, typed number and link of the chats"


def sample(chance: random.Random, most: int | None) -> list[Combination]:
    """In small, of each entry somebody who may, and others by chance."""
    found = list(combinations(ENTRIES))
    first = {one.entry: one for one in found if one.expected}
    chosen = {*sampled(list(first.values()), chance, None), *sampled(found, chance, most)}
    return [one for one in found if one in chosen]


def told(one: Tried) -> str:
    says = "yes" if one.combination.expected else "no"
    return (
        f"{one.combination}: {one.played.why} at step {one.played.stopped}: {one.played.said!r}; the page says {says}"
    )


@pytest.mark.proves("Nobody is exposed", HOW)
async def test_what_happens_is_what_the_page_says(place: Place, size: Size, chance: random.Random, figure: Figure):
    await _walks(place, sample(chance, size.pick(600, None, None)), figure)


@pytest.mark.proves("Nobody is exposed", f"{HOW}, on PostgreSQL")
async def test_it_is_the_same_on_postgresql(
    request: pytest.FixtureRequest, size: Size, chance: random.Random, figure: Figure
):
    if size.name != "long" and "RIGHTS_ONLY" not in os.environ:
        pytest.skip("in `make prove-long`: the rules are the same code")
    async with postgres_server.migrated(request.getfixturevalue("postgres")) as address:
        database = await open_database(address)
        try:
            await _walks(
                Place(database, *await played(database)), sampled(list(combinations(ENTRIES)), chance, None), figure
            )
        finally:
            await database.close()


async def _walks(place: Place, found: list[Combination], figure: Figure) -> None:
    tried = await walked(place.database, place.things, place.now, found)
    wrong = [one for one in tried if not one.as_it_should_be]
    assert not wrong, "\n".join(map(told, wrong))
    done = {one.combination.entry for one in tried if one.played.done}
    asked = {one.combination.entry for one in tried if one.combination.expected}
    never = [entry.name for entry in asked if entry not in done]
    assert not never, f"nobody succeeds, so nobody is refused either: {never}"
    outcomes = Counter(one.played.done for one in tried)
    kind = "" if place.database.kind == "sqlite" else " on PostgreSQL"
    figure(f"tries{kind}", f"{len(tried):,} by {len({one.combination.entry for one in tried})} entries")
    figure("done and refused", f"{outcomes[True]:,} and {outcomes[False]:,}, all as the page says")
    left_out = Counter(one.combination.entry.why for one in tried if one.combination.left_out)
    figure("refused though the page would grant it", f"{sum(left_out.values()):,}, for {len(left_out)} reasons")
