"""What the clock does about a wish, and when: a plan that follows from how the wish stands."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.calendar import at, day_of
from domain.place import kind
from domain.policy import Policy
from domain.wish import Wish, WishState, reaches

DAY = 86_400
EVENING = time(18)  # when people read of what they have promised for tomorrow


class Nag(StrEnum):
    WAITS = "waits"  # at the desk, to be approved
    RAISE = "raise"  # and nobody looked: the desk above
    OFFER = "offer"  # to volunteers of this ring
    WIDEN = "widen"  # to the next ring
    TELL = "tell"  # nobody took it: the desk may know somebody
    LAPSE = "lapse"
    ASK_DAY = "ask_day"
    EVE = "eve"  # it is tomorrow
    HOW_WAS_IT = "how_was_it"
    RELEASE = "release"
    LET_GO = "let_go"  # a request to hand over that nobody answered
    ASK_WISHER = "ask_wisher"
    CALL = "call"  # the desk may ring up the wisher


class Planned(NamedTuple):
    """until: after this moment there is no point in it any more."""

    nag: Nag
    moment: int
    until: int | None = None


def plan(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    """In order of time; and after how many seconds the last one comes again, where it does. Nights are left out."""
    planned, again = PLANS[wish.state](wish, policy)
    return sorted(planned, key=lambda one: one.moment), again


def _posted(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    calendar, patience = policy.at(wish.place).calendar, policy.wishes.approve
    first = calendar.after(wish.since, patience)
    return [Planned(Nag.WAITS, first), Planned(Nag.RAISE, calendar.after(first, patience))], DAY


def _open(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    """Ring after ring; where nobody takes it the desk hears of it each week."""
    manners, moment, planned = policy.wishes, wish.since, []
    for n, reach in enumerate(reaches(wish.place)):
        ends = moment + manners.rings.get(kind(reach), manners.lapse)
        planned.append(Planned(Nag.WIDEN if n else Nag.OFFER, moment))
        planned += [Planned(Nag.OFFER, later) for later in range(moment + manners.offer, ends, manners.offer)]
        moment = ends
    lapse = wish.wanted_by or wish.since + manners.lapse
    planned = [one for one in planned if one.moment < lapse]
    last = max((one.moment for one in planned if one.nag is Nag.WIDEN), default=wish.since)
    planned += [Planned(Nag.TELL, moment) for moment in range(last + DAY, lapse, 7 * DAY)]
    return [*planned, Planned(Nag.LAPSE, max(lapse, wish.since + DAY))], DAY


def _claimed(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    manners = policy.wishes
    if wish.off_at is not None:
        return [Planned(Nag.LET_GO, wish.off_at + manners.hand_over)], DAY
    if wish.agreed_at is None:
        return [
            Planned(Nag.ASK_DAY, wish.since + manners.agree),
            Planned(Nag.RELEASE, wish.since + 2 * manners.agree),
        ], DAY
    zone = policy.at(wish.place).calendar.zone
    eve = at(day_of(wish.agreed_at, zone) - timedelta(days=1), EVENING, zone)
    before = [Planned(Nag.EVE, eve, wish.agreed_at)] if eve > wish.since else []
    ask = wish.agreed_at + DAY // 2
    return [*before, Planned(Nag.HOW_WAS_IT, ask), Planned(Nag.RELEASE, wish.agreed_at + manners.fulfil)], DAY


def _done(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    manners = policy.wishes
    return [
        Planned(Nag.ASK_WISHER, wish.since + manners.confirm),
        Planned(Nag.CALL, wish.since + 3 * manners.confirm),
        Planned(Nag.LAPSE, wish.since + manners.unconfirmed),
    ], DAY


PLANS: Mapping[WishState, Callable[[Wish, Policy], tuple[list[Planned], int | None]]] = {
    WishState.POSTED: _posted,
    WishState.OPEN: _open,
    WishState.CLAIMED: _claimed,
    WishState.DONE: _done,
    WishState.CLOSED: lambda wish, policy: ([], None),
}


def wound(wish: Wish, policy: Policy, now: int) -> Wish:
    """The wish with the moment at which the clock looks next; none once it is closed."""
    planned, again = plan(wish, policy)
    if not planned:
        return replace(wish, due_at=None)
    quiet, zone = policy.at(wish.place).quiet, policy.at(wish.place).calendar.zone
    if wish.stage < len(planned):
        moment = planned[wish.stage].moment
        # After an outage nobody is overtaken by what they were never reminded of.
        gap = moment - planned[wish.stage - 1].moment if wish.stage else 0
        moment = max(moment, now + gap // 2)
    else:
        moment = now + (again or DAY)
    return replace(wish, due_at=quiet.ends(max(moment, now), zone))


def look(wish: Wish, policy: Policy, now: int) -> tuple[Nag | None, Wish]:
    """What to do now, and the wish with its clock moved on; None where that has lost its point."""
    planned, _ = plan(wish, policy)
    nag, _, until = planned[min(wish.stage, len(planned) - 1)]
    moved = wound(replace(wish, stage=wish.stage + 1), policy, now)
    return (None if until is not None and now >= until else nag), moved
