"""Showing cards, and keeping every shown card true."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.message import Message
from domain.duty import CROWD
from domain.order import Order, State
from domain.person import Person
from handlers import desks, group_hours, hands, noting, telling
from handlers.card import card_for, card_key, group_card
from handlers.noting import About
from handlers.turn import Turn
from storage import cards, crowds, nights, notes, people
from storage.outbox import Way


async def lay_before(turn: Turn, takers: Sequence[Person], order: Order) -> None:
    """Those who are asked to accept it. Where they are hundreds, their cards come one after the other: crowds.tick."""
    if len(takers) > CROWD:
        await crowds.ask(turn.tx, order)
        return
    for taker in takers:
        await present(turn, taker, order, _way(order))


async def present(
    turn: Turn, person: Person, order: Order, way: Way, *, once: str | None = None, not_before: int = 0
) -> None:
    """Show the card at the end of a person's chat, as a new message; what is not urgent waits for the morning."""
    if person.chat is None:
        return
    message = await newly(turn, person, order)
    if noting.night(turn, person, order):
        await noting.note(turn, person, order, About.CARD, message)
    else:
        await turn.tell(person, message, way, about=order, once=once, not_before=not_before)


async def newly(turn: Turn, person: Person, order: Order) -> Message:
    """Its card, at the end of their chat."""
    return replace(await card_for(turn, order, person), fresh=True)


async def present_to_group(turn: Turn, chat: str, order: Order) -> None:
    """In the night, and once it was told enough in an hour, a group hears of urgent matters only.

    Of the others it hears when that is over, if they still wait then.
    """
    later = None if order.urgent else night_of(turn, order.place) or await group_hours.wait(turn, chat, order.place)
    if later:
        await nights.keep_card(turn.tx, chat, order.id, turn.now, later)
        return
    await nights.forget_card(turn.tx, chat, order.id)
    message = replace(await group_card(turn, order), fresh=True)
    await turn.post(chat, message, _way(order), about=order)


def night_of(turn: Turn, place: str) -> int | None:
    """Until when it is night there; None by day."""
    rules = turn.house.policy.at(place)
    return rules.quiet.ends(turn.now, rules.calendar.zone) if rules.quiet.holds(turn.now, rules.calendar.zone) else None


async def hurry(turn: Turn, order: Order) -> None:
    """It is urgent from now on: its card comes at any hour to whoever has it, else to the desk and the groups."""
    placed = order.state is State.PLACED
    readers = (await desks.of(turn.tx, order)).people if placed else await telling.of_party(turn, order)
    others = [person for person in readers if person.id not in (turn.me.id, order.resident)]
    groups = await group_hours.groups_for(turn, order) if placed else []
    for person in others:
        await notes.forget_cards(turn.tx, person.id, order.id)
        await present(turn, person, order, Way.URGENT)
    if await telling.asked_many(turn, order):
        await crowds.ask(turn.tx, order)
    for group in groups:
        await present_to_group(turn, group, order)
    await refresh(turn, order, but=[*groups, *(person.chat for person in others if person.chat)])


async def refresh_for(turn: Turn, person: Person, order: Order) -> None:
    """Bring the card up to date where this person sees it, quietly."""
    if person.chat and person.chat in await cards.chats_with(turn.tx, card_key(order)):
        message = await card_for(turn, order, person)
        await turn.post(person.chat, replace(message, alert=False), Way.STAFF, about=order)


async def refresh(turn: Turn, order: Order, *, but: Sequence[str] = ()) -> None:
    """Bring every chat that shows this order's card up to date, quietly; of a task also those that show the whole.

    but: chats that get their own message.
    """
    await _refresh(turn, order, but)
    if order.part_of:
        await _refresh(turn, await hands.whole_of(turn, order), ())


async def _refresh(turn: Turn, order: Order, but: Sequence[str]) -> None:
    chats = await cards.chats_with(turn.tx, card_key(order))
    if len(chats) > CROWD:
        near = await _near(turn, order)
        chats = [chat for chat in chats if chat in near]
        await crowds.change(turn.tx, order, card_key(order), but=[*chats, *(but if len(but) <= CROWD else ())])
    for chat_id in chats:
        if chat_id not in but:
            await refresh_in(turn, chat_id, order, Way.STAFF)


async def _near(turn: Turn, order: Order) -> set[str | None]:
    """The chats of those who are waiting for a change: whoever reported it, whoever has it, and the desk."""
    persons = [await people.person(turn.tx, id) for id in (order.author, order.assignee) if id]
    persons += [turn.me, *(await desks.of(turn.tx, order)).people]
    return {person.chat for person in persons if person and person.chat}


async def refresh_in(turn: Turn, chat_id: str, order: Order, way: Way) -> None:
    """Bring the card up to date in this chat, quietly, where it shows one."""
    chat = await people.chat(turn.tx, chat_id)
    if chat is None or not chat.reachable:
        return
    if chat.is_group:
        message = await group_card(turn, order)
    else:
        person = await people.person(turn.tx, chat.person) if chat.person else None
        if person is None:
            return
        message = await card_for(turn, order, person)
    await turn.post(chat_id, replace(message, alert=False), way, about=order)


def _way(order: Order) -> Way:
    return Way.URGENT if order.urgent else Way.STAFF
