"""The community looks at a wish before anybody else: as it is, in other words, or not at all."""

from dataclasses import dataclass

from dialogue.message import N_, Message
from dialogue.question import Choice, Option, Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import mask
from domain.wish import WishState, WishStep
from handlers import talking, wish_leaving
from handlers.look import Look
from handlers.turn import Refusal, Turn
from handlers.wish_card import card_for, name_of_wisher
from handlers.wish_matter import change, load, load_for, read
from handlers.wish_posting import LONGEST
from handlers.wish_showing import owners, refresh, tell
from storage import wishes
from storage.outbox import Way

OTHER = "other"
WHY = {
    "commercial": N_("it is an advertisement"),
    "hurting": N_("it could hurt somebody"),
    "report": N_("it is better reported as a matter: just write me what is wrong"),
    "unclear": N_("it is not clear what is wished for; please write it once more"),
}


@dataclass(frozen=True, slots=True)
class Rephrase:
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class RefuseWish:
    number: str
    why: str


async def approve(turn: Turn, rest: str) -> None:
    """The button: as it is."""
    number, seen = read(rest)
    wish = await load(turn, number, "wish.approve")
    await _publish(turn, number, wish.shown, seen)


async def rephrase(turn: Turn, command: Rephrase) -> None:
    """In other words, which the poster reads; what was said stays with the wish."""
    wish = await load(turn, command.number, "wish.approve")
    await _publish(
        turn, command.number, mask.buildings(mask.text(command.words, [await name_of_wisher(turn, wish)])), None
    )


async def _publish(turn: Turn, number: str, words: str, seen: int | None) -> None:
    wish = await load(turn, number, "wish.approve")
    if words.strip("🎤 ") == "":
        raise Refusal(
            say(N_("This wish was spoken. Please put it into words, so that people can read it on the wall."))
        )
    wish = await change(turn, wish, WishStep.APPROVE, seen=seen, shown=words)
    await refresh(turn, wish)
    sentence = N_("🌟 {number} hangs on the wall of wishes now. I tell you as soon as somebody takes it up.")
    await tell(turn, owners(wish), wish, sentence)
    await wish_leaving.hand(turn, wish)
    await turn.answer_with(await card_for(turn, wish, turn.me), in_place=True)


async def ask_words(turn: Turn, rest: str) -> None:
    number, _ = read(rest)
    await load_for(turn, number, WishStep.APPROVE)
    await talking.begin(turn, "wish_words", {"number": number})


async def other_words(ask: Ask, look: Look, number: str) -> Rephrase:
    prompt = say(N_("How shall {number} read on the wall? Who it is stays out of it."), number=number)
    return Rephrase(number, await ask("words", Text(prompt, limit=LONGEST)))


async def ask_why(turn: Turn, rest: str) -> None:
    number, _ = read(rest)
    await load_for(turn, number, WishStep.REFUSE)
    await talking.begin(turn, "wish_refuse", {"number": number})


async def why_not(ask: Ask, look: Look, number: str) -> RefuseWish:
    """A reason the poster reads."""
    options = tuple(Option(key, say(text)) for key, text in WHY.items())
    prompt = say(N_("Why is {number} not published? They read the reason."), number=number)
    why = await ask("why", Choice(prompt, (*options, Option(OTHER, say(N_("Something else"))))))
    if why == OTHER:
        why = await ask("words", Text(say(N_("Please say it in one kind sentence.")), limit=200))
    return RefuseWish(number, why)


async def refuse(turn: Turn, command: RefuseWish) -> None:
    wish = await load(turn, command.number, "wish.approve")
    hung = wish.state is WishState.OPEN
    wish = await change(turn, wish, WishStep.REFUSE, words=command.why)
    await refresh(turn, wish)
    sentence = N_("{number} is not on the wall: {why}.")
    if hung:
        sentence = N_("{number} was taken off the wall: {why}.")
    why = say(WHY[command.why]) if command.why in WHY else command.why.rstrip("。. ")
    await tell(turn, owners(wish), wish, sentence, why=why)
    await turn.say(turn.speak(N_("All right, they read why.")))


async def listen(turn: Turn, rest: str) -> None:
    """A wish that was spoken, for those who put it into words."""
    wish = await load(turn, read(rest)[0], "wish.approve")
    spoken = [media for kind, media in await wishes.media(turn.tx, wish.id) if kind == "voice"]
    if not spoken or turn.private_chat is None:
        raise Refusal(say(N_("There is nothing to listen to.")))
    text = turn.speak(N_("The wish {number}, spoken")).format(number=wish.number)
    await turn.post(turn.private_chat, Message(text, voice=spoken[0]), Way.REPLY, to=turn.me)
