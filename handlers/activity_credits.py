"""The hours of those who helped; the organiser's own are confirmed by somebody else with the right."""

from dataclasses import replace

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import plain, say
from domain import activity as rules
from domain.activity import DAY, Activity, Look, State, Step
from domain.ledger import POINTS
from domain.permit import NotYours, may
from domain.person import Person
from handlers import activity_letters, activity_words, crediting, desks
from handlers.activity_rights import held, matter_of
from handlers.credit_words import amount, duration
from handlers.crediting import Service
from handlers.turn import Refusal, Turn
from storage import activities, leaves, people


async def credit(turn: Turn, activity: Activity, helper: str) -> None:
    """Nobody confirms what they did themselves, nor without end what the same one did: there is a cap for two."""
    person = await people.person(turn.tx, helper)
    if helper == turn.me.id:
        raise NotYours
    if person is None:
        return
    ref, hours = f"activity:{activity.number}", (activity.starts_at, activity.ends_at)
    credited = await crediting.credit(turn, Service("activity", ref, person, turn.me.id, *hours, place=activity.place))
    what, speak = activity_words.what(activity), turn.speaks(person)
    lines = []
    if credited.minutes:
        sentence = N_("💛 {what}: {time} and {points} are credited to you. Thank you for helping! See /points")
        earned = {"time": duration(credited.minutes), "points": amount(POINTS, credited.points)}
        lines.append(say(sentence, what=what, **earned))
    if credited.why_less:
        lines.append(say(N_("{what}: {why}"), what=what, why=credited.why_less))
    if lines and not credited.again:
        message = Message("\n".join(line.said(speak) for line in lines))
        await activity_letters.to_one(turn, activity, person, message, "credited")


async def ask_to_vouch(turn: Turn, activity: Activity) -> bool:
    """The lowest desk where somebody else sits; False where there is none."""
    for rung in turn.house.policy.climb(activity.place):
        asked = [
            person for person in (await desks.at(turn.tx, rung)).people if await _may_vouch(turn, activity, person)
        ]
        for person in asked:
            await _ask(turn, activity, person)
        if asked:
            return True
    return False


async def _may_vouch(turn: Turn, activity: Activity, person: Person) -> bool:
    return may("activity.vouch", person, matter_of(await turn.places(), person, activity))


async def _ask(turn: Turn, activity: Activity, person: Person) -> None:
    organiser = await people.person(turn.tx, activity.organiser)
    speak = turn.speaks(person)
    sentence = N_("🙋 {name} organised {what}, {when}, and says they helped there, too. Do you confirm their hours?")
    when = activity_words.from_to(activity.starts_at, activity.ends_at, turn.house.zone)
    name = plain(organiser.name if organiser else "")
    text = say(sentence, name=name, what=activity_words.what(activity), when=when).said(speak)
    buttons = [(N_("Yes, confirm"), "vouch"), (N_("I cannot confirm that"), "refuse")]
    shown = rows([Button(speak(label), f"act {word} {activity.number}") for label, word in buttons])
    await activity_letters.to_one(turn, activity, person, Message(text, shown), f"vouch:{activity.version}")


async def vouch(turn: Turn, number: str, rest: str) -> None:
    activity = await _open(turn, number)
    await credit(turn, activity, activity.organiser)
    await close(turn, activity, Step.VOUCH)
    await turn.say(turn.speak(N_("Confirmed. Thank you!")), in_place=True)


async def refuse(turn: Turn, number: str, rest: str) -> None:
    activity = await _open(turn, number)
    await close(turn, activity, Step.REFUSE)
    await no_own_hours(turn, activity)
    await turn.say(turn.speak(N_("All right, no hours are credited for that.")), in_place=True)


async def no_own_hours(turn: Turn, activity: Activity) -> None:
    organiser = await people.person(turn.tx, activity.organiser)
    if organiser:
        text = say(N_("Your own hours at {what} were not confirmed."), what=activity_words.what(activity))
        message = Message(text.said(turn.speaks(organiser)))
        await activity_letters.to_one(turn, activity, organiser, message, "not_vouched")


async def _open(turn: Turn, number: str) -> Activity:
    activity = await held(turn, number, "activity.vouch")
    if activity.state is not State.VOUCHING:
        raise Refusal(say(N_("That is settled already. Thank you!")))
    return activity


def tomorrow(turn: Turn, activity: Activity) -> int:
    manners = turn.house.policy.at(activity.place)
    return manners.quiet.ends(turn.now + DAY, manners.calendar.zone)


async def close(turn: Turn, activity: Activity, step: Step) -> None:
    """Nobody owes anything any more; who was there is forgotten after a while."""
    forget_at = turn.now + turn.house.policy.gathering.kept
    await activities.keep(turn.tx, replace(rules.take(activity, step), look=Look.FORGET, look_at=forget_at))


async def away(turn: Turn, person: str) -> bool:
    return await leaves.away(turn.tx, person)
