"""Sending what was noted: one message where there is one thing to say, a digest where there are many."""

from collections.abc import Sequence
from functools import partial

import orjson

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from domain.budget import may_write_at
from domain.order import Order
from domain.person import SYSTEM, Person
from handlers import showing
from handlers.card import about
from handlers.noting import HEADS, About, after_the_night, rules_of
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import notes, orders, people
from storage.database import Database, Tx
from storage.notes import Note
from storage.outbox import Way

AT_ONCE = 200  # people a tick
LINES = 8  # orders a digest names; a small screen holds no more

Told = tuple[Note, Order]


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
    told = await still_true(turn, await notes.of_person(turn.tx, person_id))
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
    await send(turn, person, told)
    await notes.written(turn.tx, person_id, waiting.spent.after(turn.now, rules))
    return True


async def still_true(turn: Turn, found: Sequence[Note]) -> list[Told]:
    """What is worth saying now: orders that have moved on are left out, and each thing is said once."""
    told: dict[tuple[str, str], Told] = {}
    void: list[str] = []
    for note in found:
        order = await orders.by_id(turn.tx, note.order_id) if note.order_id else None
        if order is None or (note.version is not None and note.version != order.version):
            void.append(note.id)
            continue
        key = (order.id, note.id if note.kind == About.NEWS else note.kind)
        if key in told:
            void.append(told[key][0].id)
        told[key] = (note, order)
    await notes.forget(turn.tx, void)
    return sorted(told.values(), key=lambda one: one[0].id)


async def send(turn: Turn, person: Person, told: Sequence[Told]) -> None:
    """Alone as it would have been said, together as a list; the notes are gone with it."""
    if len({order.id for _, order in told}) == 1 and len(told) == 1:
        await _alone(turn, person, *told[0])
    else:
        await turn.tell(person, digest(turn, person, told), Way.STAFF, once=f"digest:{told[0][0].id}")
    await notes.forget(turn.tx, [note.id for note, _ in told])


async def _alone(turn: Turn, person: Person, note: Note, order: Order) -> None:
    if note.kind in (About.CARD, About.RAISED):
        await showing.present(turn, person, order, Way.STAFF, once=f"note:{note.id}")
    else:
        message = Message.from_json(orjson.loads(note.body))
        await turn.tell(person, message, Way.STAFF, about=order, once=f"note:{note.id}")


def digest(turn: Turn, person: Person, told: Sequence[Told]) -> Message:
    """What it is about, kind by kind, with a button that shows each."""
    speak = turn.speaks(person)
    lines: list[str] = []
    shown: dict[str, Button] = {}
    for kind, head in HEADS.items():
        here = [(note, order) for note, order in told if note.kind == kind]
        lines += [speak(head)] if here else []
        for note, order in here:
            if order.number not in shown and len(shown) == LINES:
                continue
            number = len(shown) + 1 if order.number not in shown else list(shown).index(order.number) + 1
            shown.setdefault(order.number, Button(f"{number}. {order.number}", f"show {order.number}"))
            lines.append(f"{number}. {_line(note, order, person)}")
    left = len({order.number for _, order in told}) - len(shown)
    if left:
        lines.append(speak(N_("… and {count} more: /tasks and /desk show them all.")).format(count=left))
    buttons = [*shown.values(), Button(speak(N_("💤 Remind me later")), "snooze")]
    return Message("\n".join(lines), rows(buttons))


def _line(note: Note, order: Order, person: Person) -> str:
    if note.kind == About.NEWS:
        return Message.from_json(orjson.loads(note.body)).text.splitlines()[0]
    return f"{order.number} {about(order, person)}".strip()
