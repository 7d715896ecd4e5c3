"""The community says yes to a volunteer: nobody gives themselves a role, and nobody waits for it for ever."""

from dataclasses import dataclass, replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import NotYours, may_invite
from domain.person import SYSTEM, Held, Person, Role
from domain.place import Kind, around, covers
from handlers import desks, noting, talking
from handlers.desks import Desk
from handlers.look import Look, place_name
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from handlers.volunteer_words import summary
from storage import cards, people, volunteers
from storage.database import Database, Tx
from storage.outbox import Way
from storage.volunteers import Due, Volunteer

AT_ONCE = 200
SHOWN = 5  # applications /volunteer shows a desk at a time
NEW, TOLD, REMINDED = 0, 1, 2  # stages of an application
NOBODY = N_("🕐 Nobody is at the community's desk just now to say yes. I ask on; you need not do anything.")


@dataclass(frozen=True, slots=True)
class NotThisOne:
    """person: whose application it is."""

    person: str
    words: str


async def apply(turn: Turn, one: Volunteer, known: Volunteer | None) -> None:
    """Lies with the desk of the place from now on; by night it is shown in the morning."""
    if known and not known.on and compound(known) == compound(one):
        await _say_anew(turn, replace(known, home=one.home, limits=one.limits))
        return
    one = await _wound(turn, replace(one, stage=NEW))
    if known:
        one = replace(one, since=known.since, version=known.version + 1)
    if not await volunteers.save(turn.tx, one, known.version if known else None):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    await turn.say(
        turn.speak(N_("Thank you! The community has a look and says yes, then your neighbours' wishes find you."))
    )
    if one.due_at == turn.now:
        await look(replace(turn, me=SYSTEM, incoming=None), Due(one.person, one.version))


async def _say_anew(turn: Turn, one: Volunteer) -> None:
    """Something was changed while it waits: what the desk sees follows, without a sound, and the clock goes on."""
    if not await volunteers.save(turn.tx, one, one.version):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    for chat_id in await cards.chats_with(turn.tx, card_key(one)):
        reader = await people.person_of(turn.tx, chat_id)
        if reader:
            card = replace(await _card(turn, reader, one, turn.me), alert=False)
            await turn.post(chat_id, card, Way.STAFF)
    await turn.say(turn.speak(N_("Changed. The community has yet to say yes; you read it here.")))


async def _wound(turn: Turn, one: Volunteer) -> Volunteer:
    """When the clock looks next: at once by day, else in the morning; then after a working day each."""
    rules = turn.house.policy.at(one.home)
    if one.stage == NEW:
        return replace(one, due_at=rules.quiet.ends(turn.now, rules.calendar.zone))
    moment = rules.calendar.after(turn.now, turn.house.policy.offering.confirm)
    return replace(one, due_at=rules.quiet.ends(moment, rules.calendar.zone))


async def tick(database: Database, house: House, now: int) -> int:
    """Applications that nobody has answered."""
    found = await database.read(partial(volunteers.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_of(database, [partial(unit, seen=seen) for seen in found])


async def look(turn: Turn, seen: Due) -> bool:
    """One application, one stage: shown, then reminded of, then the desk above sees it, too, again and again."""
    one = await volunteers.get(turn.tx, seen.person)
    who = await people.person(turn.tx, seen.person)
    if one is None or who is None or one.version != seen.version or one.due_at is None or one.due_at > turn.now:
        return False
    desk = await _desk(turn, one)
    moved = await _wound(turn, replace(one, rung=desk.rung, stage=min(one.stage + 1, REMINDED + 1)))
    if not await volunteers.save(turn.tx, moved, one.version):
        return False
    moved = replace(moved, version=one.version + 1)
    if one.stage == NEW or desk.rung != one.rung:
        for person in desk.people:
            await _present(turn, person, moved, who)
    else:
        words = N_("⏰ {name} would like to be a volunteer and waits for your yes: write /volunteer.")
        for person in desk.people:
            await noting.word(turn, person, say(words, name=plain(who.name)))
    if not desk.people or (one.stage >= REMINDED and desk.rung == one.rung):
        told = await _tell_above(turn, one, desk)
        if not desk.people and not told and one.stage == TOLD:
            await noting.word(turn, who, say(NOBODY))
    return True


def _may(person: Person, one: Volunteer) -> bool:
    return may_invite(person, Role.VOLUNTEER, compound(one), one.person)


def compound(one: Volunteer) -> str:
    """Where the role is held."""
    return around(one.home, Kind.COMPOUND) or one.home


async def _desk(turn: Turn, one: Volunteer) -> Desk:
    """The lowest where somebody else sits who may say yes; after the reminder the next one up that has anybody."""
    rungs = turn.house.policy.climb(one.home)
    found = [await desks.at(turn.tx, rung) for rung in rungs]
    able = [replace(desk, people=[person for person in desk.people if _may(person, one)]) for desk in found]
    able = [desk for desk in able if desk.people]
    at = next((n for n, desk in enumerate(able) if desk.rung == one.rung), None)
    if at is not None:
        return able[min(at + 1, len(able) - 1)] if one.stage >= REMINDED else able[at]
    return able[0] if able else Desk(rungs[0], [])


async def _tell_above(turn: Turn, one: Volunteer, desk: Desk) -> bool:
    """Nobody further up may say yes; the office there sees to it that somebody does. False where nobody is there."""
    place = plain(place_name(await turn.places(), compound(one)))
    words = N_(
        "⏰ Somebody in {place} would like to be a volunteer, and the community has not said yes yet. Please look."
    )
    for rung in turn.house.policy.climb(one.home):
        above = (await desks.at(turn.tx, rung)).people
        if above and rung != desk.rung and covers(rung, desk.rung):
            for person in above:
                await noting.word(turn, person, say(words, place=place))
            return True
    return False


def card_key(one: Volunteer) -> str:
    return f"volunteer:{one.person}"


async def _present(turn: Turn, person: Person, one: Volunteer, who: Person) -> None:
    await turn.tell(person, replace(await _card(turn, person, one, who), fresh=True), Way.STAFF)


async def _card(turn: Turn, reader: Person, one: Volunteer, who: Person) -> Message:
    speak = turn.speaks(reader)
    text = summary(turn.house.policy, reader.language or turn.house.locale, one.limits)
    place = plain(place_name(await turn.places(), around(one.home, Kind.BUILDING) or one.home))
    words = say(
        N_("💛 {name} would like to be a volunteer.\n📍 {place}\n{limits}"),
        name=plain(who.name),
        place=place,
        limits=text,
    )
    buttons = [
        Button(speak(N_("👍 Welcome them")), f"vyes {one.person}"),
        Button(speak(N_("Not now")), f"vno {one.person}"),
    ]
    return Message(words.said(speak), rows(buttons), card=card_key(one))


async def show_waiting(turn: Turn) -> bool:
    """For a desk: who waits for its yes. False where nobody does."""
    rungs = [held.place for held in turn.me.roles if held.role is Role.COMMUNITY]
    found = [one for rung in rungs for one in await volunteers.waiting_at(turn.tx, rung, SHOWN) if _may(turn.me, one)]
    for one in found[:SHOWN]:
        who = await people.person(turn.tx, one.person)
        if who:
            await turn.answer_with(await _card(turn, turn.me, one, who))
    return bool(found)


async def _load(turn: Turn, person: str) -> Volunteer:
    """The application of somebody, if this person may answer it; NotYours else, also where there is none."""
    one = await volunteers.get(turn.tx, person)
    if one is None or not _may(turn.me, one):
        raise NotYours
    if one.on:
        raise Refusal(say(N_("Somebody has welcomed them already. Thank you!")))
    return one


async def welcome(turn: Turn, person: str) -> None:
    """One tap: the role at their compound, from now on."""
    one = await _load(turn, person)
    there, who = await volunteers.confirm(turn.tx, one), await people.person(turn.tx, one.person)
    if there is None or who is None:
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    await volunteers.end_roles(turn.tx, one.person, turn.now, but=compound(one))
    held = Held(Role.VOLUNTEER, compound(one))
    await people.grant(turn.tx, id=turn.house.fresh(), person=one.person, held=held, now=turn.now)
    words = N_(
        "🎉 Welcome, {name}! You are a volunteer in {place} now. When a neighbour has a wish that suits you, I ask you."
    )
    place = plain(place_name(await turn.places(), compound(one)))
    await noting.word(turn, who, say(words, name=plain(who.name), place=place))
    await _answered(turn, one, N_("💛 {name} is a volunteer now."), who)


async def why_not(turn: Turn, person: str) -> None:
    one = await _load(turn, person)
    await talking.begin(turn, "why_not_volunteer", {"person": one.person})


async def ask_why_not(ask: Ask, look: Look, person: str) -> NotThisOne:
    prompt = say(N_("What shall I tell them? One kind sentence; they read it."))
    return NotThisOne(person, await ask("why", Text(prompt, limit=200)))


async def not_now(turn: Turn, command: NotThisOne) -> None:
    """Nothing of the application is kept; whoever only wanted to move goes on where they are."""
    one = await _load(turn, command.person)
    who = await people.person(turn.tx, one.person)
    before = next((held.place for held in who.roles if held.role is Role.VOLUNTEER), None) if who else None
    stays = await volunteers.confirm(turn.tx, replace(one, home=before)) is not None if before else False
    if who is None or not (stays or await volunteers.drop(turn.tx, one)):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    words = N_(
        "Thank you for offering your help. The community says: {words}\nYou can ask again at any time with /volunteer."
    )
    await noting.word(turn, who, say(words, words=plain(command.words)))
    await _answered(turn, one, N_("{name} was answered."), who)


async def gone(turn: Turn, one: Volunteer) -> None:
    """They have thought better of it: the desk's card has nothing left to tap."""
    if not one.on:
        await _answered(turn, one, N_("{name} has thought better of it."), turn.me, quiet=True)


async def _answered(turn: Turn, one: Volunteer, words: str, who: Person, quiet: bool = False) -> None:
    """Every card of it says so, and has no buttons any more."""
    for chat_id in await cards.chats_with(turn.tx, card_key(one)):
        reader = await people.person_of(turn.tx, chat_id)
        text = say(words, name=plain(who.name)).said(turn.speaks(reader))
        mine = not quiet and chat_id == turn.private_chat
        await turn.post(chat_id, Message(text, card=card_key(one), alert=mine), Way.REPLY if mine else Way.STAFF)
