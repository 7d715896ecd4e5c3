"""Looking at a phone, a door or a name: with a reason, shown for an hour, and written down for whoever it is about."""

from dataclasses import dataclass
from functools import partial

from dialogue.message import N_, Message
from dialogue.question import Choice, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import fields
from domain.fields import Field, Shown
from domain.order import Order, State
from domain.permit import NotYours, may
from domain.person import SYSTEM
from domain.place import Kind, around
from handlers import changing, revealing_card, talking
from handlers.desks import matter_of
from handlers.look import Look, place_name
from handlers.revealing_card import BUTTONS, ICONS, About
from handlers.revealing_log import note
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from handlers.viewer_code import signed
from storage import cards, orders, people, views
from storage.database import Database, Tx
from storage.outbox import Way
from storage.views import View

SHOWN_FOR = 3600  # seconds
AT_ONCE = 200  # taken away in one tick
OTHER = "other"
# Kept as the sentence it is, and translated for whoever reads who looked.
REASONS = {
    "visit": N_("to call about the visit"),
    "find": N_("to find the place"),
    "ask": N_("to ask what exactly is the matter"),
    "hurry": N_("somebody may be in danger"),
}


@dataclass(frozen=True, slots=True)
class Reveal:
    """field: of domain.fields.Field. why: one of the sentences, or the viewer's own words."""

    number: str
    field: str
    why: str


async def look(turn: Turn, number: str) -> None:
    """The button: whatever there is to look at is asked about in one short talk."""
    order = await _theirs(turn, number)
    await _possible(turn, order, None)
    await talking.begin(turn, "rv_look", {"number": order.number})


async def what_and_why(ask: Ask, look: Look, number: str) -> Reveal:
    order = await look.order(number)
    if order is None:
        raise NotYours
    found = await possible(look, order)
    if not found:
        raise NotYours
    among = tuple(Option(field, say(BUTTONS[field])) for field in found)
    field = str(found[0])
    if len(found) > 1:
        field = await ask("what", Choice(say(N_("What do you need of {number}?"), number=number), among))
    reasons = tuple(Option(key, say(why)) for key, why in REASONS.items())
    prompt = say(N_("What for? Whoever it is about can read it."))
    why = await ask("why", Choice(prompt, (*reasons, Option(OTHER, say(N_("Something else …"))))))
    if why != OTHER:
        return Reveal(number, field, REASONS[why])
    return Reveal(number, field, await ask("words", Text(say(N_("In a few words, please: what for?")), limit=100)))


async def possible(look: Look, order: Order) -> list[Field]:
    """What they may look at: as the card has it, asked again for every answer."""
    whole, contact = await look.whole(order), await look.contact(order)
    name = contact.name or ("" if whole.proxy else (await look.name_of(whole.author)).strip("—"))
    values = {Field.NAME: name, Field.PHONE: contact.phone, Field.DOOR: contact.door}
    return revealing_card.looks(order, look.me, look.policy, values, contact.visit_at is not None, look.now)


async def _theirs(turn: Turn, number: str) -> Order:
    """Nobody without the right learns whether there is such an order, or whether anything was left with it."""
    order = await orders.by_number(turn.tx, number)
    if order is None or not any(may(fields.right(field), turn.me, matter_of(order)) for field in Field):
        raise NotYours
    return order


async def _possible(turn: Turn, order: Order, field: Field | None) -> About:
    """Refuses with why: too early, too late, or nothing there."""
    about = await revealing_card.of(turn, order, turn.me)
    found = revealing_card.looks_of(turn, order, turn.me, about)
    if found and (field is None or field in found):
        return about
    if fields.open_to_looks(order, about.viewer, turn.now):
        raise Refusal(say(N_("There is nothing more to look at with {number}; do write to them."), number=order.number))
    if order.state is State.CLOSED:
        raise Refusal(say(N_("{number} is closed; phone and door are put away now."), number=order.number))
    raise Refusal(say(N_("Phone and door of {number} can be looked at once it is accepted."), number=order.number))


async def reveal(turn: Turn, command: Reveal) -> None:
    """Shown and written down in one unit of work."""
    field, order = Field(command.field), await _theirs(turn, command.number)
    await changing.load(turn, order.number, fields.right(field))
    about = await _possible(turn, order, field)
    view = await note(turn, turn.me, order, field, command.why, until=turn.now + SHOWN_FOR)
    value = f"{ICONS[field]} {await _value(turn, order, field, about)}"
    sentence = N_("{value}\nFor {number} only; in an hour I put it away. Whoever it is about can read that you looked.")
    text = say(sentence, value=plain(value), number=order.number).said(turn.speak)
    await turn.answer_with(Message(await signed(turn, text, turn.me), card=card_key(view)))


async def _value(turn: Turn, order: Order, field: Field, about: About) -> str:
    """The door with the way to it, where the card had only the building."""
    if field is not Field.DOOR:
        return about.name if field is Field.NAME else about.contact.phone
    hidden = about.how(Field.UNIT, turn.house.policy, order) is not Shown.FULL and around(order.place, Kind.UNIT)
    path = place_name(await turn.places(), order.place) if hidden else ""
    return f"{path} {about.contact.door}".strip()


def card_key(view: View) -> str:
    return f"seen:{view.id}"


async def tick(database: Database, house: House, now: int) -> int:
    """What was shown for an hour is put away."""
    due = await database.read(partial(views.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, view: View) -> bool:
        return await _put_away(Turn(tx, house, SYSTEM, now), view)

    return await all_of(database, [partial(unit, view=view) for view in due])


async def put_away_all(turn: Turn, person: str) -> None:
    """What is just being shown of somebody who wants to be forgotten."""
    for view in await views.open_of(turn.tx, person):
        await _put_away(turn, view)


async def _put_away(turn: Turn, view: View) -> bool:
    order, viewer = await orders.by_id(turn.tx, view.order_id), await people.person(turn.tx, view.viewer)
    if not await views.taken_away(turn.tx, view) or order is None:
        return False
    put_away: Say = say(N_("🔒 Put away. If you still need it, tap again on {number}."), number=order.number)
    text = put_away.said(turn.speaks(viewer))
    for chat in await cards.chats_with(turn.tx, card_key(view)):
        await turn.post(chat, Message(text, card=card_key(view), alert=False), Way.STAFF)
    return True
