"""A team of hundreds is asked: each gets the card, the first to accept has it, and the others' cards change quietly."""

from functools import partial

from domain.order import Order, State
from domain.permit import may_be_given, owes_the_work
from domain.person import SYSTEM, Person
from handlers import hands, showing
from handlers.card import card_key
from handlers.desks import matter_of
from handlers.ticking import all_due
from handlers.turn import House, Turn
from storage import cards, crowds, orders, people
from storage.crowds import Waiting
from storage.database import Database, Tx
from storage.outbox import Way

AT_ONCE = 500
TOGETHER = 8  # cards in one commit: whoever writes meanwhile waits for no more
A_SECOND = 15  # urgent cards: Telegram takes some thirty messages a second, and replies come first


async def tick(database: Database, house: House, now: int) -> int:
    """Lay or change what waits, a unit of work each; returns how many."""

    async def unit(tx: Tx, found: Waiting) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), found)

    return await all_due(database, partial(crowds.waiting, limit=AT_ONCE), unit, AT_ONCE, TOGETHER)


async def look(turn: Turn, found: Waiting) -> bool:
    anew = await crowds.take(turn.tx, found)
    order = await orders.by_id(turn.tx, found.order_id)
    if anew is None or order is None:
        return False
    person = await people.person_of(turn.tx, found.chat)
    if person and anew and await _is_asked(turn, order, person):
        # Notices have a rate of their own at the postman; what is urgent overtakes them, and spreads by itself.
        way = Way.URGENT if order.urgent else Way.BROADCAST
        after = turn.now + found.line // A_SECOND if order.urgent else 0
        await showing.present(turn, person, order, way, not_before=after)
    elif await cards.shows(turn.tx, found.chat, card_key(order)):
        await showing.refresh_in(turn, found.chat, order, Way.BROADCAST)
    return True


async def _is_asked(turn: Turn, order: Order, person: Person) -> bool:
    """Still, and may have it: somebody may have accepted it meanwhile."""
    if order.state is not State.DISPATCHED or order.assignee:
        return False
    matters = (matter_of(order), matter_of(await hands.whole_of(turn, order)))
    return owes_the_work(person, matters[0].party) and all(may_be_given(matter, person) for matter in matters)
