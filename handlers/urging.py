"""Urging: the resident asks once more, which counts and shows, and moves no clock."""

from dialogue.message import N_
from dialogue.say import say
from domain.order import OWES, Closing, Order, Owes, Step
from domain.person import Person
from handlers import changing, desks, promising, showing, telling
from handlers.names import state_name
from handlers.turn import Refusal, Turn
from storage import orders


async def urge(turn: Turn, number: str, seen: int) -> None:
    """Whoever owes the next step hears of it. Also by an old button: somebody waits, whatever has happened since."""
    order = await changing.load(turn, number, "order.urge")
    if order.closing is Closing.DUPLICATE:
        await _together(turn, order)
    again = (order.urged_at or 0) + turn.house.policy.at(order.place).urge
    if order.open and turn.now < again:
        early = N_("Everybody has only just heard of it. You can urge {number} again from {when} on.")
        raise Refusal(say(early, number=number, when=promising.when(turn, again)))
    order = await changing.change(turn, order, Step.URGE)
    await showing.refresh(turn, order)
    sentence = N_("📣 The resident asks about {number}. Urged so far: {count}")
    for person in await _owing(turn, order):
        if person.id != order.author:
            await telling.news(turn, person, order, sentence, see=True, count=order.urged)
    turn.toast = turn.speak(N_("Passed on: they know that you are waiting."))


async def _owing(turn: Turn, order: Order) -> list[Person]:
    """At a desk where nobody sits any more the next one above hears it."""
    if OWES[order.state] is not Owes.DISPATCHER and not await telling.asked_many(turn, order):
        return await telling.of_party(turn, order)
    here = (await desks.of(turn.tx, order)).people
    above = None if here else await desks.above(turn.tx, order, turn.house.policy)
    return above.people if above else here


async def _together(turn: Turn, order: Order) -> None:
    into = await orders.leading(turn.tx, order)
    if not into.open:
        return
    sentence = N_("{number} is handled together with {into}, which is now: {state}. You will hear when it is done.")
    raise Refusal(say(sentence, number=order.number, into=into.number, state=say(state_name(into.state))))
