"""Somebody of the list has lost their phone: the office gives them a new slip, and they are who they were."""

from dialogue.message import N_
from dialogue.say import say
from domain.person import Person
from handlers import linking_deed
from handlers.turn import Refusal, Turn
from storage import links, people, roster
from storage.invites import Invite

HOLDS = N_(
    "In this chat you hold something of its own: a role, points, wishes or an activity. Please open the slip in a chat "
    "that is new to me, or ask the office."
)


async def came_back(turn: Turn, found: Invite) -> bool:
    """True where the slip is for somebody who has joined already: this chat is theirs from now on.

    Only the command line makes such a slip; whichever was printed before they joined is worthless by then.
    """
    entry = await roster.get(turn.tx, found.roster) if found.roster else None
    if entry is None or entry.person in (None, turn.me.id) or entry.left_at is not None:
        return False
    known = await people.person(turn.tx, entry.person or "")
    if known is None or turn.private_chat is None:
        return False
    if await links.anchored(turn.tx, turn.me.id) or await links.between(turn.tx, turn.me.id, known.id):
        raise Refusal(say(HOLDS))
    await linking_deed.put_together(turn, known, turn.me, await _before(turn, known))
    return True


async def _before(turn: Turn, known: Person) -> str:
    """The chat that reads of it: the one they used last."""
    chats = [chat.id for chat in await links.chats(turn.tx, known.id)]
    return known.chat or (chats[-1] if chats else turn.private_chat or "")
