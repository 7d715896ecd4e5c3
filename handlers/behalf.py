"""Reporting for somebody without a phone: who they are and how to reach them goes apart from the order."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import Text, optional
from dialogue.say import say
from dialogue.talk import Ask, State
from domain import contact
from domain.fields import CLERKS
from domain.permit import Matter, may
from domain.person import Person
from handlers import placing, report, slip, talking
from handlers.look import Look
from handlers.placing import PlaceOrder
from handlers.turn import Refusal, Turn
from storage import contacts
from storage.contacts import Contact


@dataclass(frozen=True, slots=True)
class PlaceFor:
    """name, reach: in the clerk's words, a phone number or where to knock."""

    placed: PlaceOrder
    name: str
    reach: str


async def begin(turn: Turn) -> None:
    """/behalf"""
    if not any(map(turn.me.holds, CLERKS)):
        raise Refusal(say(N_("Grid workers and the community desk report for others. For yourself just write to me.")))
    await talking.begin(turn, "behalf", {})


async def whose(ask: Ask, look: Look) -> PlaceFor | None:
    name = await ask("name", Text(say(N_("For whom do you report? A name is enough: Grandma Wu.")), limit=20))
    prompt = say(N_("How does one reach {name}? A phone number, or where to knock."), name=name)
    reach = await ask("reach", optional(Text(prompt, limit=60)))
    made, summary = await report.told(ask, look)
    if not await ask("send", summary):
        return None
    return PlaceFor(made, name, reach or "")


def as_known(clerk: Person, placed: PlaceOrder, state: State, grid: str | None) -> PlaceFor | None:
    """What nobody finished; None where it is for nobody else, or theirs to report for nobody there."""
    matter = Matter(place=placed.place, grid=grid)
    if "name" not in state.answers or not may("order.create_on_behalf", clerk, matter):
        return None
    return PlaceFor(placed, str(state.answers["name"]), str(state.answers.get("reach") or ""))


async def place(turn: Turn, command: PlaceFor) -> None:
    """Theirs is the matter, the clerk's the care: nobody but a resident is ever counted as satisfied."""
    where = command.placed.place
    if not may("order.create_on_behalf", turn.me, Matter(place=where, grid=(await turn.places()).grid_of(where))):
        sentence = N_("You report for the people of your own area. Please choose another place, or ask a colleague.")
        raise Refusal(say(sentence), again=True)  # nothing that was said is lost
    order, desk = await placing.take_down(turn, command.placed, whom=command.name)
    said, left = await contacts.of_order(turn.tx, order.id) or Contact(), reached(command)
    left = replace(left, phone=contact.both(left.phone, said.phone), door=contact.both(left.door, said.door))
    await contacts.keep(turn.tx, order.id, left, turn.now)
    await placing.receipt(turn, order)
    await slip.hand(turn, order)
    await placing.lay_on_desk(turn, order, desk)


def reached(command: PlaceFor) -> Contact:
    """A phone is told from a door, in whatever form they are written."""
    found = contact.said_alone(command.reach) if command.reach else contact.read("")
    return Contact(command.name, found.phone, found.door)
