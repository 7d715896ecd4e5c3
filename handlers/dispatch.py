"""Dispatching: to the grid's worker, to another person or team, to oneself; or refuse, merge, mark urgent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.order import Closing, Lane, Order, Step
from domain.permit import (
    NotYours,
    is_dispatcher,
    is_registered,
    is_team,
    may,
    may_be_given,
    may_dispatch,
    of_partner,
    role_of,
)
from domain.person import Person, Role
from domain.place import covers, ladder
from handlers import changing, hands, joined, showing, tasks, telling
from handlers.desks import matter_of
from handlers.duties import WORKERS, Taker, serves, works_on
from handlers.look import Look
from handlers.names import ROLES, gist, titled
from handlers.turn import Refusal, Turn
from storage import leaves, order_media, people, services, teams

TEAMS = (Role.PROPERTY, Role.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """to: a person's id, or a team by its key."""

    number: str
    to: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Merge:
    number: str
    into: str


async def to_another(ask: Ask, look: Look, number: str) -> Dispatch | None:
    """Whom? People and teams who work where the order lies, the nearest first."""
    order = await look.order(number)
    if order is None:
        raise NotYours
    prompt = say(N_("Who should take {number}?"), number=number)
    return Dispatch(number, await ask("to", Choice(prompt, await choices(look, order))))


async def choices(look: Look, order: Order, free: Callable[[Taker], bool] = lambda to: True) -> tuple[Option, ...]:
    """free: whether somebody is asked at all."""
    matters = (matter_of(order), matter_of(await look.whole(order)))

    def fits(to: Taker) -> bool:
        return free(to) and all(may_be_given(matter, to) for matter in matters)

    options = [option for place in ladder(order.place, order.grid) for option in await _working_at(look, place, fits)]
    usual = await look.responsible(order)
    if usual and free(usual.to) and usual.free(order, await look.whole(order), look.me):
        options = [Option(usual.id, usual.name), *(option for option in options if option.value != usual.id)]
    shop = await look.shop_of(order)
    if shop and fits(shop.id):
        options.insert(0, Option(shop.id, plain(shop.name)))
    if not options:
        raise Refusal(say(N_("There is nobody else here yet who could take it.")))
    return tuple(options)


async def _working_at(look: Look, place: str, fits: Callable[[Taker], bool]) -> list[Option]:
    found = [Option(team.id, plain(team.name)) for team in await look.teams(place) if fits(team.id)]
    for role in WORKERS:
        holders = await look.holders(role, place)
        team = f"{role}@{place}"
        if role in TEAMS and len(holders) > 1 and fits(team) and not _all_registered(role, holders):
            found.append(Option(team, say(N_("{role}, whoever is free"), role=say(ROLES[role]))))
        others = [p for p in holders if fits(p) and p.id != look.me.id]
        found += [Option(person.id, _called(role, person)) for person in others]
    return found


def _all_registered(role: Role, holders: Sequence[Person]) -> bool:
    """Then their team is asked by its name."""
    return all(any(h.role is role and is_registered(h.team or "") for h in one.roles) for one in holders)


def _called(role: Role, person: Person) -> Say:
    return say(N_("{role} {name}"), role=say(ROLES[role]), name=plain(person.name))


async def dispatch(turn: Turn, command: Dispatch) -> None:
    """Hand it out: the party gets the card, the resident's card moves on."""
    order = await changing.load(turn, command.number, "order.dispatch")
    takers = await takers_of(turn, order, command.to)
    before = [person for person in await telling.of_party(turn, order) if person not in takers]
    party: dict[str, Any] = {"team": command.to} if is_team(command.to) else {"assignee": command.to}
    order = await changing.change(turn, order, Step.DISPATCH, seen=command.seen, **party)
    await showing.lay_before(turn, takers, order)
    await showing.refresh(turn, order, but=[taker.chat for taker in takers if taker.chat])
    for person in before:
        await telling.news(
            turn, person, order, N_("{number} was given to somebody else; nothing is left for you to do.")
        )
    turn.toast = turn.speak(N_("Handed out."))


async def takers_of(turn: Turn, order: Order, to: str) -> list[Person]:
    """Those who will be asked to accept; NotYours where this person may not hand it to them."""
    matter = matter_of(order)
    if of_partner(to):
        takers = await people.team(turn.tx, to)
        allowed = may_dispatch(turn.me, matter, to) and await services.is_of(turn.tx, order.service, to)
    elif is_registered(to):
        team = await teams.get(turn.tx, to)
        takers = await people.team(turn.tx, to) if team and role_of(to) in WORKERS else []
        allowed = may_dispatch(turn.me, matter, to) and team is not None and serves(team, takers, order)
    elif "@" in to:
        role, _, place = to.partition("@")
        takers = await people.team(turn.tx, to) if role in WORKERS else []
        allowed = may_dispatch(turn.me, matter, to) and (place == order.grid or covers(place, order.place))
    else:
        person = await people.person(turn.tx, to)
        takers = [person] if person and works_on(person, order) else []
        allowed = bool(person) and may_dispatch(turn.me, matter, person) if person else False
    whole = matter_of(await hands.whole_of(turn, order))
    takers = [taker for taker in takers if may_be_given(matter, taker) and may_be_given(whole, taker)]
    if not allowed or not takers:
        raise NotYours
    if await leaves.away(turn.tx, to):
        raise Refusal(say(N_("{name} is away just now; please choose somebody else."), name=plain(takers[0].name)))
    return takers


async def keep(turn: Turn, number: str, seen: int) -> None:
    """The dispatcher does it."""
    order = await changing.load(turn, number, "order.dispatch")
    if not may_dispatch(turn.me, matter_of(order), turn.me):
        raise NotYours
    order = await changing.change(turn, order, Step.KEEP, seen=seen, assignee=turn.me.id)
    await showing.refresh(turn, order)
    await telling.author(turn, order, N_("{name} is taking care of {number}."), name=titled(turn.me))


async def mark_urgent(turn: Turn, number: str, seen: int) -> None:
    order = await changing.load(turn, number, "order.classify")
    order = await changing.change(turn, order, Step.MARK_URGENT, seen=seen, lane=str(Lane.URGENT))
    await showing.hurry(turn, order)
    await tasks.hurry(turn, order)
    turn.toast = turn.speak(N_("Marked urgent."))


async def why_refuse(ask: Ask, look: Look, number: str) -> Refuse:
    order = await look.order(number)
    if order is None or not is_dispatcher(look.me, matter_of(order)):
        raise NotYours
    prompt = say(N_("Why is {number} refused? The resident will read this."), number=number)
    return Refuse(number, await ask("why", Text(prompt, limit=300)))


async def refuse(turn: Turn, command: Refuse) -> None:
    """Not ours: closed, and it says why."""
    order = await changing.load(turn, command.number, "order.dispatch")
    if not is_dispatcher(turn.me, matter_of(order)):
        raise NotYours
    heir = await joined.heir_of(turn, order)
    closed = {"closing": str(Closing.NOT_OURS)} | joined.led_by(heir)
    order = await changing.change(turn, order, Step.REFUSE, words=command.why, **closed)
    await showing.refresh(turn, order)
    await telling.author(turn, order, N_("We cannot take on {number}: {why}"), why=command.why)
    await tasks.withdraw_all(turn, order)
    await turn.say(turn.speak(N_("Closed, and the resident was told why.")))
    if heir:
        await joined.takes_its_place(turn, order, heir)
    else:
        await telling.neighbours(turn, order)


async def which_same(ask: Ask, look: Look, number: str) -> Merge | None:
    order = await look.order(number)
    if order is None:
        raise NotYours
    alike = [o for o in await look.like(order) if may("order.view_detail", look.me, matter_of(o))]
    options = tuple(Option(o.number, plain(f"{o.number} {gist(o.what, 20)}")) for o in alike)
    if not options:
        raise Refusal(say(N_("No other open report is about this place and kind.")))
    prompt = say(N_("Which report is {number} the same as?"), number=number)
    return Merge(number, await ask("into", Choice(prompt, options)))


async def merge(turn: Turn, command: Merge) -> None:
    """Close as a duplicate; both residents are told, neither learns who the other is."""
    order = await changing.load(turn, command.number, "order.merge_duplicates")
    into = await changing.load(turn, command.into, "order.merge_duplicates")
    same = into.part_of is None and (into.place, into.category) == (order.place, order.category)
    if into.id == order.id or not into.open or not same:
        raise Refusal(say(N_("No other open report is about this place and kind.")))
    order = await changing.change(turn, order, Step.MERGE, closing=str(Closing.DUPLICATE), same_as=into.id)
    await tasks.withdraw_all(turn, order)
    for photo in (await order_media.of(turn.tx, order.id)).photos:
        await order_media.add(turn.tx, into.id, photo, "photo", Step.MERGE, turn.now)
    await showing.refresh(turn, order)
    await showing.refresh(turn, into)
    told = N_("{number} was reported before; it is handled together as {into}.")
    await telling.author(turn, order, told, into=into.number)
    await telling.followers(turn, order, N_("{number} is handled together as {into} now."), into=into.number)
    await telling.author(turn, into, N_("A neighbour has reported the same as {number}; it is handled together."))
    await turn.say(turn.speak(N_("Joined. Both residents were told.")))
