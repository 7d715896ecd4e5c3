"""What a person has open, orders and then wishes: /my for residents, /tasks for workers, /desk for dispatchers."""

from collections.abc import Sequence

from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.order import Order
from domain.permit import may, teams_of
from domain.person import Role
from handlers import changing, desks, figures_said, revealing_log, wish_lists
from handlers.card import about, attached_for, card_for
from handlers.names import CLOSINGS, STATES
from handlers.turn import Refusal, Turn, packed
from storage import order_media, orders, people, rollup
from storage.outbox import Way

AT_ONCE = 8


async def mine(turn: Turn) -> None:
    """A person's own reports with their state, newest first."""
    found = await orders.of_author(turn.tx, turn.me.id, AT_ONCE)
    listed = await listing(turn, turn.speak(N_("Your reports:")), found) if found else []
    if not await wish_lists.mine(turn, listed):
        await turn.say(turn.speak(N_("You have not reported anything yet. Just write what is the matter.")))


async def tasks(turn: Turn) -> None:
    """What a worker has in hand, is asked to accept, or may pick up."""
    hand = await orders.tasks_of(turn.tx, turn.me.id)
    for team in teams_of(turn.me.roles):
        hand += await orders.offered_to_team(turn.tx, team)
    grids = [held.place for held in turn.me.roles if held.role is Role.GRID]
    free = [order for grid in grids for order in await orders.free_in_grid(turn.tx, grid)]
    free = [order for order in free if may("order.accept", turn.me, desks.matter_of(order))]
    listed = await listing(turn, turn.speak(N_("Your tasks, oldest first:")), hand) if hand else []
    if free:
        listed = await listing(turn, turn.speak(N_("Not handed out yet; you may take them:")), free, listed)
    if not await wish_lists.in_hand(turn, listed):
        await turn.say(turn.speak(N_("Nothing to do right now. Have some tea.")))


async def desk(turn: Turn) -> None:
    """What waits to be handed out, and how the month stands."""
    sits = [held.place for held in turn.me.roles if desks.held_at(turn.me, held.place)]
    if not sits:
        raise Refusal(say(N_("Only dispatchers use this. Write /my to see your reports.")))
    listed: list[Button] = []
    for rung in sits:
        waiting = await orders.waiting_at(turn.tx, rung)
        text = await standing(turn, rung)
        if waiting:
            head = turn.speak(N_("{count} waiting to be handed out:")).format(count=len(waiting))
            listed = await listing(turn, f"{text}\n{head}".strip(), waiting, listed)
        else:
            head = turn.speak(N_("Nothing is waiting."))
            await turn.say(f"{head}\n{text}".strip())
        listed = await wish_lists.to_read(turn, rung, listed)


async def standing(turn: Turn, rung: str) -> str:
    """This month in a line or two; whether they were satisfied, never of fewer than five."""
    today = changing.today(turn)
    figures = await rollup.below(turn.tx, today[:8] + "01", today, rung)
    lines = []
    if figures["placed"]:
        lines.append(say(N_("This month: {placed} reported, {closed} closed, {fixed} fixed."), **figures))
        lines += figures_said.satisfaction(figures)
    if figures["followed_up"]:
        lines.append(say(N_("Asked again later: {followed_up}; it came back: {came_back}."), **figures))
    return "\n".join(line.said(turn.speak) for line in lines)


async def listing(
    turn: Turn, head: str, found: Sequence[Order], before: Sequence[Button] = (), *, more: Button | None = None
) -> list[Button]:
    """before: what was listed just now, so that a typed number means one thing only. more: what shows the rest."""
    numbered = list(enumerate(found[:AT_ONCE], len(before) + 1))
    lines = [head] + [_line(turn, n, order) for n, order in numbered]
    buttons = [Button(f"{n}. {order.number}", f"show {order.number}") for n, order in numbered]
    buttons += [more] if more else []
    await turn.say("\n".join(lines), *buttons)
    listed = [*before, *buttons]
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in listed]))
    return listed


def _line(turn: Turn, n: int, order: Order) -> str:
    state = turn.speak(CLOSINGS[order.closing] if order.closing else STATES[order.state])
    urgent = "🚨" if order.urgent and order.open else ""
    urgent += "🧩" if order.part_of else ""
    return f"{n}. {urgent}{order.number} {about(turn, order, turn.me)} — {state}"


async def show(turn: Turn, number: str) -> None:
    """The card of an order, fresh, at the end of the chat."""
    order = await changing.load(turn, number, "order.view_deidentified")
    await turn.answer_with(await card_for(turn, order, turn.me))


async def photos(turn: Turn, number: str) -> None:
    """The pictures of an order, for those who may see them."""
    order = await changing.load(turn, number, "order.view_photo")
    found = await attached_for(turn, order, turn.me)
    if not (found.photos or found.voices) or turn.private_chat is None:
        raise Refusal(say(N_("There are no photos with {number}."), number=number))
    await _seen(turn, order)
    text = turn.speak(N_("Photos of {number}")).format(number=number)
    if found.photos:
        await turn.post(turn.private_chat, Message(text, photos=found.photos[:9]), Way.REPLY, about=order, to=turn.me)
    for voice in found.voices[:3]:
        await turn.post(turn.private_chat, Message(text, voice=voice), Way.REPLY, about=order, to=turn.me)


async def _seen(turn: Turn, order: Order) -> None:
    """Written down for everybody whose pictures these are: also of a report that was joined with this one."""
    if turn.me.id == order.resident:
        return
    joined = await orders.merged_into(turn.tx, order.id)
    shown = [one for one in joined if (await order_media.of(turn.tx, one.id)).photos and one.author != order.author]
    for one in [order, *shown]:
        await revealing_log.note(turn, turn.me, one, revealing_log.PHOTO, N_("to see what the matter looks like"))
