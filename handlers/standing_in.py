"""A leave starts and ends: roles are lent and given back, and what was in hand goes to whoever stands in."""

from collections.abc import Sequence
from functools import partial

from dialogue.message import N_
from dialogue.say import plain, say
from domain.calendar import day_of
from domain.order import Order, State, Step
from domain.permit import teams_of
from domain.person import SYSTEM, Person, Role
from domain.stand_in import may_stand_in, working
from handlers import extending, handing_back, noting
from handlers.days import day_of_year
from handlers.duties import works
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import events, leaves, people, roster
from storage.database import Database, Tx
from storage.events import Happened
from storage.leaves import OVER, PLANNED, Due, Leave

AT_ONCE = 200
WELCOME = N_("Welcome back! What others have accepted meanwhile stays with them; from now on you are asked again.")


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
    gone = await people.person(turn.tx, leave.person)
    wanted = await _who_is_there(turn, leave, gone)
    asked = await extending.waiting_for(turn, gone) if gone else []
    begun = await leaves.start(turn.tx, leave, wanted.id if wanted else None)
    if gone is None or begun is None:
        return False
    stand_in = await _lent(turn, begun, gone, wanted) if wanted else None
    if stand_in:
        await _asked_to(turn, stand_in, gone, leave)
    for order in await handing_back.in_hand(turn, gone):
        await handing_back.goes_over(turn, order, gone, stand_in)
    for team in teams_of(working(gone.roles)):
        if not await people.team(turn.tx, team):
            await handing_back.nobody_left(turn, gone, team)
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
        for order in await handing_back.in_hand(turn, person):
            if order.state is State.DISPATCHED and await _was_lent(turn, order, person, back):
                await handing_back.goes_over(turn, order, person, back)
        sentence = N_("🤝 {name} is back. What you have accepted stays with you. Thank you for standing in!")
        await noting.word(turn, person, say(sentence, name=plain(back.name)))
    return True


async def step_in(turn: Turn, leave: Leave, to: Person) -> bool:
    """Somebody is found for a leave that is under way and had nobody; False where somebody was faster."""
    gone = await people.person(turn.tx, leave.person)
    if gone is None or not await leaves.name(turn.tx, leave, to.id):
        return False
    stand_in = await _lent(turn, leave, gone, to)
    if stand_in:
        await _asked_to(turn, stand_in, gone, leave)
    return True


async def _asked_to(turn: Turn, stand_in: Person, gone: Person, leave: Leave) -> None:
    until = day_of_year(day_of(leave.ends_at - 1, turn.house.zone))
    sentence = N_("🤝 You stand in for {name} until {day}. Thank you!")
    await noting.word(turn, stand_in, say(sentence, name=plain(gone.name), day=until))


async def _who_is_there(turn: Turn, leave: Leave, gone: Person | None) -> Person | None:
    """The one who was named, or the grid's own; or whoever stands in for them where they are away themselves."""
    named = leave.stand_in or (await of_the_grid(turn, gone) if gone else None)
    who, met = named, {leave.person}
    while who and who not in met:
        met.add(who)
        other = await leaves.of_person(turn.tx, who)
        if other is None or not other.on:
            return await people.person(turn.tx, who)
        who = other.stand_in
    return None


async def of_the_grid(turn: Turn, gone: Person) -> str | None:
    """Whom the office has down for their grid, where they have joined and may take it over."""
    for held in gone.roles:
        found = await roster.stand_in_of(turn.tx, held.place) if held.role is Role.GRID else None
        person = await people.person(turn.tx, found) if found and found != gone.id else None
        if person and any(may_stand_in(colleague, held) for colleague in person.roles):
            return person.id
    return None


async def _lent(turn: Turn, leave: Leave, gone: Person, to: Person) -> Person | None:
    """The stand-in with what they hold meanwhile."""
    for held in working(gone.roles):
        if any(may_stand_in(colleague, held) for colleague in to.roles):
            await leaves.lend(turn.tx, id=turn.house.fresh(), to=to.id, held=held, leave=leave.id, now=turn.now)
    return await people.person(turn.tx, to.id)


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
