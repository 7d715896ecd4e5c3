"""Whoever may not see a thing reads of it what they read of a thing that does not exist, letter by letter."""

import json
import random
from typing import Any

import pytest

from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Place, sampled
from tests.proof.rights.kinds import MISTYPED, SAME, THINGS
from tests.proof.rights.known import ENTRIES
from tests.proof.rights.page import allowed
from tests.proof.rights.walk import Combination, Tried, combinations, walked
from tests.proof.sizes import Size

HOW = "the answer to what is not yours compared with the answer to what does not exist, byte by byte, for each entry"
TYPED = [entry for entry in ENTRIES if entry.steps[0] == "{number}"]


def unseen(one: Combination) -> bool:
    """They may not do it, nor may they see that there is such a thing."""
    seen = any(allowed(action, one.walker.role, one.stance) for action in THINGS[one.entry.thing].seen)
    return one.entry.takes_a_number and not one.entry.by and not one.allowed and not seen


def read(place: Place, tried: Tried, called: str | None) -> str:
    """All that came of it, but for what they typed themselves."""
    thing = tried.combination.entry.thing
    typed = called or place.things[SAME.get(thing, thing)]
    answers: list[Any] = [tried.played.why, tried.played.stopped, tried.played.read]
    return json.dumps(answers, ensure_ascii=False, sort_keys=True).replace(typed, "…")


@pytest.mark.proves("Nobody is exposed", HOW)
async def test_not_yours_and_not_there_are_the_same_letters(
    place: Place, size: Size, chance: random.Random, figure: Figure
):
    found = [one for one in combinations(ENTRIES) if unseen(one)]
    found = sampled(found, chance, size.pick(300, None, None))
    there = await walked(place.database, place.things, place.now, found)
    wrong = []
    for thing in sorted({one.entry.thing for one in found}):
        called = THINGS[thing].nowhere
        mine = [tried for tried in there if tried.combination.entry.thing == thing]
        nowhere = await walked(
            place.database, place.things, place.now, [tried.combination for tried in mine], called=called
        )
        for tried, other in zip(mine, nowhere, strict=True):
            if read(place, tried, None) != read(place, other, called):
                wrong.append(f"{tried.combination}: {tried.played.said!r}, but of nothing {other.played.said!r}")
    assert not wrong, "\n".join(wrong)
    figure("pairs of answers", f"{len(found):,} by {len({one.entry for one in found})} entries, all the same bytes")


async def test_a_mistyped_number_reads_like_one_that_is_nobodys(place: Place):
    found = [one for one in combinations(TYPED) if unseen(one)]
    answers = set()
    for called in (None, THINGS["placed"].nowhere, MISTYPED):
        for tried in await walked(place.database, place.things, place.now, found, called=called):
            answers.add(read(place, tried, called))
    assert len(answers) == 1, answers
