""" "Me too": before a report is sent that is open already, it is said so; who joins in follows it to its end.

A follower learns the number, the kind, how it stands and how many they are, and nothing else.
"""

from dataclasses import dataclass, replace
from typing import Any

from dialogue.message import N_, Button
from dialogue.question import Confirm
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import consent
from domain.order import Lane, Order
from domain.permit import Matter, NotYours, check, may
from domain.place import Kind, around
from handlers import consenting, lists, showing
from handlers.card import title
from handlers.desks import matter_of
from handlers.look import Look
from handlers.names import CLOSINGS, STATES
from handlers.turn import Refusal, Turn
from storage import follows, orders
from storage.follows import Alike

SEE, STOP = "fds", "fdx"
SAID_AT = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)  # neighbours; between these no card changes
GONE = N_("{number} has just been closed. Please look once more; you can still send yours.")


@dataclass(frozen=True, slots=True)
class MeToo:
    """agreed: as in placing.PlaceOrder."""

    number: str
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class See:
    number: str


async def offered(
    ask: Ask, look: Look, place: str, category: str, lane: Lane, summary: Confirm
) -> tuple[MeToo | See | None, Confirm]:
    """What they chose instead of sending, or the question whether to send, with what is open there already."""
    looked = f"alone {place} {category}"
    if lane is Lane.URGENT or not _common(look, category) or looked in ask.state.told:
        return None, summary
    found = await look.alike(place, category)
    if found is None:
        ask.state.told.append(looked)  # not asked again with every tap
        return None, summary
    if ask.wanted(f"see {found.number}"):
        return See(found.own or found.number), summary
    needed = consent.needed(urgent=False, agreed=await look.agreed())
    if ask.wanted(f"same {found.number}"):
        return MeToo(found.number, consent.VERSION if needed else 0), summary
    return None, await _asked(look, found, category, summary, needed)


def _common(look: Look, key: str) -> bool:
    category = look.policy.catalogue.get(key)
    return category is not None and category.common


async def _asked(look: Look, found: Alike, category: str, summary: Confirm, needed: bool) -> Confirm:
    told: dict[str, Any] = {
        "summary": summary.prompt,
        "number": found.own or found.number,
        "kind": plain(look.policy.catalogue[category].title(look.language)),
        "place": plain(await look.name(around(found.place, Kind.BUILDING) or found.place)),
        "state": say(STATES[found.state]),
        "count": await look.reporting(found),
    }
    if found.own or found.followed:
        own = N_("{summary}\n\n👥 You have reported this already: {number}, {state}.")
        other = N_("{summary}\n\n👥 I keep you posted about this already: {number}, {state}.")
        prompt, button = say(own if found.own else other, **told), {f"see {found.number}": say(N_("See it"))}
    else:
        prompt = say(
            N_(
                "{summary}\n\n👥 This is reported already:\n{kind}, {place}: {number}, {state}. Neighbours: {count}.\n"
                "Is it the same?"
            ),
            **told,
        )
        label = N_("👥 Me too, keep me posted, I agree") if needed else N_("👥 Me too, keep me posted")
        button = {f"same {found.number}": say(label)}
    return replace(
        summary, prompt=prompt, changes=button | dict(summary.changes), yes=say(N_("✅ Send, mine is another one"))
    )


async def follow(turn: Turn, command: MeToo) -> None:
    """They follow it from now on; what they wrote was not sent, and nobody is told who they are."""
    order = await _open(turn, command.number)
    check("order.follow", turn.me, Matter(place=order.place, author=turn.me.id))
    await consenting.keep(turn, command.agreed)
    new = await follows.add(turn.tx, order.id, turn.me.id, turn.now)
    if new and await follows.count(turn.tx, order.id) - 1 in SAID_AT:
        await showing.refresh(turn, order)
    text = N_("👥 Counted: you, too. You hear from me how {number} ends. What you wrote just now was not sent.")
    await turn.say(turn.speak(text).format(number=order.number), _stop(turn, order), in_place=True)


async def _open(turn: Turn, number: str) -> Order:
    """As it may have been closed, or joined with another one, since it was shown."""
    order = await orders.by_number(turn.tx, number)
    if order is None:
        raise NotYours
    order = await orders.leading(turn.tx, order)
    if not order.open or order.author == turn.me.id or order.subject or order.service:
        raise Refusal(say(GONE, number=number), again=True)
    return order


async def see(turn: Turn, command: See) -> None:
    if not await shown(turn, command.number):
        await lists.show(turn, command.number)


async def shown(turn: Turn, number: str) -> bool:
    """What a follower may see of it; False for whoever may see more, and for everybody else."""
    order = await orders.by_number(turn.tx, number)
    if order is None or may("order.view_deidentified", turn.me, matter_of(order)):
        return False
    if not await follows.follows(turn.tx, order.id, turn.me.id):
        return False
    state = say(CLOSINGS[order.closing] if order.closing else STATES[order.state])
    kind = plain(title(turn, order.category, turn.me.language))
    count = await follows.count(turn.tx, order.id)
    words = say(
        N_("👥 {number} · {kind}\n{state}\nNeighbours: {count}"), number=number, kind=kind, state=state, count=count
    )
    await turn.say(words.said(turn.speak), _stop(turn, order))
    return True


async def see_it(turn: Turn, rest: str) -> None:
    await see(turn, See(rest))


async def stop(turn: Turn, rest: str) -> None:
    """Whoever does not follow it reads the same as of a number that is none."""
    order = await orders.by_number(turn.tx, rest)
    if order is None or not await follows.remove(turn.tx, order.id, turn.me.id):
        raise NotYours
    await showing.refresh(turn, order)
    await turn.say(
        turn.speak(N_("All right, I say no more about {number}.")).format(number=order.number), in_place=True
    )


def _stop(turn: Turn, order: Order) -> Button:
    return Button(turn.speak(N_("Stop telling me")), f"{STOP} {order.number}")
