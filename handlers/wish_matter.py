"""A wish at the desk: may this person, what a step changes, and the clock set anew, in one place."""

from collections.abc import Sequence
from typing import Any

from dialogue.message import N_
from dialogue.say import Say, say
from domain import wish_clock
from domain.permit import Matter, Party, check, may
from domain.person import Person, Role
from domain.place import covers
from domain.policy import Policy
from domain.wish import ACTION, STEPS, NotAllowed, Wish, WishState, WishStep, take
from handlers import desks
from handlers.changing import CAS
from handlers.desks import Desk
from handlers.turn import Refusal, Turn
from handlers.wish_names import ENDINGS, STATES
from storage import wish_hands, wishes
from storage.database import Tx

CLAIMERS = (Role.VOLUNTEER, Role.PROPERTY, Role.DEPARTMENT, Role.PARTNER)


def matter_of(
    wish: Wish, person: Person | None = None, hands: Sequence[str] = (), action: str = "wish.claim"
) -> Matter:
    """What the rules need to know. hands: who helps; a helper is a party like the claimer.

    A wish that is offered further around may be claimed by everybody there: its place is then where they volunteer.
    For all else, even for the same people, it stays where it is.
    """
    helps = person is not None and person.id in hands
    return Matter(
        place=_near(wish, person) if action == "wish.claim" else wish.place,
        author=wish.poster,
        beneficiary=wish.wisher,
        home=wish.home,
        party=Party(person.id if helps and person else wish.claimer),
        line=_line(person) if action == "wish.claim" else None,
    )


def _near(wish: Wish, person: Person | None) -> str:
    places = [held.place for held in person.roles if held.role in CLAIMERS] if person else []
    return next((place for place in places if covers(wish.reach, place)), wish.place)


def _line(person: Person | None) -> str | None:
    """A wish is nobody's line of business, so it may be any department's."""
    roles = person.roles if person else ()
    return next((held.business for held in roles if held.role is Role.DEPARTMENT), None)


async def may_do(turn: Turn, person: Person, action: str, wish: Wish) -> bool:
    return may(action, person, matter_of(wish, person, await wish_hands.helpers(turn.tx, wish.id), action))


async def load(turn: Turn, number: str, action: str) -> Wish:
    """The wish, if this person may do that with it; NotYours else, also where there is none."""
    wish = await wishes.by_number(turn.tx, number)
    hands = await wish_hands.helpers(turn.tx, wish.id) if wish else ()
    check(action, turn.me, matter_of(wish, turn.me, hands, action) if wish else None)
    assert wish is not None
    return wish


async def load_for(turn: Turn, number: str, step: WishStep) -> Wish:
    """As `load`, for a step about which something is asked first: not where it cannot be taken any more."""
    wish = await load(turn, number, ACTION[step])
    if step not in STEPS[wish.state]:
        raise Refusal(how_it_stands(wish))
    return wish


async def change(
    turn: Turn, wish: Wish, step: WishStep, *, seen: int | None = None, words: str = "", **sets: Any
) -> Wish:
    """Take a step; `seen` is the version on the button, where an old button must not be obeyed."""
    check(ACTION[step], turn.me, matter_of(wish, turn.me, await wish_hands.helpers(turn.tx, wish.id), ACTION[step]))
    try:
        if seen is not None and seen != wish.version:
            raise NotAllowed
        changed = take(wish, step, turn.now, sets)
    except NotAllowed:
        raise Refusal(how_it_stands(wish)) from None
    changed = wish_clock.wound(changed, turn.house.policy, turn.now)
    if not await wishes.change(turn.tx, changed, wish.version):
        raise Refusal(say(CAS))
    await remember(turn, changed, step, words)
    return changed


async def remember(turn: Turn, wish: Wish, step: str, words: str = "", version: bool = True) -> None:
    await wishes.remember(
        turn.tx,
        id=turn.house.fresh(),
        wish_id=wish.id,
        step=str(step),
        at=turn.now,
        person=turn.me.id,
        version=wish.version if version else None,
        words=words,
    )


def how_it_stands(wish: Wish) -> Say:
    """Why a step came too late, in one sentence."""
    if wish.state is WishState.CLAIMED or wish.state is WishState.DONE:
        return say(N_("Somebody has taken up {number} already. Thank you all the same!"), number=wish.number)
    name = ENDINGS[wish.ending] if wish.ending else STATES[wish.state]
    return say(N_("{number} has moved on. It is now: {state}."), number=wish.number, state=say(name))


async def desk_of(tx: Tx, wish: Wish) -> Desk:
    """The desk that looks after it, without whoever posted it or wished."""
    desk = await desks.at(tx, wish.rung)
    return Desk(desk.rung, [person for person in desk.people if person.id not in (wish.poster, wish.wisher)])


async def first_desk(tx: Tx, place: str, policy: Policy, but: Sequence[str | None], above: str = "") -> Desk | None:
    """The lowest desk around a place, or above another one, where somebody else may approve than these persons."""
    for rung in policy.climb(place):
        if above and (rung == above or not covers(rung, above)):
            continue
        desk = await desks.at(tx, rung)
        matter = Matter(place=place)
        free = [one for one in desk.people if one.id not in but and may("wish.approve", one, matter)]
        if free:
            return Desk(rung, free)
    return None


def read(rest: str) -> tuple[str, int | None]:
    """Number and version on a button."""
    number, _, version = rest.partition(" ")
    return number, int(version) if version.isdecimal() else None
