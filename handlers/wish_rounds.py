"""The way of a wish that nobody has in hand: round after round, ring after ring, and at last off the wall."""

from dialogue.message import N_
from dialogue.say import plain
from domain.person import Person
from domain.place import Kind, covers, kind
from domain.wish import Wish, WishState, WishStep
from handlers import desks, matching, wish_claiming
from handlers.look import place_name
from handlers.noting import About
from handlers.turn import Turn
from handlers.wish_matter import change, desk_of
from handlers.wish_nagging import noted
from handlers.wish_showing import doers, owners, refresh, tell
from storage import wish_clock as clock
from storage import wish_hands

OUTSIDE = (Kind.COMMUNITY, Kind.STREET)  # beyond the compound another desk looks after it


async def offer(turn: Turn, wish: Wish) -> None:
    """To the next volunteers; where it is in hand only while it wants a second pair."""
    if wish.state is WishState.CLAIMED and await wish_hands.helpers(turn.tx, wish.id):
        return
    await matching.offer(turn, wish)


async def widen(turn: Turn, wish: Wish) -> None:
    """Further around, where the desk there hears of it and it is offered at once."""
    if wish.state is WishState.OPEN and kind(wish.reach) in OUTSIDE:
        await _up(turn, wish)
    await offer(turn, wish)


async def _up(turn: Turn, wish: Wish) -> None:
    """To the desk of the ring, where anybody else sits at it."""
    there = [one for one in (await desks.at(turn.tx, wish.reach)).people if one.id not in owners(wish)]
    if there and covers(wish.reach, wish.rung):
        await clock.climb(turn.tx, wish, wish.reach)
    else:
        there = (await desk_of(turn.tx, wish)).people
    sentence = N_("🌟 Nobody took up {number} so far; it is offered in all of {place} now. Maybe you know somebody?")
    place = plain(place_name(await turn.places(), wish.reach))
    await noted(turn, there, wish, sentence, needs="wish.release", place=place)


async def tell_desk(turn: Turn, wish: Wish) -> None:
    sentence = N_("🌟 {number} still hangs on the wall. Maybe you know somebody who could do it?")
    await noted(turn, await _desk(turn, wish), wish, sentence, needs="wish.release")


async def lapse(turn: Turn, wish: Wish) -> None:
    """Nobody took it up, or nobody said that it came true: then there are no hours, and no reproach either."""
    had, unconfirmed = await doers(turn, wish), wish.state is WishState.DONE
    wish = await change(turn, wish, WishStep.LAPSE)
    await refresh(turn, wish)
    if unconfirmed:
        sentence = N_(
            "{number} is closed without the wisher's word, so no hours are counted. Thank you from the heart!"
        )
        await tell(turn, had, wish, sentence)
        return
    sentence = N_("Nobody could take up {number} this time, and it is off the wall. We are sorry; do wish again.")
    await tell(turn, owners(wish), wish, sentence)
    sentence = N_("Nobody could take up {number}; it is off the wall.")
    await noted(turn, await _desk(turn, wish), wish, sentence, why=About.NEWS)


async def release(turn: Turn, wish: Wish) -> None:
    sentence = N_("{number} is back on the wall: life gets in the way. Thank you for having wanted to help!")
    await wish_claiming.release(turn, wish, sentence)


async def let_go(turn: Turn, wish: Wish) -> None:
    """Nobody answered the request to hand it over: it is granted."""
    sentence = N_("You need not do {number} any more, it is back on the wall. Thank you for having wanted to help!")
    await wish_claiming.release(turn, wish, sentence)


async def _desk(turn: Turn, wish: Wish) -> list[Person]:
    return (await desk_of(turn.tx, wish)).people
