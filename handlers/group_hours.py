"""What a staff group hears in an hour: so many messages, urgent ones apart; the rest is one list when it is over."""

from domain.order import Order
from domain.place import Kind, around
from handlers import changing
from handlers.turn import Turn
from storage import group_chats


async def groups_for(turn: Turn, order: Order) -> list[str]:
    """The staff groups of its compound, its community and its grid."""
    community = around(order.place, Kind.COMMUNITY)
    return await group_chats.staff_at(turn.tx, changing.compound(order), community, order.grid)


async def wait(turn: Turn, chat: str, place: str) -> int | None:
    """Until when the next message has to wait; None where there is room, and then it is counted at once."""
    full = await group_chats.room(turn.tx, chat, turn.house.policy.groups.an_hour, turn.now)
    if full is None:
        await count(turn, chat)
        return None
    rules = turn.house.policy.at(place)
    return rules.quiet.ends(full, rules.calendar.zone)


async def count(turn: Turn, chat: str) -> None:
    """A message that makes a sound there; an edited card makes none."""
    await group_chats.said(turn.tx, turn.house.fresh(), chat, turn.now)
