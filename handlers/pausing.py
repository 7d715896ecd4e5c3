"""A pause: the worker says what it waits for and until when, and the clock stands still until then."""

from dataclasses import dataclass, replace

from dialogue.message import N_, Button
from dialogue.question import Choice, Option
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain.order import DAY, Order, Step
from domain.permit import NotYours
from domain.person import SYSTEM
from domain.policy import Rules
from handlers import changing, promising, showing, telling
from handlers.look import Look
from handlers.names import WHY_PAUSED
from handlers.turn import Refusal, Turn
from handlers.until import days_ahead, end_of_work, options
from handlers.verbs import data

RESIDENT = "resident"  # what is waited for, as in WHY_PAUSED
TIMES = 2  # so many longest pauses after it was accepted, or after the promised day, nobody pauses it alone


@dataclass(frozen=True, slots=True)
class Pause:
    """why: a key of WHY_PAUSED. day: YYYY-MM-DD."""

    number: str
    why: str
    day: str


async def how_long(ask: Ask, look: Look, number: str) -> Pause:
    order = await look.order(number)
    if order is None:
        raise NotYours
    rules = look.policy.at(order.place)
    found = _days(order, rules, look.now)
    if not found:
        raise Refusal(_too_long(order))
    reasons = tuple(Option(key, say(why)) for key, why in WHY_PAUSED.items() if order.resident or key != RESIDENT)
    prompt = N_("What does {number} wait for? The resident will read it.")
    if order.part_of:
        prompt = N_("What does {number} wait for?")
    why = await ask("reason", Choice(say(prompt, number=number), reasons))
    among = options(found, look.now, rules.calendar.zone)
    return Pause(number, why, await ask("until", Choice(say(N_("Until which day?")), among)))


def _days(order: Order, rules: Rules, now: int) -> list[str]:
    zone = rules.calendar.zone
    return [day for day in days_ahead(now, zone, range(1, rules.pause // DAY + 2)) if _short(order, rules, day, now)]


def _short(order: Order, rules: Rules, day: str, now: int) -> bool:
    """Nobody pauses for ever: not longer than the rules say, nor again and again without the desk."""
    promised = max(order.accepted_at or 0, order.planned_at or 0)
    return end_of_work(day, rules.calendar.zone) <= min(now + rules.pause, promised + TIMES * rules.pause)


def _too_long(order: Order) -> Say:
    return say(
        N_("{number} cannot be paused any longer just like that. Ask for more time, and the desk decides."),
        number=order.number,
    )


async def pause(turn: Turn, command: Pause) -> None:
    """The resident reads what is waited for, and until when."""
    order = await changing.load(turn, command.number, "order.pause")
    rules = turn.house.policy.at(order.place)
    if not _short(order, rules, command.day, turn.now):
        raise Refusal(_too_long(order))
    until = end_of_work(command.day, rules.calendar.zone)
    order = await changing.change(turn, order, Step.PAUSE, paused_until=until, paused_why=command.why)
    await showing.refresh(turn, order)
    await _tell_resident(turn, order, promising.when(turn, until))
    sentence = N_("Paused until {when}. The resident knows, and nobody is reminded until then.")
    if order.part_of:
        sentence = N_("Paused until {when}. Nobody is reminded until then.")
    await turn.say(say(sentence, when=promising.when(turn, until)).said(turn.speak))


async def _tell_resident(turn: Turn, order: Order, when: Say) -> None:
    if order.paused_why != RESIDENT:
        why = say(WHY_PAUSED[order.paused_why or "other"])
        await telling.author(turn, order, N_("⏸ {number} is paused until {when}: {why}."), when=when, why=why)
        return
    author = await telling.author_of(turn, order)
    answer = Button(turn.speaks(author)(N_("Reply")), data("reply", order))
    sentence = N_("⏸ {number} waits for a word from you, until {when}. As soon as you write, it goes on.")
    await telling.author(turn, order, sentence, answer, when=when)


async def resume(turn: Turn, number: str, seen: int) -> None:
    """The worker goes on before the pause is over."""
    order = await changing.load(turn, number, "order.pause")
    order = await changing.change(turn, order, Step.RESUME, seen=seen)
    await showing.refresh(turn, order)
    await telling.author(turn, order, N_("▶️ {number} goes on."))
    turn.toast = turn.speak(N_("It goes on.") if order.part_of else N_("It goes on. The resident knows."))


async def answered(turn: Turn, order: Order) -> Order:
    """The resident has written: what waited for them goes on by itself."""
    if turn.me.id != order.author or order.paused_until is None or order.paused_why != RESIDENT:
        return order
    order = await changing.change(replace(turn, me=SYSTEM), order, Step.RESUME)
    await showing.refresh(turn, order)
    return order
