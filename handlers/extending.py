"""More time: the worker asks until when and why, and somebody else at the desk says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Choice, Text
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain.calendar import day_of
from domain.order import Order, Step
from domain.permit import NotYours, may
from domain.person import Person
from domain.place import covers
from handlers import changing, desks, kept_apart, showing, telling
from handlers.look import Look
from handlers.names import day_name, titled
from handlers.timeline import local
from handlers.turn import Refusal, Turn
from handlers.until import days_ahead, end_of_work, options
from handlers.verbs import ANSWERS, buttons
from storage import events, orders, people
from storage.events import Happened

AHEAD = (1, 2, 3, 5, 7, 14, 21, 30)  # days from the promised one, or from today

NOTHING_ASKED = N_("Nobody asks for more time for {number} any more.")


@dataclass(frozen=True, slots=True)
class WantTime:
    """day: YYYY-MM-DD."""

    number: str
    day: str
    why: str


@dataclass(frozen=True, slots=True)
class Deny:
    number: str
    why: str


async def until_when(ask: Ask, look: Look, number: str) -> WantTime:
    order = await look.order(number)
    if order is None:
        raise NotYours
    zone = look.policy.at(order.place).calendar.zone
    promised = day_of(max(order.planned_at or 0, look.now), zone) - day_of(look.now, zone)
    among = options(days_ahead(look.now, zone, [promised.days + n for n in AHEAD]), look.now, zone)
    day = await ask("until", Choice(say(N_("Until when do you need for {number}?"), number=number), among))
    prompt = N_("Why does {number} take longer? The desk reads it, and the resident, too, if there is more time.")
    if order.part_of:
        prompt = N_("Why does {number} take longer? The desk reads it.")
    return WantTime(number, day, await ask("why", Text(say(prompt, number=number), limit=300)))


async def want_time(turn: Turn, command: WantTime) -> None:
    """The clock goes on meanwhile as if nothing had been asked."""
    order = await changing.load(turn, command.number, "order.extend_request")
    until = end_of_work(command.day, turn.house.policy.at(order.place).calendar.zone)
    order = await changing.change(turn, order, Step.WANT_TIME, words=command.why, wanted_until=until)
    asked = await deciding(turn, order)
    if not asked:
        raise Refusal(say(N_("There is nobody at the desk yet who could give you more time.")))
    await showing.refresh(turn, order)
    why = await kept_apart.told(turn, order, command.why)
    for person in asked:
        await _put_to(turn, person, order, turn.me, why)
    await turn.say(turn.speak(N_("Asked. You will hear from the desk; until then the date stays as it is.")))


async def _put_to(turn: Turn, person: Person, order: Order, by: Person, why: str) -> None:
    answers = buttons(ANSWERS, order, person, turn.speaks(person), turn.now)
    sentence = N_("🙏 {name} asks for more time for {number}, until {day}: {why}")
    values = {"name": titled(by), "day": _day(turn, order.wanted_until or turn.now), "why": why}
    await telling.news(turn, person, order, sentence, *answers, see=True, **values)


async def waiting_for(turn: Turn, person: Person) -> list[tuple[Order, list[Person]]]:
    """The requests that this person is to answer, and everybody else who is."""
    places = dict.fromkeys(held.place for held in person.roles if desks.held_at(person, held.place))
    found = {order.id: order for place in places for order in await orders.wishing(turn.tx, place)}
    asked = [(order, await deciding(turn, order)) for order in found.values()]
    return [(order, persons) for order, persons in asked if person.id in {one.id for one in persons}]


async def put_to_others(turn: Turn, order: Order, before: Sequence[Person]) -> None:
    """Somebody who was asked is away: those who decide now hear of it, too. before: who was asked until now."""
    request = await _open_request(turn, order)
    by = await people.person(turn.tx, order.wanted_by) if order.wanted_by else None
    for person in await deciding(turn, order):
        if request and by and person.id not in {one.id for one in before}:
            await _put_to(turn, person, order, by, request.words)


async def deciding(turn: Turn, order: Order) -> list[Person]:
    """Who may say yes or no, at the nearest desk where anybody may: its own, else below it, else above."""
    matter, rungs = desks.matter_of(order), turn.house.policy.climb(order.place)
    below = [rung for rung in reversed(rungs) if covers(order.rung, rung)]
    for rung in dict.fromkeys([order.rung, *below, *rungs]):
        able = [p for p in (await desks.at(turn.tx, rung)).people if may("order.extend_approve", p, matter)]
        if able:
            return [person for person in able if person.id != order.resident] or able
    return []


async def grant(turn: Turn, number: str, seen: int) -> None:
    """The day that was asked for is the promised one from now on; the resident reads both, and why."""
    order = await changing.load(turn, number, "order.extend_approve")
    asked = await _open_request(turn, order)
    if asked is None or order.wanted_until is None or seen < (asked.version or 0):
        raise Refusal(say(NOTHING_ASKED, number=number))
    if order.wanted_until <= turn.now:
        raise Refusal(say(N_("The day that was asked for is over. Please let them ask again.")))
    before, waiting = order.planned_at, await _asking(turn, order)
    order = await changing.change(turn, order, Step.GRANT, words=asked.words, planned_at=order.wanted_until)
    await showing.refresh(turn, order)
    day = _day(turn, order.planned_at or turn.now)
    for person in waiting:
        await telling.news(turn, person, order, N_("👍 There is more time for {number}: until {day}."), day=day)
    await _tell_resident(turn, order, before, day, asked.words)
    done = N_("Granted. Whoever asked knows.") if order.part_of else N_("Granted. The worker and the resident know.")
    turn.toast = turn.speak(done)


async def _tell_resident(turn: Turn, order: Order, before: int | None, day: Say, why: str) -> None:
    if before is None:
        await telling.author(turn, order, N_("📅 {number} needs more time, until {day}: {why}"), day=day, why=why)
        return
    sentence = N_("📅 {number} needs more time. It was promised for {before}, now it is {day}: {why}")
    await telling.author(turn, order, sentence, before=_day(turn, before), day=day, why=why)


async def why_deny(ask: Ask, look: Look, number: str) -> Deny:
    order = await look.order(number)
    if order is None:
        raise NotYours
    if order.wanted_until is None:
        raise Refusal(say(NOTHING_ASKED, number=number))
    prompt = say(N_("Why is there no more time for {number}? Only whoever asked will read it."), number=number)
    return Deny(number, await ask("why", Text(prompt, limit=300)))


async def deny(turn: Turn, command: Deny) -> None:
    """The promise stays as it is; the reason is for those who work on it."""
    order = await changing.load(turn, command.number, "order.extend_approve")
    waiting = await _asking(turn, order)
    order = await changing.change(turn, order, Step.DENY, words=command.why)
    await showing.refresh(turn, order)
    for person in waiting:
        sentence = N_("There is no more time for {number}: {why}")
        await telling.news(turn, person, order, sentence, see=True, why=command.why)
    await turn.say(turn.speak(N_("Passed on. The date stays as it is.")))


async def _open_request(turn: Turn, order: Order) -> Happened | None:
    """The last one: a new one takes the place of the one before."""
    if order.wanted_until is None:
        return None
    found = await events.of_order(turn.tx, order.id)
    return next((one for one in reversed(found) if one.event and one.event.step is Step.WANT_TIME), None)


async def _asking(turn: Turn, order: Order) -> list[Person]:
    """Who asked, and who has it in hand; mostly the same."""
    asked = await people.person(turn.tx, order.wanted_by) if order.wanted_by else None
    persons = {person.id: person for person in [*await telling.of_party(turn, order), *([asked] if asked else [])]}
    return [person for person in persons.values() if person.id != turn.me.id]


def _day(turn: Turn, moment: int) -> Say:
    return day_name(local(moment, turn.house.zone))
