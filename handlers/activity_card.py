"""The card of an activity: what everybody may read, how its reader stands, and what they can do."""

from dataclasses import dataclass

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.activity import Activity, Part, SignUp, Stand, State
from domain.permit import may
from handlers import activity_words
from handlers.activity_rights import matter_of
from handlers.names import titled
from handlers.turn import Turn
from storage import activities, people

STANDS = {
    (Part.GUEST, Stand.IN): N_("✅ You are in. See you there!"),
    (Part.HELPER, Stand.IN): N_("✅ You help. Thank you!"),
}
COME, HELP = N_("I come"), N_("I help")
QUEUE, HELP_QUEUE = N_("Onto the waiting list"), N_("I help if needed")
OUT = N_("I cannot come")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a card is drawn from."""

    activity: Activity
    taken: activity_words.Taken
    organiser: Say
    mine: SignUp | None = None
    ahead: int = 0


async def look(turn: Turn, activity: Activity) -> Seen:
    """As it is now, for whoever is here."""
    organiser = await people.person(turn.tx, activity.organiser)
    mine = await activities.signed_up(turn.tx, activity, turn.me.id)
    waits = mine is not None and mine.stand is Stand.WAITING
    ahead = await activities.ahead(turn.tx, activity, mine) if mine and waits else 0
    taken = await activities.taken(turn.tx, activity)
    return Seen(activity, taken, titled(organiser) if organiser else plain(""), mine, ahead)


async def present(turn: Turn, activity: Activity, head: Say | None = None) -> None:
    """Show it fresh, at the end of the chat; head: what is to be said first."""
    seen = await look(turn, activity)
    said = [*([head] if head else []), *await lines(turn, seen), *_standing(turn, seen)]
    text = "\n".join(line.said(turn.speak) for line in said)
    buttons = [Button(turn.speak(label), data) for label, data in await _buttons(turn, seen)]
    await turn.answer_with(Message(text, rows(buttons), card=f"activity:{activity.number}"))


async def lines(turn: Turn, seen: Seen) -> list[Say]:
    tree = await turn.places()
    return activity_words.lines(seen.activity, tree, turn.house.zone, seen.taken, seen.organiser, turn.now)


def _standing(turn: Turn, seen: Seen) -> list[Say]:
    if seen.mine is None or seen.activity.state is not State.OPEN:
        return []
    if seen.mine.stand is Stand.WAITING:
        return [say(N_("⏳ You are number {n} on the waiting list."), n=seen.ahead + 1)]
    if seen.mine.stand is Stand.OFFERED:
        when = activity_words.moment(seen.mine.answer_by or turn.now, turn.house.zone)
        return [say(N_("🎉 A place is kept for you until {when}."), when=when)]
    sentence = STANDS.get((seen.mine.part, seen.mine.stand))
    return [say(sentence), say(N_("👀 Only {name} reads who comes."), name=seen.organiser)] if sentence else []


async def _buttons(turn: Turn, seen: Seen) -> list[tuple[str, str]]:
    """Label and data."""
    activity, found = seen.activity, []
    if not activity.begun(turn.now):
        found += mine(seen) if seen.mine and seen.mine.stand is not Stand.OUT else joining(seen, turn.now)
    matter = matter_of(await turn.places(), turn.me, activity)
    if activity.organiser == turn.me.id and may("activity.attendance", turn.me, matter):
        found.append((N_("Who comes"), f"act who {activity.number}"))
        found += [(N_("Who came"), f"act roll {activity.number}")] if activity.state is State.HELD else []
    if activity.state is State.OPEN and turn.now < activity.ends_at and may("activity.manage", turn.me, matter):
        found += [(N_("Another time"), f"act move {activity.number}")] if turn.now < activity.starts_at else []
        found.append((N_("Call it off"), f"act off {activity.number}"))
    return found


def mine(seen: Seen) -> list[tuple[str, str]]:
    number = seen.activity.number
    offered = seen.mine is not None and seen.mine.stand is Stand.OFFERED
    yes = [(N_("Yes, I come"), f"act yes {number}")] if offered else []
    return [*yes, (OUT, f"act out {number}")]


def joining(seen: Seen, now: int) -> list[tuple[str, str]]:
    activity = seen.activity
    if not activity.takes(now):
        return []
    found = [(QUEUE if _full(seen, Part.GUEST) else COME, f"act in {activity.number}")]
    if activity.helpers:
        found.append((HELP_QUEUE if _full(seen, Part.HELPER) else HELP, f"act help {activity.number}"))
    return found


def _full(seen: Seen, part: Part) -> bool:
    most = seen.activity.limit(part)
    return most is not None and activity_words.in_or_asked(seen.taken, part) >= most
