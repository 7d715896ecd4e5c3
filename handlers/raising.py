"""Raising by hand: staff say why it is too hard for them, and the resident may when the clock has run out."""

from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.question import Text
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain.order import Lane, Order, State, Step
from domain.permit import NotYours
from domain.person import Person
from handlers import changing, desks, kept_apart, placing, promising, showing, telling
from handlers.desks import Desk
from handlers.look import Look
from handlers.turn import Refusal, Turn
from handlers.verbs import too_hard, waited_too_long


@dataclass(frozen=True, slots=True)
class TooHard:
    number: str
    why: str


async def why_too_hard(ask: Ask, look: Look, number: str) -> TooHard:
    order = await look.order(number)
    if order is None or not too_hard(order, look.me, look.now):
        raise NotYours
    prompt = N_("Why does {number} need a desk that can do more? The resident will read it.")
    if order.part_of:
        prompt = N_("Why does {number} need a desk that can do more?")
    return TooHard(number, await ask("why", Text(say(prompt, number=number), limit=300)))


async def hard(turn: Turn, command: TooHard) -> None:
    """A difficult matter, from now on of the desk above."""
    order = await changing.load(turn, command.number, "order.escalate")
    if not too_hard(order, turn.me, turn.now):
        raise NotYours
    lane = {"lane": str(Lane.DIFFICULT)} if order.lane is Lane.ORDINARY else {}
    before = await _before(turn, order)
    order, above = await _up(turn, order, command.why, lane)
    sentence = N_("⬆️ {number} goes to a desk that can do more: {why}")
    await _tell(turn, order, above, before, sentence, why=await kept_apart.told(turn, order, command.why))
    await telling.author(turn, order, sentence, why=command.why)
    done = N_("It lies with the desk above now; they and the resident know why.")
    await turn.say(turn.speak(N_("It lies with the desk above now; they know why.") if order.part_of else done))


async def by_resident(turn: Turn, number: str, seen: int) -> None:
    """Only once the clock has run out; else they read until when they were promised something."""
    order = await changing.load(turn, number, "order.escalate")
    if turn.me.id != order.resident:
        raise NotYours
    if order.state in OPEN and not waited_too_long(order, turn.me, turn.now):
        raise Refusal(_not_yet(turn, order))
    before = await _before(turn, order)
    order, above = await _up(turn, order, "", {})
    await _tell(turn, order, above, before, N_("⬆️ The resident has raised {number}: it waited too long."))
    turn.toast = turn.speak(N_("Raised: it lies with the desk above now, and everybody knows."))


OPEN = (State.PLACED, State.DISPATCHED, State.ACCEPTED)


def _not_yet(turn: Turn, order: Order) -> Say:
    until = order.paused_until or order.deadline
    if until is None or until <= turn.now:
        return say(N_("{number} is in good time. You can always urge."), number=order.number)
    sentence = N_("{number} still has time until {when}. After that you can raise it; you can urge before.")
    return say(sentence, number=order.number, when=promising.when(turn, until))


async def _up(turn: Turn, order: Order, words: str, sets: dict[str, Any]) -> tuple[Order, Desk]:
    """To the next desk up. Who leads a hot matter goes on leading it, and who is at an urgent one stays at it."""
    above = await desks.above(turn.tx, order, turn.house.policy)
    if above is None and order.state in OPEN:
        raise Refusal(
            say(N_("{number} already lies with the highest desk there is; nobody is above it."), number=order.number)
        )
    step = Step.LIFT if order.stays else Step.RAISE
    rung = above.rung if above else order.rung
    order = await changing.change(turn, order, step, words=words, rung=rung, **sets)
    return order, above or Desk(rung, [])


async def _before(turn: Turn, order: Order) -> list[Person]:
    return (await desks.of(turn.tx, order)).people + await telling.of_party(turn, order)


async def _tell(turn: Turn, order: Order, above: Desk, before: list[Person], sentence: str, **values: Any) -> None:
    """The desk above gets the card, with the reason on it; who had it before reads that it is gone."""
    if order.state is State.PLACED:
        await showing.refresh(turn, order, but=[person.chat for person in above.people if person.chat])
        await placing.lay_on_desk(turn, order, above)
    else:
        await showing.refresh(turn, order)
        await telling.desk(turn, order, sentence, see=True, **values)
    known = {person.id for person in above.people} | {order.author, turn.me.id}
    for person in {person.id: person for person in before if person.id not in known}.values():
        await telling.news(turn, person, order, sentence, **values)
