"""Thanks (评单): the wisher confirms, and may thank in words, by voice or with a picture; public only if they like."""

from dataclasses import dataclass

from dialogue.message import N_, Message
from dialogue.question import YES, Photos, Text, optional, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain import mask
from domain.person import SYSTEM
from domain.wish import WishState
from handlers import talking
from handlers.look import Look
from handlers.turn import Refusal, Turn, packed
from handlers.wish_fulfilling import confirm
from handlers.wish_matter import how_it_stands, load, read
from handlers.wish_showing import doers, letter
from storage import people
from storage.outbox import Way
from storage.wishes import Thanks


@dataclass(frozen=True, slots=True)
class Thank:
    """photos, voice: media ids. public: may be published, without their name."""

    number: str
    words: str
    photos: tuple[str, ...] = ()
    voice: str | None = None
    public: bool = False


async def ask_thanks(turn: Turn, rest: str) -> None:
    number, _ = read(rest)
    wish = await load(turn, number, "wish.confirm_done")
    if wish.state is not WishState.DONE:
        raise Refusal(how_it_stands(wish))
    await talking.begin(turn, "wish_thanks", {"number": number})


async def thanks(ask: Ask, look: Look, number: str) -> Thank:
    voice = ask.offered("voice", "voice")
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    prompt = say(N_("How nice! A word of thanks for them? Write, speak, or send a picture."))
    suggest = "🎤" if voice else "📷" if photos else None
    words = await ask("words", optional(Text(prompt, limit=200)), suggest) or ""
    public = False
    if words or voice or photos:
        prompt = say(N_("May your thanks hang on the monthly thank-you poster, without your name?"))
        public = await ask("public", yes_or_no(prompt, say(N_("Yes, gladly")), say(N_("Only for them")))) == YES
    return Thank(number, words, tuple(photos), voice, public)


async def thank(turn: Turn, command: Thank) -> None:
    wish = await load(turn, command.number, "wish.confirm_done")
    if wish.state is not WishState.DONE:
        raise Refusal(how_it_stands(wish))
    helpers = [id for id in await doers(turn, wish) if id]
    words = mask.text(command.words, [turn.me.name] if turn.me.name else ())
    said = Thanks(
        words,
        packed(list(command.photos)),
        command.voice,
        command.public,
        wish.place,
        wish.claimer or "",
        wish.minutes or 0,
        turn.now,
    )
    wish = await confirm(turn, wish, thanks=said)
    for id in helpers if command.words else ():
        person = await people.person(turn.tx, id)
        if person and person.chat:
            message = letter(turn, person, wish, N_("💌 Thanks for {number}:\n{words}"), words=command.words)
            message = Message(message.text, message.buttons, photos=command.photos, voice=command.voice)
            await Turn(turn.tx, turn.house, SYSTEM, turn.now).tell(person, message, Way.STAFF)
    await turn.say(turn.speak(N_("Thank you, I pass it on. {number} has come true!")).format(number=wish.number))
