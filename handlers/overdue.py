"""What the clock does about orders that are due: remind, nag, tell the rung above, raise, ask again, let it lapse."""

from functools import partial

from dialogue.message import N_
from domain import clock
from domain.ladder import Nag
from domain.order import OWES, Closing, Order, Owes, State, Step
from domain.person import SYSTEM, Person
from handlers import aftercare, changing, committee, desks, hands, noting, showing, telling
from handlers.noting import About
from handlers.ticking import all_due
from handlers.turn import House, Turn
from handlers.verbs import ASKED, buttons
from storage import clock as deadlines
from storage import orders, people
from storage.clock import Due
from storage.database import Database, Tx

AT_ONCE = 1000


async def tick(database: Database, house: House, now: int) -> int:
    """Look at everything that is due; returns how many orders were looked at.

    All of it, also after an outage: what is told about it is told together.
    """

    async def unit(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_due(database, partial(deadlines.due, now=now, limit=AT_ONCE), unit, AT_ONCE)


async def look(turn: Turn, seen: Due) -> bool:
    """One order, one stage of one deadline: the row decides which replica does it, and the key that it is done once."""
    order = await orders.by_id(turn.tx, seen.id)
    if order is None or (order.due_at, order.stage) != (seen.due_at, seen.stage):
        return False
    nag, moved = clock.look(order, turn.house.policy, turn.now)
    if nag is Nag.RESUME:
        await _resume(turn, order)
        return True
    if not await deadlines.move(turn.tx, seen, moved):
        return False
    if nag is None:
        return True
    assert moved.deadline is not None
    if not await deadlines.nagged(turn.tx, order.id, moved.deadline, moved.stage - 1, nag, turn.now):
        return False
    if nag in CLIMBS and await _nobody_there(turn, order):
        nag = Nag.RAISE
    await NAGS[nag](turn, moved)
    return True


async def _nobody_there(turn: Turn, order: Order) -> bool:
    """A desk where nobody sits any more: the order goes up at once."""
    return order.state is State.PLACED and not (await desks.of(turn.tx, order)).people


async def _remind(turn: Turn, order: Order) -> None:
    """Before it is due."""
    if await telling.asked_many(turn, order):
        return
    if OWES[order.state] is Owes.DISPATCHER:
        sentence = N_("⏰ {number} will be due soon: it waits to be handed out.")
    elif order.part_of:
        sentence = N_("⏰ {number} will be due soon. A word to whoever leads helps, too.")
    else:
        sentence = N_("⏰ {number} will be due soon. A word to the resident helps, too.")
    await telling.noted(turn, await _owing(turn, order), order, About.OWED, sentence, see=True)


async def _nag(turn: Turn, order: Order) -> None:
    """From now on the resident may raise it; their card has the button."""
    author = await people.person(turn.tx, order.author)
    if author:
        await showing.refresh_for(turn, author, order)
    if await telling.asked_many(turn, order):
        await _nobody_yet(turn, order)
        return
    if OWES[order.state] is Owes.DISPATCHER:
        sentence = N_("⏰ {number} is still waiting to be handed out.")
    elif order.part_of:
        sentence = N_("⏰ {number} is waiting for you. A word to whoever leads helps, too.")
    else:
        sentence = N_("⏰ {number} is waiting for you. A word to the resident helps, too.")
    await telling.noted(turn, await _owing(turn, order), order, About.OWED, sentence, see=True)


async def _nobody_yet(turn: Turn, order: Order) -> None:
    """Hundreds were asked once; that none of them has it is for the desk to hear."""
    sentence = N_("⏰ Nobody of {name} has taken {number} yet; please have a look.")
    name = await hands.team_name(turn, order.team or "")
    await telling.noted(turn, (await desks.of(turn.tx, order)).people, order, About.TOLD, sentence, see=True, name=name)


async def _tell(turn: Turn, order: Order) -> None:
    """Them, and the rung above: of a worker that is the desk, of a desk the next one that has anybody."""
    await _nag(turn, order)
    if await telling.asked_many(turn, order):
        return
    sentence = N_("⏰ Nothing has moved on {number} yet; please have a look.")
    owing = {person.id for person in await _owing(turn, order)}
    above = [person for person in await _above(turn, order) if person.id not in owing | {order.resident}]
    await telling.noted(turn, above, order, About.TOLD, sentence, see=True)


async def _owing(turn: Turn, order: Order) -> list[Person]:
    if OWES[order.state] is Owes.DISPATCHER:
        return (await desks.of(turn.tx, order)).people
    return await telling.of_party(turn, order)


async def _above(turn: Turn, order: Order) -> list[Person]:
    if OWES[order.state] is not Owes.DISPATCHER:
        return (await desks.of(turn.tx, order)).people
    desk = await desks.above(turn.tx, order, turn.house.policy)
    return desk.people if desk else []


async def _raise(turn: Turn, order: Order) -> None:
    """It waits at the rung above, and the lower one keeps seeing it; at the top whoever owes it is nagged again."""
    above = await desks.above(turn.tx, order, turn.house.policy)
    if above is None:
        await _tell(turn, order)
        return
    before = (await desks.of(turn.tx, order)).people + await telling.of_party(turn, order)
    order = await changing.change(turn, order, Step.LIFT if order.stays else Step.RAISE, rung=above.rung)
    await went_up(turn, order, above, before)


async def went_up(turn: Turn, order: Order, above: desks.Desk, before: list[Person]) -> None:
    """Everybody hears of it: the desk above, who had it before, and the resident."""
    await showing.refresh(turn, order)
    here = [person for person in above.people if person.id != order.resident]
    why = About.TOLD if order.state is State.ACCEPTED else About.RAISED
    if order.urgent:
        for person in here:
            await noting.nag(turn, person, order, why, await showing.newly(turn, person, order))
    else:
        await telling.noted(turn, here, order, why, N_("⬆️ {number} waited too long and has come up to you."), see=True)
    known = {person.id for person in here} | {order.author, turn.me.id}
    told = {person.id: person for person in before if person.id not in known}
    gone = N_("{number} waited too long and went one level up.")
    await telling.noted(turn, list(told.values()), order, About.NEWS, gone)
    author = await people.person(turn.tx, order.author)
    if author and author.id != turn.me.id and author not in here:
        sentence = N_("{number} waited too long; it was raised one level and stays in sight.")
        await telling.noted(turn, [author], order, About.NEWS, sentence)


async def _resume(turn: Turn, order: Order) -> None:
    """A pause is over: the clock goes on where it stood."""
    order = await changing.change(turn, order, Step.RESUME)
    await showing.refresh(turn, order)
    sentence = N_("▶️ The pause of {number} is over; it goes on now.")
    await telling.noted(turn, await telling.of_party(turn, order), order, About.OWED, sentence, see=True)


async def _ask(turn: Turn, order: Order) -> None:
    author = await people.person(turn.tx, order.author)
    if author:
        ask = buttons(ASKED, order, author, turn.speaks(author), turn.now)
        sentence = N_("Is {number} fixed? One tap is enough.")
        if order.proxy:
            sentence = N_("Please ask for whom you reported {number}: is it fixed?")
        await telling.noted(turn, [author], order, About.ASKED, sentence, *ask)


async def _lapse(turn: Turn, order: Order) -> None:
    """Silence is not satisfaction: closed as unreviewed, and counted as that."""
    order = await changing.change(turn, order, Step.LAPSE, closing=str(Closing.UNREVIEWED))
    await showing.refresh(turn, order)
    author = await people.person(turn.tx, order.author)
    sentence = N_("{number} is closed without your word. If it is not fixed, tell me within 7 days.")
    await telling.noted(turn, [author] if author else [], order, About.NEWS, sentence)
    await telling.followers(turn, order, N_("{number}, handled together as {into}, is done, say those who did it."))
    await committee.ask_to_sign(turn, order)


CLIMBS = frozenset({Nag.REMIND, Nag.NAG, Nag.TELL})
NAGS = {
    Nag.REMIND: _remind,
    Nag.NAG: _nag,
    Nag.TELL: _tell,
    Nag.RAISE: _raise,
    Nag.ASK: _ask,
    Nag.LAPSE: _lapse,
    Nag.FOLLOW_UP: aftercare.ask_again,
    Nag.LET_GO: aftercare.let_go,
}
