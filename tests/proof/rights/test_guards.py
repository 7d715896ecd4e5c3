"""The walk can fail: it turns red for each right that is given to or taken from everybody, and each duty mixed up."""

import os
import random

import pytest

from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Place
from tests.proof.rights.guards import GIVEN, TAKEN, Guard, guards, noticed, would_show
from tests.proof.sizes import Size

HOW = "each right given to and taken from everybody, each duty kept apart no more: the walk turns red"

# What is not noticed when it is gone, by name, and what still refuses then.
OWN = "it finds only what is one's own, whatever the right says"
UNPROVEN: dict[Guard, str] = {
    Guard("chat.link", GIVEN): OWN,
    Guard("order.create", GIVEN): OWN,
    Guard("order.follow", GIVEN): OWN,
    Guard("points.give_back", GIVEN): OWN,
    Guard("points.redeem", GIVEN): OWN,
    Guard("self.correct", GIVEN): OWN,
    Guard("points.hand_over", GIVEN): "the counter asks besides which shop somebody keeps",
    Guard("order.accept", "owner"): "asked a second time of the whole that a task is part of",
    Guard("order.joint_add_party", "subject"): "a task is handed out besides, which the subject may not",
    Guard("order.reveal_contact", "subject"): "the table of personal fields shows the subject nothing",
    Guard("order.view_complainant_identity", "subject"): "the table of personal fields shows the subject nothing",
    Guard("points.redeem", "party"): "who keeps a shop is told so before the right is asked",
    Guard("wish.claim", "owner"): "whoever wished it is told so before the right is asked",
}
# Nobody can be put so that it would make a difference.
UNTRIED: dict[Guard, str] = {
    Guard("role.invite_city", "proposer"): "no entry of the chats invites a city, and a link knows one inviter",
    Guard("role.stand_in", "beneficiary"): "the talk offers everybody but whoever is asked",
}


@pytest.mark.proves("Every check can fail", HOW)
async def test_every_guard_that_is_gone_is_noticed(place: Place, size: Size, chance: random.Random, figure: Figure):
    every = [guard for guard in guards() if would_show(guard)]
    some = [guard for guard in every if os.environ.get("RIGHTS_ONLY", "") in guard.action]
    tried = chance.sample(some, min(size.pick(30, len(some), len(some)), len(some)))
    found = {guard: await noticed(place, guard) for guard in tried}
    missed = {guard for guard, how in found.items() if how is None}
    assert missed - set(UNPROVEN) == set(), "the walk does not notice that these are gone"
    assert {guard for guard in set(UNPROVEN) & set(tried) if guard not in missed} == set(), "these are proven by now"
    assert set(UNPROVEN) <= set(every)
    idle = {guard for guard in guards() if not would_show(guard)}
    assert {guard for guard in idle if guard.change != GIVEN} == set(UNTRIED), "nobody is put so that it would show"
    for change, name in ((GIVEN, "rights given to everybody"), (TAKEN, "rights taken from everybody")):
        of_them = [guard for guard in tried if guard.change == change]
        figure(name, f"{len(set(of_them) - missed)} of {len(of_them)} noticed")
    duties = [guard for guard in tried if guard.change not in (GIVEN, TAKEN)]
    figure("duties no longer kept apart", f"{len(set(duties) - missed)} of {len(duties)} noticed")
    known = UNPROVEN | UNTRIED
    figure("unproven", "; ".join(f"{guard} ({known[guard]})" for guard in sorted([*missed, *UNTRIED])))
    nobody = [guard for guard in idle if guard.change == GIVEN]
    figure("rights that everybody has in what is theirs", f"{len(nobody)}: nobody is refused, so nothing can be given")
