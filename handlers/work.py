"""Working on an order: progress, a dated plan, and finishing with what was done."""

from dataclasses import dataclass
from datetime import time, timedelta

from dialogue.message import N_
from dialogue.question import Photos, Text, optional
from dialogue.say import say
from dialogue.talk import Ask
from domain.calendar import at
from domain.order import Closing, Order, Step
from domain.permit import may
from handlers import changing, kept_apart, promising, showing, tasks, telling
from handlers.day_and_hour import WhichDay
from handlers.days import Day, from_here
from handlers.desks import matter_of
from handlers.look import Look
from handlers.names import day_name, titled
from handlers.timeline import local
from handlers.turn import Refusal, Turn
from handlers.until import end_of_work
from handlers.verbs import ASKED, buttons
from storage import order_media, orders, people

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Progress:
    number: str
    words: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """days: from today. hour: where they named one."""

    number: str
    days: int
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    number: str
    done: str
    photos: tuple[str, ...] = ()


async def how_far(ask: Ask, look: Look, number: str) -> Progress:
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    prompt = say(N_("How far is {number}? The resident will read it."), number=number)
    if await _is_task(look, number):
        prompt = say(N_("How far is {number}? Whoever leads and the desk will read it."), number=number)
    return Progress(number, await ask("words", Text(prompt, limit=500)), tuple(photos))


async def progress(turn: Turn, command: Progress) -> None:
    order = await changing.load(turn, command.number, "order.progress")
    order = await changing.change(turn, order, Step.PROGRESS, words=command.words)
    await _keep_photos(turn, order.id, command.photos, Step.PROGRESS)
    await showing.refresh(turn, order)
    words = await kept_apart.told(turn, order, command.words)
    await telling.author(turn, order, N_("News on {number}: {words}"), words=words)
    await tasks.tell_lead(turn, order, N_("{name}, who helps with {number}: {words}"), words=words)
    done = N_("Passed on to whoever leads.") if order.part_of else N_("Passed on to the resident.")
    await turn.say(turn.speak(done))


async def which_day(ask: Ask, look: Look, number: str) -> Plan:
    here = local(look.now, look.policy.rules.calendar.zone)
    today = here.date()
    prompt = say(N_("When will {number} be done?"), number=number)
    days = from_here(today, range(DAYS_AHEAD + 1))
    day, hour = await ask("day", WhichDay(prompt, Day(prompt, today, today, days[-1], days), here.time()))
    return Plan(number, (day - today).days, hour)


async def plan(turn: Turn, command: Plan) -> None:
    """A date the resident can count on; the clock looks again then."""
    order = await changing.load(turn, command.number, "order.progress")
    day = local(turn.now, turn.house.zone) + timedelta(days=command.days)
    moment = max(end_of_work(day.date().isoformat(), turn.house.zone), turn.now + 3600)
    said = day_name(day)
    if command.hour:
        moment = at(day.date(), command.hour, turn.house.zone)
        said = promising.when(turn, moment)
    _check_not_later(turn, order, moment)
    order = await changing.change(turn, order, Step.PLAN, words=f"{day:%m-%d}", planned_at=moment)
    await showing.refresh(turn, order)
    await telling.author(turn, order, N_("{number} is planned for {day}."), day=said)
    sentence = N_("{name}, who helps with {number}, will have done it by {day}.")
    await tasks.tell_lead(turn, order, sentence, day=said)
    done = N_("Whoever leads knows the date.") if order.part_of else N_("The resident knows the date.")
    await turn.say(turn.speak(done))


def _check_not_later(turn: Turn, order: Order, moment: int) -> None:
    """A day that was promised is put off only by somebody else; who cannot ask anybody sets it alone."""
    if order.planned_at and moment > order.planned_at and may("order.extend_request", turn.me, matter_of(order)):
        day = day_name(local(order.planned_at, turn.house.zone))
        sentence = N_("{number} was promised for {day}. For a later day ask for more time, under “More …”.")
        raise Refusal(say(sentence, number=order.number, day=day))


async def what_done(ask: Ask, look: Look, number: str) -> Finish:
    """Words are asked for; a photo is welcome, in matters of safety kindly asked for, and never demanded."""
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    order = await look.order(number)
    if order:
        tasks.check_done(order, await look.parts(order))
    sentence = N_("What was done for {number}? You may send a photo along.")
    if order and look.policy.safety(order.category):
        sentence = N_("What was done for {number}? It is about safety: a photo of it, please, if you can take one.")
    done = await ask("done", optional(Text(say(sentence, number=number), limit=500)))
    return Finish(number, done or "", tuple(photos))


async def finish(turn: Turn, command: Finish) -> None:
    """The worker says it is done; whether it is fixed is for the resident to say."""
    order = await changing.load(turn, command.number, "order.resolve")
    if order.part_of:
        await _complete(turn, order, command)
        return
    tasks.check_done(order, await orders.parts(turn.tx, order.id))
    order = await changing.change(turn, order, Step.FINISH, words=command.done)
    await _keep_photos(turn, order.id, command.photos, Step.FINISH)
    await showing.refresh(turn, order)
    author = await people.person(turn.tx, order.author)
    if author:
        ask = buttons(ASKED, order, author, turn.speaks(author), turn.now)
        sentence = N_("{number} is done, says {name}.\nIs it fixed?")
        if command.done:
            sentence = N_("{number} is done, says {name}: {done}\nIs it fixed?")
        if order.proxy:
            sentence = N_("{number} is done, says {name}.\nPlease ask for whom you reported it: is it fixed?")
        await telling.author(turn, order, sentence, *ask, name=titled(turn.me), done=command.done)
    await turn.say(turn.speak(N_("Thank you! The resident is asked whether it is fixed.")))


async def _complete(turn: Turn, part: Order, command: Finish) -> None:
    """A task is done when whoever helps says so; the resident is asked about the whole."""
    part = await changing.change(turn, part, Step.COMPLETE, words=command.done, closing=str(Closing.FIXED), fixed=True)
    await _keep_photos(turn, part.id, command.photos, Step.COMPLETE)
    await showing.refresh(turn, part)
    words = await kept_apart.told(turn, part, command.done) or "👌"
    await telling.author(turn, part, N_("{name} has done {number}: {words}"), name=titled(turn.me), words=words)
    await tasks.tell_lead(turn, part, N_("{name} has done their task for {number}: {words}"), words=words)
    await tasks.closed(turn, part)
    await turn.say(turn.speak(N_("Thank you for helping! Whoever leads knows.")))


async def _is_task(look: Look, number: str) -> bool:
    order = await look.order(number)
    return order is not None and order.part_of is not None


async def _keep_photos(turn: Turn, order_id: str, photos: tuple[str, ...], step: Step) -> None:
    for photo in photos:
        await order_media.add(turn.tx, order_id, photo, "photo", step, turn.now)
