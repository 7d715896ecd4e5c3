"""Talks that nobody goes on with: an urgent report is sent as it is, others are asked about once, then put away."""

from dataclasses import replace
from functools import partial

from dialogue.message import N_
from dialogue.say import say
from dialogue.talk import State
from handlers import behalf, talking
from handlers.noting import rules_of
from handlers.patience import REMINDED, behind, patience, state_of, urgent
from handlers.placing import PlaceOrder, place_order
from handlers.report import what_is_known
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn, packed
from storage import people, talks
from storage.database import Database, Tx
from storage.talks import Talk

AT_ONCE = 100
STILL_OPEN = N_("We have not finished yet. One answer is still missing:")
PUT_AWAY = N_("I have put your unfinished message away. Write me any time.")
SENT_ANYWAY = N_("I have passed on your report as it is, because it is urgent. Add to it at any time.")


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many talks were sent, asked about or put away."""
    found = await database.read(partial(talks.due, now=now, limit=AT_ONCE))
    return await all_of(database, [partial(_look_at, house=house, seen=talk, now=now) for talk in found])


async def _look_at(tx: Tx, *, house: House, seen: Talk, now: int) -> bool:
    await tx.lock(seen.chat)
    talk, me = await talks.get(tx, seen.chat), await people.person_of(tx, seen.chat)
    if talk is None or me is None or (talk.id, talk.revision) != (seen.id, seen.revision):
        return False
    turn, state = Turn(tx, house, replace(me, chat=talk.chat), now), state_of(talk)
    if await _send_urgent(turn, talk, state):
        return True
    rules = rules_of(turn, me)
    morning = rules.quiet.ends(now, rules.calendar.zone)
    if morning > now:
        await talks.save(tx, replace(talk, look_at=morning))
        return False
    if REMINDED in state.told:
        await turn.say(turn.speak(PUT_AWAY))
        await talking.leave(turn, talk)
        return True
    state.told.append(REMINDED)
    await talking.remind(turn, replace(talk, state=packed(state.to_json())), say(STILL_OPEN))
    return True


async def _send_urgent(turn: Turn, talk: Talk, state: State) -> bool:
    """The report of a danger that is under way here, or that gave way to something else and waits behind it."""
    if urgent(state) and (known := await what_is_known(state, await talking.look_of(turn))):
        await talking.leave(turn, talk)
        return await _send_anyway(turn, known, state)
    waiting = behind(talk.parked)
    if waiting and (known := await what_is_known(waiting, await talking.look_of(turn))):
        await talks.save(turn.tx, replace(talk, parked=None, look_at=turn.now + patience(state, None)))
        return await _send_anyway(turn, known, waiting)
    return False


async def _send_anyway(turn: Turn, known: PlaceOrder, state: State) -> bool:
    """Danger words were said: what is known is passed on, the place as near as it is known, and for whom it is."""
    other = behalf.as_known(turn.me, known, state, (await turn.places()).grid_of(known.place))
    try:
        await (behalf.place(turn, other) if other else place_order(turn, known))
    except Refusal as refusal:
        await turn.say(refusal.say.said(turn.speak))
        return True
    await turn.say(turn.speak(SENT_ANYWAY))
    return True
