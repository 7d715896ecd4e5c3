"""A question from the office to a talent, and after a yes the two write to each other through it."""

from dataclasses import dataclass, replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import mask
from domain.order import DAY
from domain.permit import Matter, NotYours, check, may
from domain.person import SYSTEM, Person, Role
from domain.place import covers, parent
from handlers import noting, promising, talking
from handlers.look import Look
from handlers.names import titled
from handlers.noting import rules_of
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from storage import people, talents
from storage.database import Database, Tx
from storage.outbox import Way
from storage.talents import ASKED, LAPSED, NIGHT, NO, YES, Talent, TalentAsk, Words

AT_ONCE = 200
OPEN = 14 * DAY  # how long the two may write after the last word
OVER = N_("This conversation is over. Write me any time.")


@dataclass(frozen=True, slots=True)
class Tell:
    """ask: the id of the question the two met by."""

    ask: str
    words: str


def matter_of(ask: TalentAsk) -> Matter:
    """Both are at home in it."""
    return Matter(author=ask.talent, beneficiary=ask.asker)


def _title(turn: Turn, reader: Person | None, skill: str) -> Say:
    known = turn.house.policy.skills.get(skill)
    language = (reader.language if reader else None) or turn.house.locale
    return plain(known.title(language) if known else skill)


async def begin(turn: Turn, talent: Talent, words: str) -> None:
    """At once by day; in the night it waits for the morning."""
    who = await people.person(turn.tx, talent.person)
    if who is None or who.chat is None:
        raise NotYours
    ask = TalentAsk(turn.house.fresh(), talent.person, turn.me.id, talent.skill, words, NIGHT, turn.now, turn.now)
    morning = _morning(turn, who)
    ask = replace(ask, due_at=morning or turn.now)
    await talents.put(turn.tx, ask)
    if morning is None:
        await _put(turn, ask, who)
        await turn.say(turn.speak(N_("Asked. You read here what they say.")))
    else:
        sentence = N_("They are asked {when}: nights are quiet here. You read here what they say.")
        await turn.say(say(sentence, when=promising.when(turn, morning)).said(turn.speak))


def _morning(turn: Turn, person: Person) -> int | None:
    rules = rules_of(turn, person)
    zone = rules.calendar.zone
    return rules.quiet.ends(turn.now, zone) if rules.quiet.holds(turn.now, zone) else None


async def _put(turn: Turn, ask: TalentAsk, who: Person) -> bool:
    """From now on their silence counts."""
    rules = rules_of(turn, who)
    due_at = rules.quiet.ends(turn.now + turn.house.policy.offering.silence, rules.calendar.zone)
    asker = await people.person(turn.tx, ask.asker)
    if asker is None or not await talents.move(turn.tx, ask, ASKED, due_at):
        return False
    speak = turn.speaks(who)
    if not await _still_asks(turn, ask, asker):
        return await talents.move(
            turn.tx, replace(ask, state=ASKED, due_at=due_at), LAPSED, ask.asked_at + talents.WEEK
        )
    sentence = N_(
        "🌟 {asker} asks whether you could help: {skill}\n“{words}”\nUntil you say yes only your family name is known."
    )
    text = say(sentence, asker=titled(asker), skill=_title(turn, who, ask.skill), words=plain(ask.words))
    buttons = [Button(speak(N_("Yes, gladly")), f"tyes {ask.id}"), Button(speak(N_("Not this time")), f"tno {ask.id}")]
    return await turn.tell(
        who, Message(text.said(speak), rows(buttons), card=f"talent:{ask.id}"), Way.STAFF, once=f"talent:{ask.id}"
    )


def matter_at(person: Person, place: str) -> Matter:
    """A grid worker looks around in the compound that the grid is part of."""
    grids = (held.place for held in person.roles if held.role is Role.GRID)
    return Matter(place=place, grid=next((grid for grid in grids if covers(parent(grid) or grid, place)), None))


async def _still_asks(turn: Turn, ask: TalentAsk, asker: Person) -> bool:
    """Whether whoever asked still may: they ask for the office, and nobody takes a name along who has left it."""
    found = [one for one in await talents.of_person(turn.tx, ask.talent) if one.skill == ask.skill]
    return all(may("talent.search", asker, matter_at(asker, one.place)) for one in found)


async def _load(turn: Turn, id: str) -> TalentAsk:
    ask = await talents.ask_by_id(turn.tx, id)
    check("talent.write", turn.me, matter_of(ask) if ask else None)
    assert ask is not None
    return ask


async def _own(turn: Turn, id: str) -> TalentAsk:
    """The question, if it was put to this person and waits for them."""
    ask = await _load(turn, id)
    if ask.talent != turn.me.id:
        raise NotYours
    if ask.state != ASKED:
        raise Refusal(say(N_("Thank you, that question is answered or over already.")))
    return ask


async def yes(turn: Turn, id: str) -> None:
    """From now on both know who the other is, and write to each other here; nobody sees a number."""
    ask = await _own(turn, id)
    asker = await people.person(turn.tx, ask.asker)
    still = asker is not None and await _still_asks(turn, ask, asker)
    moved = await talents.move(turn.tx, ask, YES if still else LAPSED, turn.now + OPEN)
    if asker is None or not moved:
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    if not still:
        await turn.say(turn.speak(N_("How kind! Whoever asked has left the office, and did not learn your name.")))
        return
    sentence = N_("Thank you! {name} knows your name now and writes to you here; your number stays yours.")
    await turn.say(say(sentence, name=titled(asker)).said(turn.speak), _write(turn, turn.me, ask), in_place=True)
    await _pass_on(turn, ask, turn.me, "")


async def no(turn: Turn, id: str) -> None:
    ask = await _own(turn, id)
    if not await talents.move(turn.tx, ask, NO, ask.asked_at + talents.WEEK):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    await turn.say(turn.speak(N_("All right, another time. Thank you for looking!")), in_place=True)
    await cannot(turn, ask)


async def cannot(turn: Turn, ask: TalentAsk) -> None:
    await _word(turn, ask, N_("{name} cannot help with {skill} this time. Somebody else may: /talents"))


async def _word(turn: Turn, ask: TalentAsk, sentence: str) -> None:
    """To whoever asked; the name stays hidden."""
    asker, who = await people.person(turn.tx, ask.asker), await people.person(turn.tx, ask.talent)
    if asker and who:
        name = plain(mask.name(who.name)) if who.name else say(N_("A neighbour"))
        await noting.word(turn, asker, say(sentence, name=name, skill=_title(turn, asker, ask.skill)))


def _write(turn: Turn, reader: Person, ask: TalentAsk) -> Button:
    return Button(turn.speaks(reader)(N_("Write to them")), f"twrite {ask.id}")


async def write(turn: Turn, id: str) -> None:
    await _open(turn, id)
    await talking.begin(turn, "talent_words", {"id": id})


async def _open(turn: Turn, id: str) -> TalentAsk:
    ask = await _load(turn, id)
    asker = await people.person(turn.tx, ask.asker)
    if ask.state != YES or asker is None or not await _still_asks(turn, ask, asker):
        raise Refusal(say(OVER))
    return ask


async def what_to_tell(ask: Ask, look: Look, id: str) -> Tell:
    return Tell(id, await ask("words", Text(say(N_("What would you like to write?")))))


async def tell(turn: Turn, command: Tell) -> None:
    ask = await _open(turn, command.ask)
    moved = replace(ask, due_at=max(ask.due_at, turn.now + OPEN))
    if not await talents.move(turn.tx, ask, YES, moved.due_at):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    morning = await _pass_on(turn, moved, turn.me, command.words)
    if morning is None:
        await turn.say(turn.speak(N_("Passed on.")))
    else:
        sentence = N_("Kept for the morning: nights are quiet here. They read it {when}.")
        await turn.say(say(sentence, when=promising.when(turn, morning)).said(turn.speak))


async def _pass_on(turn: Turn, ask: TalentAsk, writer: Person, words: str) -> int | None:
    """To the other one; in the night it is kept, and the moment at which that is over is returned."""
    reader = await people.person(turn.tx, ask.asker if writer.id == ask.talent else ask.talent)
    if reader is None or reader.chat is None:
        raise Refusal(say(N_("They cannot be reached right now; please call the desk.")))
    said = Words(turn.house.fresh(), ask.id, writer.id, words, turn.now)
    morning = _morning(turn, reader)
    if morning is None:
        await _deliver(turn, ask, said, writer, reader)
    else:
        await talents.keep_words(turn.tx, replace(said, due_at=morning))
    return morning


async def _deliver(turn: Turn, ask: TalentAsk, said: Words, writer: Person, reader: Person) -> None:
    skill = _title(turn, reader, ask.skill)
    text = say(
        N_("🎉 {name} says yes: {skill}. You can write to each other here."), name=plain(writer.name), skill=skill
    )
    if said.words:
        text = say(
            N_("{name} writes about {skill}:\n{words}"), name=titled(writer), skill=skill, words=plain(said.words)
        )
    message = Message(
        text.said(turn.speaks(reader)), rows([_write(turn, reader, ask)]), card=f"talent:{ask.id}:{said.id}"
    )
    await turn.tell(reader, message, Way.STAFF, answer_to=turn.private_chat, once=f"talent:{said.id}")


async def tick(database: Database, house: House, now: int) -> int:
    """Mornings, silences and ends; links that nobody opened in time."""
    due = await database.read(partial(talents.asks_due, now=now, limit=AT_ONCE))
    words = await database.read(partial(talents.words_due, now=now, limit=AT_ONCE))
    units = [partial(_look, house=house, seen=seen, now=now) for seen in due]
    units += [partial(_in_the_morning, house=house, id=id, now=now) for id in words]
    if await database.read(partial(talents.expired, now=now)):
        units.append(partial(talents.forget_expired, now=now))
    return await all_of(database, units)


async def _look(tx: Tx, *, house: House, seen: TalentAsk, now: int) -> bool:
    turn = Turn(tx, house, SYSTEM, now)
    who = await people.person(tx, seen.talent)
    if seen.state == NIGHT and who and who.chat:
        return await _put(turn, seen, who)
    if seen.state not in (NIGHT, ASKED):
        return await talents.forget_ask(tx, seen)
    if not await talents.move(tx, seen, LAPSED, max(seen.asked_at + talents.WEEK, now + 1)):
        return False
    await _word(
        turn,
        seen,
        N_("{name} has not answered about {skill}, and the question is put away. Somebody else may help: /talents"),
    )
    return True


async def _in_the_morning(tx: Tx, *, house: House, id: str, now: int) -> bool:
    said = await talents.take_words(tx, id)
    ask = await talents.ask_by_id(tx, said.ask) if said else None
    if said is None or ask is None or ask.state != YES:
        return False
    writer = await people.person(tx, said.writer)
    reader = await people.person(tx, ask.asker if said.writer == ask.talent else ask.talent)
    turn = Turn(tx, house, SYSTEM, now)
    if writer and reader and await _still_asks(turn, ask, reader if said.writer == ask.talent else writer):
        await _deliver(turn, ask, said, writer, reader)
    elif writer:
        await noting.word(turn, writer, say(OVER))
    return True
