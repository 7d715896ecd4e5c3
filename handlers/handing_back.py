"""What somebody had in hand, who is away or does it no more: over to whoever takes their place, or back to the desk."""

from collections.abc import Sequence
from typing import NamedTuple

from dialogue.message import N_
from domain.order import Order, Step
from domain.permit import may_be_given
from domain.person import Person
from handlers import changing, desks, noting, showing, telling
from handlers.desks import Desk, matter_of
from handlers.duties import works
from handlers.names import titled
from handlers.noting import About
from handlers.turn import Turn
from storage import orders


class Why(NamedTuple):
    """words: as the order's story has it; told: what the desk reads."""

    words: str
    told: str


AWAY = Why(N_("on leave"), N_("↩️ {name} is on leave: {number} is back at the desk."))
LEFT = Why(N_("does not do this any more"), N_("↩️ {name} does not do this any more: {number} is back at the desk."))


async def in_hand(turn: Turn, person: Person) -> list[Order]:
    return await orders.tasks_of(turn.tx, person.id, MOST)


MOST = 10_000  # orders that one person can have in hand


async def goes_over(turn: Turn, order: Order, gone: Person, to: Person | None, why: Why = AWAY) -> None:
    """To the person, or back to the desk. A led matter, which nobody may pass on, is handed over here, too."""
    if to and may_be_given(matter_of(order), to) and any(works(held, order) for held in to.roles):
        # What the resident was promised by the one is promised by the other.
        order = await changing.change(turn, order, Step.HAND_OVER, assignee=to.id, planned_at=order.planned_at)
        await _lay_before(turn, [to], order, About.CARD)
        await _told(turn, order, N_("{name} looks after {number} from now on."), name=titled(to))
    elif order.led:
        await _led_by_the_desk(turn, order)
    else:
        await _back_to_the_desk(turn, order, gone, why)


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


async def _back_to_the_desk(turn: Turn, order: Order, gone: Person, why: Why) -> None:
    order = await changing.change(turn, order, Step.DECLINE, words=turn.house.words(None)(why.words))
    desk = await desks.of(turn.tx, order)
    if not desk.people and (above := await desks.above(turn.tx, order, turn.house.policy)):
        await _up(turn, order, above)
        return
    here = [person for person in desk.people if person.id != order.author]
    await telling.noted(turn, here, order, About.BACK, why.told, see=True, name=titled(gone))
    await _told(turn, order, N_("The desk looks after {number} now and will find somebody for it."))


async def _up(turn: Turn, order: Order, above: Desk) -> None:
    """Nobody sits at its desk: it does not wait there until it is late."""
    order = await changing.change(turn, order, Step.RAISE, rung=above.rung)
    await _lay_before(turn, above.people, order, About.RAISED)
    await _told(turn, order, N_("{number} went one level up; somebody there looks after it now."))


async def nobody_left(turn: Turn, gone: Person, team: str, why: Why = AWAY) -> None:
    """The last one of a team or a desk is gone: what it was asked goes back, what waits at the desk goes up."""
    for order in await orders.offered_to_team(turn.tx, team, MOST):
        await _back_to_the_desk(turn, order, gone, why)
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
            await noting.note(turn, person, order, why, await showing.newly(turn, person, order))


async def _told(turn: Turn, order: Order, sentence: str, **values: object) -> None:
    """The resident reads who looks after it; every card of it is true again."""
    await showing.refresh(turn, order)
    if order.part_of is None:
        await telling.author(turn, order, sentence, **values)
