"""Sending what was noted: one message where there is one thing to say, a digest where there are many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import NamedTuple

import orjson

from dialogue.menu import rows
from dialogue.message import N_, Button, Message, Rows
from domain.budget import Spent, may_ring_at, may_write_at
from domain.calendar import MIDNIGHT, at, day_of
from domain.order import Order
from domain.person import SYSTEM, Person
from domain.policy import Rules
from handlers import groups, noted_matters, noting, relay, showing
from handlers.card import about
from handlers.holding import holds
from handlers.names import gist
from handlers.noted_matters import MATTERS
from handlers.noting import HEADS, About, after_the_night, rules_of
from handlers.ticking import all_of
from handlers.turn import House, Turn, packed
from handlers.verbs import data
from storage import leaves, notes, orders, people
from storage.database import Database, Tx
from storage.notes import Note
from storage.outbox import Way

AT_ONCE = 200  # people a tick
LINES = 8  # matters a digest names; a small screen holds no more
LAST = 3  # news of one matter in a digest; its card tells all
LONGEST = 100  # characters of a line
KINDS: list[str] = list(HEADS)
NEWS = (About.NEWS, About.GONE)


class Told(NamedTuple):
    """What is to be said; order: what it is about, where it is about one."""

    note: Note
    order: Order | None = None

    @property
    def number(self) -> str:
        """Of the order or of what else it is about; nothing for mere words."""
        return self.order.number if self.order else noted_matters.number_of(self.note)


async def tick(database: Database, house: House, now: int) -> int:
    """Write to everybody whose notes may be sent now, and pass on what the night has left; returns to how many."""
    passed_on = await relay.tick(database, house, now) + await groups.tick(database, house, now)
    return passed_on + await _round(database, house, now, Way.STAFF)


async def ring(database: Database, house: House, now: int) -> int:
    """The same of what is urgent: a tick of its own, which nothing that goes wrong with the others holds up."""
    return await _round(database, house, now, Way.URGENT)


async def _round(database: Database, house: House, now: int, way: Way) -> int:
    found = await database.read(partial(notes.due, now=now, limit=AT_ONCE, urgent=way is Way.URGENT))

    async def unit(tx: Tx, person: str, seen: int) -> bool:
        await tx.lock(f"notes:{person}")
        return await write_to(Turn(tx, house, SYSTEM, now), way, person, seen)

    return await all_of(database, [partial(unit, person=person, seen=seen) for person, seen in found])


async def write_to(turn: Turn, way: Way, person_id: str, seen: int) -> bool:
    """One person, of what rings or of the rest: now, or at the first moment at which they may be written to."""
    look_again = partial(notes.look_again, turn.tx, person_id, seen, urgent=way is Way.URGENT)
    person = await people.person(turn.tx, person_id)
    found = [note for note in await notes.of_person(turn.tx, person_id) if way_of(note) is way]
    told = await still_true(turn, person, found) if person else []
    if person is None or not told:
        await look_again(None)
        return False
    rules = rules_of(turn, person)
    spent = (await notes.waiting(turn.tx, person_id)).spent
    moment = _moment(turn, person, way, spent, rules)
    if moment > turn.now:
        await look_again(moment)
        return False
    if not await look_again(None):
        return False
    if await send(turn, person, told, way):
        spent = replace(spent, rang=turn.now) if way is Way.URGENT else spent.after(turn.now, rules)
        await notes.written(turn.tx, person_id, spent)
    return True


def way_of(note: Note) -> Way:
    return Way.URGENT if note.urgent else Way.STAFF


def _moment(turn: Turn, person: Person, way: Way, spent: Spent, rules: Rules) -> int:
    if way is Way.URGENT:
        return may_ring_at(turn.now, spent, rules)
    return after_the_night(may_write_at(turn.now, spent, rules), turn.now, person, rules)


async def still_true(turn: Turn, person: Person, found: Sequence[Note]) -> list[Told]:
    """What is worth saying now: what no longer holds is left out, and each matter is said once, with its last news.

    Whoever is on leave hears of their own reports alone, and of what is urgent.
    """
    away, midnight = await leaves.away(turn.tx, person.id), _midnight(turn, person)
    work: dict[tuple[str, bool], Told] = {}
    news: dict[str, list[Told]] = {}
    for note in found:
        order = await orders.by_id(turn.tx, note.order_id) if note.order_id else None
        about = order.id if order else note.about or note.id
        if note.about and not await noted_matters.holds(turn, note, person, away):
            continue
        if note.order_id is not None and (
            order is None
            or not holds(note, order, person, midnight)
            or (away and order.author != person.id and not note.urgent)
        ):
            continue
        if note.kind in NEWS:
            news[about] = [*news.get(about, ()), Told(note, order)][-LAST:]
        else:
            key = (about, note.kind == About.ASKED)
            if key not in work or KINDS.index(note.kind) <= KINDS.index(work[key].note.kind):
                work[key] = Told(note, order)
    told = [*work.values(), *chain.from_iterable(news.values())]
    kept = {one.note.id for one in told}
    await notes.forget(turn.tx, [note.id for note in found if note.id not in kept])
    return sorted(told, key=_age)


def _age(one: Told) -> tuple[str, str]:
    """Orders as they came; replicas leave notes about them in any order."""
    return (one.order.id if one.order else one.note.id, one.note.id)


async def send(turn: Turn, person: Person, told: Sequence[Told], way: Way = Way.STAFF) -> bool:
    """Alone as it would have been said, together as a list; the notes are gone with it. False: they have no chat."""
    await notes.forget(turn.tx, [one.note.id for one in told])
    if person.chat is None:
        return False
    if len(told) == 1:
        await _alone(turn, person, *told[0], way)
        return True
    message = digest(turn, person, told, way)
    await turn.tell(person, message, way, once=f"digest:{told[0].note.id}")
    options = [[button.label, button.data] for row in message.buttons for button in row]
    await people.set_menu(turn.tx, person.chat, packed(options))  # for a channel where people type numbers
    return True


def _midnight(turn: Turn, person: Person) -> int:
    zone = rules_of(turn, person).calendar.zone
    return at(day_of(turn.now, zone) + timedelta(days=1), MIDNIGHT, zone)


async def _alone(turn: Turn, person: Person, note: Note, order: Order | None, way: Way) -> None:
    message = Message.from_json(orjson.loads(note.body))
    if order and (note.kind in (About.CARD, About.RAISED) or message.card):
        await showing.present(turn, person, order, way, once=f"note:{note.id}")
        return
    if order and note.kind == About.ASKED:
        message = replace(message, buttons=_as_it_is_now(message.buttons, order))
    elif _may_wait(person, way) and note.kind not in NEWS:
        message = replace(message, buttons=(*message.buttons, (_later(turn, person),)))
    await turn.tell(person, message, way, about=order, once=f"note:{note.id}")


def _as_it_is_now(shown: Rows, order: Order) -> Rows:
    """The question is the same, and an answer to it is not too old because somebody else has moved meanwhile."""
    words = [[(button.label, button.data.split()) for button in row] for row in shown]
    return tuple(
        tuple(
            Button(label, data(word[0], order, *word[3:]) if len(word) > 2 else " ".join(word)) for label, word in row
        )
        for row in words
    )


def digest(turn: Turn, person: Person, told: Sequence[Told], way: Way = Way.STAFF) -> Message:
    """What it is about, kind by kind, with a button that shows each; mere words come first."""
    speak = turn.speaks(person)
    lines = [_words(one.note) for one in told if not one.number]
    numbers = _numbered(told)
    for kind, head in HEADS.items():
        named = [one for one in told if one.order and one.number in numbers and one.note.kind == kind]
        lines += [speak(head), *(_line(turn, one, numbers, person) for one in named)] if named else []
    words = {one.number: "show" for one in told}
    for matter, matters in MATTERS.items():
        named = [one for one in told if noted_matters.kind_of(one.note) == matter and one.number in numbers]
        lines += [speak(matters.head), *(_line(turn, one, numbers, person) for one in named)] if named else []
        words |= {one.number: matters.word for one in named}
    left = len({one.number for one in told if one.number}) - len(numbers)
    if left:
        lines.append(speak(N_("… and {count} more: /tasks and /desk show them all.")).format(count=left))
    buttons = [Button(f"{n}. {number}", f"{words[number]} {number}") for number, n in numbers.items() if n]
    buttons += [_later(turn, person)] if _may_wait(person, way) else []
    return Message("\n".join(lines), rows(buttons))


def _numbered(told: Sequence[Told]) -> dict[str, int]:
    """What is named, kind by kind, orders first, with the numbers of the buttons; 0 for what is not theirs to see."""
    numbers: dict[str, int] = {}
    for one in sorted(told, key=lambda one: (one.order is None, KINDS.index(one.note.kind))):
        if one.number and one.number not in numbers and len(numbers) < LINES:
            nth = max(numbers.values(), default=0) + 1
            numbers[one.number] = 0 if one.note.kind == About.GONE else nth
    return numbers


def _line(turn: Turn, one: Told, numbers: dict[str, int], person: Person) -> str:
    note, order = one
    if order is None or note.kind in NEWS:
        text = gist(_words(note).splitlines()[0], LONGEST)
    else:
        urgent = "🚨" if noting.rings(order) else ""
        text = f"{urgent}{order.number} {about(turn, order, person)}".strip()
    n = numbers[one.number]
    return f"{n}. {text}" if n else f"• {text}"


def _words(note: Note) -> str:
    return Message.from_json(orjson.loads(note.body)).text


def _may_wait(person: Person, way: Way) -> bool:
    """Nobody is left in peace from a fire."""
    return noting.is_staff(person) and way is not Way.URGENT


def _later(turn: Turn, person: Person) -> Button:
    return Button(turn.speaks(person)(N_("💤 Remind me later")), "snooze")
