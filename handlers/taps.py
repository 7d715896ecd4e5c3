"""A button that was tapped goes to the one deed, question or card it stands for."""

from dialogue.message import N_
from dialogue.say import say
from handlers import changing, dispatch, lists, talking
from handlers.table import ASKING, AT_ONCE, COMMANDS, OTHERS, SHOWING
from handlers.turn import Refusal, Turn


async def tap(turn: Turn, data: str) -> None:
    if data.startswith(talking.MARK):
        await talking.tap(turn, data)
        return
    word, number, *rest = [*data.split(" "), ""]
    seen = int(rest[0]) if rest and rest[0].isdecimal() else 0
    if word in SHOWING:
        await SHOWING[word](turn, number)
    elif word == "do" and number in COMMANDS:
        await COMMANDS[number](turn)
    elif word in OTHERS:
        await OTHERS[word](turn, data.partition(" ")[2])
    elif word in AT_ONCE:
        await AT_ONCE[word](turn, number, seen)
    elif word == "give" and len(rest) > 1:
        await dispatch.dispatch(turn, dispatch.Dispatch(number, rest[1], seen))
    elif word in ASKING:
        await _ask(turn, word, number, seen)
    else:
        raise Refusal(say(N_("I do not know that button any more. Write /help to see what I can do.")))


async def _ask(turn: Turn, word: str, number: str, seen: int) -> None:
    """Before a button's question is asked: may this person, and is the button still about how things stand?"""
    script, action = ASKING[word]
    order = await changing.load(turn, number, action)
    if word not in ("reply", "ask", "add", "more", "deny") and seen != order.version:
        await lists.show(turn, number)
        kindly = await changing.how_it_stands(turn, order)
        await turn.say(kindly.said(turn.speak))
        return
    await talking.begin(turn, script, {"number": number})
