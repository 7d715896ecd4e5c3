"""What was joined loses its leading report: the next neighbour's takes its place, so that none is forgotten."""

from dataclasses import replace
from typing import Any

from dialogue.message import N_
from domain.order import Lane, Order, Step
from domain.person import SYSTEM
from handlers import desks, placing, telling
from handlers.turn import Turn
from storage import follows, order_media, orders, people


async def heir_of(turn: Turn, order: Order) -> Order | None:
    """The oldest report of another neighbour that was joined with it, written down anew as an order of its own.

    Its words are that neighbour's, and so is its author: nobody inherits what somebody else has written.
    """
    for waiting in await orders.merged_into(turn.tx, order.id):
        author = await people.person(turn.tx, waiting.author) if waiting.author != order.author else None
        if author and author.chat:  # whoever has had everything about them deleted waits for nothing
            return await _anew(turn, waiting, order)
    return None


def led_by(heir: Order | None) -> dict[str, Any]:
    """What closes the order that led: from now on the others follow the heir."""
    return {"same_as": heir.id} if heir else {}


async def _anew(turn: Turn, waiting: Order, led: Order) -> Order:
    """Where the one that led lay, as urgent as that was, with what all the others have shown."""
    desk = await desks.of(turn.tx, led)
    if not desk.people:
        desk = await desks.first(turn.tx, led.place, turn.house.policy, led.subject)
    heir = Order(
        id=turn.house.fresh(),
        number=await placing.unused_number(turn),
        author=waiting.author,
        place=waiting.place,
        grid=waiting.grid,
        category=waiting.category,
        lane=Lane.URGENT if led.urgent else waiting.lane,
        what=waiting.what,
        rung=desk.rung,
        placed_at=turn.now,
        subject=waiting.subject,
        again_of=waiting.id,
        proxy=waiting.proxy,
    )
    heir = await placing.begin(turn, heir)
    for one in await orders.merged_into(turn.tx, led.id):
        shown = await order_media.of(turn.tx, one.id, but=Step.MERGE)
        step = Step.PLACE if one.id == waiting.id else Step.MERGE
        for media, kind in [(m, "photo") for m in shown.photos] + [(m, "voice") for m in shown.voices]:
            await order_media.add(turn.tx, heir.id, media, kind, step, turn.now)
    return heir


async def takes_its_place(turn: Turn, led: Order, heir: Order) -> None:
    """The desk gets the card; whose it is, and everybody else who waits, reads what it is called now."""
    turn = replace(turn, me=SYSTEM)
    await follows.move(turn.tx, led.id, heir.id)
    before = await orders.by_id(turn.tx, heir.again_of) if heir.again_of else None
    await placing.lay_on_desk(turn, heir, await desks.of(turn.tx, heir))
    sentence = N_(
        "What {before} was handled together with is closed. So that yours is not forgotten it goes on as {number}; "
        "the desk looks at it."
    )
    author = await telling.author_of(turn, heir)
    if author and before:
        await telling.news(turn, author, heir, sentence, see=True, before=before.number)
    await telling.followers(turn, heir, N_("{number} is handled together as {into} now."))
