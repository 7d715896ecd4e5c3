"""What is said to those who said "me too", and how many they are: nothing of who reported it."""

from collections.abc import Mapping

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.order import Closing, Order, State
from handlers.turn import Turn
from storage import follows, orders

ENDED: Mapping[Closing, str] = {
    Closing.FIXED: N_("👥 {number} ({kind}), which you noticed, too, is fixed, says whoever reported it."),
    Closing.UNREVIEWED: N_("👥 {number} ({kind}), which you noticed, too, is done. If it is not, just write to me."),
    Closing.NOT_FIXED: N_(
        "👥 {number} ({kind}), which you noticed, too, is closed as not fixed. The desk knows; "
        "if it is still so, please report it."
    ),
    Closing.NOT_OURS: N_(
        "👥 {number} ({kind}), which you noticed, too, is closed: not ours to solve. Is it still so? Just write to me."
    ),
    Closing.WITHDRAWN: N_(
        "👥 {number} ({kind}), which you noticed, too, was taken back by whoever reported it. "
        "Is it still so? Just write to me."
    ),
}
JOINED = N_("👥 {number} ({kind}), which you noticed, too, is handled together as {into} now. I keep you posted.")
GOES_ON = N_("👥 What you noticed, too, goes on as {number} ({kind}). I keep you posted.")
OPEN_AGAIN = N_("👥 {number} ({kind}), which you noticed, too, is open again; it is looked at.")


async def sentence(turn: Turn, order: Order, kind: str) -> Say:
    """By how it stands now."""
    if order.closing is Closing.DUPLICATE:
        into = await orders.by_id(turn.tx, order.same_as or "")
        return say(JOINED, number=order.number, kind=plain(kind), into=into.number if into else "—")
    if order.closing:
        return say(ENDED[order.closing], number=order.number, kind=plain(kind))
    return say(OPEN_AGAIN if order.reopened else GOES_ON, number=order.number, kind=plain(kind))


async def line(turn: Turn, order: Order) -> list[Say]:
    """On the card: how many more; of an order that was placed this very moment nobody can know yet."""
    if order.placed_at == turn.now and order.state is State.PLACED:
        return []
    more = await follows.count(turn.tx, order.id) - 1
    return [say(N_("👥 Neighbours who report the same: {count}"), count=more)] if more > 0 else []
