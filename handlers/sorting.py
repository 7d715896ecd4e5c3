"""A message that could belong to an open order or be something new: ask which."""

from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Option, Reply
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.order import Order
from handlers import relay, report
from handlers.look import Look
from handlers.names import gist
from handlers.turn import Turn
from storage import orders

NEW = "new"


async def which_matter(ask: Ask, look: Look) -> Any:
    """Ends as a comment on the chosen order, or goes on as a report; what was sent stays an offer for either."""
    open_orders = await look.open_orders_of_me()
    options = [Option(order.number, plain(_label(order))) for order in open_orders]
    options.append(Option(NEW, say(N_("Something new"))))
    first = say(N_("Is this about one of these, or something new?"))
    chosen = await ask("matter", Choice(first, tuple(options)))
    if chosen == NEW:
        return await report.report(ask, look)
    return await relay.what_to_say(ask, look, chosen)


def _label(order: Order) -> str:
    return f"{order.number} {gist(order.what, 12)}"


async def script_for(turn: Turn, reply: Reply) -> str:
    """A report where nothing is open, where there is danger, or where the words are about another kind of matter."""
    policy = turn.house.policy
    mine = await orders.open_of_author(turn.tx, turn.me.id)
    known = {order.category for order in mine + await orders.tasks_of(turn.tx, turn.me.id)}
    proposed = {scored.category.key for scored in policy.kinds(reply.text)}
    another = bool(proposed) and not proposed & known
    return "report" if not known or another or policy.alarms(reply.text) else "sort"
