"""A role ends, whoever ended it: it counts from the next tap, and what was in hand is at the desk at once."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from dialogue.message import N_
from dialogue.say import plain, say
from domain.order import Order
from domain.permit import teams_of
from domain.person import SYSTEM, Held, Person, Role
from domain.stand_in import working
from handlers import extending, handing_back, partner_orders, volunteer_confirming, wish_letting_go
from handlers.duties import works
from handlers.look import place_name
from handlers.names import POSITIONS
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import leaves, orders, partners, people, roster, staff, volunteers
from storage.database import Database, Tx
from storage.roster import Settled
from storage.staff import Own

AT_ONCE = 200
BEGAN = N_("📋 The office has put you down as {role} for {place}, too. Write /help to see what you can do.")
OTHER_TEAM = N_("📋 The office has put you into another team. You are still {role} for {place}.")
ENDED = N_(
    "📋 You are {role} for {place} no longer, as the office has it. What you had in hand is at the desk. Thank you!"
)


async def ended(turn: Turn, own: Own) -> bool:
    """False where somebody was faster. Volunteers and keepers of shops go as they always do."""
    before = await people.person(turn.tx, own.person)
    if before is None:
        return False
    asked = await extending.waiting_for(turn, before)
    if not await staff.end_role(turn.tx, own, turn.me.id, turn.now):
        return False
    if own.held.role is Role.VOLUNTEER:
        await _no_volunteer(turn, own.person)
    if own.held.role is Role.PARTNER:
        partner = await partners.get(turn.tx, own.held.team or "")
        if partner:
            await partner_orders.give_back(turn, partner, own.person)
    lent = await staff.end_lent(turn.tx, own.person, own.held.role, turn.now)
    await gone(turn, before, [own.held, *lent])
    for order, others in asked:
        await extending.put_to_others(turn, order, others)
    return True


async def tick(database: Database, house: House, now: int) -> int:
    """The office has changed its list: whoever it is about reads it, and what they had in hand goes back."""
    found = await database.read(partial(roster.with_news, limit=AT_ONCE))

    async def unit(tx: Tx, person_id: str) -> bool:
        return await _told(Turn(tx, house, SYSTEM, now), person_id)

    return await all_of(database, [partial(unit, person_id=person_id) for person_id in found])


async def _told(turn: Turn, person_id: str) -> bool:
    news, person = await roster.take_news(turn.tx, person_id), await people.person(turn.tx, person_id)
    if person is None or not (news.began or news.ended):
        return False
    if any(held.role is Role.VOLUNTEER for held in news.ended):
        await _no_volunteer(turn, person_id)
    if news.ended:
        lent = [held for one in news.ended for held in await staff.end_lent(turn.tx, person_id, one.role, turn.now)]
        await gone(turn, replace(person, roles=(*person.roles, *news.ended)), [*news.ended, *lent])
    for sentence, role, at in _news(news):
        place = plain(place_name(await turn.places(), at))
        await partner_orders.tell(turn, person, say(sentence, role=say(POSITIONS[role]), place=place))
    return True


def _news(news: Settled) -> Iterator[tuple[str, Role, str]]:
    """What is said of each; whoever changes the team only is still what they were."""
    began, ended = ({(held.role, held.place): None for held in changed} for changed in (news.began, news.ended))
    for role, place in began:
        yield OTHER_TEAM if (role, place) in ended else BEGAN, role, place
    for role, place in ended:
        if (role, place) not in began:
            yield ENDED, role, place


async def _no_volunteer(turn: Turn, person: str) -> None:
    """What they said about skills and times is kept no longer than the role."""
    known, others = await volunteers.get(turn.tx, person), await staff.own_roles(turn.tx, person)
    if known and not any(own.held.role is Role.VOLUNTEER for own in others):
        await volunteers.forget(turn.tx, person)
        await volunteer_confirming.gone(turn, known)


async def gone(turn: Turn, before: Person, roles: list[Held]) -> None:
    """These roles of theirs have just ended. before: as they were until then."""
    clock = replace(turn, me=SYSTEM, incoming=None)
    now = await people.person(turn.tx, before.id) or replace(before, roles=())
    for order in await handing_back.in_hand(clock, before):
        if not _still_theirs(now, order):
            await handing_back.goes_over(clock, order, before, None, handing_back.LEFT)
    for team in teams_of(roles):
        if not await people.team(turn.tx, team):
            await handing_back.nobody_left(clock, before, team, handing_back.LEFT)
    await wish_letting_go.let_go_of(clock, before.id)
    await _lent_on(clock)
    await leaves.nobody_stands_in(clock.tx, before.id)
    await _leave_over(clock, now)


def _still_theirs(now: Person, order: Order) -> bool:
    return any(works(held, order) for held in now.roles)


async def _lent_on(clock: Turn) -> None:
    """Whoever stood in with what has ended stands in with it no longer."""
    for person_id in await leaves.settle(clock.tx, clock.now):
        person = await people.person(clock.tx, person_id)
        for order in await orders.tasks_of(clock.tx, person_id) if person else []:
            if person and not _still_theirs(person, order):
                await handing_back.goes_over(clock, order, person, None, handing_back.LEFT)


async def _leave_over(clock: Turn, now: Person) -> None:
    """Who works here no longer has no leave either."""
    leave = await leaves.of_person(clock.tx, now.id)
    if leave and not working(now.roles):
        await leaves.end(clock.tx, leave)
