"""Notes: what somebody is to hear of, sent at once or left until they may be written to."""

from dataclasses import replace
from enum import StrEnum

from dialogue.message import N_, Message
from domain.budget import Spent
from domain.calendar import at, day_of
from domain.clock import OPEN_HANDS
from domain.order import Order
from domain.person import Person, Role
from domain.policy import Rules
from handlers.turn import Turn, packed
from storage import notes
from storage.notes import Note
from storage.outbox import Way


class About(StrEnum):
    """Why it is noted. All but news are void once the order has moved on."""

    OWED = "owed"  # it waits for them
    TOLD = "told"  # it waits for somebody below them
    RAISED = "raised"  # it came up to their desk
    CARD = "card"  # it was handed to them
    ASKED = "asked"  # is it fixed, is it still good, was it done well?
    NEWS = "news"


HEADS = {
    About.OWED: N_("⏰ Waiting for you:"),
    About.CARD: N_("📨 New for you:"),
    About.RAISED: N_("⬆️ Came up to you:"),
    About.TOLD: N_("👀 Nothing has moved yet, please have a look:"),
    About.ASKED: N_("🙋 Your word is asked for:"),
    About.NEWS: N_("📰 News:"),
}


async def note(turn: Turn, person: Person, order: Order, why: About, message: Message) -> None:
    """Urgent matters are said at once while they are in hand; the rest waits for its moment, and is sent together."""
    if order.urgent and order.state in OPEN_HANDS:
        await turn.tell(person, message, Way.URGENT, about=order)
        return
    if person.chat is None:
        return
    version = None if why is About.NEWS else order.version
    body = packed(message.to_json())
    await notes.leave(turn.tx, Note(turn.house.fresh(), person.id, order.id, why, version, body, turn.now))


def night(turn: Turn, person: Person, order: Order) -> bool:
    """Whether what is not urgent has to wait for the morning."""
    rules = turn.house.policy.at(order.place)
    return (
        not (order.urgent and order.open)
        and person.id != turn.me.id
        and rules.quiet.holds(turn.now, rules.calendar.zone)
    )


def rules_of(turn: Turn, person: Person) -> Rules:
    """The manners of where they work, or live."""
    places = [held.place for held in person.roles if held.place]
    return turn.house.policy.at(next(iter(places), person.home or ""))


def is_staff(person: Person) -> bool:
    return any(held.role not in (Role.RESIDENT, Role.OWNERS, Role.ADMIN) for held in person.roles)


def after_the_night(moment: int, now: int, person: Person, rules: Rules) -> int:
    """Who works here reads in the morning's digest what the night has left."""
    if moment == now or not is_staff(person):
        return moment
    zone = rules.calendar.zone
    held = rules.quiet.holds(moment - 1, zone) and not rules.quiet.holds(moment, zone)
    return max(moment, at(day_of(moment, zone), rules.digest, zone)) if held else moment


async def spent(turn: Turn, person: Person) -> Spent:
    return (await notes.waiting(turn.tx, person.id)).spent


async def snooze(turn: Turn, until: int) -> None:
    await notes.snooze(turn.tx, turn.me.id, until)


def quiet(message: Message) -> Message:
    return replace(message, alert=False)
