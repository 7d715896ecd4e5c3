"""What a group hears after the night, and after an hour with too much: what still waits, card by card or as a list."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Message
from domain.order import Order, State
from domain.person import SYSTEM
from handlers import group_hours, showing
from handlers.card import group_card, title
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import nights, orders, people
from storage.database import Database, Tx
from storage.outbox import Way

CARDS = 3  # more than these are one message
LINES = 8
NIGHT = N_("🌅 This came in during the night and waits for somebody:")
HOUR = N_("📥 This came in meanwhile and waits for somebody:")


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many groups heard something."""
    due = await database.read(partial(nights.groups_due, now=now))

    async def unit(tx: Tx, chat: str) -> bool:
        return await write_to(Turn(tx, house, SYSTEM, now), chat)

    return await all_of(database, [partial(unit, chat=chat) for chat in due])


async def write_to(turn: Turn, chat_id: str) -> bool:
    since = await nights.first_card(turn.tx, chat_id)
    kept = await nights.take_cards(turn.tx, chat_id)
    chat = await people.chat(turn.tx, chat_id)
    if since is None or chat is None or chat.place is None or not chat.reachable:
        return False
    known = [await orders.by_id(turn.tx, order_id) for order_id in kept]
    found = [
        order for order in known if order and _free(order) and chat_id in await group_hours.groups_for(turn, order)
    ]
    night = _night(turn, chat.place, since)
    if len(found) <= (CARDS if night else 1) or showing.night_of(turn, chat.place):  # at night they are kept once more
        for order in found:
            await showing.present_to_group(turn, chat_id, order)
        return bool(found)
    later = await group_hours.wait(turn, chat_id, chat.place)
    if later:
        for order in found:
            await nights.keep_card(turn.tx, chat_id, order.id, since, later)
        return False
    await turn.post(chat_id, await _list(turn, found, NIGHT if night else HOUR), Way.STAFF)
    return True


def _night(turn: Turn, place: str, since: int) -> bool:
    """Whether it was kept because of the night."""
    rules = turn.house.policy.at(place)
    return rules.quiet.holds(since, rules.calendar.zone)


def _free(order: Order) -> bool:
    """Whoever is in the group may still take it: nobody was asked alone."""
    return order.state is State.PLACED or (order.state is State.DISPATCHED and order.assignee is None)


async def _list(turn: Turn, found: Sequence[Order], head: str) -> Message:
    """Numbers and kinds, nothing personal, with a button for each that takes it."""
    speak, buttons = turn.house.words(None), []
    lines = [speak(head)]
    for n, order in enumerate(found[:LINES], 1):
        lines.append(f"{n}. {order.number} · {title(turn, order.category, None)}")
        shown = [button for row in (await group_card(turn, order)).buttons for button in row]
        buttons += [replace(button, label=f"{n}. {button.label}") for button in shown]
    if len(found) > LINES:
        lines.append(speak(N_("… and {count} more.")).format(count=len(found) - LINES))
    return Message("\n".join(lines), rows(buttons))
