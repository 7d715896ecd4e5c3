"""Announcing: to those who live there and the volunteers there, never too often, and to the groups of the place."""

from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, Speak, plain, say
from domain.activity import Activity
from handlers import activity_letters, activity_words
from handlers.activity_card import COME, HELP
from handlers.names import titled
from handlers.turn import Turn
from storage import activities, announcements, people
from storage.outbox import Way

QUIET = N_("No more announcements")


async def announce(turn: Turn, activity: Activity) -> None:
    """The clock's: in one unit of work, however many there are."""
    most = turn.house.policy.gathering.announcements
    count = await announcements.announce(turn.tx, activity, now=turn.now, most=most)
    organiser = await people.person(turn.tx, activity.organiser)
    taken = await activities.taken(turn.tx, activity)
    who, tree = titled(organiser) if organiser else plain(""), await turn.places()
    lines = activity_words.lines(activity, tree, turn.house.zone, taken, who, turn.now)
    write = partial(_announcement, activity, lines)
    await activity_letters.to_all(turn, activity, announcements.TOLD, write, "announced", notice=True)
    when = activity_words.moment(activity.starts_at, turn.house.zone)
    sentence = N_("📣 {kind}, {when}. Write me {number} in private to read more, or to come.")
    await to_groups(turn, activity, say(sentence, kind=_kind(activity), when=when, number=activity.number), "announced")
    if organiser:
        told = say(
            N_("📣 {what} was announced to {count} neighbours."), what=activity_words.what(activity), count=count
        )
        message = Message(told.said(turn.speaks(organiser)))
        await activity_letters.to_one(turn, activity, organiser, message, "told")


def _announcement(activity: Activity, lines: list[Say], speak: Speak) -> Message:
    buttons = [Button(speak(COME), f"act in {activity.number}")]
    buttons += [Button(speak(HELP), f"act help {activity.number}")] if activity.helpers else []
    buttons.append(Button(speak(QUIET), "act peace"))
    return Message("\n".join(line.said(speak) for line in lines), rows(buttons))


def _kind(activity: Activity) -> Say:
    return say(activity_words.KINDS[activity.kind])


async def to_groups(turn: Turn, activity: Activity, words: Say, once: str) -> None:
    """Number, kind and time, nothing else; by day, as everybody else."""
    text, not_before = words.said(turn.house.words(None)), activity_letters.morning(turn, activity)
    for group in await announcements.groups(turn.tx, activity):
        key = f"activity:{activity.id}:{once}:group:{group}"
        await turn.post(group, Message(text), Way.BROADCAST, once=key, not_before=not_before)


async def peace(turn: Turn, number: str, rest: str) -> None:
    """One tap, and back with one tap."""
    await announcements.peace(turn.tx, turn.me.id, turn.now)
    text = N_("All right, I announce nothing to you any more. “activities” shows you what is on, whenever you like.")
    await turn.say(turn.speak(text), Button(turn.speak(N_("Announce to me again")), "act news"))


async def news(turn: Turn, number: str, rest: str) -> None:
    await announcements.no_peace(turn.tx, turn.me.id)
    await turn.say(turn.speak(N_("Good, I tell you again when something is on near you.")))
