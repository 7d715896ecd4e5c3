"""Whoever wished and whoever fulfils it write to each other through the wish, without seeing each other's number."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from orjson import loads

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Photos, Reply, Text
from dialogue.say import say
from dialogue.talk import Ask
from domain.person import Person
from domain.wish import Ending, Wish, WishState
from handlers import noting, promising, talking
from handlers.look import Look
from handlers.names import titled
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn, packed
from handlers.wish_matter import desk_of, how_it_stands, load, may_do, read
from handlers.wish_showing import doers, owners
from storage import people, wish_words, wishes
from storage.database import Database, Tx
from storage.outbox import Way

AT_ONCE = 200
COMMENT = "comment"
UNDELIVERED = N_("Your message about {number} could not be delivered. Please try another way.")


@dataclass(frozen=True, slots=True)
class WriteOfWish:
    """photos, voice: media ids."""

    number: str
    words: str
    photos: tuple[str, ...] = ()
    voice: str | None = None


async def ask_words(turn: Turn, rest: str) -> None:
    await begin(turn, read(rest)[0])


async def begin(turn: Turn, number: str, reply: Reply | None = None) -> None:
    """By the button, or by an answer to the card or to a letter."""
    wish = await load(turn, number, "wish.comment")
    if wish.state is WishState.CLOSED:
        raise Refusal(how_it_stands(wish))
    await talking.begin(turn, "wish_write", {"number": number}, reply)


async def what_to_write(ask: Ask, look: Look, number: str) -> WriteOfWish:
    """Words; photos and a voice note sent along are passed on with them."""
    voice = ask.offered("voice", "voice")
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    prompt = say(N_("What shall I tell them about {number}? Write, speak, or send a picture."), number=number)
    words = await ask("words", Text(prompt), "🎤" if voice else "📷" if photos else None)
    return WriteOfWish(number, words, tuple(photos), voice)


async def write(turn: Turn, command: WriteOfWish) -> None:
    """Kept with the wish and passed on; whoever wrote it is told when it could not be delivered."""
    wish = await load(turn, command.number, "wish.comment")
    if wish.state is WishState.CLOSED:
        raise Refusal(how_it_stands(wish))
    readers = await _readers(turn, wish)
    if not readers:
        raise Refusal(say(N_("There is nobody to read this yet.")))
    if not any(reader.chat for reader in readers):
        raise Refusal(say(N_("They cannot be reached right now; please call the desk.")))
    event = turn.house.fresh()
    await _keep(turn, wish, command, event)
    mornings = [await _pass_on(turn, reader, wish, command, event) for reader in readers if reader.chat]
    morning = min(filter(None, mornings), default=None)
    if morning and all(mornings):
        sentence = N_("Kept for the morning: nights are quiet here. They read it {when}.")
        await turn.say(say(sentence, when=promising.when(turn, morning)).said(turn.speak))
    else:
        await turn.say(turn.speak(N_("Passed on.")))


async def _keep(turn: Turn, wish: Wish, said: WriteOfWish, event: str) -> None:
    await wishes.remember(
        turn.tx,
        id=event,
        wish_id=wish.id,
        step=COMMENT,
        at=turn.now,
        person=turn.me.id,
        version=None,
        words=said.words,
    )
    for media, kind in [(photo, "photo") for photo in said.photos] + [(said.voice, "voice")]:
        if media:
            await wishes.add_media(turn.tx, wish.id, media, kind, turn.now)


async def _readers(turn: Turn, wish: Wish) -> list[Person]:
    """Everybody of both sides but who writes; for the wisher of a wish that nobody has in hand the desk."""
    mine = turn.me.id in owners(wish)
    doing = await doers(turn, wish) if wish.claimer else []
    if mine and not doing:
        return (await desk_of(turn.tx, wish)).people
    return await _persons(turn, [wish.wisher or wish.poster, *doing])


async def _persons(turn: Turn, ids: Iterable[str | None]) -> list[Person]:
    found = [await people.person(turn.tx, id) for id in dict.fromkeys(ids) if id and id != turn.me.id]
    return [person for person in found if person]


async def _pass_on(turn: Turn, reader: Person, wish: Wish, said: WriteOfWish, event: str) -> int | None:
    """Once to each. By night it is kept, and the end of that night is returned."""
    morning = noting.morning_of(turn, reader)
    if morning is None:
        await turn.tell(
            reader,
            _letter(turn, reader, wish, said, event),
            Way.STAFF,
            about=wish,
            answer_to=turn.private_chat,
            once=f"wishrelay:{event}:{reader.id}",
        )
        return None
    kept = packed({"words": said.words, "photos": said.photos, "voice": said.voice})
    words = wish_words.Words(event, wish.id, turn.me.id, reader.id, kept, turn.now)
    await wish_words.keep_words(turn.tx, words, morning)
    return morning


async def tick(database: Database, house: House, now: int) -> int:
    """The night is over: what was written in it is read by whom it was meant for, if the wish is still theirs."""
    due = await database.read(partial(wish_words.words_due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, event: str, reader: str) -> bool:
        words = await wish_words.take_words(tx, event, reader)
        return words is not None and await _in_the_morning(tx, house, words, now)

    return await all_of(database, [partial(unit, event=event, reader=reader) for event, reader in due])


async def _in_the_morning(tx: Tx, house: House, words: wish_words.Words, now: int) -> bool:
    """Whoever wrote it hears when it can no longer be read; what was for one volunteer is not for the next."""
    wish, writer = await wishes.by_id(tx, words.wish_id), await people.person(tx, words.writer)
    reader = await people.person(tx, words.reader)
    if wish is None or writer is None or wish.ending is Ending.WITHDRAWN:
        return False
    turn = Turn(tx, house, writer, now)
    if reader is None or reader.chat is None or not await may_do(turn, reader, "wish.comment", wish):
        await turn.tell(writer, Message(turn.speak(UNDELIVERED).format(number=wish.number)), about=wish)
        return False
    await _pass_on(turn, reader, wish, WriteOfWish(wish.number, **loads(words.said)), words.event)
    return True


def _letter(turn: Turn, reader: Person, wish: Wish, said: WriteOfWish, event: str) -> Message:
    """The wisher has no name here: they may not have wanted to be named."""
    speak = turn.speaks(reader)
    text = say(
        N_("💬 {name} writes about {number}:\n{words}"), name=titled(turn.me), number=wish.number, words=said.words
    )
    if turn.me.id == wish.wisher:
        text = say(N_("💬 Whoever wished {number} writes:\n{words}"), number=wish.number, words=said.words)
    return Message(
        text.said(speak),
        rows([Button(speak(N_("Reply")), f"wwrite {wish.number}")]),
        photos=said.photos,
        voice=said.voice,
        card=f"wishrelay:{wish.number}:{event}",
    )
