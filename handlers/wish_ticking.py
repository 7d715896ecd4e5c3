"""What the clock does about wishes that are due: so that none waits for ever, at a desk, on the wall or in a hand."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from domain import wish_clock
from domain.person import SYSTEM
from domain.wish import Wish, WishState
from domain.wish_clock import Nag
from handlers import wish_letting_go, wish_nagging, wish_rounds
from handlers.ticking import all_due, all_of
from handlers.turn import House, Turn
from handlers.wish_matter import remember
from handlers.wish_showing import doers
from storage import wish_clock as clock
from storage import wishes
from storage.database import Database, Tx
from storage.wish_clock import Due

AT_ONCE = 500


async def tick(database: Database, house: House, now: int) -> int:
    """Look at everything that is due, also after an outage; returns how many were looked at."""

    async def unit(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_due(database, partial(clock.due, now=now, limit=AT_ONCE), unit, AT_ONCE)


async def look(turn: Turn, seen: Due) -> bool:
    """One wish, one stage: the row decides which replica does it."""
    wish = await wishes.by_id(turn.tx, seen.id)
    if wish is None or (wish.due_at, wish.stage) != (seen.due_at, seen.stage):
        return False
    nag, moved = wish_clock.look(wish, turn.house.policy, turn.now)
    if not await clock.move(turn.tx, seen, moved):
        return False
    if await _somebody_gone(turn, moved):
        return True
    if nag is not None:
        if nag is not Nag.OFFER:
            await remember(turn, moved, nag, version=False)
        await NAGS[nag](turn, moved)
    return True


async def _somebody_gone(turn: Turn, wish: Wish) -> bool:
    """Whoever took it up may have lost the role in which they did."""
    if wish.state is not WishState.CLAIMED:
        return False
    for person in await doers(turn, wish):
        if person and await wish_letting_go.let_go(turn, wish, person) and person == wish.claimer:
            return True
    return False


async def put_right(database: Database, house: House, now: int) -> int:
    """The machine's clock was ahead, and went back: what would be looked at too late is set anew."""

    async def late(tx: Tx) -> list[Wish]:
        found = [await wishes.by_id(tx, id) for id in await clock.still_to_come(tx, now)]
        anew = [(wish, wish_clock.anew(wish, house.policy, now)) for wish in found if wish]
        return [fresh for wish, fresh in anew if (wish.due_at or 0) > (fresh.due_at or 0)]

    wrong = await database.read(late)
    return await all_of(database, [partial(clock.set_anew, wish=wish) for wish in wrong])


NAGS: Mapping[Nag, Callable[[Turn, Wish], Awaitable[None]]] = {
    Nag.WAITS: wish_nagging.waits,
    Nag.RAISE: wish_nagging.climbs,
    Nag.OFFER: wish_rounds.offer,
    Nag.WIDEN: wish_rounds.widen,
    Nag.TELL: wish_rounds.tell_desk,
    Nag.LAPSE: wish_rounds.lapse,
    Nag.ASK_DAY: wish_nagging.ask_day,
    Nag.EVE: wish_nagging.eve,
    Nag.HOW_WAS_IT: wish_nagging.how_was_it,
    Nag.RELEASE: wish_rounds.release,
    Nag.LET_GO: wish_rounds.let_go,
    Nag.ASK_WISHER: wish_nagging.ask_wisher,
    Nag.CALL: wish_nagging.call,
}
