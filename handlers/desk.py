"""The desk: one message, one unit of work, one answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogue.message import N_, Incoming, Message
from dialogue.say import say
from domain.permit import NotYours
from domain.person import Person, Role
from handlers import talking
from handlers.routing import route
from handlers.turn import NOT_YOURS, House, Refusal, Turn
from storage import inbox, people, talks
from storage.database import Database, Tx
from storage.inbox import Arrived
from storage.outbox import Way

SORRY = N_("Something went wrong on my side with your last message. It is kept, and a person will look at it.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """done: this message was worked off in this unit. toast: what to show where a button was tapped.

    role, did: who did what, as it is counted.
    """

    done: bool
    toast: str | None = None
    role: Role | None = None
    did: str | None = None


async def work_off(
    database: Database,
    house: House,
    arrived: Sequence[Arrived],
    incoming: Incoming,
    now: int,
    *,
    numbers_shown: bool = False,
) -> Outcome:
    """One message (an album is one message in several rows) in one unit of work.

    A refusal undoes the unit; the sentence that explains it is said in another one.
    """

    async def unit(tx: Tx) -> Outcome:
        return await _turn(tx, house, arrived, incoming, now, numbers_shown, None)

    try:
        return await database.do(unit)
    except (Refusal, NotYours) as refusal:
        refused = refusal if isinstance(refusal, Refusal) else Refusal(say(NOT_YOURS))
        return await database.do(lambda tx: _turn(tx, house, arrived, incoming, now, numbers_shown, refused))


async def _turn(
    tx: Tx,
    house: House,
    arrived: Sequence[Arrived],
    incoming: Incoming,
    now: int,
    numbers_shown: bool,
    refused: Refusal | None,
) -> Outcome:
    await tx.lock(incoming.sender)
    (known, reachable), did = await people.caller(tx, incoming.sender), done_by(incoming)
    role = known.main_role if known else Role.RESIDENT
    # An album is one thing done, however many pictures are in it.
    taken = [
        await inbox.take(tx, row, role=role, did=did if n == 0 else None, erase=incoming.group)
        for n, row in enumerate(arrived)
    ]
    if not any(taken):
        return Outcome(False)
    me = await who(tx, house, known, incoming, now, reachable=reachable)
    turn = Turn(tx, house, me, now, incoming, numbers_shown=numbers_shown)
    if refused is None:
        await route(turn, incoming)
        if turn.toast and incoming.button is None:
            await turn.say(turn.toast)  # whoever typed the option's number has tapped nothing to show it at
    else:
        await _explain(turn, refused)
    return Outcome(True, turn.toast, role, did)


def done_by(incoming: Incoming) -> str:
    """What somebody did, as the burden meter counts it."""
    return "tap" if incoming.button else "photo" if incoming.photos else "words"


async def who(
    tx: Tx, house: House, known: Person | None, incoming: Incoming, now: int, *, reachable: bool = False
) -> Person:
    """The person behind the sender's address; somebody new is met here. reachable: that address counts as such."""
    if incoming.group:
        await people.add_chat(tx, incoming.chat, now=now, is_group=True)
    me = known
    if me is None:
        return await people.add_person(tx, id=house.fresh(), chat=incoming.sender, now=now, name=incoming.name)
    counts = reachable and incoming.chat == incoming.sender
    if not incoming.group and incoming.reachable is None and not counts:
        await people.set_reachable(tx, incoming.chat, True)  # whoever writes can be written to, whatever was once
    if not incoming.group and me.chat != incoming.chat:
        await people.use_chat(tx, me.id, incoming.chat)
        me = replace(me, chat=incoming.chat)
    return me


async def apologise(tx: Tx, house: House, sender: str, now: int) -> None:
    """The fifth failure: the message went to the dead letters."""
    person = await people.person_of(tx, sender)
    if person and person.chat:
        turn = Turn(tx, house, person, now)
        await turn.tell(person, Message(turn.speak(SORRY)), Way.REPLY)


async def _explain(turn: Turn, refused: Refusal) -> None:
    """Where a button was tapped in a group the sentence is shown to the one who tapped, else it is an answer."""
    text = refused.say.said(turn.speak)
    if turn.incoming and turn.incoming.group:
        turn.toast = text
    else:
        await turn.say(text)
    talk = await talks.get(turn.tx, turn.private_chat) if refused.over and turn.private_chat else None
    if talk:
        await talking.leave(turn, talk)
