"""What the clock does about activities: announce, remind, offer seats on, and ask who came; nothing waits for ever."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, Speak, say
from domain import activity as rules
from domain.activity import Activity, Look, Part, Stand, State, Step
from domain.permit import may
from domain.person import SYSTEM
from handlers import (
    activity_announce,
    activity_card,
    activity_credits,
    activity_letters,
    activity_roll,
    activity_words,
    desks,
    noting,
)
from handlers.activity_rights import matter_of
from handlers.activity_sign_up import no_answer
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import activities, announcements, people
from storage.activities import Due
from storage.database import Database, Tx

AT_ONCE = 200


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how much was done; all of it, also after an outage."""

    async def look_at(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    async def pass_on(tx: Tx, number: str, person: str) -> bool:
        return await no_answer(Turn(tx, house, SYSTEM, now), number, person)

    looked = 0
    while True:
        due = await database.read(partial(activities.due, now=now, limit=AT_ONCE))
        silent = await database.read(partial(activities.silent, now=now, limit=AT_ONCE))
        done = await all_of(database, [partial(look_at, seen=seen) for seen in due])
        done += await all_of(database, [partial(pass_on, number=number, person=who) for number, who in silent])
        looked += done
        if not done:
            return looked


async def look(turn: Turn, seen: Due) -> bool:
    """The row decides which replica does it. What an outage has overtaken is left out."""
    activity = await activities.hold(turn.tx, seen.number)
    if activity is None or (activity.look, activity.look_at) != (seen.look, seen.look_at):
        return False
    name = Look(seen.look)
    if activity.state is not State.OPEN:
        await AFTERWARDS[name](turn, activity)
        return True
    if name is Look.END:
        await _end(turn, activity)
        return True
    manners = turn.house.policy.at(activity.place)
    quiet, zone = manners.quiet, manners.calendar.zone
    await activities.keep(turn.tx, rules.after(activity, (seen.look_at, name), quiet, zone))
    if not rules.stale(activity, name, turn.now, quiet, zone):
        await BEFORE[name](turn, activity)
    return True


async def _shut(turn: Turn, activity: Activity) -> None:
    taken = await activities.taken(turn.tx, activity)
    counts = {"guests": taken.get((Part.GUEST, Stand.IN), 0), "helpers": taken.get((Part.HELPER, Stand.IN), 0)}
    text = say(N_("✍️ Sign-up is over for {what}: {guests} come, {helpers} help."), what=_what(activity), **counts)
    await _to_organiser(turn, activity, text, f"shut:{activity.until}", (N_("Who comes"), "who"))


async def _remind(turn: Turn, activity: Activity, sentence: str, once: str) -> None:
    when = activity_words.moment(activity.starts_at, turn.house.zone)
    where = activity_words.place_said(await turn.places(), activity.place)
    text = say(sentence, what=_what(activity), when=when, place=where, spot=activity.spot)
    write = partial(_message, text, ((activity_card.OUT, f"act out {activity.number}"),))
    await activity_letters.to_all(turn, activity, announcements.IN, write, f"{once}:{activity.starts_at}")


async def _eve(turn: Turn, activity: Activity) -> None:
    await _remind(turn, activity, N_("⏰ You signed up: {what}, {when}, {place}, {spot}. Can you still come?"), "eve")


async def _soon(turn: Turn, activity: Activity) -> None:
    await _remind(turn, activity, N_("⏰ It begins soon: {what}, {when}, {place}, {spot}. See you there!"), "soon")


async def _start(turn: Turn, activity: Activity) -> None:
    text = say(
        N_("This time no place came free at {what}. Thank you for waiting; until another time!"), what=_what(activity)
    )
    write = partial(_message, text, ())
    await activity_letters.to_all(turn, activity, announcements.WAITING, write, "no_seat")
    await activities.no_more_waiting(turn.tx, activity)


async def _end(turn: Turn, activity: Activity) -> None:
    await activities.no_more_waiting(turn.tx, activity)
    if await activities.who_is_in(turn.tx, activity):
        await _ask_who_came(turn, rules.take(activity, Step.END))
        return
    await activity_credits.close(turn, activity, Step.EMPTY)
    await _to_organiser(turn, activity, say(N_("{what} is over. Nobody had signed up."), what=_what(activity)), "empty")


async def _ask_who_came(turn: Turn, activity: Activity) -> None:
    """A day later it is asked again; whoever is on leave hears nothing of work, and is asked when they are back.

    Whoever works here no more is asked nothing that they may not answer.
    """
    organiser = await people.person(turn.tx, activity.organiser)
    if not may("activity.attendance", organiser, matter_of(await turn.places(), organiser or SYSTEM, activity)):
        await _uncounted(turn, activity)
        return
    away = await activity_credits.away(turn, activity.organiser)
    asked = activity.asked + (not away)
    later = activity_credits.tomorrow(turn, activity)
    await activities.keep(turn.tx, replace(activity, look=Look.ASK, look_at=later, asked=asked))
    if not away:
        found = await activities.who_is_in(turn.tx, activity)
        text = activity_roll.question(activity, found)
        await _to_organiser(turn, activity, text, f"who_came:{asked}", *activity_roll.BUTTONS)


async def _ask(turn: Turn, activity: Activity) -> None:
    if activity.asked < turn.house.policy.gathering.asked:
        await _ask_who_came(turn, activity)
        return
    await _uncounted(turn, activity)


async def _uncounted(turn: Turn, activity: Activity) -> None:
    """Whoever helped did so all the same: the community can have it put right."""
    await activity_credits.close(turn, activity, Step.LAPSE)
    text = say(N_("Nobody said who came to {what}, so it is closed without hours."), what=_what(activity))
    await _to_organiser(turn, activity, text, "lapsed")
    write = partial(_message, text, ())
    once, but = "lapsed", activity.organiser
    await activity_letters.to_all(turn, activity, announcements.HELPERS, write, once, but=but)
    if not (await activities.taken(turn.tx, activity)).get((Part.HELPER, Stand.IN)):
        return
    sentence = N_(
        "Nobody said who came to {what}. Did somebody help there? Have it put right with /corrections: {number}"
    )
    words = say(sentence, what=_what(activity), number=activity.number)
    for person in (await desks.first(turn.tx, activity.place, turn.house.policy)).people:
        await noting.word(turn, person, words)


async def _vouch(turn: Turn, activity: Activity) -> None:
    asked = activity.asked < turn.house.policy.gathering.asked and await activity_credits.ask_to_vouch(turn, activity)
    if asked:
        later = activity_credits.tomorrow(turn, activity)
        await activities.keep(turn.tx, replace(activity, look_at=later, asked=activity.asked + 1))
        return
    await activity_credits.close(turn, activity, Step.LAPSE)
    await activity_credits.no_own_hours(turn, activity)


async def _forget(turn: Turn, activity: Activity) -> None:
    await activities.forget(turn.tx, activity)
    await activities.keep(turn.tx, replace(activity, look=None, look_at=None))


def _what(activity: Activity) -> Say:
    return activity_words.what(activity)


def _message(words: Say, buttons: tuple[tuple[str, str], ...], speak: Speak) -> Message:
    return Message(words.said(speak), rows([Button(speak(label), data) for label, data in buttons]))


async def _to_organiser(turn: Turn, activity: Activity, words: Say, once: str, *buttons: tuple[str, str]) -> None:
    organiser = await people.person(turn.tx, activity.organiser)
    if organiser:
        shown = tuple((label, f"act {word} {activity.number}") for label, word in buttons)
        message = _message(words, shown, turn.speaks(organiser))
        await activity_letters.to_one(turn, activity, organiser, message, once)


Deed = Callable[[Turn, Activity], Awaitable[None]]
BEFORE: Mapping[Look, Deed] = {
    Look.ANNOUNCE: activity_announce.announce,
    Look.SHUT: _shut,
    Look.EVE: _eve,
    Look.SOON: _soon,
    Look.START: _start,
}
AFTERWARDS: Mapping[Look, Deed] = {Look.ASK: _ask, Look.VOUCH: _vouch, Look.FORGET: _forget}
