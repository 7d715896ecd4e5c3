"""Calling in others: whoever took it first leads, and each who helps has a task, an order like any other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Text, optional
from dialogue.say import say
from dialogue.talk import Ask
from domain import clock
from domain.order import Event, Lane, Order, State, Step
from domain.permit import NotYours, Party, is_team, owes_the_work
from domain.person import Person
from handlers import changing, desks, dispatch, hands, kept_apart, placing, showing, telling, until
from handlers.card import card_for
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import orders

AHEAD = range(1, 8)  # days


@dataclass(frozen=True, slots=True)
class CallIn:
    """to: a person's id, or a team as ROLE@place; lead: likewise, where nobody has it yet. by: YYYY-MM-DD."""

    number: str
    to: str
    task: str
    by: str | None = None
    lead: str | None = None


async def whom_to_call(ask: Ask, look: Look, number: str) -> CallIn:
    order = await look.order(number)
    if order is None or order.part_of:
        raise NotYours
    lead = None
    if order.state is State.PLACED:
        leads = say(N_("First: who takes {number} and leads? It cannot be passed on afterwards."), number=number)
        lead = await ask("lead", Choice(leads, await dispatch.choices(look, order)))
        order = replace(order, **_party(lead))
    taken = [order, *await look.parts(order)]
    helpers = await dispatch.choices(look, order, lambda to: not _busy(taken, to))
    to = await ask("to", Choice(say(N_("Who should help with {number}?"), number=number), helpers))
    task = await ask("task", Text(say(N_("What is their task? They read these words, and the place.")), limit=300))
    zone = look.policy.at(order.place).calendar.zone
    among = until.options(until.days_ahead(look.now, zone, AHEAD), look.now, zone)
    by = await ask("by", optional(Choice(say(N_("By when?")), among)))
    return CallIn(number, to, task, by, lead)


def _busy(taken: Sequence[Order], to: Person | str) -> bool:
    """Whether they lead or have a task in it already, alone or as one of a team that was asked."""
    if isinstance(to, str):
        return any(order.open and to == order.team for order in taken)
    return any(order.open and owes_the_work(to, Party(order.assignee, order.team)) for order in taken)


def _party(to: str) -> dict[str, Any]:
    return {"team": to} if is_team(to) else {"assignee": to}


async def call_in(turn: Turn, command: CallIn) -> None:
    """The whole is joint from now on. Two who call in somebody at the same moment meet in its row.

    That nobody is asked twice is settled by the talk: its answers are read once more in this unit of work.
    """
    whole = await changing.load(turn, command.number, "order.joint_add_party")
    if whole.state is State.PLACED and command.lead and not whole.part_of:
        await dispatch.dispatch(turn, dispatch.Dispatch(command.number, command.lead))
        whole = await changing.load(turn, command.number, "order.joint_add_party")
    if whole.state is State.PLACED or not whole.open:
        raise Refusal(await changing.how_it_stands(turn, whole))
    takers = await dispatch.takers_of(turn, whole, command.to)
    lane = Lane.URGENT if whole.urgent else Lane.HOT
    whole = await changing.change(turn, whole, Step.CALL_IN, lane=str(lane))
    part = await _hand_out(turn, await _new_task(turn, whole, command), command)
    await showing.lay_before(turn, takers, part)
    await showing.refresh(turn, whole)
    sentence = N_("🤝 {name} helps with {number} from now on. Whoever took it first leads, and cannot pass it on.")
    await telling.party(turn, whole, sentence, name=await hands.called(turn, command.to, takers))
    turn.toast = None
    await turn.answer_with(await card_for(turn, part, turn.me))


async def _new_task(turn: Turn, whole: Order, command: CallIn) -> Order:
    """Of whoever calls in, and at their desk: a task tells nothing of who reported the whole."""
    rungs = turn.house.policy.climb(whole.place)
    part = Order(
        id=turn.house.fresh(),
        number=await placing.unused_number(turn),
        author=turn.me.id,
        place=whole.place,
        grid=whole.grid,
        category=whole.category,
        lane=whole.lane,
        what=await kept_apart.told(turn, whole, command.task),
        rung=next((rung for rung in rungs if desks.held_at(turn.me, rung)), whole.rung),
        placed_at=turn.now,
        subject=whole.subject,
        part_of=whole.id,
    )
    part = clock.begun(part, turn.house.policy, turn.now)
    await orders.insert(turn.tx, part)
    await changing.remember(turn, part, Event(Step.PLACE, turn.now, turn.me.id), "")
    return part


async def _hand_out(turn: Turn, part: Order, command: CallIn) -> Order:
    zone = turn.house.policy.at(part.place).calendar.zone
    by: dict[str, Any] = {"planned_at": until.end_of_work(command.by, zone)} if command.by else {}
    return await changing.change(turn, part, Step.DISPATCH, **_party(command.to), **by)
