"""The thank-you poster: on the first working morning of a month the desk gets it, and may pass it on, once."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Speak, plain, say
from domain.calendar import MIDNIGHT, at, day_of
from domain.permit import Matter, NotYours, check
from domain.person import SYSTEM
from domain.place import Kind, around
from domain.policy import Rules
from handlers import desks
from handlers.look import place_name
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from handlers.wall_drawn import Month, first_of, month_of, poster_of
from storage import people, rounds, wall
from storage.database import Database, StorageTrouble, Tx
from storage.outbox import Way

ROUND, TOLD, PASSED = "posters", "poster", "poster passed"
LATEST = 3 * 86_400  # seconds after its hour: after a longer outage the next month comes first
MONTHS_BACK = 12


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many compounds were told."""
    moments = {_begins(rules, now) for rules in (house.policy.rules, *house.policy.places.values())}
    return sum([await _round(database, house, begins, now) for begins in sorted(filter(None, moments))])


def _begins(rules: Rules, now: int) -> int | None:
    """The first working morning of this month; None by night, and while it is not that morning's time."""
    zone = rules.calendar.zone
    first = first_of(day_of(now, zone))
    days = (first + timedelta(n) for n in range(28))
    morning = next((at(day, rules.digest, zone) for day in days if rules.calendar.periods(day)), None)
    if morning is None or not morning <= now < morning + LATEST or rules.quiet.holds(now, zone):
        return None
    return morning


async def _round(database: Database, house: House, begins: int, now: int) -> int:
    """The compounds whose month begins with this morning. A crash in the middle is made up for by the next tick."""
    month = first_of(day_of(now, house.zone), back=1)
    key = f"{month:%Y-%m} {begins}"
    if await database.read(partial(rounds.done, name=ROUND, key=key)):
        return 0

    async def unit(tx: Tx, compound: str) -> bool:
        return await tell(Turn(tx, house, SYSTEM, now), compound, month)

    async def over(tx: Tx) -> None:
        await rounds.once(tx, ROUND, key, now)
        for name in (ROUND, TOLD, PASSED):
            await rounds.forget(tx, name, f"{first_of(month, back=MONTHS_BACK):%Y-%m}")

    zone = house.zone
    span = at(month, MIDNIGHT, zone) - 86_400, at(first_of(month, back=-1), MIDNIGHT, zone) + 86_400
    places = await database.read(partial(wall.thankful, first=span[0], last=span[1]))
    compounds = sorted({found for place in places if (found := around(place, Kind.COMPOUND))})
    due = [compound for compound in compounds if _begins(house.policy.at(compound), now) == begins]
    try:
        told = await all_of(database, [partial(unit, compound=compound) for compound in due])
    except StorageTrouble:
        raise
    except BaseExceptionGroup:  # one that fails would fail again at every tick
        await database.do(over)
        raise
    await database.do(over)
    return told


async def tell(turn: Turn, compound: str, first: date) -> bool:
    """The desk of one compound; False where nothing came true."""
    month = await _month(turn, compound, first)
    if not month.wishes or not await rounds.once(turn.tx, TOLD, f"{month.key} {compound}", turn.now):
        return False
    groups = await people.groups_of(turn.tx, compound)
    desk = await desks.first(turn.tx, compound, turn.house.policy)
    for person in desk.people:
        speak = turn.speaks(person)
        button = Button(speak(N_("Pass it on to the groups")), f"poster {month.key} {short(compound)}")
        message = await _message(turn, compound, month, speak)
        await turn.tell(person, replace(message, buttons=rows([button] if groups else [])), Way.STAFF)
    return True


async def pass_on(turn: Turn, rest: str) -> None:
    """The button under the poster: the residents' groups see it as it is now, once."""
    key, _, which = rest.partition(" ")
    compound = next((p.path for p in (await turn.places()).of_kind(Kind.COMPOUND) if short(p.path) == which), None)
    check("notice.send", turn.me, Matter(place=compound) if compound else None)
    assert compound is not None
    month = await _month(turn, compound, _first(turn, key))
    groups = await people.groups_of(turn.tx, compound)
    if not groups or not month.wishes:
        raise NotYours
    if not await rounds.once(turn.tx, PASSED, f"{month.key} {compound}", turn.now):
        raise Refusal(say(N_("The groups have seen this poster already.")))
    for group in groups:
        await turn.post(group, await _message(turn, compound, month, turn.house.words(None)), Way.BROADCAST)
    await turn.say(turn.speak(N_("Passed on. Groups that see it: {count}.")).format(count=len(groups)), in_place=True)


async def set_back(tx: Tx, house: House, now: int) -> None:
    """The machine's clock was months ahead: those posters are still to come."""
    for name in (ROUND, TOLD, PASSED):
        await rounds.undo(tx, name, f"{first_of(day_of(now, house.zone), back=1):%Y-%m}~")


def _first(turn: Turn, key: str) -> date:
    """Of one of the last months, or it is no poster of ours."""
    today = day_of(turn.now, turn.house.zone)
    months = [first_of(today, back) for back in range(1, MONTHS_BACK + 1)]
    found = next((month for month in months if f"{month:%Y-%m}" == key), None)
    if found is None:
        raise NotYours
    return found


async def _month(turn: Turn, compound: str, first: date) -> Month:
    return await month_of(turn.tx, compound, first, turn.house.policy.at(compound).calendar.zone)


async def _message(turn: Turn, compound: str, month: Month, speak: Speak) -> Message:
    name = place_name(await turn.places(), compound)
    sentence = N_("💐 {place}, {month}: wishes that came true: {count}. Thank you to everybody who helped!")
    text = say(sentence, place=plain(name), month=month.name, count=month.wishes).said(speak)
    return Message(text, drawing=poster_of(month, name, speak))


def short(compound: str) -> str:
    """A path may be too long for a button."""
    return sha256(compound.encode()).hexdigest()[:16]
