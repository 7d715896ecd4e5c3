"""A joint order and its tasks: what helpers do is told to whoever leads, and the whole is done when all are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dialogue.message import N_
from dialogue.say import say
from domain.order import Closing, Lane, Order, State, Step
from domain.person import SYSTEM
from handlers import changing, desks, hands, showing, telling
from handlers.names import gist, titled
from handlers.turn import Refusal, Turn
from storage import orders

AT_WORK = (State.PLACED, State.DISPATCHED, State.ACCEPTED)
CAN_FINISH = N_("🧩 Nobody else has anything left to do for {number}: you can finish it now.")
WITHOUT_A_LEAD = N_("🧩 Everybody who helped with {number} is done; nobody has accepted it yet who leads it.")


def check_done(whole: Order, parts: Sequence[Order]) -> None:
    """Refuses to finish the whole while others still have something to do for it."""
    waited_for = [part for part in parts if part.open]
    if waited_for:
        named = "\n".join(f"• {part.number} {gist(part.what)}" for part in waited_for)
        sentence = N_("{number} is done when everybody's task is. Still open:\n{tasks}")
        raise Refusal(say(sentence, number=whole.number, tasks=named))


async def tell_lead(turn: Turn, part: Order, sentence: str, **values: Any) -> None:
    """About the whole, so that nobody reads more than they may. {number} is the whole's, {name} who helps."""
    if part.part_of is None:
        return
    whole = await hands.whole_of(turn, part)
    for person in await telling.of_party(turn, whole):
        if person.id not in (turn.me.id, part.author):
            await telling.news(turn, person, whole, sentence, name=titled(turn.me), **values)


async def closed(turn: Turn, part: Order) -> None:
    """When nobody else has anything left to do, whoever leads can finish; where nobody does yet, the desk hears it."""
    whole = await hands.whole_of(turn, part)
    if whole.state not in AT_WORK or any(other.open for other in await orders.parts(turn.tx, whole.id)):
        return
    told, sentence = await telling.of_party(turn, whole), CAN_FINISH
    if whole.state is not State.ACCEPTED:
        sentence = WITHOUT_A_LEAD
        known = {person.id for person in told} | {turn.me.id}
        told += [person for person in (await desks.of(turn.tx, whole)).people if person.id not in known]
    for person in told:
        if person.id != whole.resident:
            await telling.news(turn, person, whole, sentence, see=True)


async def withdraw_all(turn: Turn, whole: Order) -> None:
    """The whole is over without having been done: nobody goes on working for it."""
    for part in await orders.parts(turn.tx, whole.id):
        if part.open:
            await withdraw(replace(turn, me=SYSTEM), part)


async def withdraw(turn: Turn, part: Order) -> None:
    helping = await telling.of_party(turn, part)
    part = await changing.change(turn, part, Step.CANCEL, closing=str(Closing.WITHDRAWN))
    await showing.refresh(turn, part)
    for person in helping:
        if person.id != turn.me.id:
            sentence = N_("{number} was withdrawn; nothing is left for you to do. Thank you for helping!")
            await telling.news(turn, person, part, sentence)


async def hurry(turn: Turn, whole: Order) -> None:
    """What is urgent is urgent for those who help, too."""
    for part in await orders.parts(turn.tx, whole.id):
        if part.open and not part.urgent:
            part = await changing.change(turn, part, Step.MARK_URGENT, lane=str(Lane.URGENT))
            await showing.hurry(turn, part)
