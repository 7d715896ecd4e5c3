"""Crediting help: from a deed in which the other side confirmed it, once, within what can have been."""

from dataclasses import dataclass
from datetime import timedelta

from dialogue.message import N_
from dialogue.say import Say
from domain.calendar import day_of
from domain.order import Closing, Order
from domain.permit import Matter, NotYours, check, in_area
from domain.person import SYSTEM, Person, Role
from domain.place import Kind, around
from domain.points import MINUTE, Before, Earned, earned, impossible
from handlers import desks, telling
from handlers.credit_words import amount, duration, number_of, why_less
from handlers.turn import Turn
from storage import helped, ledger, orders, people
from storage.helped import Done
from storage.ledger import ISSUED, MINUTES, POINTS


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody helped, and the other side has just confirmed it.

    why: wish, order or activity. ref: of this help, with the number: wish:7K3MQ2:1. served: whose side confirmed, a
    person's id, the organiser's, too. place: where; the helper's own compound where that is not said.
    """

    why: str
    ref: str
    helper: Person
    served: str | None
    began: int
    ended: int
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Credited:
    """again: it was credited before, and nothing was added now."""

    minutes: int
    points: int
    why_less: Say | None = None
    again: bool = False


async def credit(turn: Turn, service: Service) -> Credited:
    """Once by (why, ref, helper): asked again, it says what was credited then."""
    if service.helper.id == service.served:
        raise NotYours
    place = _compound(service)
    check("points.grant", SYSTEM, Matter(place=place))
    await turn.tx.lock(ledger.LOCK)
    known = await helped.get(turn.tx, service.why, service.ref, service.helper.id)
    if known:
        return Credited(known.minutes, known.points, again=True)
    credits, day = turn.house.policy.points, _day(turn, service)
    before = await _before(turn, service, day)
    found = earned(service.why, service.began, service.ended, turn.now, before, credits)
    await helped.add(turn.tx, _done(turn, service, place, day, found))
    await _post(turn, service, MINUTES, found.minutes)
    await _post(turn, service, POINTS, found.points)
    return Credited(found.minutes, found.points, why_less(found.less, credits))


def _compound(service: Service) -> str:
    helper = service.helper
    held = sorted(helper.roles, key=lambda one: one.role is not Role.VOLUNTEER)
    place = service.place or next((one.place for one in held if one.place), helper.home or "")
    return around(place, Kind.COMPOUND) or place


def _day(turn: Turn, service: Service) -> str:
    """On which it began; of hours that cannot have been, today."""
    wrong = impossible(service.began, service.ended, turn.now, turn.house.policy.points)
    return day_of(turn.now if wrong else service.began, turn.house.zone).isoformat()


async def _before(turn: Turn, service: Service, day: str) -> Before:
    helper, zone = service.helper.id, turn.house.zone
    if impossible(service.began, service.ended, turn.now, turn.house.policy.points):
        return Before()
    since = day_of(service.began, zone) - timedelta(days=2)  # nobody is credited with more than that in one go
    taken = await helped.taken(turn.tx, helper, service.began, service.ended, since.isoformat())
    pair = await helped.in_month(turn.tx, helper, service.served, day[:7]) if service.served else (0, 0)
    return Before(taken, await helped.on_day(turn.tx, helper, day), pair)


def _done(turn: Turn, service: Service, place: str, day: str, found: Earned) -> Done:
    return Done(
        ref=service.ref,
        why=service.why,
        helper=service.helper.id,
        number=number_of(service.ref),
        served=service.served,
        place=place,
        day=day,
        began=service.began,
        ended=service.ended,
        minutes=found.minutes,
        points=found.points,
        at=turn.now,
    )


async def _post(turn: Turn, service: Service, unit: str, count: int) -> None:
    if count:
        await ledger.move(
            turn.tx,
            id=turn.house.fresh(),
            unit=unit,
            source=ISSUED,
            target=ledger.of_person(service.helper.id),
            amount=count,
            why=service.why,
            ref=service.ref,
            by=SYSTEM.id,
            now=turn.now,
        )


async def for_order(turn: Turn, order: Order) -> None:
    """Its author has just said that it is fixed: the volunteers who did it, alone or with others, are credited."""
    parts = [part for part in await orders.parts(turn.tx, order.id) if part.closing is Closing.FIXED]
    for done in [order, *parts]:
        helper = await _volunteer(turn, done)
        if helper is None or helper.id == order.author or done.accepted_at is None or done.finished_at is None:
            continue
        began = max(done.accepted_at, done.finished_at - turn.house.policy.points.order * MINUTE)
        service = Service("order", f"order:{done.number}", helper, order.author, began, done.finished_at, order.place)
        await _tell(turn, done, helper, await credit(turn, service))


# Whoever works at a place is paid for what they do there.
PAID = (Role.GRID, Role.COMMUNITY, Role.STREET, Role.CITY, Role.PROPERTY)


async def _volunteer(turn: Turn, order: Order) -> Person | None:
    """Whoever did it, if they did it as a volunteer of this place."""
    as_volunteers = order.team is None or order.team.startswith(f"{Role.VOLUNTEER}@")
    helper = await people.person(turn.tx, order.assignee) if order.assignee and as_volunteers else None
    matter = desks.matter_of(order)
    held = {one.role for one in helper.roles if in_area(one, matter)} if helper else set()
    return helper if Role.VOLUNTEER in held and not held.intersection(PAID) else None


async def _tell(turn: Turn, order: Order, helper: Person, credited: Credited) -> None:
    if credited.minutes and not credited.again:
        sentence = N_("💛 {number}: {time} and {points} are credited to you. Thank you for helping! See /points")
        points = amount(POINTS, credited.points)
        await telling.news(turn, helper, order, sentence, time=duration(credited.minutes), points=points)
    if credited.why_less:
        await telling.news(turn, helper, order, N_("{number}: {why}"), why=credited.why_less)
