"""Withdrawing one's own report, as long as nobody has accepted it."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import Closing, Step
from domain.permit import NotYours
from handlers import changing, showing, telling
from handlers.look import Look
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Cancel:
    number: str
    sure: bool


async def sure(ask: Ask, look: Look, number: str) -> Cancel:
    """A thumb slips easily, and a withdrawn report is gone."""
    order = await look.order(number)
    if order is None or order.author != look.me.id:  # the desk refuses, and says why
        raise NotYours
    yes, no = say(N_("Yes, withdraw it")), say(N_("No, keep it"))
    return Cancel(number, await ask("sure", yes_or_no(say(N_("Withdraw {number}?"), number=number), yes, no)) == YES)


async def cancel(turn: Turn, command: Cancel) -> None:
    order = await changing.load(turn, command.number, "order.cancel")
    if order.author != turn.me.id:
        raise NotYours
    if not command.sure:
        await turn.say(turn.speak(N_("All right, {number} stays as it is.")).format(number=order.number), in_place=True)
        return
    waiting = await telling.of_party(turn, order)
    order = await changing.change(turn, order, Step.CANCEL, closing=str(Closing.WITHDRAWN))
    await showing.refresh(turn, order)
    for person in waiting:
        await telling.news(turn, person, order, N_("{number} was withdrawn by the resident."))
    await turn.say(turn.speak(N_("{number} is withdrawn.")).format(number=order.number), in_place=True)
