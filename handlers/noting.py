"""Notes: what somebody is to hear of, sent at once or left until they may be written to."""

from enum import StrEnum

from dialogue.message import N_, Message
from dialogue.say import Say
from domain.calendar import at, day_of
from domain.clock import OPEN_HANDS
from domain.order import Order
from domain.permit import may
from domain.person import Person
from domain.policy import Rules
from domain.stand_in import working
from handlers.desks import matter_of
from handlers.turn import Turn, packed
from storage import notes
from storage.notes import Note
from storage.outbox import Way


class About(StrEnum):
    """Why it is noted. What it says may not hold any more when its moment comes: handlers/holding.py."""

    CARD = "card"  # it was handed to them
    DUE = "due"  # it waits for them, and this is the day
    OWED = "owed"  # it waits for them
    TOLD = "told"  # it waits for somebody below them
    RAISED = "raised"  # it came up to their desk
    BACK = "back"  # it is back at their desk: who had it is away
    DESK = "desk"  # it waits at their desk
    UP = "up"  # it went up from their desk
    ASKED = "asked"  # is it fixed, is it still good, was it done well?
    NEWS = "news"
    GONE = "gone"  # it is no longer theirs to see


# The first of them is said of an order: a card shows all there is to do.
HEADS = {
    About.CARD: N_("📨 New for you:"),
    About.DUE: N_("☀️ Due today:"),
    About.OWED: N_("⏰ Waiting for you:"),
    About.BACK: N_("↩️ Back at the desk, somebody is away:"),
    About.RAISED: N_("⬆️ Came up to you:"),
    About.DESK: N_("📥 Waiting to be handed out:"),
    About.TOLD: N_("👀 Nothing has moved yet, please have a look:"),
    About.UP: N_("🪜 Gone up from your desk:"),
    About.ASKED: N_("🙋 Your word is asked for:"),
    About.NEWS: N_("📰 News:"),
    About.GONE: N_("📤 No longer with you:"),
}
SEEN, READ = "order.view_deidentified", "order.view_detail"


async def note(turn: Turn, person: Person, order: Order, why: About, message: Message) -> None:
    """Urgent matters are said at once while they are in hand; the rest waits for its moment, and is sent together."""
    if rings(order):
        await turn.tell(person, message, Way.URGENT, about=order)
        return
    await leave(turn, person, order, why, message)


def rings(order: Order) -> bool:
    """At any hour: it is urgent, and in hand."""
    return order.urgent and order.state in OPEN_HANDS


async def nag(turn: Turn, person: Person, order: Order, why: About, message: Message) -> None:
    """What the clock has to say of it: where it rings, too, what comes due in a minute is one message."""
    await leave(turn, person, order, why, message, urgent=rings(order))


async def leave(
    turn: Turn, person: Person, order: Order, why: About, message: Message, *, urgent: bool = False
) -> None:
    """Said when they may be written to. Who may not see the order hears news of it alone, by number.

    urgent: that is at any hour; else it waits for its time, be the order urgent or not.
    """
    needs = next((right for right in (READ, SEEN) if may(right, person, matter_of(order))), None)
    if needs is None and why is not About.NEWS:
        return
    if needs is None:
        why, message = About.GONE, Message(message.text)
    await _keep(turn, person, why, message, order.id, needs, order.since, urgent=urgent)


async def word(turn: Turn, person: Person, words: Say) -> None:
    """News that are about no order."""
    await _keep(turn, person, About.NEWS, Message(words.said(turn.speaks(person))))


async def matter(
    turn: Turn,
    person: Person,
    about: str,
    since: int,
    message: Message,
    why: About = About.OWED,
    needs: str | None = None,
) -> None:
    """About no order: a kind and a number, as "wish:7K3MQ2", and how often that has changed by now.

    Whether it holds when its moment comes is asked of its kind: handlers/noted_matters.py.
    """
    await _keep(turn, person, why, message, None, needs, since, about)


async def _keep(
    turn: Turn,
    person: Person,
    why: About,
    message: Message,
    order_id: str | None = None,
    needs: str | None = None,
    since: int | None = None,
    about: str | None = None,
    *,
    urgent: bool = False,
) -> None:
    if person.chat is not None:
        id, body = turn.house.fresh(), packed(message.to_json())
        await notes.leave(turn.tx, Note(id, person.id, order_id, why, needs, since, body, turn.now, about, int(urgent)))


def night(turn: Turn, person: Person, order: Order) -> bool:
    """Whether what is not urgent has to wait for the morning."""
    return not (order.urgent and order.open) and asleep(turn, person)


def asleep(turn: Turn, person: Person) -> bool:
    """Whether it is night for somebody else."""
    rules = rules_of(turn, person)
    return person.id != turn.me.id and rules.quiet.holds(turn.now, rules.calendar.zone)


def until_morning(turn: Turn, person: Person, order: Order) -> int | None:
    """Until when what people write to each other has to wait."""
    return morning_of(turn, person) if night(turn, person, order) else None


def morning_of(turn: Turn, person: Person) -> int | None:
    """The end of the night, where it is night for somebody else."""
    rules = rules_of(turn, person)
    return rules.quiet.ends(turn.now, rules.calendar.zone) if asleep(turn, person) else None


def rules_of(turn: Turn, person: Person) -> Rules:
    """The manners of where they work, or live."""
    places = [held.place for held in (*working(person.roles), *person.roles) if held.place]
    return turn.house.policy.at(next(iter(places), person.home or ""))


def is_staff(person: Person) -> bool:
    return bool(working(person.roles))


def after_the_night(moment: int, now: int, person: Person, rules: Rules) -> int:
    """Who works here reads in the morning's digest what the night has left."""
    if moment == now or not is_staff(person):
        return moment
    zone = rules.calendar.zone
    held = rules.quiet.holds(moment - 1, zone) and not rules.quiet.holds(moment, zone)
    return max(moment, at(day_of(moment, zone), rules.digest, zone)) if held else moment
