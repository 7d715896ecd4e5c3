"""When a message cannot be delivered: whoever wrote it is told, and the desk when somebody is gone."""

from dialogue.message import N_, Message
from dialogue.say import say
from handlers import group_lost, telling, wish_letting_go
from handlers.names import titled
from handlers.turn import Turn
from storage import orders, people
from storage.outbox import Way

UNDELIVERED = N_("Your message about {number} could not be delivered. Please try another way.")
GONE = N_("{name} can no longer be reached in chat; {number} needs somebody to look after it.")


async def undelivered(turn: Turn, chat: str, number: str) -> None:
    """Tell the writer that a message did not arrive."""
    writer = await people.person_of(turn.tx, chat)
    await turn.post(chat, Message(turn.speaks(writer)(UNDELIVERED).format(number=number)), Way.REPLY)


async def lost(turn: Turn, chat: str) -> None:
    """Somebody blocked us or left: the desks of what they have in hand or reported are told, once.

    What they took up of their own free will is somebody else's to take up.
    """
    person = await people.person_of(turn.tx, chat)
    if person is None:
        await group_lost.lost(turn, chat)
        return
    hand = await orders.tasks_of(turn.tx, person.id)
    reported = await orders.open_of_author(turn.tx, person.id)
    for order in hand + [o for o in reported if o not in hand]:
        await telling.desk(turn, order, GONE, name=titled(person) if order in hand else say(N_("The resident")))
    await wish_letting_go.let_go_of(turn, person.id, gone=True)
    await wish_letting_go.wisher_gone(turn, person.id)
