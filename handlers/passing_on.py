"""Whoever reported for somebody else passes on what they say: it closes the order, and nobody counts as satisfied."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Text, optional
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import Closing, Step
from handlers import changing, kept_apart, review, showing, talking, telling
from handlers.look import Look
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class PassOn:
    number: str
    words: str


async def begin(turn: Turn, rest: str) -> None:
    """They say it is fixed."""
    number = rest.partition(" ")[0]
    await changing.load(turn, number, "order.pass_on")
    await talking.begin(turn, "pass_on", {"number": number})


async def what_they_said(ask: Ask, look: Look, number: str) -> PassOn:
    prompt = say(N_("Glad to hear it. What did they say, in their own words?"))
    words = await ask("words", optional(Text(prompt, limit=500)))
    return PassOn(number, words or "")


async def pass_on(turn: Turn, command: PassOn) -> None:
    order = await changing.load(turn, command.number, "order.pass_on")
    order = await changing.change(
        turn, order, Step.PASS_ON, words=command.words, closing=str(Closing.FIXED), fixed=True
    )
    await showing.refresh(turn, order)
    said = await kept_apart.told(turn, order, command.words)
    await telling.desk(
        turn, order, N_("{number} is fixed, {name} passed on: {words}"), name=turn.me.name, words=said or "👌"
    )
    await review.fixed(turn, order)
    await turn.say(turn.speak(N_("Thank you! {number} is closed.")).format(number=order.number))
