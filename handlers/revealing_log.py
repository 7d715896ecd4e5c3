"""Every look is written down: by whom, in which role, at what, why, and with which code it was shown."""

from domain.fields import Field
from domain.order import Order
from domain.person import Person
from handlers.turn import Turn
from handlers.viewer_code import code
from storage import orders, views
from storage.views import View

PHOTO = "photo"


async def note(
    turn: Turn, viewer: Person, order: Order, field: Field | str, reason: str, until: int | None = None
) -> View:
    """until: when what was shown is taken away. A look at a task is a look at whoever the whole is about."""
    whole = (await orders.by_id(turn.tx, order.part_of) if order.part_of else None) or order
    # Whoever wrote it for somebody without a phone is not the one who is looked at.
    resident, role = None if whole.proxy else whole.author, str(viewer.main_role)
    id, seen_with = turn.house.fresh(), await code(turn, viewer)
    view = View(id, viewer.id, role, resident, order.id, str(field), reason, seen_with, turn.now, until)
    await views.add(turn.tx, view)
    return view
