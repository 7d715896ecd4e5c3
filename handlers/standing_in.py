"""A leave starts and ends: roles are lent and given back, and what was in hand goes to whoever stands in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dialogue.message import N_
from dialogue.say import plain, say
from domain.calendar import day_of
from domain.order import Order, State, Step
from domain.permit import may_be_given, teams_of
from domain.person import SYSTEM, Person
from domain.stand_in import may_stand_in, working
from handlers import changing, desks, extending, noting, showing, telling
from handlers.card import card_for
from handlers.days import day_of_year
from handlers.desks import Desk, matter_of
from handlers.duties import works
from handlers.names import titled
from handlers.noting import About
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import events, leaves, orders, people
from storage.database import Database, Tx
from storage.events import Happened
from storage.leaves import OVER, PLANNED, Due, Leave

AT_ONCE = 200
WELCOME = N_("Welcome back! What others have accepted meanwhile stays with them; from now on you are asked again.")
ON_LEAVE = N_("on leave")


async def tick(database: Database, house: House, now: int) -> int:
    """Start and end the leaves whose moment has come; returns how many."""
    due = await database.read(partial(leaves.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_of(database, [partial(unit, seen=seen) for seen in due])


async def look(turn: Turn, seen: Due) -> bool:
    leave = await leaves.by_id(turn.tx, seen.id)
    if leave is None or leave.state == OVER or (leave.on and leave.ends_at > turn.now):
        return False
    if leave.state == PLANNED and leave.ends_at > turn.now:
        return await start(turn, leave)
    back = await people.person(turn.tx, leave.person)
    if back and leave.on:
        await noting.word(turn, back, say(WELCOME))
    return await end(turn, leave)


async def start(turn: Turn, leave: Leave) -> bool:
    """From now on others are asked; the stand-in hears what is in hand."""
    gone, wanted = await people.person(turn.tx, leave.person), await _who_is_there(turn, leave)
    asked = await extending.waiting_for(turn, gone) if gone else []
    begun = await leaves.start(turn.tx, leave, wanted.id if wanted else None)
    if gone is None or begun is None:
        return False
    stand_in = await _lent(turn, begun, gone, wanted) if wanted else None
    if stand_in:
        until = day_of_year(day_of(leave.ends_at - 1, turn.house.zone))
        sentence = N_("🤝 You stand in for {name} until {day}. Thank you!")
        await noting.word(turn, stand_in, say(sentence, name=plain(gone.name), day=until))
    for order in await _in_hand(turn, gone):
        await _goes_over(turn, order, gone, stand_in)
    for team in teams_of(working(gone.roles)):
        if not await people.team(turn.tx, team):
            await _nobody_left(turn, gone, team)
    for order, before in asked:
        await extending.put_to_others(turn, order, before)
    return True


async def end(turn: Turn, leave: Leave) -> bool:
    """What nobody has accepted goes back with the roles; what somebody has accepted stays with them."""
    if not await leaves.end(turn.tx, leave):
        return False
    back = await people.person(turn.tx, leave.person)
    if not leave.on or back is None:
        return True
    stood_in = [leave.stand_in] if leave.stand_in else []
    for person_id in dict.fromkeys([*stood_in, *await leaves.settle(turn.tx, turn.now)]):
        person = await people.person(turn.tx, person_id)
        if person is None:
            continue
        for order in await _in_hand(turn, person):
            if order.state is State.DISPATCHED and await _was_lent(turn, order, person, back):
                await _goes_over(turn, order, person, back)
        sentence = N_("🤝 {name} is back. What you have accepted stays with you. Thank you for standing in!")
        await noting.word(turn, person, say(sentence, name=plain(back.name)))
    return True


async def _who_is_there(turn: Turn, leave: Leave) -> Person | None:
    """The one who was named, or whoever stands in for them where they are away themselves."""
    who, met = leave.stand_in, {leave.person}
    while who and who not in met:
        met.add(who)
        other = await leaves.of_person(turn.tx, who)
        if other is None or not other.on:
            return await people.person(turn.tx, who)
        who = other.stand_in
    return None


async def _lent(turn: Turn, leave: Leave, gone: Person, to: Person) -> Person | None:
    """The stand-in with what they hold meanwhile."""
    for held in working(gone.roles):
        if any(may_stand_in(colleague, held) for colleague in to.roles):
            await leaves.lend(turn.tx, id=turn.house.fresh(), to=to.id, held=held, leave=leave.id, now=turn.now)
    return await people.person(turn.tx, to.id)


async def _in_hand(turn: Turn, person: Person) -> list[Order]:
    return await orders.tasks_of(turn.tx, person.id, MOST)


MOST = 10_000  # orders that one person can have in hand


async def _goes_over(turn: Turn, order: Order, gone: Person, to: Person | None) -> None:
    """To the person, or back to the desk. A led matter, which nobody may pass on, is handed over here, too."""
    if to and may_be_given(matter_of(order), to) and any(works(held, order) for held in to.roles):
        # What the resident was promised by the one is promised by the other.
        order = await changing.change(turn, order, Step.HAND_OVER, assignee=to.id, planned_at=order.planned_at)
        await _lay_before(turn, [to], order, About.CARD)
        await _told(turn, order, N_("{name} looks after {number} from now on."), name=titled(to))
    elif order.led:
        await _led_by_the_desk(turn, order)
    else:
        await _back_to_the_desk(turn, order, gone)


async def _led_by_the_desk(turn: Turn, order: Order) -> None:
    """Nobody stands in: the first of the desk who accepts it leads from now on. Nobody accepts what they reported."""
    desk = await desks.of(turn.tx, order)
    if not any(person.id != order.author for person in desk.people):
        desk = await desks.above(turn.tx, order, turn.house.policy, but=order.author) or desk
    order = await changing.change(
        turn, order, Step.HAND_OVER, team=desks.team_of(desk.rung), rung=desk.rung, planned_at=order.planned_at
    )
    await _lay_before(turn, desk.people, order, About.CARD)
    await _told(turn, order, N_("The desk looks after {number} now and will find somebody for it."))


async def _back_to_the_desk(turn: Turn, order: Order, gone: Person) -> None:
    order = await changing.change(turn, order, Step.DECLINE, words=turn.house.words(None)(ON_LEAVE))
    desk = await desks.of(turn.tx, order)
    if not desk.people and (above := await desks.above(turn.tx, order, turn.house.policy)):
        await _up(turn, order, above)
        return
    sentence = N_("↩️ {name} is on leave: {number} is back at the desk.")
    here = [person for person in desk.people if person.id != order.author]
    await telling.noted(turn, here, order, About.BACK, sentence, see=True, name=titled(gone))
    await _told(turn, order, N_("The desk looks after {number} now and will find somebody for it."))


async def _up(turn: Turn, order: Order, above: Desk) -> None:
    """Nobody sits at its desk: it does not wait there until it is late."""
    order = await changing.change(turn, order, Step.RAISE, rung=above.rung)
    await _lay_before(turn, above.people, order, About.RAISED)
    await _told(turn, order, N_("{number} went one level up; somebody there looks after it now."))


async def _nobody_left(turn: Turn, gone: Person, team: str) -> None:
    """The last one of a team or a desk is away: what it was asked goes back, what waits at the desk goes up."""
    for order in await orders.offered_to_team(turn.tx, team, MOST):
        await _back_to_the_desk(turn, order, gone)
    rung = team.partition("@")[2]
    if team != desks.team_of(rung):
        return
    for order in await orders.waiting_at(turn.tx, rung, MOST):
        if above := await desks.above(turn.tx, order, turn.house.policy):
            await _up(turn, order, above)


async def _lay_before(turn: Turn, persons: Sequence[Person], order: Order, why: About) -> None:
    """Its card, together with whatever else comes to them."""
    for person in persons:
        if person.id != order.author:
            card = replace(await card_for(turn, order, person), fresh=True)
            await noting.note(turn, person, order, why, card)


async def _told(turn: Turn, order: Order, sentence: str, **values: object) -> None:
    """The resident reads who looks after it; every card of it is true again."""
    await showing.refresh(turn, order)
    if order.part_of is None:
        await telling.author(turn, order, sentence, **values)


async def _was_lent(turn: Turn, order: Order, person: Person, back: Person) -> bool:
    """Whether it came from the one who is back, or is none of theirs without the lent role."""
    if not any(works(held, order) for held in person.roles):
        return True
    return back.id in handed_on(await events.of_order(turn.tx, order.id))


def handed_on(happened: Sequence[Happened]) -> list[str]:
    """Who had an order before it was handed over to whoever has it, the first of them first."""
    had: list[str] = []
    holder: str | None = None
    for event in (one.event for one in happened if one.event):
        if event.step is Step.HAND_OVER:
            had += [holder] if holder else []
        elif event.step in (Step.DISPATCH, Step.ACCEPT, Step.KEEP, Step.PICK_UP):
            had = []
        if event.step in (Step.ACCEPT, Step.KEEP, Step.PICK_UP):
            holder = event.by
        elif event.step in (Step.DISPATCH, Step.HAND_OVER):
            holder = event.sets.get("assignee")
    return had
