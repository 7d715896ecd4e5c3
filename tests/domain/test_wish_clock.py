"""What the clock does about a wish, from the plan alone: something owed at every moment, never at night."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from bot.policy import load
from domain.wish import Wish, WishKind, WishState, WishStep, take
from domain.wish_clock import Nag, anew, look, wound

POLICY = load()
MONDAY = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # ten in the morning
HOUR, DAY = 3600, 86_400
XF = "qs/hy/lx/xf"
RULES = POLICY.at(XF)


class Looked(NamedTuple):
    at: int
    nag: Nag | None
    wish: Wish

    @property
    def hours(self) -> int:
        return (self.at - MONDAY) // HOUR


def wish(state: WishState, **other: Any) -> Wish:
    """It got there on Monday at ten, and its clock runs since then."""
    usual: dict[str, Any] = {"place": f"{XF}/3/1", "kind": WishKind.SERVICE, "what": "理发", "poster": "li"}
    usual |= {"posted_at": MONDAY, "rung": XF, "reach": f"{XF}/3", "claimer": "feng", "since": MONDAY, "state": state}
    return wound(Wish("w1", "7K3MQ2", **usual | other), POLICY, MONDAY)


def looks(one: Wish, days: int, begin: int = MONDAY) -> Iterator[Looked]:
    """What the clock does while nobody else does anything; begin: before it the clock stood still."""
    while one.due_at is not None and max(one.due_at, begin) <= MONDAY + days * DAY:
        now = max(one.due_at, begin)
        nag, one = look(one, POLICY, now)
        yield Looked(now, nag, one)
        if nag in (Nag.LAPSE, Nag.RELEASE, Nag.LET_GO):
            return


def said(one: Wish, days: int, begin: int = MONDAY) -> list[tuple[int, Nag | None]]:
    return [(seen.hours, seen.nag) for seen in looks(one, days, begin) if seen.nag is not Nag.OFFER]


def test_at_the_desk_it_is_asked_for_then_raised_and_then_asked_for_every_day():
    found = said(wish(WishState.POSTED), 5)
    assert found[:2] == [(6, Nag.WAITS), (24, Nag.RAISE)]  # four working hours each
    assert [nag for _, nag in found[2:]] == [Nag.RAISE] * 3


def test_on_the_wall_it_goes_from_ring_to_ring_then_the_desk_hears_of_it_each_week_then_it_is_over():
    found = said(wish(WishState.OPEN), 60)
    assert found[:4] == [(2, Nag.WIDEN), (26, Nag.WIDEN), (98, Nag.WIDEN), (122, Nag.TELL)]
    assert [nag for _, nag in found[4:]] == [Nag.TELL] * 3 + [Nag.LAPSE]
    assert found[-1][0] == 30 * 24
    reached = [seen.wish.reach for seen in looks(wish(WishState.OPEN), 60) if seen.nag is Nag.WIDEN]
    assert reached == [XF, "qs/hy/lx", "qs/hy"]


def test_in_each_ring_it_is_offered_again_and_again_by_day():
    offers = [seen.hours for seen in looks(wish(WishState.OPEN), 2) if seen.nag is Nag.OFFER]
    assert offers == [0, 6, 10, 21, 23, 30, 34, 45, 47]  # once in the morning for all of the night


def test_a_wish_for_a_day_is_over_on_that_day():
    assert said(wish(WishState.OPEN, wanted_by=MONDAY + 3 * DAY), 60)[-1] == (72, Nag.LAPSE)


def test_where_it_was_offered_that_far_before_the_desk_is_not_told_again():
    again = wish(WishState.OPEN, reach="qs/hy/lx", rung="qs/hy/lx")
    assert [hours for hours, nag in said(again, 5) if nag is Nag.WIDEN] == [98]
    assert next(looks(again, 5)).wish.reach == "qs/hy/lx"


def test_who_has_it_in_hand_is_asked_for_a_day_and_then_it_is_given_back():
    assert said(wish(WishState.CLAIMED), 60) == [(48, Nag.ASK_DAY), (96, Nag.RELEASE)]


def test_the_eve_of_the_day_then_how_it_was_then_it_is_given_back():
    agreed = MONDAY + 2 * DAY
    found = said(wish(WishState.CLAIMED, agreed_at=agreed), 60)
    assert found == [(32, Nag.EVE), (60 + 9, Nag.HOW_WAS_IT), (96, Nag.RELEASE)]  # six in the evening; the next morning


def test_nobody_is_reminded_of_a_day_that_is_today():
    found = said(wish(WishState.CLAIMED, agreed_at=MONDAY + 4 * HOUR), 60)
    assert [nag for _, nag in found] == [Nag.HOW_WAS_IT, Nag.RELEASE]


def test_what_is_not_yet_done_after_its_day_is_not_taken_away_the_moment_this_is_said():
    done = wish(WishState.DONE, agreed_at=MONDAY - 3 * DAY)
    again = wound(take(done, WishStep.NOT_YET, MONDAY, {}), POLICY, MONDAY)
    assert said(again, 60) == [(21, Nag.HOW_WAS_IT), (48, Nag.RELEASE)]


def test_a_request_to_hand_it_over_is_granted_after_a_day():
    assert said(wish(WishState.CLAIMED, off_at=MONDAY, hands=2), 60) == [(24, Nag.LET_GO)]


def test_what_needs_two_is_offered_further_until_the_day_that_is_agreed():
    two = wish(WishState.CLAIMED, hands=2, reach=XF, agreed_at=MONDAY + 2 * DAY)
    offers = [seen.hours for seen in looks(two, 60) if seen.nag in (Nag.OFFER, Nag.WIDEN)]
    assert offers[:4] == [0, 2, 6, 10]
    assert 45 <= max(offers) < 48
    assert "qs/hy/lx" in [seen.wish.reach for seen in looks(two, 60)]
    assert [nag for _, nag in said(replace(two, hands=1), 60)] == [Nag.EVE, Nag.HOW_WAS_IT, Nag.RELEASE]


def test_a_second_pair_of_hands_wanted_later_is_looked_for_from_then_on():
    alone = looks(wish(WishState.CLAIMED), 3)
    asked = next(seen for seen in alone if seen.nag is Nag.ASK_DAY)
    two = wound(take(asked.wish, WishStep.WANT_MORE, asked.at, {}), POLICY, asked.at)
    assert next(looks(two, 60)).nag is Nag.OFFER
    assert two.due_at == asked.at


def test_the_wisher_is_asked_once_more_then_the_desk_may_call_then_it_is_closed_without_their_word():
    assert said(wish(WishState.DONE), 60) == [(24, Nag.ASK_WISHER), (72, Nag.CALL), (240, Nag.LAPSE)]


@pytest.mark.parametrize("state", [state for state in WishState if state is not WishState.CLOSED])
@pytest.mark.parametrize("hour", [0, 5, 11, 12, 20])
def test_the_clock_always_looks_again_and_never_at_night(state: WishState, hour: int):
    begun = MONDAY + hour * HOUR
    one = wound(replace(wish(state), since=begun, hands=2, agreed_at=begun + 40 * HOUR), POLICY, begun)
    for seen in looks(one, 40):
        assert not RULES.quiet.holds(seen.at, RULES.calendar.zone)
        assert seen.wish.due_at is not None
        assert seen.wish.due_at >= seen.at


def test_after_an_outage_nobody_loses_what_they_were_never_reminded_of():
    found = said(wish(WishState.CLAIMED), 60, begin=MONDAY + 10 * DAY)
    assert [nag for _, nag in found] == [Nag.ASK_DAY, Nag.RELEASE]
    assert found[1][0] - found[0][0] >= 24


def test_the_eve_is_not_said_when_the_day_has_come():
    found = said(wish(WishState.CLAIMED, agreed_at=MONDAY + 2 * DAY), 60, begin=MONDAY + 2 * DAY)
    assert [nag for _, nag in found] == [None, Nag.HOW_WAS_IT, Nag.RELEASE]


def test_a_wish_that_is_over_is_never_looked_at():
    assert wish(WishState.CLOSED).due_at is None


@pytest.mark.parametrize("state", [state for state in WishState if state is not WishState.CLOSED])
def test_where_the_clock_was_ahead_it_looks_as_soon_as_if_it_had_not_been(state: WishState):
    there = MONDAY + 300 * DAY
    ahead = replace(wish(state, claimed_at=there), since=there, stage=1)
    one = anew(wound(ahead, POLICY, there), POLICY, MONDAY)
    assert one.due_at == wish(state).due_at
    assert (one.due_at or 0) <= MONDAY + 2 * DAY
    asked = wish(WishState.CLAIMED, off_at=there)
    assert anew(asked, POLICY, MONDAY).due_at == MONDAY + DAY
    assert (anew(wish(state), POLICY, MONDAY + 60).due_at or 0) >= (wish(state).due_at or 0)
