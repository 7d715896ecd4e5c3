"""How long a talk may lie open before the clock looks at it."""

import orjson

from dialogue.talk import State
from storage.talks import Talk

URGENT = 120  # seconds: somebody who reports a fire may have run
QUIET = 3600
GONE = 86_400
REMINDED = "reminded"  # what a talk remembers of having been asked about


def patience(state: State, parked: str | None) -> int:
    """Seconds from now; an urgent report counts also where it waits behind another talk."""
    if urgent(state) or behind(parked):
        return URGENT
    return GONE if REMINDED in state.told else QUIET


def look_at(before: Talk, state: State, now: int) -> int:
    """When the clock looks; an urgent report waits from its first words of danger on, whatever is typed meanwhile.

    before: as it was kept until now. Once it was asked about, nobody could be told, and it waits like any other.
    """
    moment = now + patience(state, before.parked)
    if REMINDED in state.told:
        return moment
    kept = [before] + ([Talk(**orjson.loads(before.parked))] if before.parked else [])
    return min([moment, *(one.look_at for one in kept if one.state and urgent(state_of(one)))])


def urgent(state: State) -> bool:
    """Danger words were said."""
    return any(told.startswith("danger.") for told in state.told)


def behind(parked: str | None) -> State | None:
    """The urgent report that gave way to another talk."""
    state = state_of(Talk(**orjson.loads(parked))) if parked else None
    return state if state and urgent(state) else None


def state_of(talk: Talk) -> State:
    return State.from_json(orjson.loads(talk.state))
