"""The slip for somebody without a phone: number and code, to print or to copy by hand, and left at their home."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import plain, say
from domain.order import Order, State
from handlers import changing
from handlers.card import title
from handlers.look import place_name
from handlers.tokens import digits
from handlers.turn import Refusal, Turn, packed
from storage import call_backs, contacts

DIGITS = 4


async def hand(turn: Turn, order: Order) -> None:
    """To whoever wrote the report, and to nobody else; a new code each time, and the one before is over."""
    code = digits(turn, DIGITS)
    await call_backs.make(turn.tx, order.id, code, turn.now)
    kept = await contacts.of_order(turn.tx, order.id)
    sentence = N_(
        "📄 Please leave this slip with {name}: number {number}, code {code}.\n"
        "When we call back we ask for the code: so their word counts as theirs. It is not shown again."
    )
    text = say(sentence, name=plain(kept.name if kept else ""), number=order.number, code=code)
    again = Button(turn.speak(N_("📄 New slip")), f"bhslip {order.number}")
    await turn.answer_with(Message(text.said(turn.speak), rows([again]), drawing=await _drawn(turn, order, code)))


async def _drawn(turn: Turn, order: Order, code: str) -> str:
    lines = [
        [turn.speak(N_("Reported for you")), title(turn, order.category, turn.me.language)],
        [turn.speak(N_("Where")), place_name(await turn.places(), order.place)],
        [turn.speak(N_("Number")), order.number],
        [turn.speak(N_("By")), turn.me.name],
    ]
    return packed(
        {
            "kind": "wish_card",
            "title": turn.speak(N_("Your matter is in good hands")),
            "lines": lines,
            "code": code,
            "foot": turn.speak(N_("When somebody asks whether it is fixed, tell them these four digits.")),
        }
    )


async def again(turn: Turn, rest: str) -> None:
    """The old slip got lost; once it is said to be done it is too late for a new one."""
    order = await changing.load(turn, rest.strip(), "order.pass_on")
    if not order.proxy or order.state in (State.FINISHED, State.CLOSED):
        raise Refusal(await changing.how_it_stands(turn, order))
    await hand(turn, order)
