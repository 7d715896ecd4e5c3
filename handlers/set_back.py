"""When the machine's clock was ahead and went back: what was to happen at moments that are far away now is set anew."""

from functools import partial

from domain import clock
from handlers import morning, poster, wish_ticking
from handlers.ticking import all_of
from handlers.turn import House
from storage import (
    activities,
    corrections,
    group_chats,
    group_drafts,
    inbox,
    nights,
    notes,
    orders,
    outbox,
    redemptions,
    services,
    talents,
    views,
    volunteers,
    wish_words,
)
from storage import clock as deadlines
from storage.database import Database, Tx

AT_ONCE = 1000


async def put_right(database: Database, house: House, now: int) -> int:
    """How many orders and wishes were set anew. Nothing that was set at a moment that has come already is touched."""

    async def letters(tx: Tx) -> None:
        await outbox.set_back(tx, now)
        await inbox.set_back(tx, now)
        await notes.set_back(tx, now)
        await nights.set_back(tx, now)
        await group_chats.set_back(tx, now)
        await group_drafts.set_back(tx, now)
        await wish_words.set_back(tx, now)
        await corrections.set_back(tx, now)
        await redemptions.set_back(tx, now, house.policy.pick_up.keep)
        await activities.set_back(tx, now, house.policy.gathering.kept)
        await volunteers.set_back(tx, now)
        await talents.set_back(tx, now)
        await services.set_back(tx, now)
        await morning.set_back(tx, house, now)
        await poster.set_back(tx, house, now)
        await views.set_back(tx, now)

    async def anew(tx: Tx, order_id: str) -> bool:
        order = await orders.by_id(tx, order_id)
        return order is not None and await deadlines.set_anew(tx, clock.anew(order, house.policy, now), now)

    await database.do(letters)
    count = await wish_ticking.put_right(database, house, now)
    while found := await database.read(partial(deadlines.set_ahead, now=now, limit=AT_ONCE)):
        done = await all_of(database, [partial(anew, order_id=order_id) for order_id in found])
        count += done
        if not done:
            break
    return count
