"""What was called out in a group, as the report it would be: the words, the place as near as they say it, the kind."""

from dataclasses import replace

from dialogue.message import N_
from dialogue.question import Reply
from dialogue.talk import State
from domain.category import Category
from domain.order import Lane
from handlers import report, talking
from handlers.placing import PlaceOrder
from handlers.turn import Turn
from storage.group_drafts import Draft

UNCONFIRMED = N_("(Called out in the neighbours' group; nobody has confirmed it.)")
SPOKEN = "🎤"


def reply_of(draft: Draft) -> Reply:
    """As if it had been written in private, at the place of the group."""
    return Reply(draft.said, None, draft.photos, draft.voice, place=draft.place)


async def place_of(turn: Turn, draft: Draft) -> str:
    """The building its words name, else the place of the group."""
    known = await _known(turn, draft)
    return known.place if known else draft.place


async def order_of(turn: Turn, draft: Draft, *, confirmed: bool) -> PlaceOrder | None:
    """None where pictures alone say too little."""
    known = await _known(turn, draft)
    if known is None:
        return None
    lane = Lane.URGENT if draft.danger else _category(turn, known.category).lane
    what = known.what if confirmed else f"{known.what}\n{turn.house.words(None)(UNCONFIRMED)}"
    return replace(known, lane=lane, what=what)


async def _known(turn: Turn, draft: Draft) -> PlaceOrder | None:
    reply = reply_of(draft)
    if not reply.text and not reply.voice:
        return None
    said = replace(reply, text=reply.text or SPOKEN)
    known = await report.what_is_known(State(offers=said.offers()), await talking.look_of(turn))
    return replace(known, photos=reply.photos, voice=reply.voice) if known else None


def _category(turn: Turn, key: str) -> Category:
    return turn.house.policy.catalogue[key]
