"""What a resident says of themselves goes apart from the order; what all the others read is without it."""

from dataclasses import replace

from domain import contact
from domain.contact import Found
from domain.order import Order
from handlers.turn import Turn
from storage import contacts
from storage.contacts import Contact


def found_in(turn: Turn, words: str, *names: str) -> Found:
    """names: of others whom the words are about."""
    return contact.read(words, [turn.me.name, *names])


async def told(turn: Turn, order: Order, words: str) -> str:
    """What others are told of these words: without door and phone where the resident says them, also by a colleague."""
    if turn.me.id != order.resident:
        return await _without_kept(turn, order, words)
    return (await _read(turn, order, words)).words


async def _read(turn: Turn, order: Order, words: str) -> Found:
    """A clerk's own name is not that of whom they wrote for, and their number stands beside theirs."""
    known = await contacts.of_order(turn.tx, order.id) if order.proxy else None
    if known is None:
        return found_in(turn, words)
    found = found_in(turn, words, *filter(None, [known.name]))
    phone, door = contact.both(known.phone, found.phone), contact.both(known.door, found.door)
    return replace(found, name="", phone=phone, door=door)


async def keep(turn: Turn, order_id: str, found: Found, event: str = "") -> None:
    """event: as which the words stand in the order's story; none for the report itself."""
    if found:
        await contacts.keep(turn.tx, order_id, Contact(found.name, found.phone, found.door), turn.now)
    if found.words != found.own:
        await contacts.keep_words(turn.tx, order_id, event, turn.me.id, found.own, turn.now)


async def take_out(turn: Turn, order: Order, words: str, event: str) -> str:
    """What is left for the others to read; also where a worker writes down the number they have just rung."""
    if turn.me.id != order.resident:
        return await _without_kept(turn, order, words)
    found = await _read(turn, order, words)
    await keep(turn, order.id, found, event)
    return found.words


async def _without_kept(turn: Turn, order: Order, words: str) -> str:
    """A worker's own number stays: they may want to be called."""
    if not contact.read(words).phone:
        return words
    known = await contacts.of_order(turn.tx, order.part_of or order.id)
    return contact.without(words, known.phone) if known else words
