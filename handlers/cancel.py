"""Withdrawing one's own report, as long as nobody has accepted it, or a task that others were to help with."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import Closing, Order, Step
from domain.permit import NotYours, is_dispatcher
from domain.person import Person
from handlers import changing, joined, showing, tasks, telling
from handlers.desks import matter_of
from handlers.look import Look
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Cancel:
    number: str
    sure: bool


async def sure(ask: Ask, look: Look, number: str) -> Cancel:
    """A thumb slips easily, and a withdrawn report is gone."""
    order = await look.order(number)
    if order is None or not _may(order, look.me):  # the desk refuses, and says why
        raise NotYours
    yes, no = say(N_("Yes, withdraw it")), say(N_("No, keep it"))
    return Cancel(number, await ask("sure", yes_or_no(say(N_("Withdraw {number}?"), number=number), yes, no)) == YES)


async def cancel(turn: Turn, command: Cancel) -> None:
    order = await changing.load(turn, command.number, "order.cancel")
    if not _may(order, turn.me):
        raise NotYours
    if not command.sure:
        await turn.say(turn.speak(N_("All right, {number} stays as it is.")).format(number=order.number), in_place=True)
        return
    if order.part_of:
        await tasks.withdraw(turn, order)
        await tasks.closed(turn, order)
    else:
        await _whole(turn, order)
    await turn.say(turn.speak(N_("{number} is withdrawn.")).format(number=order.number), in_place=True)


def _may(order: Order, person: Person) -> bool:
    """One's own report; and a task of a joint order any dispatcher of the place."""
    return order.author == person.id or (order.part_of is not None and is_dispatcher(person, matter_of(order)))


async def _whole(turn: Turn, order: Order) -> None:
    waiting = await telling.of_party(turn, order)
    heir = await joined.heir_of(turn, order)
    order = await changing.change(turn, order, Step.CANCEL, closing=str(Closing.WITHDRAWN), **joined.led_by(heir))
    await showing.refresh(turn, order)
    for person in waiting:
        await telling.news(turn, person, order, N_("{number} was withdrawn by the resident."))
    await tasks.withdraw_all(turn, order)
    if heir:
        await joined.takes_its_place(turn, order, heir)
    else:
        await telling.neighbours(turn, order)
