"""Accepting: the first tap wins; declining and handing back say why."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Text
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import State, Step
from domain.permit import NotYours, owes_the_work
from handlers import changing, desks, hands, kept_apart, placing, showing, telling
from handlers.desks import matter_of
from handlers.look import Look
from handlers.names import titled
from handlers.turn import Turn
from storage.outbox import Way


@dataclass(frozen=True, slots=True)
class Decline:
    number: str
    why: str


async def accept(turn: Turn, number: str, seen: int) -> None:
    """A worker says yes to what was handed to them or to their team; what others were asked is not theirs to take."""
    order = await changing.load(turn, number, "order.accept")
    if seen == order.version and order.state is State.DISPATCHED and not owes_the_work(turn.me, matter_of(order).party):
        raise NotYours
    await _take(turn, number, seen, Step.ACCEPT)


async def pick_up(turn: Turn, number: str, seen: int) -> None:
    """A worker of the grid takes what nobody has handed out yet."""
    await _take(turn, number, seen, Step.PICK_UP)


async def _take(turn: Turn, number: str, seen: int, step: Step) -> None:
    order = await changing.load(turn, number, "order.view_public")
    if (await hands.whole_of(turn, order)).resident == turn.me.id:
        raise NotYours
    order = await changing.change(turn, order, step, seen=seen)
    chat = turn.private_chat
    await showing.present(turn, turn.me, order, Way.REPLY)
    await showing.refresh(turn, order, but=[chat] if chat else [])
    await telling.author(turn, order, N_("{name} has accepted {number} and will see to it."), name=titled(turn.me))
    turn.toast = turn.speak(N_("It is yours. Thank you!"))


async def why_decline(ask: Ask, look: Look, number: str) -> Decline:
    prompt = say(N_("Why do you hand {number} back? One sentence for the dispatcher."), number=number)
    return Decline(number, await ask("why", Text(prompt, limit=300)))


async def decline(turn: Turn, command: Decline) -> None:
    """Back to the desk, with the reason; the order keeps its place in the queue."""
    order = await changing.load(turn, command.number, "order.decline")
    order = await changing.change(turn, order, Step.DECLINE, words=command.why)
    await showing.refresh(turn, order)
    sentence = N_("{name} hands {number} back: {why}")
    await telling.desk(turn, order, sentence, name=titled(turn.me), why=await kept_apart.told(turn, order, command.why))
    await placing.lay_on_desk(turn, order, await desks.at(turn.tx, order.rung))
    await turn.say(turn.speak(N_("Handed back. The dispatcher knows why.")))
