"""Calling back: a colleague asks the resident without a phone of their own, who says how it is and names the code."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import YES, Choice, Option, Text, optional, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.order import Closing, Order, Step
from domain.person import SYSTEM
from domain.possible import possible
from handlers import changing, kept_apart, review, showing, talking, telling
from handlers.look import Look
from handlers.tokens import digits_in
from handlers.turn import Refusal, Turn
from storage import call_backs

TRIED_OUT = N_("The code of {number} was wrong five times. It counts as passed on, not as the resident's own word.")


@dataclass(frozen=True, slots=True)
class CallBack:
    """stars: 0 where it is not fixed."""

    number: str
    code: str
    stars: int
    words: str


async def begin(turn: Turn, rest: str) -> None:
    """Not for whoever reported it, nor for whoever did it."""
    number = rest.partition(" ")[0]
    order = await changing.load(turn, number, "order.call_back")
    if not possible(order, Step.CALL_BACK, turn.now):
        raise Refusal(await changing.how_it_stands(turn, order))
    if not await call_backs.left(turn.tx, order.id):
        raise Refusal(say(TRIED_OUT, number=number))
    await talking.begin(turn, "call_back", {"number": number})


async def what_they_say(ask: Ask, look: Look, number: str) -> CallBack:
    prompt = say(N_("When you have them on the phone: is {number} fixed, do they say?"), number=number)
    fixed = await ask("fixed", yes_or_no(prompt, say(N_("Fixed")), say(N_("Not fixed")))) == YES
    stars = 0
    if fixed:
        given = tuple(Option(str(n), plain("★" * n)) for n in range(5, 0, -1))
        chosen = await ask("stars", Choice(say(N_("How many stars do they give?")), given))
        stars = int(chosen)
        said = await ask("words", optional(Text(say(N_("Anything they would like to say?")), limit=500)))
        words = said or ""
    else:
        words = await ask("words", Text(say(N_("What is still wrong, do they say?")), limit=500))
    code = await ask("code", Text(say(N_("And the four digits on their slip?")), limit=20))
    return CallBack(number, code, stars, words)


async def call_back(turn: Turn, command: CallBack) -> None:
    order = await changing.load(turn, command.number, "order.call_back")
    if not possible(order, Step.CALL_BACK, turn.now):
        raise Refusal(await changing.how_it_stands(turn, order))
    if not await _opens(turn, order, command):
        return
    # The phone they were rung at is not for everybody who reads what they said.
    command = replace(command, words=await kept_apart.told(turn, order, command.words))
    if command.stars:
        await _fixed(turn, order, command)
    elif possible(order, Step.REOPEN, turn.now):
        clock = Turn(turn.tx, turn.house, SYSTEM, turn.now)  # it is the resident's word, and no colleague's deed
        await review.once_more(clock, order, command.words)
        await turn.say(turn.speak(N_("Thank you for asking. {number} is open again.")).format(number=order.number))
    else:
        await _not_fixed(turn, order, command)


async def _opens(turn: Turn, order: Order, command: CallBack) -> bool:
    """A wrong code is counted, so this is no refusal, which would undo the count."""
    digits = digits_in(command.code)
    if await call_backs.opens(turn.tx, order.id, digits):
        return True
    left = await call_backs.left(turn.tx, order.id)
    if left == 0:
        await turn.say(turn.speak(TRIED_OUT).format(number=order.number))
        return False
    sentence = N_("These are not the digits on the slip. You can try {count} times more.")
    await turn.say(turn.speak(sentence).format(count=left))
    await talking.begin(turn, "call_back", {"number": order.number})
    return False


async def _fixed(turn: Turn, order: Order, command: CallBack) -> None:
    order = await changing.change(
        turn,
        order,
        Step.CALL_BACK,
        words=command.words,
        closing=str(Closing.FIXED),
        fixed=True,
        rating=command.stars,
    )
    await showing.refresh(turn, order)
    sentence = N_("{number} was called back about, with the code: {stars} {words}")
    stars = "★" * command.stars
    await telling.desk(turn, order, sentence, but=order.assignee, stars=stars, words=command.words)
    await telling.author(turn, order, sentence, stars=stars, words=command.words)
    await review.fixed(turn, order)
    await turn.say(turn.speak(N_("Thank you for asking. Their word counts as theirs now.")))


async def _not_fixed(turn: Turn, order: Order, command: CallBack) -> None:
    """It cannot be opened once more: everybody can see that it was not fixed."""
    order = await changing.change(
        turn, order, Step.CALL_BACK, words=command.words, closing=str(Closing.NOT_FIXED), fixed=False
    )
    await showing.refresh(turn, order)
    await telling.desk(turn, order, N_("{number} was closed as not fixed: {words}"), words=command.words)
    await telling.author(turn, order, N_("{number} was closed as not fixed: {words}"), words=command.words)
    await telling.followers(turn, order, review.NOT_FIXED_TOGETHER)
    await turn.say(turn.speak(N_("Thank you for asking. It is closed as not fixed; the desk knows.")))
