"""What a worker does now and then, behind one button, so that a card stays short on a small phone."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Option
from dialogue.say import say
from dialogue.talk import Ask
from domain.permit import NotYours
from handlers import accept, extending, joint, pausing, raising, revealing, revealing_card, work
from handlers.look import Look
from handlers.names import state_name
from handlers.turn import Refusal
from handlers.verbs import FURTHER, usable

FURTHER_SCRIPTS: Mapping[str, Callable[..., Awaitable[Any]]] = {
    "pause": pausing.how_long,
    "longer": extending.until_when,
    "callin": joint.whom_to_call,
    "hard": raising.why_too_hard,
    "plan": work.which_day,
    "decline": accept.why_decline,
    revealing_card.LOOK: revealing.what_and_why,
}


async def what_else(ask: Ask, look: Look, number: str) -> Any:
    """Which of them, and then what that one asks."""
    order = await look.order(number)
    if order is None:
        raise NotYours
    verbs = usable(FURTHER, order, look.me, look.now)
    if not verbs:
        moved = N_("{number} has moved on. It is now: {state}.")
        raise Refusal(say(moved, number=number, state=say(state_name(order.state))))
    among = tuple(Option(verb.word, say(verb.label)) for verb in verbs)
    if await revealing.possible(look, order):
        among = (Option(revealing_card.LOOK, say(revealing_card.REACH)), *among)
    word = await ask("else", Choice(say(N_("What about {number}?"), number=number), among))
    return await FURTHER_SCRIPTS[word](ask, look, number)
