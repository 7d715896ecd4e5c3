"""What the clock clears away: contacts and pictures of closed matters, old chats, browsers nobody uses any more."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from domain.retention import Retention
from handlers.turn import House
from storage import clearing
from storage.database import Database, Tx


class Clearing(NamedTuple):
    """find looks without holding up anybody; clear does one batch in one unit, and twice changes nothing."""

    find: Callable[[Tx, Retention, int], Awaitable[Sequence[Any]]]
    clear: Callable[[Tx, Sequence[Any], Retention, int], Awaitable[None]]


CLEARINGS: tuple[Clearing, ...] = (
    Clearing(
        lambda tx, kept, now: clearing.closed(tx, "orders", 0, now - kept.contact, kept.batch),
        lambda tx, found, kept, now: clearing.order_contacts(tx, found),
    ),
    Clearing(
        lambda tx, kept, now: clearing.closed(tx, "wishes", 0, now - kept.contact, kept.batch),
        lambda tx, found, kept, now: clearing.wish_contacts(tx, found),
    ),
    Clearing(
        lambda tx, kept, now: clearing.closed(tx, "orders", clearing.CONTACTS, now - kept.pictures, kept.batch),
        lambda tx, found, kept, now: clearing.order_pictures(tx, found, now),
    ),
    Clearing(
        lambda tx, kept, now: clearing.closed(tx, "wishes", clearing.CONTACTS, now - kept.pictures, kept.batch),
        lambda tx, found, kept, now: clearing.wish_pictures(tx, found, now),
    ),
    Clearing(
        lambda tx, kept, now: clearing.old_bubbles(tx, now - kept.web_chat, kept.batch),
        lambda tx, found, kept, now: clearing.bubbles(tx, found),
    ),
    Clearing(
        lambda tx, kept, now: clearing.unused_sessions(tx, now - kept.unused, kept.batch),
        lambda tx, found, kept, now: clearing.sessions(tx, found, now - kept.unused),
    ),
    Clearing(
        lambda tx, kept, now: clearing.unused_media(tx, now - kept.pictures, kept.batch),
        lambda tx, found, kept, now: clearing.uploads(tx, found, now),
    ),
)


async def tick(database: Database, house: House, now: int) -> int:
    """One batch of each; what is left is due at the next tick. Nobody is told of it, so there is nothing to wake."""
    kept = house.policy.retention
    for one in CLEARINGS:
        await _batch(database, one, kept, now)
    return 0


async def _batch(database: Database, one: Clearing, kept: Retention, now: int) -> None:
    if found := await database.read(lambda tx: one.find(tx, kept, now)):
        await database.do(lambda tx: one.clear(tx, found, kept, now))


async def tidy(database: Database, house: House, now: int) -> None:
    """Once an hour."""
    kept = house.policy.retention
    await database.do(lambda tx: clearing.leftovers(tx, now - kept.letters, now - kept.contact))
