"""What the clock does about corrections that wait: whoever decides is reminded, and in the end the proposal lapses."""

from functools import partial

from dialogue.message import N_
from domain.person import SYSTEM
from handlers.correction_telling import by_day, concerned, deciders, put_to, tell
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import corrections as kept
from storage.corrections import LAPSED, Correction
from storage.database import Database, Tx

AT_ONCE = 200


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many were looked at."""
    due = await database.read(partial(kept.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, seen: Correction) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_of(database, [partial(unit, seen=seen) for seen in due])


async def look(turn: Turn, seen: Correction) -> bool:
    """One proposal; the row decides which replica does it."""
    if turn.now >= seen.lapses_at:
        return await _lapse(turn, seen)
    again = by_day(turn, seen.place, turn.now + turn.house.policy.points.nag)
    if not await kept.look_later(turn.tx, seen, min(again, seen.lapses_at)):
        return False
    for person in await deciders(turn, seen):
        await put_to(turn, person, seen)
    return True


async def _lapse(turn: Turn, seen: Correction) -> bool:
    if not await kept.decide(turn.tx, seen.id, LAPSED, by=None, now=turn.now):
        return False
    sentence = N_("⌛ Nobody decided about {amount} for {number}; nothing was changed. It can be proposed again.")
    await tell(turn, seen, await concerned(turn, seen), sentence)
    return True
