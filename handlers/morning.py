"""Good morning: what is due today for whoever has it in hand, what hangs for whoever hands it out, once a day.

It is left as notes, so that it is one message with what the night has left, and counts as one.
"""

from datetime import date, time, timedelta
from functools import partial

from dialogue.message import N_
from domain.calendar import MIDNIGHT, at, day_of
from domain.duty import CROWD
from domain.order import Order
from domain.permit import teams_of
from domain.person import SYSTEM, Person
from handlers import desks, noting, telling
from handlers.holding import due_at
from handlers.noting import About, rules_of
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import hanging, orders, people, rounds
from storage.database import Database, StorageTrouble, Tx

ROUND, GREETED = "morning", "greeted"
LATEST = 4 * 3600  # seconds after its hour: after an outage that was longer it is no morning any more
MOST = 50  # orders of each kind that are counted

SENTENCES = {
    About.DUE: N_("☀️ {number} is due today."),
    About.DESK: N_("⏰ {number} is still waiting to be handed out."),
    About.TOLD: N_("⏰ Nothing has moved on {number} yet; please have a look."),
    About.UP: N_("{number} waited too long and went one level up."),
}


async def tick(database: Database, house: House, now: int) -> int:
    """Returns to how many there is something to say."""
    hours = {rules.digest for rules in (house.policy.rules, *house.policy.places.values())}
    return sum([await _round(database, house, hour, now) for hour in sorted(hours)])


async def _round(database: Database, house: House, hour: time, now: int) -> int:
    """Those who are greeted at this hour. A crash in the middle is made up for by the next tick of any replica."""
    day = day_of(now, house.zone)
    begins, key = at(day, hour, house.zone), f"{day} {hour:%H:%M}"
    if not begins <= now < begins + LATEST or await database.read(partial(rounds.done, name=ROUND, key=key)):
        return 0

    async def unit(tx: Tx, person: str) -> bool:
        return await greet(Turn(tx, house, SYSTEM, now), person, day, hour)

    async def over(tx: Tx) -> None:
        await rounds.once(tx, ROUND, key, now)
        await rounds.forget(tx, GREETED, str(day))

    staff = await database.read(people.staff)
    try:
        greeted = await all_of(database, [partial(unit, person=person) for person in staff])
    except StorageTrouble:
        raise
    except BaseExceptionGroup:  # one that fails would fail again at every tick until noon
        await database.do(over)
        raise
    await database.do(over)
    return greeted


async def greet(turn: Turn, person_id: str, day: date, hour: time) -> bool:
    """One person, on a day on which they work; False where there is nothing to say."""
    person = await people.person(turn.tx, person_id)
    if person is None or person.chat is None:
        return False
    rules = rules_of(turn, person)
    if rules.digest != hour or not rules.calendar.periods(day):
        return False
    if not await rounds.once(turn.tx, GREETED, f"{day} {person_id}", turn.now):
        return False
    midnight = at(day + timedelta(days=1), MIDNIGHT, rules.calendar.zone)
    found = [(About.DUE, order) for order in await _due(turn, person, midnight)]
    found += await _hanging(turn, person)
    for why, order in found:
        letter = telling.letter(turn, person, order, SENTENCES[why], see=True)
        await noting.leave(turn, person, order, why, letter)
    return bool(found)


async def _due(turn: Turn, person: Person, midnight: int) -> list[Order]:
    """In hand, or asked to accept; the first due first."""
    hand = await orders.tasks_of(turn.tx, person.id)
    for team in teams_of(person.roles):
        if await people.how_many(turn.tx, team) <= CROWD:  # what hundreds were asked is nobody's own to do today
            hand += await orders.offered_to_team(turn.tx, team)
    moments = {order.id: (moment, order) for order in hand if (moment := due_at(order)) is not None}
    return [order for moment, order in sorted(moments.values(), key=lambda one: one[0]) if moment < midnight]


async def _hanging(turn: Turn, person: Person) -> list[tuple[About, Order]]:
    """Waiting at their desk, handed out there and overdue, gone up from it; what is theirs to do is said as that."""
    found: list[tuple[About, Order]] = []
    for rung in [held.place for held in person.roles if desks.held_at(person, held.place) is held]:
        found += [(About.DESK, order) for order in await orders.waiting_at(turn.tx, rung, MOST)]
        late = await hanging.overdue(turn.tx, rung, turn.now, MOST)
        gone = await hanging.gone_up(turn.tx, rung, MOST)
        for why, ids in ((About.TOLD, late), (About.UP, gone)):
            found += [(why, order) for id in ids if (order := await orders.by_id(turn.tx, id))]
    return found


async def set_back(tx: Tx, house: House, now: int) -> None:
    """The machine's clock was days ahead: those mornings are still to come."""
    for name in (ROUND, GREETED):
        await rounds.undo(tx, name, f"{day_of(now, house.zone)}~")
