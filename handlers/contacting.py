"""Leaving a phone or a door with one's own report: never asked for, and taken back at any time."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Choice, Option, Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import contact, fields
from domain.fields import Viewer
from domain.order import Order
from domain.permit import NotYours
from domain.person import Person
from handlers import showing, talking
from handlers.desks import matter_of
from handlers.look import Look
from handlers.turn import Turn
from storage import contacts, orders, views
from storage.contacts import Contact

CHANGE, REMOVE = "change", "remove"


@dataclass(frozen=True, slots=True)
class Leave:
    """answer: a phone, a door or both, in their own words; none takes back what was left."""

    number: str
    answer: str | None


async def begin(turn: Turn, number: str) -> None:
    order = await orders.by_number(turn.tx, number)
    _own(order, turn.me)
    await talking.begin(turn, "rv_leave", {"number": number})


async def phone_or_door(ask: Ask, look: Look, number: str) -> Leave | None:
    order = _own(await look.order(number), look.me)
    known = await look.contact(order)
    kept = "  ".join(filter(None, (known.phone, known.door)))
    if kept:
        among = (Option(CHANGE, say(N_("Change it"))), Option(REMOVE, say(N_("Remove it"))))
        prompt = say(N_("With {number} I keep: {contact}"), number=number, contact=kept)
        if await ask("kept", Choice(prompt, among)) == REMOVE:
            return Leave(number, None)
    prompt = say(N_("Write a phone or a door, as you like. Only whoever works on {number} can look."), number=number)
    answer: str = await ask("contact", Text(prompt, limit=80))
    return Leave(number, answer)


async def leave(turn: Turn, command: Leave) -> None:
    """Apart from the order, and on nobody's card but by a look that is written down."""
    order = _own(await orders.by_number(turn.tx, command.number), turn.me)
    if command.answer is None:
        await contacts.forget(turn.tx, order.id)
        sentence = N_("Removed. They can still write to you here.")
    else:
        found = contact.said_alone(command.answer)
        await contacts.keep(turn.tx, order.id, Contact(phone=found.phone, door=found.door), turn.now)
        await orders.clear_again(turn.tx, order.id)
        sentence = N_("Kept. You can read in /privacy who looked at it, and why.")
    await views.over(turn.tx, order.id, turn.now)
    await showing.refresh(turn, order)
    await turn.say(turn.speak(sentence))


def _own(order: Order | None, me: Person) -> Order:
    if order is None or fields.viewer_of(me, order, matter_of(order)) is not Viewer.AUTHOR:
        raise NotYours
    return order
