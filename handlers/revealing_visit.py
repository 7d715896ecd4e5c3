"""A volunteer comes to somebody's home only where they are asked to: then they may look up the door."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.fields import Viewer
from domain.order import Order, State
from domain.permit import NotYours
from handlers import changing, noting, revealing_card, showing, telling
from handlers.names import titled
from handlers.revealing_card import LEAVE
from handlers.turn import Refusal, Turn
from storage import contacts, orders
from storage.contacts import Contact
from storage.outbox import Way

COME, RATHER_NOT = "rvy", "rvn"


async def ask(turn: Turn, number: str) -> None:
    """Asked once by each volunteer each time they accept it; by night in the morning."""
    order = await changing.load(turn, number, "order.reveal_contact")
    if (await revealing_card.of(turn, order, turn.me)).viewer is not Viewer.VOLUNTEER:
        raise NotYours
    if order.state is not State.ACCEPTED:
        raise NotYours
    author = await telling.author_of(turn, order)
    if author:
        sentence = N_("{name} would like to come by because of {number}. Is that all right?")
        speak = turn.speaks(author)
        text = say(sentence, name=titled(turn.me), number=number).said(speak)
        answers = [
            Button(speak(N_("Yes, please come")), f"{COME} {number} {turn.me.id}"),
            Button(speak(N_("Rather not")), f"{RATHER_NOT} {number} {turn.me.id}"),
        ]
        morning = noting.until_morning(turn, author, order) or 0
        once = f"visit:{order.id}:{turn.me.id}:{order.accepted_at}"
        await turn.tell(author, Message(text, rows(answers)), Way.STAFF, about=order, once=once, not_before=morning)
    await turn.say(turn.speak(N_("I have asked them. You read it here as soon as they answer.")))


async def come(turn: Turn, rest: str) -> None:
    order = await _asked(turn, rest)
    await contacts.keep(turn.tx, order.id, Contact(visit_at=turn.now), turn.now)
    await showing.refresh(turn, order)
    await telling.party(turn, order, N_("You may come by because of {number}."), see=True)
    kept = await contacts.of_order(turn.tx, order.id)
    if kept and kept.door:
        await turn.say(turn.speak(N_("All right, they know, and may look up your door.")))
        return
    leave = Button(turn.speak(N_("☎️ Leave a phone or door")), f"{LEAVE} {order.number}")
    await turn.say(turn.speak(N_("All right, they know. At which door do they find you?")), leave)


async def rather_not(turn: Turn, rest: str) -> None:
    """Also after they have said yes."""
    order = await _asked(turn, rest)
    await contacts.nobody_visits(turn.tx, order.id)
    await showing.refresh(turn, order)
    await telling.party(turn, order, N_("Please do not come by because of {number}; write to them instead."))
    await turn.say(turn.speak(N_("All right, nobody comes by. They can write to you.")))


async def _asked(turn: Turn, rest: str) -> Order:
    """They agree to the one who asked, and to nobody who has it afterwards."""
    number, _, who = rest.partition(" ")
    order = await orders.by_number(turn.tx, number)
    if order is None or order.resident != turn.me.id:
        raise NotYours
    if order.assignee != who or order.state is not State.ACCEPTED:
        raise Refusal(await changing.how_it_stands(turn, order))
    return order
