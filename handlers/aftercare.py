"""Asking again: some time after it was closed the resident says whether it lasted, and what came back is taken up."""

from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.question import Text
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import Closing, Lane, Order, Step
from domain.permit import NotYours
from domain.possible import possible
from handlers import changing, placing, report, review, showing, telling
from handlers.look import Look
from handlers.names import day_name
from handlers.noting import About
from handlers.timeline import local
from handlers.turn import Turn
from handlers.verbs import buttons, lasting

WORDS = 500
KEPT = 1000  # characters of a report; what comes back again and again does not grow for ever

QUESTIONS = {
    Closing.FIXED: N_("🌱 {number} was fixed on {day}. Is it still good?"),
    Closing.UNREVIEWED: N_("🌱 {number} was closed on {day} without your word. How is it now?"),
    Closing.NOT_FIXED: N_("🌱 {number} was closed on {day} as not fixed. How is it now?"),
}


@dataclass(frozen=True, slots=True)
class CameBack:
    """danger: their words speak of it."""

    number: str
    words: str
    danger: bool


async def ask_again(turn: Turn, order: Order) -> None:
    """The clock: whoever was drawn is asked whether it lasted."""
    order = await changing.change(turn, order, Step.FOLLOW_UP)
    await showing.refresh(turn, order)
    author = await telling.author_of(turn, order)
    if author is None or order.closing is None:
        return
    day = day_name(local(order.closed_at or turn.now, turn.house.zone))
    answers = buttons(lasting(order), order, author, turn.speaks(author), turn.now)
    await telling.noted(turn, [author], order, About.ASKED, QUESTIONS[order.closing], *answers, day=day)


async def let_go(turn: Turn, order: Order) -> None:
    """The clock: no answer is no answer; nobody is asked a second time."""
    order = await changing.change(turn, order, Step.LET_GO)
    await showing.refresh(turn, order)


async def still_good(turn: Turn, number: str, seen: int) -> None:
    """One tap. It counts whatever the committee or anybody else did to the order since it was asked."""
    order = await changing.load(turn, number, "order.confirm")
    order = await changing.change(turn, order, Step.HELD)
    await showing.refresh(turn, order)
    await turn.say(turn.speak(N_("Good to hear. Thank you for telling me!")))


async def what_came_back(ask: Ask, look: Look, number: str) -> CameBack:
    order = await look.order(number)
    if order is None or order.author != look.me.id:
        raise NotYours
    words = await ask("wrong", Text(say(N_("Sorry to hear that. What is wrong now?")), limit=WORDS))
    return CameBack(number, words, await report.warned(ask, look, words))


async def came_back(turn: Turn, command: CameBack) -> None:
    """The same order where it can still be opened again, else a new one that says what it was before."""
    order = await changing.load(turn, command.number, "order.confirm")
    order = await changing.change(turn, order, Step.CAME_BACK, words=command.words)
    if possible(order, Step.REOPEN, turn.now):
        await _open_again(turn, order, command)
    else:
        await _report_again(turn, order, command)


async def _open_again(turn: Turn, order: Order, command: CameBack) -> None:
    urgent: dict[str, Any] = {"lane": str(Lane.URGENT)} if command.danger else {}
    order = await review.once_more(turn, order, command.words, **urgent)
    sentence = N_("{number} is open again and goes one level up, with all that is known.")
    await turn.say(turn.speak(sentence).format(number=order.number))


async def _report_again(turn: Turn, before: Order, command: CameBack) -> None:
    """What was marked urgent or difficult once is that again."""
    await showing.refresh(turn, before)
    told = turn.house.words(None)(N_("Came back: {words}\nBefore: {before}"))
    what = told.format(words=command.words, before=before.what)
    placed = placing.PlaceOrder(
        what if len(what) <= KEPT else what[: KEPT - 1] + "…",
        before.place,
        before.category,
        Lane.URGENT if command.danger else before.lane,
    )
    await placing.keep(turn, placed, again=before)
