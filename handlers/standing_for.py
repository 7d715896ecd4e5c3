"""/standin: the desk says who looks after a grid while its worker cannot, also where they cannot say so themselves."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogue.message import N_
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.calendar import MIDNIGHT, at, day_of
from domain.permit import Matter, NotYours, check, may
from domain.person import SYSTEM, Held, Person, Role
from domain.stand_in import LONGEST, may_stand_in
from handlers import standing_in, talking
from handlers.days import Day, day_of_year, from_here
from handlers.look import Look, place_name
from handlers.partner_orders import tell
from handlers.turn import Refusal, Turn
from storage import leaves, people, staff
from storage.leaves import Leave
from storage.staff import Own

RIGHT = "role.stand_in"
MOST = 8  # colleagues to choose from


@dataclass(frozen=True, slots=True)
class StandFor:
    """role: the row by which the worker holds the grid; last: a day, YYYY-MM-DD."""

    role: str
    stand_in: str
    last: str


def _may(person: Person, own: Own) -> bool:
    """Never for oneself: that is /leave."""
    is_worker = own.held.role is Role.GRID and own.person != person.id
    return is_worker and may(RIGHT, person, Matter(place=own.held.place))


async def stand_in(turn: Turn) -> None:
    if not any(may(RIGHT, turn.me, Matter(place=held.place)) for held in turn.me.roles):
        raise Refusal(say(N_("Only dispatchers use this. /leave is for your own leave.")))
    await talking.begin(turn, "jn_standin", {})


async def who_for_whom(ask: Ask, look: Look) -> StandFor:
    """Whose grid, who stands in, until when."""
    areas = {held.place for held in look.me.roles if may(RIGHT, look.me, Matter(place=held.place))}
    found = {own.id: own for area in sorted(areas) for own in await look.working_in(area) if _may(look.me, own)}
    if not found:
        raise Refusal(say(N_("No grid in your area has a worker yet. /invite brings them in.")), over=True)
    options = [Option(own.id, plain(f"{await look.name(own.held.place)} · {own.name}")) for own in found.values()]
    role = await ask("grid", Choice(say(N_("Which grid needs somebody to stand in?")), tuple(options)))
    gone = await look.person(found[role].person)
    if gone is None:
        raise NotYours
    zone = look.policy.rules.calendar.zone
    today = day_of(look.now, zone)
    leave = await look.leave_of(gone.id)
    if leave and leave.on and leave.stand_in:
        other = await look.name_of(leave.stand_in)
        sentence = N_("{name} is away until {day} already, and {other} stands in.")
        day = day_of_year(day_of(leave.ends_at - 1, zone))
        raise Refusal(say(sentence, name=plain(gone.name), day=day, other=plain(other)), over=True)
    far = at(today + timedelta(days=1), MIDNIGHT, zone)
    colleagues = [one for one in await look.stand_ins(look.now, far, gone) if one[0] != look.me.id]
    if not colleagues:
        raise Refusal(say(N_("Nobody else near by does the same work and is there.")), over=True)
    options = [Option(person, plain(name)) for person, name in colleagues[:MOST]]
    prompt = say(N_("Who stands in for {name}?"), name=plain(gone.name))
    person = await ask("stand_in", Choice(prompt, tuple(options)))
    if leave and leave.on:
        return StandFor(role, person, day_of(leave.ends_at - 1, zone).isoformat())
    prompt = say(N_("Until which day, that day included?"))
    days = from_here(today, (0, 1, 2, 4, 6, 13))
    last = await ask("last", Day(prompt, today, today, today + timedelta(days=LONGEST - 1), days))
    return StandFor(role, person, last.isoformat())


async def stands_in(turn: Turn, command: StandFor) -> None:
    """From now on; the worker is told, and ends it with one tap when they are back."""
    own = await staff.own_role(turn.tx, command.role)
    gone = await people.person(turn.tx, own.person) if own else None
    to = await people.person(turn.tx, command.stand_in)
    if own is None or gone is None or to is None or not _may(turn.me, own):
        raise NotYours
    check(RIGHT, turn.me, Matter(place=own.held.place, beneficiary=to.id))
    leave = await _leave(turn, own.held, gone, to, command)
    now = await leaves.by_id(turn.tx, leave.id) or leave
    stands = await people.person(turn.tx, now.stand_in) if now.stand_in else None
    day, place = (
        day_of_year(day_of(now.ends_at - 1, turn.house.zone)),
        plain(place_name(await turn.places(), own.held.place)),
    )
    name = plain(stands.name if stands else to.name)
    words = N_("🌿 {by} has put {name} in for you until {day}. Get well soon! When you are back, write /leave.")
    await tell(turn, gone, say(words, by=plain(turn.me.name), name=name, day=day))
    done = N_("{name} looks after {place} until {day}. What {gone} had in hand went over, and both were told.")
    text = say(done, name=name, place=place, day=day, gone=plain(gone.name))
    await turn.say(text.said(turn.speak))


async def _leave(turn: Turn, held: Held, gone: Person, to: Person, command: StandFor) -> Leave:
    if to.id == gone.id or not any(may_stand_in(colleague, held) for colleague in to.roles):
        raise NotYours
    clock = replace(turn, me=SYSTEM, incoming=None)
    known = await leaves.of_person(turn.tx, gone.id)
    if known and known.on:
        if not await standing_in.step_in(clock, known, to):
            raise Refusal(say(N_("Somebody was a moment faster. Please look again.")), over=True)
        return known
    zone, last = turn.house.zone, date.fromisoformat(command.last)
    until = at(last + timedelta(days=1), MIDNIGHT, zone)
    if known:
        await leaves.end(
            turn.tx, known
        )  # theirs was for later: it begins now, and lasts as long as the later of the two
        until = max(until, known.ends_at)
    leave = Leave(turn.house.fresh(), gone.id, to.id, at(day_of(turn.now, zone), MIDNIGHT, zone), until)
    await leaves.plan(turn.tx, leave)
    await standing_in.start(clock, leave)
    return leave
