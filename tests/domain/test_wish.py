"""The life of a wish is one table: what it does not allow cannot be done."""

from typing import Any

import pytest

from domain.rights import RIGHTS
from domain.wish import (
    ACTION,
    OWES,
    STARTS,
    STEPS,
    Ending,
    NotAllowed,
    Owes,
    Wish,
    WishKind,
    WishState,
    WishStep,
    reaches,
    take,
)

BORN, NOW, XF = 1000, 2000, "qs/hy/lx/xf"

# The whole table once more, by somebody who read the issue: what is not here is not allowed.
MOVES = {
    WishState.POSTED: "approve:open refuse:closed withdraw:closed",
    WishState.OPEN: "claim:claimed refuse:closed withdraw:closed lapse:closed",
    WishState.CLAIMED: "join:claimed want_more:claimed leave:claimed agree:claimed want_off:claimed hold_on:claimed "
    "release:open finish:done withdraw:closed",
    WishState.DONE: "not_yet:claimed confirm:closed again:claimed lapse:closed",
    WishState.CLOSED: "",
}
# What each step leaves behind, besides the state.
LEAVES: dict[WishStep, dict[str, Any]] = {
    WishStep.REFUSE: {"ending": Ending.REFUSED, "closed_at": NOW},
    WishStep.CLAIM: {"claimed_at": NOW, "claimer": "feng"},
    WishStep.WANT_MORE: {"hands": 2},
    WishStep.WANT_OFF: {"off_at": NOW},
    WishStep.HOLD_ON: {"off_at": None},
    WishStep.RELEASE: {"claimer": None, "claimed_at": None, "agreed_at": None, "off_at": None},
    WishStep.FINISH: {"finished_at": NOW, "off_at": None},
    WishStep.NOT_YET: {"finished_at": None, "minutes": None},
    WishStep.CONFIRM: {"ending": Ending.FULFILLED, "closed_at": NOW},
    WishStep.AGAIN: {"finished_at": None, "minutes": None},
    WishStep.WITHDRAW: {"ending": Ending.WITHDRAWN, "closed_at": NOW},
}


def wish(state: WishState) -> Wish:
    had = {"claimer": "feng", "claimed_at": BORN, "agreed_at": BORN, "off_at": BORN, "finished_at": BORN, "minutes": 60}
    return Wish(
        id="w1",
        number="7K3MQ2",
        place=f"{XF}/3/1",
        kind=WishKind.SERVICE,
        what="想理个发",
        shown="想理个发",
        poster="li",
        wisher="li",
        posted_at=BORN,
        since=BORN,
        stage=3,
        rung=XF,
        reach=f"{XF}/3",
        state=state,
        ending=Ending.WITHDRAWN if state is WishState.CLOSED else None,
        **had if state in (WishState.CLAIMED, WishState.DONE) else {},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("state", WishState)
@pytest.mark.parametrize("step", WishStep)
def test_every_step_from_every_state_moves_it_or_is_not_allowed(state: WishState, step: WishStep):
    moves = dict(pair.split(":") for pair in MOVES[state].split())
    if step in moves:
        taken = take(wish(state), step, NOW, {})
        assert (taken.state, taken.version) == (moves[step], 2)
    else:
        with pytest.raises(NotAllowed, match=f"{step} from {state}"):
            take(wish(state), step, NOW, {})


def states_before(step: WishStep) -> list[WishState]:
    return [state for state in WishState if step in STEPS[state]]


@pytest.mark.parametrize("step", LEAVES)
def test_each_step_puts_down_what_follows_from_it(step: WishStep):
    sets = {"claimer": "feng"} if step is WishStep.CLAIM else {}
    for state in states_before(step):
        taken = take(wish(state), step, NOW, sets)
        assert {name: getattr(taken, name) for name in LEAVES[step]} == LEAVES[step]


def test_what_lapses_before_anybody_did_it_is_another_ending_than_what_nobody_confirmed():
    endings = {state: take(wish(state), WishStep.LAPSE, NOW, {}).ending for state in states_before(WishStep.LAPSE)}
    assert endings == {WishState.OPEN: Ending.LAPSED, WishState.DONE: Ending.UNCONFIRMED}


@pytest.mark.parametrize("step", [step for step in WishStep if step is not WishStep.POST])
def test_the_clock_begins_anew_where_somebody_else_owes_the_next_step(step: WishStep):
    for state in states_before(step):
        taken = take(wish(state), step, NOW, {})
        passes_on = OWES[taken.state] is not OWES[state] and taken.state is not WishState.CLOSED
        anew = (taken.since, taken.stage) == (NOW, 0)
        assert anew == (step in STARTS)
        assert passes_on <= anew


def test_each_state_says_who_owes_the_next_step_and_a_closed_one_nobody():
    assert OWES == {
        WishState.POSTED: Owes.DESK,
        WishState.OPEN: Owes.VOLUNTEERS,
        WishState.CLAIMED: Owes.CLAIMER,
        WishState.DONE: Owes.WISHER,
        WishState.CLOSED: None,
    }


def test_every_step_but_the_first_asks_for_a_right_that_exists():
    assert set(ACTION) == set(WishStep) - {WishStep.POST}
    assert set(ACTION.values()) <= set(RIGHTS)


def test_the_table_leads_from_everywhere_to_the_end():
    ends = {WishState.CLOSED}
    for _ in WishState:
        ends |= {state for state, moves in STEPS.items() if ends & set(moves.values())}
    assert ends == set(WishState)


def test_a_wish_is_offered_around_its_door_and_then_ever_further():
    assert reaches(f"{XF}/3/1") == (f"{XF}/3", XF, "qs/hy/lx", "qs/hy")
    assert reaches(XF) == (XF, "qs/hy/lx", "qs/hy")
