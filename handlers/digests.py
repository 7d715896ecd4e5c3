"""Sending what was noted: one message where there is one thing to say, a digest where there are many."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import NamedTuple

import orjson

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from domain.budget import may_write_at
from domain.order import Order
from domain.person import SYSTEM, Person
from handlers import noting, showing
from handlers.card import about
from handlers.names import gist
from handlers.noting import HEADS, About, after_the_night, rules_of
from handlers.ticking import all_of
from handlers.turn import House, Turn, packed
from storage import leaves, notes, orders, people
from storage.database import Database, Tx
from storage.notes import Note
from storage.outbox import Way

AT_ONCE = 200  # people a tick
LINES = 8  # orders a digest names; a small screen holds no more
LAST = 3  # news of one order in a digest; its card tells all
LONGEST = 100  # characters of a line
KINDS: list[str] = list(HEADS)


class Told(NamedTuple):
    """What is to be said; order: what it is about, if anything."""

    note: Note
    order: Order | None


async def tick(database: Database, house: House, now: int) -> int:
    """Write to everybody whose notes may be sent now; returns to how many."""
    found = await database.read(partial(notes.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, person: str, seen: int) -> bool:
        await tx.lock(f"notes:{person}")
        return await write_to(Turn(tx, house, SYSTEM, now), person, seen)

    return await all_of(database, [partial(unit, person=person, seen=seen) for person, seen in found])


async def write_to(turn: Turn, person_id: str, seen: int) -> bool:
    """One person: now, or at the first moment at which they may be written to."""
    person = await people.person(turn.tx, person_id)
    found = await notes.of_person(turn.tx, person_id)
    told = await still_true(turn, person, found) if person else []
    if person is None or not told:
        await notes.look_again(turn.tx, person_id, seen, None)
        return False
    rules = rules_of(turn, person)
    waiting = await notes.waiting(turn.tx, person_id)
    moment = after_the_night(may_write_at(turn.now, waiting.spent, rules), turn.now, person, rules)
    if moment > turn.now:
        await notes.look_again(turn.tx, person_id, seen, moment)
        return False
    if not await notes.look_again(turn.tx, person_id, seen, None):
        return False
    if await send(turn, person, told):
        await notes.written(turn.tx, person_id, waiting.spent.after(turn.now, rules))
    return True


async def still_true(turn: Turn, person: Person, found: Sequence[Note]) -> list[Told]:
    """What is worth saying now: what has moved on is left out, and each matter is said once, with its last news.

    Whoever is on leave hears of their own reports alone.
    """
    away = await leaves.away(turn.tx, person.id)
    work: dict[tuple[str, bool], Told] = {}
    news: dict[str, list[Told]] = {}
    for note in found:
        order = await orders.by_id(turn.tx, note.order_id) if note.order_id else None
        if note.order_id is None:
            news.setdefault(note.id, []).append(Told(note, None))
        elif order is None or (note.version not in (None, order.version)) or (away and order.author != person.id):
            continue
        elif note.kind == About.NEWS:
            news[order.id] = [*news.get(order.id, ()), Told(note, order)][-LAST:]
        else:
            key = (order.id, note.kind == About.ASKED)
            if key not in work or KINDS.index(note.kind) <= KINDS.index(work[key].note.kind):
                work[key] = Told(note, order)
    told = [*work.values(), *chain.from_iterable(news.values())]
    kept = {one.note.id for one in told}
    await notes.forget(turn.tx, [note.id for note in found if note.id not in kept])
    return sorted(told, key=_age)


def _age(one: Told) -> tuple[str, str]:
    """Orders as they came; replicas leave notes about them in any order."""
    return (one.order.id if one.order else one.note.id, one.note.id)


async def send(turn: Turn, person: Person, told: Sequence[Told]) -> bool:
    """Alone as it would have been said, together as a list; the notes are gone with it. False: they have no chat."""
    await notes.forget(turn.tx, [one.note.id for one in told])
    if person.chat is None:
        return False
    if len(told) == 1:
        await _alone(turn, person, *told[0])
        return True
    message = digest(turn, person, told)
    await turn.tell(person, message, Way.STAFF, once=f"digest:{told[0].note.id}")
    options = [[button.label, button.data] for row in message.buttons for button in row]
    await people.set_menu(turn.tx, person.chat, packed(options))  # for a channel where people type numbers
    return True


async def _alone(turn: Turn, person: Person, note: Note, order: Order | None) -> None:
    if order and note.kind in (About.CARD, About.RAISED):
        await showing.present(turn, person, order, Way.STAFF, once=f"note:{note.id}")
        return
    message = Message.from_json(orjson.loads(note.body))
    if noting.is_staff(person) and note.kind not in (About.ASKED, About.NEWS):
        message = replace(message, buttons=(*message.buttons, (_later(turn, person),)))
    await turn.tell(person, message, Way.STAFF, about=order, once=f"note:{note.id}")


def digest(turn: Turn, person: Person, told: Sequence[Told]) -> Message:
    """What it is about, kind by kind, with a button that shows each; what is about no order comes first."""
    speak = turn.speaks(person)
    lines = [_words(one.note) for one in told if one.order is None]
    shown: dict[str, int] = {}
    for kind, head in HEADS.items():
        here = []
        for note, order in told:
            if order is None or note.kind != kind or (order.number not in shown and len(shown) == LINES):
                continue
            number = shown.setdefault(order.number, len(shown) + 1)
            here.append(f"{number}. {_line(turn, note, order, person)}")
        lines += [speak(head), *here] if here else []
    left = len({one.order.number for one in told if one.order}) - len(shown)
    if left:
        lines.append(speak(N_("… and {count} more: /tasks and /desk show them all.")).format(count=left))
    buttons = [Button(f"{n}. {number}", f"show {number}") for number, n in shown.items()]
    buttons += [_later(turn, person)] if noting.is_staff(person) else []
    return Message("\n".join(lines), rows(buttons))


def _line(turn: Turn, note: Note, order: Order, person: Person) -> str:
    if note.kind == About.NEWS:
        return gist(_words(note).splitlines()[0], LONGEST)
    return f"{order.number} {about(turn, order, person)}".strip()


def _words(note: Note) -> str:
    return Message.from_json(orjson.loads(note.body)).text


def _later(turn: Turn, person: Person) -> Button:
    return Button(turn.speaks(person)(N_("💤 Remind me later")), "snooze")
