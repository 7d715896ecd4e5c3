"""What a card says of an order that somebody wrote for somebody else."""

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain import fields
from domain.fields import Viewer
from domain.order import Order
from domain.person import Person
from handlers.desks import matter_of
from handlers.names import titled
from handlers.turn import Turn
from storage import contacts, people


async def lines(turn: Turn, order: Order, person: Person) -> list[Say]:
    """To whoever wrote it, for whom; to all the others who wrote it, for the name is kept apart.

    Whoever is complained about learns neither.
    """
    if not order.proxy:
        return []
    viewer = fields.viewer_of(person, order, matter_of(order))
    if viewer is Viewer.SUBJECT:
        return []
    if viewer is Viewer.AUTHOR:
        kept = await contacts.of_order(turn.tx, order.id)
        return [say(N_("🙏 For {name}"), name=plain(kept.name))] if kept and kept.name else []
    author = await people.person(turn.tx, order.author)
    return [say(N_("🙏 {name} reported it for somebody without a phone"), name=titled(author))] if author else []
