"""Withdrawing one's own report, as long as nobody has accepted it."""

from dialogue.message import N_
from domain.order import Closing, Step
from domain.permit import NotYours
from handlers import changing, showing, telling
from handlers.turn import Turn


async def cancel(turn: Turn, number: str, seen: int) -> None:
    order = await changing.load(turn, number, "order.cancel")
    if order.author != turn.me.id:  # the desk refuses, and says why
        raise NotYours
    waiting = await telling.of_party(turn, order)
    order = await changing.change(turn, order, Step.CANCEL, seen=seen, closing=str(Closing.WITHDRAWN))
    await showing.refresh(turn, order)
    for person in waiting:
        await telling.news(turn, person, order, N_("{number} was withdrawn by the resident."))
    await turn.say(turn.speak(N_("{number} is withdrawn.")).format(number=order.number))
