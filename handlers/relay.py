"""Resident and worker write to each other through the order, without seeing each other's number."""

from dataclasses import dataclass

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Photos, Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import figures
from domain.order import Order, Step
from domain.person import Person
from handlers import changing, desks, noting, pausing, promising, telling
from handlers.look import Look
from handlers.names import titled
from handlers.turn import Refusal, Turn
from handlers.verbs import data
from storage import events, orders
from storage.outbox import Way


@dataclass(frozen=True, slots=True)
class Comment:
    """photos, voice: media ids."""

    number: str
    words: str
    photos: tuple[str, ...] = ()
    voice: str | None = None


async def what_to_say(ask: Ask, look: Look, number: str) -> Comment:
    """Words; photos and a voice note sent along are passed on with them."""
    voice = ask.offered("voice", "voice")
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    prompt = say(N_("What would you like to say about {number}?"), number=number)
    words = await ask("words", Text(prompt), "🎤" if voice else "📷" if photos else None)
    return Comment(number, words, tuple(photos), voice)


async def comment(turn: Turn, command: Comment) -> None:
    """Kept with the order and passed on; whoever wrote it is told when it could not be delivered."""
    order = await changing.load(turn, command.number, "order.comment")
    event = turn.house.fresh()
    await events.append(
        turn.tx,
        id=event,
        order_id=order.id,
        step=events.COMMENT,
        at=turn.now,
        person=turn.me.id,
        version=None,
        words=command.words,
    )
    for photo in command.photos:
        await orders.add_media(turn.tx, order.id, photo, "photo", Step.PROGRESS, turn.now)
    if turn.me.id != order.author and await orders.responded(turn.tx, order.id, turn.now):
        await changing.count(turn, order, figures.answered(order, turn.now))
    readers, paused = await _readers(turn, order), order.paused_until is not None
    order = await pausing.answered(turn, order)
    for reader in readers:
        await _pass_on(turn, reader, order, command, event, goes_on=paused and order.paused_until is None)
    if not readers:
        raise Refusal(say(N_("There is nobody to read this yet.")))
    mornings = [noting.until_morning(turn, reader, order) for reader in readers]
    if all(mornings):
        sentence = N_("Kept for the morning: nights are quiet here. They read it {when}.")
        await turn.say(say(sentence, when=promising.when(turn, min(filter(None, mornings)))).said(turn.speak))
    else:
        await turn.say(turn.speak(N_("Passed on.")))


async def _readers(turn: Turn, order: Order) -> list[Person]:
    """The other side: for the resident whoever has it, or the desk; for those who work on it the resident."""
    if turn.me.id == order.author:
        party = await telling.of_party(turn, order)
        return party or [p for p in (await desks.at(turn.tx, order.rung)).people if p.id != order.author]
    author = await telling.author_of(turn, order)
    return [author] if author else []


async def _pass_on(turn: Turn, reader: Person, order: Order, command: Comment, event: str, *, goes_on: bool) -> None:
    speak = turn.speaks(reader)
    if turn.me.id == order.resident:
        sentence = N_("The resident of {number} writes:\n{words}")
        if goes_on:
            sentence = N_("▶️ The pause of {number} is over, the resident writes:\n{words}")
        text = speak(sentence).format(number=order.number, words=command.words)
    else:
        sentence = N_("{name} writes about {number}:\n{words}")
        text = say(sentence, name=titled(turn.me), number=order.number, words=command.words).said(speak)
    message = Message(
        text,
        rows([Button(speak(N_("Reply")), data("reply", order))]),
        photos=command.photos,
        voice=command.voice,
        card=f"relay:{order.number}:{event}",
    )
    morning = noting.until_morning(turn, reader, order)
    # What waits for the morning waits in a lane of its own: in the others nothing behind it could be shown till then.
    way = Way.URGENT if order.urgent else Way.BROADCAST if morning else Way.STAFF
    if not await turn.tell(reader, message, way, about=order, answer_to=turn.private_chat, not_before=morning):
        raise Refusal(say(N_("They cannot be reached right now; please call the desk.")))
