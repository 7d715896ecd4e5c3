"""Reviewing: the resident, and only the resident, says whether it is fixed."""

from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Option, Text, optional
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.order import REOPENINGS, Closing, Order, State, Step
from domain.permit import NotYours
from handlers import changing, committee, crediting, desks, kept_apart, placing, showing, telling
from handlers.look import Look
from handlers.turn import Turn

NOT_FIXED_TOGETHER = N_(
    "{number}, handled together as {into}, is closed as not fixed. "
    "The desk knows; please report it anew or call the street office."
)


@dataclass(frozen=True, slots=True)
class Review:
    """stars: 1-5."""

    number: str
    stars: int
    words: str


@dataclass(frozen=True, slots=True)
class Reopen:
    number: str
    words: str


async def how_good(ask: Ask, look: Look, number: str) -> Review:
    stars = tuple(Option(str(n), plain("★" * n)) for n in range(5, 0, -1))
    prompt = say(N_("Glad to hear that {number} is fixed! How many stars?"), number=number)
    given = await ask("stars", Choice(prompt, stars))
    words = await ask("words", optional(Text(say(N_("Anything you would like to say about it?")), limit=500)))
    return Review(number, int(given), words or "")


async def review(turn: Turn, command: Review) -> None:
    """Closed as fixed. Stars and words go to the desk and the statistics, not to the worker's card."""
    order = await changing.load(turn, command.number, "order.rate")
    order = await changing.change(
        turn, order, Step.REVIEW, words=command.words, closing=str(Closing.FIXED), fixed=True, rating=command.stars
    )
    await showing.refresh(turn, order)
    stars = "★" * command.stars
    sentence = N_("{number} was reviewed: {stars} {words}")
    await telling.desk(
        turn, order, sentence, but=order.assignee, stars=stars, words=await kept_apart.told(turn, order, command.words)
    )
    await fixed(turn, order)
    await turn.say(turn.speak(N_("Thank you! {number} is closed.")).format(number=order.number))


async def fixed(turn: Turn, order: Order) -> None:
    """Whoever did it, and the neighbours who reported the same, hear of it."""
    await telling.party(turn, order, N_("{number} is fixed, says the resident. Thank you!"))
    await telling.followers(turn, order, N_("{number}, handled together as {into}, is fixed, says your neighbour."))
    await crediting.for_order(turn, order)
    await committee.ask_to_sign(turn, order)


async def what_is_wrong(ask: Ask, look: Look, number: str) -> Reopen:
    order = await look.order(number)
    if order is None:
        raise NotYours
    prompt = say(N_("Sorry to hear that. What is still wrong with {number}?"), number=number)
    return Reopen(number, await ask("wrong", Text(prompt, limit=500)))


async def reopen(turn: Turn, command: Reopen) -> None:
    """The same order, one step up the ladder with everything known; after the second time it is closed as not fixed."""
    order = await changing.load(turn, command.number, "order.reopen")
    if order.reopened >= REOPENINGS and order.state is State.FINISHED:
        await _give_up(turn, order, command.words)
        return
    order = await once_more(turn, order, command.words)
    sentence = N_("{number} is open again and goes one level up, with all that is known.")
    await turn.say(turn.speak(sentence).format(number=order.number))


async def once_more(turn: Turn, order: Order, words: str, **sets: Any) -> Order:
    """Open it again, one step up where there is one; the desk, whoever did it and the resident hear of it."""
    desk = await desks.above(turn.tx, order, turn.house.policy) or await desks.of(turn.tx, order)
    told_before = order.state is State.CLOSED
    workers = await telling.of_party(turn, order)
    order = await changing.change(turn, order, Step.REOPEN, words=words, rung=desk.rung, **sets)
    words = await kept_apart.told(turn, order, words)
    await showing.refresh(turn, order, but=[p.chat for p in desk.people if p.chat])
    await placing.lay_on_desk(turn, order, desk)
    await telling.desk(turn, order, N_("{number} is not fixed yet: {words}"), words=words)
    by_resident = turn.me.id == order.author
    sentence = N_("The resident says {number} is not fixed yet; the desk looks at it.")
    if not by_resident:
        sentence = N_("{number} was opened again; the desk looks at it.")
        await telling.author(turn, order, N_("{number} was opened again: {words}"), words=words)
    if told_before:
        await telling.followers(
            turn, order, N_("{number}, handled together as {into}, is open again; it is looked at.")
        )
    for worker in workers:
        if worker.id != turn.me.id:
            await telling.news(turn, worker, order, sentence)
    return order


async def _give_up(turn: Turn, order: Order, words: str) -> None:
    """Reopened twice already: closed as not fixed, and everybody can see that it was not."""
    step = Step.PASS_ON if order.proxy else Step.REVIEW
    order = await changing.change(turn, order, step, words=words, closing=str(Closing.NOT_FIXED), fixed=False)
    await showing.refresh(turn, order)
    await telling.desk(
        turn, order, N_("{number} was closed as not fixed: {words}"), words=await kept_apart.told(turn, order, words)
    )
    await telling.followers(turn, order, NOT_FIXED_TOGETHER)
    sentence = N_("{number} is closed as not fixed. The desk knows; please report it anew or call the street office.")
    await turn.say(turn.speak(sentence).format(number=order.number))
