"""A badge number for everybody who works here: residents can ask with it who is at the door."""

from functools import partial

from dialogue.message import N_
from dialogue.say import Say, Speak, say
from domain import number as numbers
from domain.order import Order, State
from domain.person import SYSTEM, Person
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import numbers as known_numbers
from storage import people, roster, rounds, staff
from storage.database import Database, StorageTrouble, Tx
from storage.roster import Entry

AT_ONCE = 200
HOUR = 3600
ROUND = "badges"


def shown(badge: str) -> str:
    """In two halves, as it is read out."""
    return f"{badge[:3]}-{badge[3:]}"


async def new(turn: Turn) -> str:
    while True:
        made = numbers.make(turn.house.chance(numbers.RANDOM_BYTES))
        if not await known_numbers.taken(turn.tx, made):
            return made


async def enrolled(turn: Turn, person: Person, name: str = "") -> Entry:
    """Their entry in the roster; whoever is not on the office's list gets one with the badge as its key."""
    entry = await roster.of_person(turn.tx, person.id)
    if entry is None:
        badge = await new(turn)
        entry = Entry(badge, name, badge, person=person.id, joined_at=turn.now)
        await roster.add(turn.tx, entry)
    return entry


def told(entry: Entry) -> Say:
    return say(
        N_("🪪 Your badge number is {badge}. Residents can check with “/verify {badge}” that you are one of us."),
        badge=shown(entry.badge),
    )


async def line(turn: Turn, order: Order, person: Person, speak: Speak) -> list[str]:
    """On the resident's own card: what to look for on the card of whoever comes."""
    if person.id != order.resident or order.state is not State.ACCEPTED or order.assignee is None:
        return []
    entry = await roster.of_person(turn.tx, order.assignee)
    return (
        [speak(N_("🪪 On their badge: {badge} (check it with “/verify {badge}”)")).format(badge=shown(entry.badge))]
        if entry
        else []
    )


async def tick(database: Database, house: House, now: int) -> int:
    """Once an hour: who works here without a badge gets one, however they came. A crash is made up for by the next."""
    key = f"{now // HOUR:010d}"
    if await database.read(partial(rounds.done, name=ROUND, key=key)):
        return 0

    async def unit(tx: Tx, person_id: str) -> bool:
        person = await people.person(tx, person_id)
        if person is None:
            return False
        await enrolled(Turn(tx, house, SYSTEM, now), person, person.name)
        return True

    async def over(tx: Tx) -> None:
        await rounds.forget(tx, ROUND, key)
        await rounds.once(tx, ROUND, key, now)

    found = await database.read(partial(staff.without_badge, limit=AT_ONCE))
    try:
        given = await all_of(database, [partial(unit, person_id=person_id) for person_id in found])
    except StorageTrouble:
        raise
    except BaseExceptionGroup:  # one that fails would fail again at every tick of this hour
        await database.do(over)
        raise
    await database.do(over)
    return given
