"""Resident and worker write to each other through the order, without seeing each other's number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import orjson

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Photos, Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import contact, figures
from domain.order import Closing, Order, Step
from domain.permit import may
from domain.person import Person
from handlers import changing, desks, kept_apart, noting, pausing, promising, reaching, revealing_card, telling
from handlers.desks import matter_of
from handlers.look import Look
from handlers.names import titled
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn, packed
from handlers.verbs import data
from handlers.viewer_code import signed
from storage import events, nights, order_media, orders, people
from storage.database import Database, Tx
from storage.outbox import Way


@dataclass(frozen=True, slots=True)
class Comment:
    """photos, voice: media ids."""

    number: str
    words: str
    photos: tuple[str, ...] = ()
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """event: as which it stands in the order's story. goes_on: a pause was over with it."""

    event: str
    words: str
    photos: Sequence[str]
    voice: str | None
    goes_on: bool


AT_ONCE = 200  # messages a tick
KEPT_APART = N_("🔒 Phone and door I keep apart: only whoever works on it can look, and you can read who did.")


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
    words = await kept_apart.take_out(turn, order, command.words, event)
    await events.append(
        turn.tx,
        id=event,
        order_id=order.id,
        step=events.COMMENT,
        at=turn.now,
        person=turn.me.id,
        version=None,
        words=words,
    )
    await orders.clear_again(turn.tx, order.id)
    for media, kind in [(photo, "photo") for photo in command.photos] + [(command.voice, "voice")]:
        if media:
            await order_media.add(turn.tx, order.id, media, kind, Step.PROGRESS, turn.now)
    if turn.me.id != order.author and await orders.responded(turn.tx, order.id, turn.now):
        await changing.count(turn, order, figures.answered(order, turn.now))
    readers, paused = await _readers(turn, order), order.paused_until is not None
    order = await pausing.answered(turn, order)
    if not readers:
        raise Refusal(say(N_("There is nobody to read this yet.")))
    said = Said(event, words, command.photos, command.voice, paused and order.paused_until is None)
    mornings = [await _pass_on(turn, reader, order, said) for reader in readers]
    morning = await _keep(turn, order, said, mornings)
    if morning and all(mornings):
        sentence = N_("Kept for the morning: nights are quiet here. They read it {when}.")
        await turn.say(say(sentence, when=promising.when(turn, morning)).said(turn.speak))
    else:
        await turn.say(turn.speak(N_("Passed on.")))
    if words != command.words:
        await turn.say(turn.speak(KEPT_APART))


async def tick(database: Database, house: House, now: int) -> int:
    """The night is over: what was written in it goes to whoever has the matter now."""
    due = await database.read(partial(nights.words_due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, event: str) -> bool:
        words = await nights.take_words(tx, event)
        order = await orders.by_id(tx, words.order_id) if words else None
        writer = await people.person(tx, words.person) if words else None
        if words is None or order is None or writer is None:
            return False
        said = Said(event, **orjson.loads(words.said))
        return await _deliver(Turn(tx, house, writer, now), order, said)

    return await all_of(database, [partial(unit, event=event) for event in due])


async def _deliver(turn: Turn, order: Order, said: Said) -> bool:
    """In the morning. Whoever wrote it hears when there is nobody left to read it."""
    if order.closing is Closing.WITHDRAWN:
        return False
    readers = [one for one in await _readers(turn, order) if one.chat and may(noting.READ, one, matter_of(order))]
    if not readers:
        await turn.tell(turn.me, Message(turn.speak(reaching.UNDELIVERED).format(number=order.number)), about=order)
        return False
    await _keep(turn, order, said, [await _pass_on(turn, reader, order, said) for reader in readers])
    return True


async def _keep(turn: Turn, order: Order, said: Said, mornings: list[int | None]) -> int | None:
    """Until when, for those for whom it is night."""
    morning = min(filter(None, mornings), default=None)
    if morning:
        kept = {name: getattr(said, name) for name in ("words", "photos", "voice", "goes_on")}
        await nights.keep_words(
            turn.tx, nights.Words(said.event, order.id, turn.me.id, packed(kept), turn.now), morning
        )
    return morning


async def _readers(turn: Turn, order: Order) -> list[Person]:
    """The other side: for the resident whoever has it, or the desk; for those who work on it the resident."""
    if turn.me.id == order.author:
        party = await telling.of_party(turn, order)
        return party or [p for p in (await desks.of(turn.tx, order)).people if p.id != order.author]
    author = await telling.author_of(turn, order)
    return [author] if author else []


async def _pass_on(turn: Turn, reader: Person, order: Order, said: Said) -> int | None:
    """Once to each. Where it is night it is not, and the moment at which that is over is returned."""
    if reader.chat is None:
        raise Refusal(say(N_("They cannot be reached right now; please call the desk.")))
    morning = noting.until_morning(turn, reader, order)
    if morning is None:
        await turn.tell(
            reader,
            await _letter(turn, reader, order, said),
            Way.URGENT if order.urgent else Way.STAFF,
            about=order,
            answer_to=turn.private_chat,
            once=f"relay:{said.event}:{reader.id}",
        )
    return morning


async def _letter(turn: Turn, reader: Person, order: Order, said: Said) -> Message:
    speak = turn.speaks(reader)
    if turn.me.id == order.resident and not order.proxy:
        sentence = N_("The resident of {number} writes:\n{words}")
        if said.goes_on:
            sentence = N_("▶️ The pause of {number} is over, the resident writes:\n{words}")
        text = await signed(turn, speak(sentence).format(number=order.number, words=said.words), reader)
    else:
        sentence = N_("{name} writes about {number}:\n{words}")
        text = say(sentence, name=titled(turn.me), number=order.number, words=said.words).said(speak)
    buttons = [Button(speak(N_("Reply")), data("reply", order))]
    if contact.HIDDEN in said.words:
        whom = await revealing_card.of(turn, order, reader)
        buttons += revealing_card.buttons(turn, order, reader, whom, speak)
    return Message(
        text,
        rows(buttons),
        photos=tuple(said.photos),
        voice=said.voice,
        card=f"relay:{order.number}:{said.event}",
    )
