"""Changing an order: the right, the table, the row, the event, the figures and the next deadline in one place."""

from collections.abc import Mapping
from typing import Any

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain import clock, figures, lot
from domain.calendar import day_of
from domain.order import ACTION, Closing, Event, FollowUp, NotAllowed, Order, State, Step
from domain.permit import NotYours, check
from domain.place import Kind, around
from domain.taking import take
from handlers import kept_apart
from handlers.desks import matter_of
from handlers.names import closing_name, state_name
from handlers.turn import Refusal, Turn
from storage import contacts, events, finding, orders, people, rollup, views

# What was closed as ours and done with, or at least tried.
ASKED_ABOUT = frozenset({Closing.FIXED, Closing.NOT_FIXED, Closing.UNREVIEWED})
CAS = N_("Somebody was a moment faster. Please look again.")


async def load(turn: Turn, number: str, action: str) -> Order:
    """The order, if this person may do that to it; "not yours" and "does not exist" are the same answer."""
    order = await orders.by_number(turn.tx, number)
    check(action, turn.me, matter_of(order) if order else None)
    if order is None:
        raise NotYours
    return order


async def change(
    turn: Turn, order: Order, step: Step, *, seen: int | None = None, words: str = "", **sets: Any
) -> Order:
    """Take a step; `seen` is the version on the button, where an old button must not be obeyed."""
    check(ACTION[step], turn.me, matter_of(order))
    policy = turn.house.policy
    if step is Step.REOPEN:
        sets |= clock.promises(order, policy, turn.now)
    sets |= drawn(turn, order, sets.get("closing"))
    event = Event(step, turn.now, turn.me.id, sets)
    try:
        if seen is not None and seen != order.version:
            raise NotAllowed
        changed = take(order, event)
    except NotAllowed:
        raise Refusal(await how_it_stands(turn, order)) from None
    changed = clock.wound(order, changed, step, policy, turn.now)
    if not await orders.change(turn.tx, changed, order.version):
        raise Refusal(say(CAS))
    if (changed.assignee, changed.team) != (order.assignee, order.team):
        await finding.hand(turn.tx, changed)
    if step is Step.REOPEN:
        await orders.clear_again(turn.tx, order.id)
    if order.assignee and changed.assignee != order.assignee:
        await contacts.nobody_visits(turn.tx, order.id)
        await views.over(turn.tx, order.id, turn.now, order.assignee)
    await remember(turn, changed, event, words)
    await count(turn, order, figures.changed(order, changed, event))
    return changed


def drawn(turn: Turn, order: Order, closing: str | None) -> dict[str, Any]:
    """The lot of an order that closes: some are asked about again, and every one that was reopened."""
    if closing not in ASKED_ABOUT or order.lot is not None or order.part_of or order.service or order.proxy:
        return {}
    number = lot.draw(turn.house.chance)
    wins = order.reopened > 0 or lot.wins(number, turn.house.policy.at(order.place).follow_up.share)
    return {"lot": number} | ({"follow_up": str(FollowUp.DRAWN)} if wins else {})


async def remember(turn: Turn, order: Order, event: Event, words: str) -> None:
    id = turn.house.fresh()
    await events.append(
        turn.tx,
        id=id,
        order_id=order.id,
        step=str(event.step),
        at=event.at,
        person=event.by,
        version=order.version,
        sets=dict(event.sets),
        words=await kept_apart.take_out(turn, order, words, id),
    )


async def how_it_stands(turn: Turn, order: Order) -> Say:
    """Why a step came too late, in one sentence."""
    if order.state is State.CLOSED and order.closing:
        return say(N_("{number} is closed: {why}."), number=order.number, why=say(closing_name(order.closing)))
    if order.state is State.ACCEPTED and order.assignee and order.assignee != turn.me.id:
        holder = await people.person(turn.tx, order.assignee)
        return say(
            N_("{number} is already with {name}."), number=order.number, name=plain(holder.name if holder else "?")
        )
    return say(
        N_("{number} has moved on. It is now: {state}."), number=order.number, state=say(state_name(order.state))
    )


async def count(turn: Turn, order: Order, added: Mapping[str, int]) -> None:
    """A task of a joint order is counted with the whole."""
    if order.part_of is None:
        await rollup.add(turn.tx, today(turn), compound(order), added)


def today(turn: Turn) -> str:
    """YYYY-MM-DD in the neighbourhood's own time."""
    return day_of(turn.now, turn.house.zone).isoformat()


def compound(order: Order) -> str:
    return around(order.place, Kind.COMPOUND) or order.place
