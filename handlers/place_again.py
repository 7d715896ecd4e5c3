"""A place, typed where all is shown once more before it is sent: it corrects the place and is no part of the words."""

from dialogue.message import N_
from dialogue.question import CHANGE
from dialogue.say import say
from handlers import report, talking, where
from handlers.patience import state_of
from handlers.turn import Turn
from storage.talks import Talk

REPORTING = frozenset({"report", "sort", "behalf"})
TAKEN_OVER = N_("I have taken over your correction.")


async def typed(turn: Turn, talk: Talk, text: str) -> bool:
    """Whether it was one."""
    if talk.script not in REPORTING or not talking.offers(talk, CHANGE + "place"):
        return False
    look = await talking.look_of(turn)
    known = await report.what_is_known(state_of(talk), look)
    place = await where.nothing_but(look, text, known.place) if known else None
    if place is None:
        return False
    await talking.stand_at(turn, talk, place, say(TAKEN_OVER))
    return True
