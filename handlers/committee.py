"""The owners' committee: what is reported in its compound, without anybody's name, and whether it was done well."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Text
from dialogue.say import say
from dialogue.talk import Ask
from domain.order import DAY, Order, Step
from domain.permit import Matter, NotYours, check, may
from domain.person import Person, Role
from domain.place import Kind, around
from domain.possible import possible
from handlers import changing, desks, kept_apart, lists, showing, telling
from handlers.desks import matter_of
from handlers.look import Look, place_name
from handlers.names import titled
from handlers.noting import About
from handlers.turn import Refusal, Turn
from handlers.verbs import SIGNING, buttons, data
from storage import orders, people

BACK = 30 * DAY
AT_ONCE = lists.AT_ONCE


@dataclass(frozen=True, slots=True)
class Object:
    number: str
    why: str


def compounds_of(person: Person) -> list[str]:
    """Where this person sits on the committee."""
    held = (around(held.place, Kind.COMPOUND) for held in person.roles if held.role is Role.OWNERS)
    return sorted({place for place in held if place})


async def compound_orders(turn: Turn) -> None:
    """Every compound of theirs: how the month stands, and what is open or was reported in the last thirty days."""
    mine = compounds_of(turn.me)
    if not mine:
        raise Refusal(say(N_("Only the owners' committee uses this. Write /my to see your reports.")))
    listed: list[Button] = []
    for nth in range(len(mine)):
        listed = await _page(turn, nth, 0, listed)


async def more(turn: Turn, page: str) -> None:
    """page: which of their compounds, and how many orders were shown: "0.8"."""
    nth, _, skip = page.partition(".")
    if not (nth.isdecimal() and skip.isdecimal() and int(nth) < len(compounds_of(turn.me))):
        raise NotYours
    await _page(turn, int(nth), int(skip), [])


async def _page(turn: Turn, nth: int, skip: int, before: list[Button]) -> list[Button]:
    compound = compounds_of(turn.me)[nth]
    check("stats.view", turn.me, Matter(place=compound))
    found = await orders.within(turn.tx, compound, turn.now - BACK, AT_ONCE + 1, skip)
    name = place_name(await turn.places(), compound)
    stands = "" if skip else await lists.standing(turn, compound)
    if not found:
        nothing = turn.speak(N_("{place}: nothing was reported in the last 30 days.")).format(place=name)
        await turn.say(f"{nothing}\n{stands}".strip())
        return before
    head = turn.speak(N_("{place}, the last 30 days, open ones first:")).format(place=name)
    label = turn.speak(N_("More"))
    further = Button(label, f"orders {nth}.{skip + AT_ONCE}") if len(found) > AT_ONCE else None
    return await lists.listing(turn, f"{stands}\n{head}".strip(), found, before, more=further)


async def ask_to_sign(turn: Turn, order: Order) -> None:
    """It was closed as done: where the place wants it, the committee says whether it is."""
    compound = around(order.place, Kind.COMPOUND)
    if compound is None or order.service or not _wanted(turn, order) or not possible(order, Step.SIGN, turn.now):
        return
    for member in await people.holders(turn.tx, Role.OWNERS, compound):
        answers = buttons(SIGNING, order, member, turn.speaks(member), turn.now)
        if answers and member.id != turn.me.id:
            sentence = N_("🖊 {number} in your compound is closed. Was it done well?")
            await telling.noted(turn, [member], order, About.ASKED, sentence, *answers, see=True)


def _wanted(turn: Turn, order: Order) -> bool:
    return turn.house.policy.at(order.place).owners_sign_off


async def _load(turn: Turn, number: str) -> Order:
    order = await changing.load(turn, number, "order.sign_off")
    if not _wanted(turn, order):
        raise NotYours
    return order


async def sign(turn: Turn, number: str, seen: int) -> None:
    """The first of them decides; whoever comes later reads on the card how it stands."""
    order = await _load(turn, number)
    if seen != order.version:
        await lists.show(turn, number)
        await turn.say((await changing.how_it_stands(turn, order)).said(turn.speak))
        return
    order = await changing.change(turn, order, Step.SIGN)
    await showing.refresh(turn, order)
    text = turn.speak(N_("Thank you! {number} is signed off.")).format(number=order.number)
    await turn.say(text)


async def why_object(ask: Ask, look: Look, number: str) -> Object:
    order = await look.order(number)
    wanted = order is not None and look.policy.at(order.place).owners_sign_off
    if order is None or not wanted or not may("order.sign_off", look.me, matter_of(order)):
        raise NotYours
    prompt = say(N_("What is not in order with {number}? The desk will read it."), number=number)
    return Object(number, await ask("why", Text(prompt, limit=300)))


async def object_to(turn: Turn, command: Object) -> None:
    """The desk and the community read the reason; opening it again is for them to decide."""
    order = await _load(turn, command.number)
    order = await changing.change(turn, order, Step.OBJECT, words=command.why)
    await showing.refresh(turn, order)
    sentence, why = N_("{name} says {number} is not in order: {why}"), await kept_apart.told(turn, order, command.why)
    for person in await _above(turn, order):
        again = possible(order, Step.REOPEN, turn.now) and may("order.reopen", person, matter_of(order))
        shown = [Button(turn.speaks(person)(N_("Open it again")), data("unfixed", order))] if again else []
        await telling.news(turn, person, order, sentence, *shown, see=True, name=titled(turn.me), why=why)
    await turn.say(turn.speak(N_("Thank you. The desk and the community know.")))


async def _above(turn: Turn, order: Order) -> list[Person]:
    """Whose desk it lay on, and the community around."""
    rungs = dict.fromkeys(filter(None, [order.rung, around(order.place, Kind.COMMUNITY)]))
    found = {person.id: person for rung in rungs for person in (await desks.at(turn.tx, rung)).people}
    asked = [person for person in found.values() if not desks.complained_about(person, order.subject)]
    return [person for person in asked if person.id not in (order.author, turn.me.id)]
