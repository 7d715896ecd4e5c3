"""The street has a look at who comes in for a company or a committee; it waits for nobody for ever."""

from dataclasses import replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.calendar import day_of
from domain.permit import Matter, NotYours, may
from domain.person import SYSTEM, Person, Role
from domain.place import Kind, around
from handlers import joining_badges, noting
from handlers.days import day_of_year
from handlers.look import place_name
from handlers.names import POSITIONS
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from storage import cards, people, posts, roster, staff
from storage.database import Database, Tx
from storage.outbox import Way
from storage.roster import Post

CONFIRM = "role.confirm_property_or_owners"
AT_ONCE = 200
MOST = 5  # working days without an answer, after which it lapses
SOON = N_("✅ Thank you! Before it begins, the street office has a look. You read it here.")
NOBODY = N_(
    "🕐 The street office has a look first, but nobody sits there just now. If that is still so on {day}, "
    "it holds from then on without its word."
)
DONE = N_("Somebody has answered that already. Thank you!")


def rung_of(place: str) -> str:
    return around(place, Kind.STREET) or place


async def begin(turn: Turn, post: Post) -> None:
    """They have joined; what they are to be waits for a word."""
    if await _seated(turn, post, turn.me):
        await turn.say(turn.speak(SOON))
    zone = turn.house.policy.at(post.place).calendar.zone
    quiet = turn.house.policy.at(post.place).quiet
    due = quiet.ends(turn.now, zone)
    if due > turn.now:
        await posts.move(turn.tx, post, post.rung, 0, due)
        return
    await look(Turn(turn.tx, turn.house, SYSTEM, turn.now), post.id, post.due_at or turn.now)


async def tick(database: Database, house: House, now: int) -> int:
    """What nobody has answered yet."""
    found = await database.read(partial(posts.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, id: str, seen: int) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), id, seen)

    return await all_of(database, [partial(unit, id=id, seen=seen) for id, seen in found])


async def look(turn: Turn, id: str, seen: int) -> bool:
    """Shown, then reminded of by working days, then over. Where nobody sits it holds after one of them."""
    post = await posts.get(turn.tx, id)
    who = await _whose(turn, post) if post else None
    if post is None or who is None or post.due_at != seen or seen > turn.now:
        return False
    if await _seated(turn, post, who):
        return await _asked(turn, post, who) if post.nags < MOST else await _lapsed(turn, post, who)
    if post.nags > 0:
        return await _held(
            turn, post, who, N_("🪜 Nobody of the street office has looked at it; it holds from now on.")
        )
    moved = await _moved(turn, post)
    if moved is None:
        return False
    day = day_of_year(day_of(moved.due_at or turn.now, turn.house.zone))
    for person in await _both(turn, post, who):
        await _word(turn, person, say(NOBODY, day=day))
    return True


async def _seated(turn: Turn, post: Post, who: Person) -> bool:
    """By somebody who may say yes: whoever invited them may not, nor they themselves."""
    but = (post.invited_by or "", who.id)
    return await staff.seated(turn.tx, Role.STREET, post.rung or rung_of(post.place), but)


async def _moved(turn: Turn, post: Post) -> Post | None:
    """Until the next working day; None where somebody was faster."""
    rules, offering = turn.house.policy.at(post.place), turn.house.policy.offering
    moment = rules.calendar.after(turn.now, offering.confirm)
    moved = replace(post, nags=post.nags + 1, due_at=rules.quiet.ends(moment, rules.calendar.zone))
    return moved if await posts.move(turn.tx, post, post.rung, moved.nags, moved.due_at) else None


async def _asked(turn: Turn, post: Post, who: Person) -> bool:
    if await _moved(turn, post) is None:
        return False
    for person in await people.holders(turn.tx, Role.STREET, post.rung or ""):
        if not _may(person, post, who):
            continue
        if post.nags == 0:
            await turn.tell(person, replace(await _card(turn, person, post, who), fresh=True), Way.STAFF)
        else:
            words = N_("⏰ {name} is still waiting for your word: may they begin as {role}? Write /team.")
            await noting.word(turn, person, say(words, name=plain(who.name), role=say(POSITIONS[post.held.role])))
    return True


async def _lapsed(turn: Turn, post: Post, who: Person) -> bool:
    if not await roster.end_post(turn.tx, post.id, turn.now):
        return False
    words = N_("🕐 The street office has not answered, so {name} does not begin as {role}. Please invite them again.")
    await _settled(turn, post, who, words)
    return True


async def _held(turn: Turn, post: Post, who: Person, words: str) -> bool:
    """It waits no more: the role begins."""
    if not await posts.move(turn.tx, post, None, post.nags, None):
        return False
    await roster.settle(turn.tx, post.key, now=turn.now, fresh=turn.house.fresh)
    await roster.take_news(turn.tx, who.id)  # they are greeted here
    await _settled(turn, post, who, words)
    entry = await roster.get(turn.tx, post.key)
    if entry:
        place = plain(place_name(await turn.places(), post.place))
        sentence = N_("🎉 Welcome! You are {role} for {place} from now on. Write /help to see what you can do.")
        await _word(turn, who, say(sentence, role=say(POSITIONS[post.held.role]), place=place))
        await _word(turn, who, joining_badges.told(entry))
    return True


async def yes(turn: Turn, id: str) -> None:
    """One tap of the street's: the role begins."""
    post, who = await _load(turn, id)
    if not await _held(turn, post, who, N_("👍 The street office has welcomed {name} as {role}.")):
        raise Refusal(say(DONE))


async def no(turn: Turn, id: str) -> None:
    post, who = await _load(turn, id)
    if not await roster.end_post(turn.tx, post.id, turn.now):
        raise Refusal(say(DONE))
    words = N_("The street office says no: {name} does not begin as {role}. It knows why; please ask there.")
    await _settled(turn, post, who, words)


async def gone(turn: Turn, who: Person) -> None:
    """They have themselves forgotten while it waits: nobody has anything to say to it any more."""
    for post in await posts.waiting_of(turn.tx, who.id):
        await roster.end_post(turn.tx, post.id, turn.now)
        said = say(
            N_("Whoever was to be {role} here has withdrawn; nothing is left to do."),
            role=say(POSITIONS[post.held.role]),
        )
        await _cards_end(turn, post, said)
        for person in await _both(turn, post, who):
            if person.id != who.id:
                await _word(turn, person, said)


async def waiting(turn: Turn) -> bool:
    """For the street: who waits for its word. False where nobody does."""
    found = False
    for rung in {held.place for held in turn.me.roles if held.role is Role.STREET}:
        for post in await posts.at_desk(turn.tx, rung):
            who = await _whose(turn, post)
            if who and _may(turn.me, post, who):
                await turn.answer_with(await _card(turn, turn.me, post, who))
                found = True
    return found


async def _load(turn: Turn, id: str) -> tuple[Post, Person]:
    post = await posts.get(turn.tx, id)
    who = await _whose(turn, post) if post else None
    if post is None or who is None or not _may(turn.me, post, who):
        raise NotYours
    if post.due_at is None:
        raise Refusal(say(DONE))
    return post, who


async def _whose(turn: Turn, post: Post) -> Person | None:
    entry = await roster.get(turn.tx, post.key)
    return await people.person(turn.tx, entry.person) if entry and entry.person else None


def _may(person: Person, post: Post, who: Person) -> bool:
    return may(CONFIRM, person, Matter(place=post.place, proposer=post.invited_by, beneficiary=who.id))


async def _both(turn: Turn, post: Post, who: Person) -> list[Person]:
    """Whoever is to begin, and whoever invited them."""
    inviter = await people.person(turn.tx, post.invited_by) if post.invited_by else None
    return [who, inviter] if inviter and inviter.id != who.id else [who]


def card_key(post: Post) -> str:
    return f"post:{post.id}"


async def _card(turn: Turn, reader: Person, post: Post, who: Person) -> Message:
    speak = turn.speaks(reader)
    inviter = await people.person(turn.tx, post.invited_by) if post.invited_by else None
    words = say(
        N_("🤝 {name} is to be {role} for {place}. {inviter} has invited them. May they begin?"),
        name=plain(who.name),
        role=say(POSITIONS[post.held.role]),
        place=plain(place_name(await turn.places(), post.place)),
        inviter=plain(inviter.name if inviter else ""),
    )
    buttons = [Button(speak(N_("👍 They may")), f"jny {post.id}"), Button(speak(N_("No")), f"jnn {post.id}")]
    return Message(words.said(speak), rows(buttons), card=card_key(post))


async def _settled(turn: Turn, post: Post, who: Person, words: str) -> None:
    """Everybody concerned reads how it ended, and no card has anything left to tap."""
    said = say(words, name=plain(who.name), role=say(POSITIONS[post.held.role]))
    await _cards_end(turn, post, said)
    for person in await _both(turn, post, who):
        await _word(turn, person, said)


async def _cards_end(turn: Turn, post: Post, said: Say) -> None:
    for chat_id in await cards.chats_with(turn.tx, card_key(post)):
        reader = await people.person_of(turn.tx, chat_id)
        mine = chat_id == turn.private_chat
        text = said.said(turn.speaks(reader))
        await turn.post(chat_id, Message(text, card=card_key(post), alert=mine), Way.REPLY if mine else Way.STAFF)


async def _word(turn: Turn, person: Person, words: Say) -> None:
    """At once by day; what comes in the night waits for the morning."""
    if noting.asleep(turn, person):
        await noting.word(turn, person, words)
    else:
        await turn.tell(person, Message(words.said(turn.speaks(person))))
