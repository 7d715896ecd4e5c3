"""What the clock does when a deadline has passed: remind, tell the desk, raise a level, ask again, let it lapse."""

from functools import partial

from dialogue.message import N_
from domain import clock
from domain.clock import Nag
from domain.order import OWES, Closing, Order, Owes, Step
from domain.person import SYSTEM
from handlers import changing, desks, report, showing, telling
from handlers.ticking import one_by_one
from handlers.turn import House, Turn
from handlers.verbs import MINE, buttons
from storage import clock as deadlines
from storage import orders, people
from storage.database import Database, Tx

AT_ONCE = 200


async def tick(database: Database, house: House, now: int) -> int:
    """Look at everything that is due; returns how many orders were nagged about or raised."""
    due = await database.read(partial(deadlines.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, order_id: str, due_at: int, stage: int) -> bool:
        return await nag(Turn(tx, house, SYSTEM, now), order_id, due_at, stage)

    return await one_by_one(
        database, [partial(unit, order_id=id, due_at=due_at, stage=stage) for id, due_at, stage in due]
    )


async def nag(turn: Turn, order_id: str, due_at: int, stage: int) -> bool:
    """One order, one stage. The row decides which replica does it."""
    order = await orders.by_id(turn.tx, order_id)
    if order is None:
        return False
    next_due = clock.due(order, turn.house.policy, turn.now)
    if not await deadlines.move(turn.tx, order_id, due_at, next_due, stage + 1):
        return False
    await NAGS[clock.nag(order, stage)](turn, order)
    return True


async def _remind(turn: Turn, order: Order) -> None:
    if OWES[order.state] is Owes.DISPATCHER:
        await telling.desk(turn, order, N_("⏰ {number} is still waiting to be handed out."), own=True, see=True)
    else:
        sentence = N_("⏰ {number} is waiting for you. A word to the resident helps, too.")
        await telling.party(turn, order, sentence, see=True)


async def _tell(turn: Turn, order: Order) -> None:
    await _remind(turn, order)
    if OWES[order.state] is not Owes.DISPATCHER:
        await telling.desk(turn, order, N_("⏰ Nothing has moved on {number} yet; please have a look."), see=True)


async def _raise(turn: Turn, order: Order) -> None:
    """One level up; at the top the desk is reminded again."""
    above = await desks.above(turn.tx, order)
    if above is None:
        await _tell(turn, order)
        return
    before = (await desks.at(turn.tx, order.rung)).people + await telling.of_party(turn, order)
    order = await changing.change(turn, order, Step.RAISE, rung=above.rung)
    await showing.refresh(turn, order, but=[p.chat for p in above.people if p.chat])
    await report.lay_on_desk(turn, order, above)
    for person in before:
        await telling.news(turn, person, order, N_("{number} waited too long and went one level up."))
    await telling.author(turn, order, N_("{number} waited too long; it was raised one level and stays in sight."))


async def _ask(turn: Turn, order: Order) -> None:
    author = await people.person(turn.tx, order.author)
    if author:
        ask = buttons(MINE[:2], order, author, turn.speaks(author), turn.now)
        await telling.author(turn, order, N_("Is {number} fixed? One tap is enough."), *ask)


async def _lapse(turn: Turn, order: Order) -> None:
    """Silence is not satisfaction: closed as unreviewed, and counted as that."""
    order = await changing.change(turn, order, Step.LAPSE, closing=str(Closing.UNREVIEWED))
    await showing.refresh(turn, order)
    await telling.author(
        turn, order, N_("{number} is closed without your word. If it is not fixed, tell me within 7 days.")
    )
    await telling.followers(turn, order, N_("{number}, handled together as {into}, is done, say those who did it."))


NAGS = {Nag.REMIND: _remind, Nag.TELL: _tell, Nag.RAISE: _raise, Nag.ASK: _ask, Nag.LAPSE: _lapse}
