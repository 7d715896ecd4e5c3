"""Talks that nobody goes on with: an urgent report is sent as it is, others are asked about once, then put away."""

from dataclasses import replace
from functools import partial

import orjson

from dialogue.message import N_
from dialogue.say import say
from dialogue.talk import State
from handlers import talking
from handlers.report import place_order, what_is_known
from handlers.turn import House, Refusal, Turn, packed
from storage import people, talks
from storage.database import Database, Tx
from storage.talks import Talk

URGENT = 120  # seconds: somebody who reports a fire may have run
QUIET = 3600
GONE = 86_400
AT_ONCE = 100
REMINDED = "reminded"
STILL_OPEN = N_("We have not finished yet. One answer is still missing:")
PUT_AWAY = N_("I have put your unfinished message away. Write me any time.")
SENT_ANYWAY = N_("I have passed on your report as it is, because it is urgent. Add to it at any time.")


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many talks were sent, asked about or put away."""
    found = await database.read(partial(talks.untouched, before=now - URGENT, limit=AT_ONCE))
    done = 0
    for talk in found:

        async def unit(tx: Tx, talk: Talk = talk) -> bool:
            return await _look_at(tx, house, talk, now)

        done += await database.do(unit)
    return done


async def _look_at(tx: Tx, house: House, seen: Talk, now: int) -> bool:
    await tx.lock(seen.chat)
    talk, me = await talks.get(tx, seen.chat), await people.person_of(tx, seen.chat)
    if talk is None or me is None or (talk.id, talk.revision) != (seen.id, seen.revision):
        return False
    turn, state = Turn(tx, house, replace(me, chat=talk.chat), now), State.from_json(orjson.loads(talk.state))
    quiet = now - talk.touched_at
    if any(told.startswith("danger.") for told in state.told):
        return await _send_anyway(turn, talk, state)
    if quiet >= GONE:
        await turn.say(turn.speak(PUT_AWAY))
        await talking.leave(turn, talk)
        return True
    if quiet < QUIET or REMINDED in state.told:
        return False
    state.told.append(REMINDED)
    await talking.repeat(turn, replace(talk, state=packed(state.to_json())), say(STILL_OPEN))
    return True


async def _send_anyway(turn: Turn, talk: Talk, state: State) -> bool:
    """Danger words were said: what is known is passed on, the place as near as it is known."""
    look = await talking.look_of(turn)
    known = await what_is_known(state, look)
    if known is None:
        return False
    await talks.end(turn.tx, talk.chat)
    try:
        await place_order(turn, known)
    except Refusal as refusal:
        await turn.say(refusal.say.said(turn.speak))
        return True
    await turn.say(turn.speak(SENT_ANYWAY))
    return True
