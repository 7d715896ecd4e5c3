"""Short news about an order, to those it concerns, in their own language."""

from collections.abc import Sequence
from typing import Any

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.duty import CROWD
from domain.order import Closing, Order, State
from domain.permit import may, may_be_given
from domain.person import Person
from handlers import desks, followed, noting
from handlers.card import about, title
from handlers.desks import matter_of
from handlers.noting import About
from handlers.turn import Turn
from storage import follows, orders, people
from storage.outbox import Way


async def author(turn: Turn, order: Order, sentence: str, *buttons: Button, **values: Any) -> None:
    """To the resident, unless it was the resident who did it."""
    person = await people.person(turn.tx, order.author)
    if person and person.id != turn.me.id:
        await news(turn, person, order, sentence, *buttons, **values)


async def followers(turn: Turn, order: Order, sentence: str, **values: Any) -> None:
    """To the neighbours whose report was joined with this one: {number} is theirs, {into} the one that was handled."""
    others = [one for one in await orders.merged_into(turn.tx, order.id) if one.author != order.author]
    for joined in others:
        await author(turn, joined, sentence, **{"into": order.number} | values)
    await neighbours(turn, order, but=[one.author for one in others])


async def neighbours(turn: Turn, order: Order, *, but: Sequence[str] = ()) -> None:
    """To those who said "me too": how it stands, and nothing else. but: who was told as an author."""
    for one in await follows.persons(turn.tx, order.id):
        person = await people.person(turn.tx, one) if one not in (turn.me.id, *but) else None
        if person is None:
            continue
        words = await followed.sentence(turn, order, title(turn, order.category, person.language))
        if noting.night(turn, person, order):
            await noting.word(turn, person, words)
        else:
            await turn.tell(person, Message(words.said(turn.speaks(person))), Way.BROADCAST)
    if order.closing is Closing.DUPLICATE and order.same_as:
        await follows.move(turn.tx, order.id, order.same_as)


async def party(turn: Turn, order: Order, sentence: str, *buttons: Button, **values: Any) -> None:
    """To whoever has the order in hand or is asked to take it."""
    for person in await of_party(turn, order):
        if person.id != turn.me.id:
            await news(turn, person, order, sentence, *buttons, **values)


async def desk(
    turn: Turn, order: Order, sentence: str, *buttons: Button, but: str | None = None, own: bool = False, **values: Any
) -> None:
    """To the dispatchers on whose desk it lies. but: not to this person. own: also to one who reported it."""
    for person in (await desks.of(turn.tx, order)).people:
        if person.id not in (turn.me.id, but) and (own or person.id != order.resident):
            await news(turn, person, order, sentence, *buttons, **values)


async def of_party(turn: Turn, order: Order) -> list[Person]:
    """Nobody where it was offered to so many that each of them would hear of everything: see asked_many."""
    if order.assignee:
        person = await people.person(turn.tx, order.assignee)
        return [person] if person else []
    team = await people.team(turn.tx, order.team) if order.team else []
    if len(team) > CROWD:
        return []
    return [person for person in team if may_be_given(desks.matter_of(order), person)]


async def asked_many(turn: Turn, order: Order) -> bool:
    """Whether so many are asked that nobody is written to but the desk until one of them has accepted."""
    offered = order.state is State.DISPATCHED and order.assignee is None and order.team is not None
    return offered and await people.how_many(turn.tx, order.team or "") > CROWD


async def news(
    turn: Turn, person: Person, order: Order, sentence: str, *buttons: Button, see: bool = False, **values: Any
) -> None:
    """Said at once; what is not urgent waits for the end of the night."""
    message = letter(turn, person, order, sentence, *buttons, see=see, **values)
    if noting.night(turn, person, order):
        await noting.note(turn, person, order, About.NEWS, message)
    else:
        await turn.tell(person, message, Way.URGENT if order.urgent else Way.STAFF, about=order)


async def noted(
    turn: Turn,
    persons: Sequence[Person],
    order: Order,
    why: About,
    sentence: str,
    *buttons: Button,
    see: bool = False,
    **values: Any,
) -> None:
    """What the clock has to say: once each, together with whatever else it has to say to them."""
    for person in persons:
        message = letter(turn, person, order, sentence, *buttons, see=see, **values)
        await noting.nag(turn, person, order, why, message)


def letter(
    turn: Turn, person: Person, order: Order, sentence: str, *buttons: Button, see: bool = False, **values: Any
) -> Message:
    """The sentence, and under it what it is about: nobody knows six signs by heart. Values may be sentences.

    see: with a button that shows the card to whoever may see it.
    """
    if see and may(noting.SEEN, person, matter_of(order)):
        buttons = (*buttons, Button(turn.speaks(person)(N_("See it")), f"show {order.number}"))
    text, what = say(sentence, number=order.number, **values).said(turn.speaks(person)), about(turn, order, person)
    text += f"\n📝 {what}" if what else ""
    return Message(text, rows(buttons), card=None)


async def author_of(turn: Turn, order: Order) -> Person | None:
    return await people.person(turn.tx, order.author)
