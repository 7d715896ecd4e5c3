"""Whoever loses a role, or their part in a thing, while a question is open is refused at its answer."""

import random

import pytest

from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Place, sampled
from tests.proof.rights.known import ENTRIES
from tests.proof.rights.page import allowed
from tests.proof.rights.walk import Combination, combinations, walked
from tests.proof.sizes import Size

HOW = "a right that is lost between the question and its answer"
ONESELF = ("self", "helper", "bought", "customer", "joining")  # nobody loses these


def may_lose(one: Combination) -> bool:
    """They may until then, and what anybody may is not among it."""
    talks = len(one.entry.steps) > 1 and one.entry.thing not in ONESELF
    return talks and one.expected and not any(allowed(action, "R", "a") for action in one.actions)


@pytest.mark.proves("Nobody is exposed", HOW)
async def test_whoever_may_no_more_when_they_answer_is_refused(
    place: Place, size: Size, chance: random.Random, figure: Figure
):
    found = [one for one in combinations(ENTRIES) if may_lose(one)]
    found = sampled(found, chance, size.pick(100, None, None))
    tried = await walked(place.database, place.things, place.now, found, loses=True)
    late = [one for one in tried if one.played.done]
    assert not late, "\n".join(f"{one.combination}: {one.played.said!r}" for one in late)
    asked = [one for one in tried if one.played.stopped == len(one.combination.entry.steps) - 1]
    assert len(asked) > len(tried) * 0.6, "most had the last question before them"
    figure("tries", f"{len(tried):,} by {len({one.entry for one in found})} entries, all refused")
