"""Showing cards, and keeping every shown card true."""

from collections.abc import Sequence
from dataclasses import replace

from domain.order import Order, State
from domain.person import Person
from handlers import changing, desks, hands, noting, telling
from handlers.card import card_for, card_key, group_card
from handlers.noting import About
from handlers.turn import Turn
from storage import cards, nights, notes, people
from storage.outbox import Way


async def present(turn: Turn, person: Person, order: Order, way: Way, *, once: str | None = None) -> None:
    """Show the card at the end of a person's chat, as a new message; what is not urgent waits for the morning."""
    if person.chat is None:
        return
    message = replace(await card_for(turn, order, person), fresh=True)
    if noting.night(turn, person, order):
        await noting.note(turn, person, order, About.CARD, message)
    else:
        await turn.tell(person, message, way, about=order, once=once)


async def present_to_group(turn: Turn, chat: str, order: Order) -> None:
    """In the night a group hears of urgent matters only; of the others when it is over, if they still wait then."""
    morning = None if order.urgent else night_of(turn, order.place)
    if morning:
        await nights.keep_card(turn.tx, chat, order.id, turn.now, morning)
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
    groups = await people.groups_of(turn.tx, changing.compound(order)) if placed else []
    for person in others:
        await notes.forget_cards(turn.tx, person.id, order.id)
        await present(turn, person, order, Way.URGENT)
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
    for chat_id in await cards.chats_with(turn.tx, card_key(order)):
        if chat_id in but:
            continue
        chat = await people.chat(turn.tx, chat_id)
        if chat is None or not chat.reachable:
            continue
        if chat.is_group:
            message = await group_card(turn, order)
        else:
            person = await people.person(turn.tx, chat.person) if chat.person else None
            if person is None:
                continue
            message = await card_for(turn, order, person)
        await turn.post(chat_id, replace(message, alert=False), Way.STAFF, about=order)


def _way(order: Order) -> Way:
    return Way.URGENT if order.urgent else Way.STAFF
