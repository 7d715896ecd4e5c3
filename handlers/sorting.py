"""A message that could belong to an open order or be something new: ask which."""

import re
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Option, Reply
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.order import Order
from domain.wish import Wish
from handlers import relay, report, wish_relay
from handlers.look import Look
from handlers.names import gist
from handlers.turn import Turn
from storage import orders, wishes

NEW, WISH = "new", "wish:"
# Nobody hurries what has not been reported, whatever kind of matter the other words speak of (邻居都在等).
HURRY = re.compile(
    r"快一?点|快些|催一?催|催一下|(?:还没|什么时候)(?:有?人|[能会])?来(?![水电气暖])|hurry|still nobody", re.IGNORECASE
)


async def which_matter(ask: Ask, look: Look) -> Any:
    """Ends as a comment on the chosen order, or goes on as a report; what was sent stays an offer for either."""
    open_orders = await look.open_orders_of_me()
    options = [Option(WISH + wish.number, await _to_whom(look, wish)) for wish in await look.wishes_of_me()]
    options += [Option(order.number, plain(_label(order))) for order in open_orders]
    options.append(Option(NEW, say(N_("Something new"))))
    first = say(N_("Is this about one of these, or something new?"))
    chosen = await ask("matter", Choice(first, tuple(options)))
    if chosen == NEW:
        return await report.report(ask, look)
    if chosen.startswith(WISH):
        return await wish_relay.what_to_write(ask, look, chosen.removeprefix(WISH))
    return await relay.what_to_say(ask, look, chosen)


async def _to_whom(look: Look, wish: Wish) -> Say:
    """It would be passed on: whoever fulfils a wish is called by name, whoever wished is not."""
    if wish.claimer and wish.claimer != look.me.id:
        return say(N_("🌟 Tell {name}: {wish}"), name=await look.name_of(wish.claimer), wish=gist(wish.shown, 8))
    return say(N_("🌟 Tell whoever wished: {wish}"), wish=gist(wish.shown, 8))


def _label(order: Order) -> str:
    return f"{order.number} {gist(order.what, 12)}"


async def script_for(turn: Turn, reply: Reply) -> str:
    """A report where nothing is open, where there is danger, or where calm words are about another kind of matter."""
    policy = turn.house.policy
    if policy.alarms(reply.text):
        return "report"
    mine = await orders.open_of_author(turn.tx, turn.me.id)
    hand = await orders.tasks_of(turn.tx, turn.me.id) if turn.me.roles else []  # nobody else is handed anything
    known = {order.category for order in mine + hand}
    proposed = {scored.category.key for scored in policy.kinds(reply.text)}
    if proposed and not proposed & known and not HURRY.search(reply.text):
        return "report"
    return "sort" if known or await wishes.under_way(turn.tx, turn.me.id) else "report"
