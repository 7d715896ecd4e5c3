"""Placing an order: it is kept, whoever sent it gets its number, and it lies on a desk."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.say import say
from domain import clock, figures, number
from domain.order import DAY, Event, Lane, Order, Step
from domain.permit import Matter, check
from handlers import changing, consenting, desks, duties, finding, group_hours, kept_apart, showing
from handlers.card import card_for
from handlers.turn import Refusal, Turn
from storage import call_backs, contacts, numbers, order_media, orders, people
from storage.outbox import Way


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """What the talk ends with. photos and voice: media ids. agreed: to which version of domain/consent.py, with it."""

    what: str
    place: str
    category: str
    lane: Lane
    photos: tuple[str, ...] = ()
    voice: str | None = None
    agreed: int = 0


async def place_order(turn: Turn, command: PlaceOrder) -> None:
    """Keep the order, give the resident a number, and lay a card on the dispatchers' desk."""
    await consenting.keep(turn, command.agreed, urgent=command.lane is Lane.URGENT)
    await keep(turn, command)
    if command.lane is Lane.URGENT:
        await consenting.ask_later(turn)


async def keep(turn: Turn, command: PlaceOrder, again: Order | None = None) -> Order:
    """again: the order that was closed and came back as this one."""
    order, desk = await take_down(turn, command, again)
    await receipt(turn, order)
    await lay_on_desk(turn, order, desk)
    return order


async def take_down(
    turn: Turn, command: PlaceOrder, again: Order | None = None, service: str | None = None, whom: str | None = None
) -> tuple[Order, desks.Desk]:
    """Kept, with all that came along, and the desk it lies on, where nobody has heard of it yet.

    whom: what somebody else is called for whom it is, which is a right of its own, asked for by handlers/behalf.py.
    """
    if whom is None:
        await _may_send(turn, command)
    found = kept_apart.found_in(turn, command.what, whom or "")
    made = await _new_order(turn, command)
    subject = again.subject if again else made.subject
    desk = await desks.first(turn.tx, made.place, turn.house.policy, subject)
    made = replace(
        made,
        what=found.words,
        rung=desk.rung,
        subject=subject,
        service=again.service if again else service,
        proxy=whom is not None,
        again_of=again.id if again else None,
    )
    order = await begin(turn, made)
    await kept_apart.keep(turn, order.id, found)
    for photo in command.photos:
        await order_media.add(turn.tx, order.id, photo, "photo", Step.PLACE, turn.now)
    if command.voice:
        await order_media.add(turn.tx, order.id, command.voice, "voice", Step.PLACE, turn.now)
    if whom is None and turn.me.home != order.place:
        await people.set_home(turn.tx, turn.me.id, order.place)
    if turn.private_chat:
        await people.set_here(turn.tx, turn.private_chat, None)
    return order, desk


async def _may_send(turn: Turn, command: PlaceOrder) -> None:
    check("order.create", turn.me, Matter(place=command.place, author=turn.me.id))
    most = turn.house.policy.reports_a_day
    if command.lane is not Lane.URGENT and await orders.placed_since(turn.tx, turn.me.id, turn.now - DAY) >= most:
        raise Refusal(say(N_("You have sent {count} reports today. Please call us for more."), count=most), again=True)


async def begin(turn: Turn, made: Order) -> Order:
    """Written down, counted, and its clock set."""
    order = clock.begun(made, turn.house.policy, turn.now)
    await orders.insert(turn.tx, order)
    await finding.keep(turn, order)
    if order.again_of:
        await contacts.copy(turn.tx, order.again_of, order.id, turn.now)
        await call_backs.copy(turn.tx, order.again_of, order.id)
    await changing.remember(turn, order, Event(Step.PLACE, turn.now, order.author), "")
    await changing.count(turn, order, figures.placed())
    return order


async def _new_order(turn: Turn, command: PlaceOrder) -> Order:
    """Not on a desk yet."""
    if (await turn.places()).get(command.place) is None:
        raise Refusal(say(N_("I do not know that place. Please choose it again.")), again=True)
    return Order(
        id=turn.house.fresh(),
        number=await unused_number(turn),
        author=turn.me.id,
        place=command.place,
        grid=(await turn.places()).grid_of(command.place),
        category=command.category,
        lane=command.lane,
        what=command.what,
        rung="",
        placed_at=turn.now,
        subject=await _complained_about(turn, command),
    )


async def _complained_about(turn: Turn, command: PlaceOrder) -> str | None:
    """The team a category complains about, where this report is."""
    category = turn.house.policy.catalogue.get(command.category)
    if category is None or category.against is None:
        return None
    return await duties.complained_about(turn.tx, category.against, command.place)


async def unused_number(turn: Turn) -> str:
    while True:
        made = number.make(turn.house.chance(number.RANDOM_BYTES))
        if not await numbers.taken(turn.tx, made):
            return made


async def receipt(turn: Turn, order: Order) -> None:
    """The number and the promise, on the card that is edited as things move; it takes the place of the question."""
    await turn.answer_with(await card_for(turn, order, turn.me), in_place=True)


async def lay_on_desk(turn: Turn, order: Order, desk: desks.Desk) -> None:
    """Every dispatcher of the rung, and the compound's staff group if there is one, gets the card."""
    way = Way.URGENT if order.urgent else Way.STAFF
    for person in desk.people:
        if person.id != order.resident and not desks.complained_about(person, order.subject):
            await showing.present(turn, person, order, way)
    for group in await group_hours.groups_for(turn, order):
        await showing.present_to_group(turn, group, order)
