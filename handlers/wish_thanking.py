"""Thanks (评单): the wisher confirms, and may thank in words, by voice or with a picture; public only if they like."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import YES, Photos, Text, optional, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain import mask
from domain.person import SYSTEM, Person
from domain.wish import Wish, WishState
from handlers import noting, talking
from handlers.look import Look
from handlers.turn import Refusal, Turn, packed
from handlers.wish_card import name_of_wisher
from handlers.wish_fulfilling import confirm
from handlers.wish_matter import how_it_stands, load, read
from handlers.wish_showing import doers, letter
from storage import people, wish_thanks
from storage.outbox import Way


@dataclass(frozen=True, slots=True)
class Thank:
    """round, to: for which time, and whom. photos, voice: media ids. public: may be published, without their name."""

    number: str
    round: int
    to: tuple[str, ...]
    words: str
    photos: tuple[str, ...] = ()
    voice: str | None = None
    public: bool = False


async def ask_thanks(turn: Turn, rest: str) -> None:
    """One tap is enough: it has come true, and whoever helped has the hours. A word of thanks may follow."""
    number, _ = read(rest)
    wish = await load(turn, number, "wish.confirm_done")
    if wish.state is not WishState.DONE:
        raise Refusal(how_it_stands(wish))
    to = [id for id in await doers(turn, wish) if id]
    await confirm(turn, wish)
    await talking.begin(turn, "wish_thanks", {"number": number, "round": wish.round, "to": to})


async def thanks(ask: Ask, look: Look, number: str, round: int, to: list[str]) -> Thank:
    voice = ask.offered("voice", "voice")
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    prompt = say(N_("How nice! A word of thanks for them? Write, speak, or send a picture."))
    suggest = "🎤" if voice else "📷" if photos else None
    words = await ask("words", optional(Text(prompt, limit=200)), suggest) or ""
    public = False
    if words or voice or photos:
        prompt = say(N_("May your thanks hang on the monthly thank-you poster, without your name?"))
        public = await ask("public", yes_or_no(prompt, say(N_("Yes, gladly")), say(N_("Only for them")))) == YES
    return Thank(number, round, tuple(to), words, tuple(photos), voice, public)


async def thank(turn: Turn, command: Thank) -> None:
    """Nobody is named in what hangs on a poster: neither who wished nor who helped."""
    wish = await load(turn, command.number, "wish.confirm_done")
    if command.words:
        helpers = [person for id in command.to if (person := await people.person(turn.tx, id))]
        names = [turn.me.name, await name_of_wisher(turn, wish), *(helper.name for helper in helpers)]
        words, photos = mask.text(command.words, filter(None, names)), packed(list(command.photos))
        kept = await wish_thanks.thank_for(
            turn.tx, wish.id, command.round, words, photos, command.voice, command.public
        )
        for person in helpers if kept else ():
            await _pass_on(turn, wish, person, command)
    await turn.say(turn.speak(N_("Thank you, I pass it on. {number} has come true!")).format(number=wish.number))


async def _pass_on(turn: Turn, wish: Wish, person: Person, said: Thank) -> None:
    """Joy can wait for the morning, too."""
    message = letter(turn, person, wish, N_("💌 Thanks for {number}:\n{words}"), words=said.words)
    message = replace(message, photos=said.photos, voice=said.voice)
    morning = noting.morning_of(turn, person)
    clock = Turn(turn.tx, turn.house, SYSTEM, turn.now)
    await clock.tell(person, message, Way.BROADCAST if morning else Way.STAFF, not_before=morning or 0)
