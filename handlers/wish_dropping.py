"""Withdrawing a wish: by whoever made it, or by the desk."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain.wish import WishStep
from handlers import talking
from handlers.look import Look
from handlers.turn import Turn
from handlers.wish_matter import change, load, load_for, read
from handlers.wish_showing import doers, owners, refresh, tell


@dataclass(frozen=True, slots=True)
class Drop:
    number: str


async def ask_sure(turn: Turn, rest: str) -> None:
    """Asked once more, because it cannot be taken back."""
    number, _ = read(rest)
    await load_for(turn, number, WishStep.WITHDRAW)
    await talking.begin(turn, "wish_drop", {"number": number})


async def sure(ask: Ask, look: Look, number: str) -> Drop | None:
    prompt = say(N_("Take {number} off the wall for good?"), number=number)
    yes, no = say(N_("Yes, it is not needed any more")), say(N_("No, I still wish for it"))
    answer = await ask("sure", yes_or_no(prompt, yes, no))
    return Drop(number) if answer == YES else None


async def drop(turn: Turn, command: Drop) -> None:
    wish = await load(turn, command.number, "wish.withdraw")
    had = await doers(turn, wish)
    wish = await change(turn, wish, WishStep.WITHDRAW)
    await refresh(turn, wish)
    sentence = N_("{number} is not needed any more. Thank you for having wanted to help!")
    await tell(turn, [*had, *owners(wish)], wish, sentence)
    await turn.say(turn.speak(N_("{number} is taken off the wall.")).format(number=wish.number))
