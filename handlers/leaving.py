"""Leave: from when to when, and who stands in. It has no reason, and nobody asks where somebody is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from dialogue.message import N_, Button
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.calendar import MIDNIGHT, at, day_of
from domain.person import SYSTEM
from domain.stand_in import LONGEST, working
from handlers import standing_in, talking
from handlers.days import Day, day_of_year, from_here
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import leaves, people
from storage.leaves import Leave

AHEAD = 180  # days: how early a leave may be planned
DESK = "desk"  # nobody in particular: the desk decides
MOST = 7  # colleagues to choose from


@dataclass(frozen=True, slots=True)
class Away:
    """first, last: whole days, YYYY-MM-DD; stand_in: a person's id."""

    first: str
    last: str
    stand_in: str | None


async def leave(turn: Turn) -> None:
    """/leave: take one, or see the one there is and end it."""
    if not working(turn.me.roles):
        raise Refusal(say(N_("Leave is for those who work here. Write /my to see your reports.")))
    known = await leaves.of_person(turn.tx, turn.me.id)
    if known is None:
        await talking.begin(turn, "leave", {})
    else:
        await _show(turn, known)


async def which_days(ask: Ask, look: Look) -> Away:
    zone = look.policy.rules.calendar.zone
    today = day_of(look.now, zone)
    days = from_here(today, range(7))
    prompt = say(N_("From which day are you away? Tap, or write a day like 12-24."))
    first = await ask("first", Day(prompt, today, today, today + timedelta(days=AHEAD), days))
    days = from_here(first, (0, 1, 2, 4, 6, 13))
    prompt = say(N_("Away from {day}. Which is the last day?"), day=day_of_year(first))
    last = await ask("last", Day(prompt, today, first, first + timedelta(days=LONGEST - 1), days))
    start, end = _whole_days(first, last, zone)
    found = [Option(person, plain(name)) for person, name in await look.stand_ins(start, end)]
    desk = Option(DESK, say(N_("The desk decides")))
    stand_in = await ask("stand_in", Choice(say(N_("Who stands in for you?")), (*found[:MOST], desk)))
    return Away(first.isoformat(), last.isoformat(), None if stand_in == DESK else stand_in)


async def go_away(turn: Turn, command: Away) -> None:
    """Kept until its first day; one that begins today begins now."""
    if await leaves.of_person(turn.tx, turn.me.id):
        raise Refusal(say(N_("You have a leave already; write /leave to see it.")))
    first, last = date.fromisoformat(command.first), date.fromisoformat(command.last)
    start, end = _whole_days(first, last, turn.house.zone)
    known = Leave(turn.house.fresh(), turn.me.id, command.stand_in, start, end)
    await leaves.plan(turn.tx, known)
    if known.starts_at <= turn.now:
        await standing_in.start(_by_the_clock(turn), known)
    await _show(turn, await leaves.by_id(turn.tx, known.id) or known)


async def come_back(turn: Turn, leave_id: str) -> None:
    """The button under a leave: it ends now, or never begins."""
    known = await leaves.of_person(turn.tx, turn.me.id)
    if known is None or known.id != leave_id:
        raise Refusal(say(N_("That leave is over already.")))
    await standing_in.end(_by_the_clock(turn), known)
    await turn.say(turn.speak(standing_in.WELCOME if known.on else N_("All right, you stay.")))


async def _show(turn: Turn, known: Leave) -> None:
    zone = turn.house.zone
    first, last = (day_of_year(day_of(moment, zone)) for moment in (known.starts_at, known.ends_at - 1))
    stand_in = await people.person(turn.tx, known.stand_in) if known.stand_in else None
    sentence = N_("🌿 Away from {first} to {last}. What you have in hand is for the desk to hand out again.")
    if stand_in:
        sentence = N_("🌿 Away from {first} to {last}. {name} stands in for you.")
    peace = N_("Until you are back you hear nothing about work. Have a good time!")
    text = say(sentence, first=first, last=last, name=plain(stand_in.name if stand_in else "")).said(turn.speak)
    back = N_("I am back") if known.on else N_("I stay after all")
    await turn.say(f"{text}\n{turn.speak(peace)}", Button(turn.speak(back), f"return {known.id}"))


def _whole_days(first: date, last: date, zone: tzinfo) -> tuple[int, int]:
    return at(first, MIDNIGHT, zone), at(last + timedelta(days=1), MIDNIGHT, zone)


def _by_the_clock(turn: Turn) -> Turn:
    """What follows is nobody's own deed."""
    return replace(turn, me=SYSTEM, incoming=None)
