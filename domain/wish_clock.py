"""What the clock does about a wish, and when: a plan that follows from how the wish stands."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.calendar import at, day_of
from domain.place import covers, kind
from domain.policy import Policy
from domain.wish import Wish, WishState, reaches
from domain.wishing import Wishing

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
    """until: after this moment there is no point in it any more. reach: whose volunteers are asked from then on."""

    nag: Nag
    moment: int
    until: int | None = None
    reach: str | None = None


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
    manners = policy.wishes
    lapse = wish.wanted_by or wish.since + manners.lapse
    planned = _rings(wish, manners, lapse)
    last = max((one.moment for one in planned if one.nag is Nag.WIDEN), default=wish.since)
    planned += [Planned(Nag.TELL, moment) for moment in range(last + DAY, lapse, 7 * DAY)]
    return [*planned, Planned(Nag.LAPSE, max(lapse, wish.since + DAY))], DAY


def _rings(wish: Wish, manners: Wishing, until: int) -> list[Planned]:
    """Again and again in each ring, and then in the next."""
    moment, planned = wish.since, []
    for n, reach in enumerate(reaches(wish.place)):
        ends = moment + manners.rings.get(kind(reach), manners.lapse)
        planned.append(Planned(Nag.WIDEN if n else Nag.OFFER, moment, reach=reach))
        planned += [Planned(Nag.OFFER, later) for later in range(moment + manners.offer, ends, manners.offer)]
        moment = ends
    return [one for one in planned if one.moment < until]


def _claimed(wish: Wish, policy: Policy) -> tuple[list[Planned], int | None]:
    """Until the day that is agreed it is offered further, where it needs two: handlers know whether they are."""
    manners = policy.wishes
    if wish.off_at is not None:
        return [Planned(Nag.LET_GO, wish.off_at + manners.hand_over)], DAY
    release = wish.since + 2 * manners.agree
    planned = [Planned(Nag.ASK_DAY, wish.since + manners.agree), Planned(Nag.RELEASE, release)]
    if wish.agreed_at is not None:
        planned = _agreed(wish, policy, wish.agreed_at)
    if wish.hands > 1:
        planned += _rings(wish, manners, wish.agreed_at or release)
    return planned, DAY


def _agreed(wish: Wish, policy: Policy, day: int) -> list[Planned]:
    """Whoever goes on after that day has the same time again."""
    zone = policy.at(wish.place).calendar.zone
    eve = at(day_of(day, zone) - timedelta(days=1), EVENING, zone)
    before = [Planned(Nag.EVE, eve, day)] if eve > wish.since else []
    begun = max(day, wish.since)
    return [
        *before,
        Planned(Nag.HOW_WAS_IT, begun + DAY // 2),
        Planned(Nag.RELEASE, begun + max(policy.wishes.fulfil, DAY)),
    ]


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
    stage = min(wish.stage, len(planned) - 1)
    # A night of rounds is one round in the morning.
    while planned[stage].nag is Nag.OFFER and stage + 1 < len(planned) and planned[stage + 1].moment <= now:
        stage += 1
    one = planned[stage]
    moved = wound(replace(wish, stage=max(stage, wish.stage) + 1), policy, now)
    if one.nag is Nag.WIDEN and one.reach:
        if covers(wish.reach, one.reach):  # it was offered that far before
            return Nag.OFFER, moved
        moved = replace(moved, reach=one.reach)
    return (None if one.until is not None and now >= one.until else one.nag), moved


def anew(wish: Wish, policy: Policy, now: int) -> Wish:
    """The machine's clock was ahead of now: what counts from then counts from now on; a day people agreed on stays."""
    if wish.since > now:
        wish = replace(wish, since=now, stage=0)
    if wish.off_at is not None:
        wish = replace(wish, off_at=min(wish.off_at, now))
    return wound(wish, policy, now)
