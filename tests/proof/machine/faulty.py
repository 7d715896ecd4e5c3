"""`python -m tests.proof.machine.faulty run` is `sidan run` with mistakes in it.

Words with POISON in them always go wrong, every third message twice, and the clock cannot look at orders with CURSED.
Each goes wrong after everything was done, before the commit. A test moves its clock on, and it tries again soon.
"""

from collections import Counter

from bot import clerk, cli, cli_care, cli_run, metronome
from dialogue.message import Incoming
from handlers import desk, overdue
from handlers.routing import route
from handlers.turn import Turn
from storage import orders
from storage.clock import Due
from tests.stories.moved import Moved

POISON, CURSED = "毒", "咒"
look = overdue.look
tried: Counter[str] = Counter()


class Mistake(Exception):
    """Somebody has made one."""


async def route_wrongly(turn: Turn, incoming: Incoming) -> None:
    await route(turn, incoming)
    tried[incoming.message_id] += 1
    one_of_three = [*tried].index(incoming.message_id) % 3 == 2
    if POISON in incoming.text or (one_of_three and tried[incoming.message_id] <= 2):
        raise Mistake


async def look_wrongly(turn: Turn, seen: Due) -> bool:
    done = await look(turn, seen)
    order = await orders.by_id(turn.tx, seen.id)
    if order and CURSED in order.what:
        raise Mistake
    return done


if __name__ == "__main__":
    desk.route = route_wrongly  # type: ignore[attr-defined]
    overdue.look = look_wrongly
    clerk.AGAIN = (0, 0, 0, 0)
    clerk.SWEEP = 0.1
    cli_run.Clock = cli_care.Clock = Moved  # type: ignore[attr-defined]
    metronome.TICK = 0.1  # type: ignore[assignment]
    cli.main()
