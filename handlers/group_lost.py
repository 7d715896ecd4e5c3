"""A group that cannot be written to, or not where it was asked for: whoever can heal it is told."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.permit import Matter, may
from domain.person import Person
from handlers import desks
from handlers.look import place_name
from handlers.turn import Turn
from storage import group_chats, people
from storage.group_chats import Group, Kind
from storage.outbox import Way

KINDS = {Kind.RESIDENTS: N_("🏠 neighbours' group"), Kind.STAFF: N_("🧰 staff group")}
GONE = N_(
    "I can no longer write in the {kind} of {place}: I was removed there or may not write. Please let me in again."
)


async def lost(turn: Turn, chat: str) -> None:
    """Removed, or silenced: whoever bound it can let me in again."""
    group = await group_chats.get(turn.tx, chat)
    if group:
        again = say(N_("Try again"))
        await _tell(turn, group, say(GONE, kind=say(KINDS[group.kind]), place=await _place(turn, group)), again)


async def back(turn: Turn, chat: str) -> None:
    """It can be written to again."""
    group = await group_chats.get(turn.tx, chat)
    if group:
        words = N_("I am back in the {kind} of {place}; it goes on.")
        await _tell(turn, group, say(words, kind=say(KINDS[group.kind]), place=await _place(turn, group)))


async def bound_elsewhere(turn: Turn, before: Group) -> None:
    """It is for something else now: whose it was would wait for what never comes."""
    words = N_("Somebody else has bound the {kind} of {place} anew, so it is that no longer. /group shows your groups.")
    await _tell(turn, before, say(words, kind=say(KINDS[before.kind]), place=await _place(turn, before)))


async def topic_gone(turn: Turn, chat: str, topic: str) -> None:
    """The topic was deleted: from now on it is said where everybody writes."""
    group = await group_chats.get(turn.tx, chat)
    if await group_chats.forget_topic(turn.tx, chat, topic) and group:
        words = N_("The topic for the {kind} of {place} is gone, so I write in the group itself. /group binds it anew.")
        await _tell(turn, group, say(words, kind=say(KINDS[group.kind]), place=await _place(turn, group)))


async def _place(turn: Turn, group: Group) -> Say:
    return plain(place_name(await turn.places(), group.place))


async def _tell(turn: Turn, group: Group, words: Say, again: Say | None = None) -> None:
    """Whoever bound it, while it is theirs to see to; else the desk there."""
    for person in await _keepers(turn, group):
        speak = turn.speaks(person)
        shown = [Button(again.said(speak), f"gp try {group.chat}")] if again else []
        await turn.tell(person, Message(words.said(speak), rows(shown)), Way.STAFF)


async def _keepers(turn: Turn, group: Group) -> list[Person]:
    person = await people.person(turn.tx, group.bound_by) if group.bound_by else None
    if person and may("group.bind", person, Matter(place=group.place)):
        return [person]
    return (await desks.first(turn.tx, group.place, turn.house.policy)).people
