"""A volunteer rests for a while, or stops: nobody asks why, and it holds at once."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogue.message import N_
from dialogue.question import yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain.calendar import MIDNIGHT, at, day_of
from domain.permit import Matter, check
from handlers import talking, volunteer_confirming, wish_letting_go
from handlers.days import Day, from_here
from handlers.look import Look
from handlers.turn import Refusal, Turn
from handlers.volunteering import known_as, show
from storage import volunteers
from storage.volunteers import Volunteer

LONGEST_REST = 366  # days


@dataclass(frozen=True, slots=True)
class Rest:
    """until: the first day on which they may be asked again, YYYY-MM-DD."""

    until: str


@dataclass(frozen=True, slots=True)
class Stop:
    pass


async def rest(turn: Turn, _: str) -> None:
    await known_as(turn)
    await talking.begin(turn, "volunteer_rest", {})


async def until_when(ask: Ask, look: Look) -> Rest:
    today = day_of(look.now, look.policy.rules.calendar.zone)
    days = from_here(today, (7, 14, 30, 90))
    prompt = say(N_("From which day may I ask you again? Tap, or write a day like 12-24."))
    last = today + timedelta(days=LONGEST_REST)
    return Rest((await ask("until", Day(prompt, today, today + timedelta(days=1), last, days))).isoformat())


async def keep_rest(turn: Turn, command: Rest) -> None:
    known = await known_as(turn)
    await _until(turn, known, at(date.fromisoformat(command.until), MIDNIGHT, turn.house.zone))


async def awake(turn: Turn, _: str) -> None:
    await _until(turn, await known_as(turn), 0)


async def _until(turn: Turn, known: Volunteer, moment: int) -> None:
    check("talent.edit_own", turn.me, Matter(author=turn.me.id))
    changed = replace(known, paused_until=moment)
    if not await volunteers.save(turn.tx, changed, known.version):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    await show(turn, changed)


async def stop(turn: Turn, _: str) -> None:
    await known_as(turn)
    await talking.begin(turn, "volunteer_stop", {})


async def sure_stop(ask: Ask, look: Look) -> Stop | None:
    """Nobody is asked why."""
    prompt = say(N_("Shall I take you off the list of volunteers? You can come back at any time."))
    yes = await ask("sure", yes_or_no(prompt, say(N_("Yes, stop")), say(N_("No, I stay"))))
    return Stop() if yes == "yes" else None


async def keep_stop(turn: Turn, _: Stop) -> None:
    """At once: the role ends, what was said about skills and times is gone, and what they took up is free again."""
    check("self.withdraw_consent", turn.me, Matter(author=turn.me.id))
    known = await known_as(turn)
    await volunteers.forget(turn.tx, turn.me.id)
    await volunteers.end_roles(turn.tx, turn.me.id, turn.now)
    await volunteer_confirming.gone(turn, known)
    await wish_letting_go.let_go_of(turn, turn.me.id)
    await turn.say(turn.speak(N_("Done. Thank you for everything you did for your neighbours!")))
