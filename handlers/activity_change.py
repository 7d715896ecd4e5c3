"""Another time, or calling it off: with a reason, told to everybody who is in or waits."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Text
from dialogue.say import Say, Speak, plain, say
from dialogue.talk import Ask
from domain import activity as rules
from domain.activity import Activity, Look, State, Step
from domain.calendar import at, day_of
from handlers import activity_announce, activity_card, activity_letters, activity_organise, activity_words, talking
from handlers.activity_questions import Hour
from handlers.activity_rights import held, seen
from handlers.days import Day, from_here
from handlers.look import Look as Reading
from handlers.turn import Refusal, Turn
from storage import activities, announcements

AHEAD = 90  # days
BEGUN = N_("It has begun already, so it cannot be moved any more.")
OVER = N_("It is over, or was called off already.")


@dataclass(frozen=True, slots=True)
class Move:
    number: str
    starts_at: int
    why: str


@dataclass(frozen=True, slots=True)
class CallOff:
    number: str
    why: str


async def ask_when(turn: Turn, number: str, rest: str) -> None:
    if (await seen(turn, number, "activity.manage")).begun(turn.now):
        raise Refusal(say(BEGUN))
    await talking.begin(turn, "activity_move", {"number": number})


async def ask_why(turn: Turn, number: str, rest: str) -> None:
    activity = await seen(turn, number, "activity.manage")
    if activity.state is not State.OPEN or turn.now >= activity.ends_at:
        raise Refusal(say(OVER))
    await talking.begin(turn, "activity_off", {"number": number})


async def which_time(ask: Ask, look: Reading, number: str) -> Move:
    zone = look.policy.rules.calendar.zone
    today = day_of(look.now, zone)
    last = today + timedelta(days=AHEAD)
    prompt = say(N_("On which day is it instead? Tap, or write one like 12-24."))
    day = await ask("day", Day(prompt, today, today, last, from_here(today, range(8))))
    hour = await ask("hour", Hour(say(N_("At what time? For example 14:30."))))
    why = await ask("why", Text(say(N_("Why? One sentence for those who have signed up.")), limit=200))
    return Move(number, at(day, hour, zone), why)


async def why_off(ask: Ask, look: Reading, number: str) -> CallOff:
    prompt = say(N_("Why does it not take place? One sentence for those who have signed up."))
    return CallOff(number, await ask("why", Text(prompt, limit=200)))


async def move(turn: Turn, command: Move) -> None:
    activity = await held(turn, command.number, "activity.manage")
    if activity.begun(turn.now):
        raise Refusal(say(BEGUN))
    if command.starts_at <= turn.now:
        raise Refusal(say(N_("That time is over already. Please choose a later one.")))
    manners = turn.house.policy.at(activity.place)
    new = rules.moved(activity, command.starts_at, turn.now, manners.quiet, manners.calendar.zone)
    if new.look is Look.ANNOUNCE and new.look_at is not None and new.look_at >= new.until:
        raise Refusal(say(activity_organise.TOO_SOON))
    new = replace(new, why=command.why)
    await activities.keep(turn.tx, new)
    await activities.sooner(turn.tx, new)
    when = activity_words.from_to(new.starts_at, new.ends_at, turn.house.zone)
    sentence = N_("🗓 {what} takes place at another time: {when}. Why: {why}")
    words = say(sentence, what=activity_words.what(new), when=when, why=plain(command.why))
    out = [(activity_card.OUT, f"act out {new.number}")]
    await _tell(turn, new, words, out)
    if new.look is not Look.ANNOUNCE:
        sentence = N_("🗓 {kind} {number} takes place at another time: {when}.")
        await _tell_groups(turn, new, say(sentence, kind=_kind(new), number=new.number, when=when))
    await activity_card.present(turn, new, say(N_("Moved. Everybody who signed up is told.")))


async def call_off(turn: Turn, command: CallOff) -> None:
    activity = await held(turn, command.number, "activity.manage")
    if activity.state is not State.OPEN or turn.now >= activity.ends_at:
        raise Refusal(say(OVER))
    announced = activity.look is not Look.ANNOUNCE
    forget_at = turn.now + turn.house.policy.gathering.kept
    new = replace(rules.take(activity, Step.CANCEL), why=command.why, look=Look.FORGET, look_at=forget_at)
    await activities.keep(turn.tx, new)
    when = activity_words.moment(new.starts_at, turn.house.zone)
    sentence = N_("❌ {what}, {when}, does not take place. Why: {why}")
    await _tell(turn, new, say(sentence, what=activity_words.what(new), when=when, why=plain(command.why)), [])
    await activities.no_more_waiting(turn.tx, new)
    if announced:
        sentence = N_("❌ {kind} {number}, {when}, does not take place.")
        await _tell_groups(turn, new, say(sentence, kind=_kind(new), number=new.number, when=when))
    await activity_card.present(turn, new, say(N_("Called off. Everybody who signed up is told.")))


async def _tell(turn: Turn, activity: Activity, words: Say, buttons: list[tuple[str, str]]) -> None:
    write = partial(_message, words, buttons)
    once = f"changed:{activity.version}"
    await activity_letters.to_all(turn, activity, announcements.CONCERNED, write, once, but=turn.me.id)


def _message(words: Say, buttons: list[tuple[str, str]], speak: Speak) -> Message:
    return Message(words.said(speak), rows([Button(speak(label), data) for label, data in buttons]))


def _kind(activity: Activity) -> Say:
    return say(activity_words.KINDS[activity.kind])


async def _tell_groups(turn: Turn, activity: Activity, words: Say) -> None:
    await activity_announce.to_groups(turn, activity, words, f"changed:{activity.version}")
