"""Signing up, stepping back, and the waiting list: who was first decides, and a seat that came free is offered."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.activity import Activity, Part, SignUp, Stand, State
from handlers import activity_card, activity_letters, activity_words
from handlers.activity_rights import held_to_join
from handlers.activity_words import in_or_asked
from handlers.turn import Refusal, Turn
from storage import activities, people

BEGUN = N_("It has begun, or is over.")
CALLED_OFF = N_("It does not take place.")


async def come(turn: Turn, number: str, rest: str) -> None:
    await _join(turn, number, Part.GUEST)


async def help_out(turn: Turn, number: str, rest: str) -> None:
    await _join(turn, number, Part.HELPER)


async def _join(turn: Turn, number: str, part: Part) -> None:
    activity = await held_to_join(turn, number)
    known = await activities.signed_up(turn.tx, activity, turn.me.id)
    if known and known.stand is Stand.OFFERED and known.part is part and not activity.begun(turn.now):
        await _take_seat(turn, activity, known)
    elif known is None or known.stand is Stand.OUT:
        await _sign_up(turn, activity, part)
    elif known.part is not part:
        raise Refusal(say(N_("You have signed up already. Tap “I cannot come” first, then choose again.")))
    await activity_card.present(turn, activity)


async def _sign_up(turn: Turn, activity: Activity, part: Part) -> None:
    if not activity.takes(turn.now):
        _not_begun(turn, activity)
        raise Refusal(say(N_("Sign-up is closed. Maybe next time!")))
    if part is Part.HELPER and not activity.helpers:
        raise Refusal(say(N_("No helpers are wanted this time. Thank you all the same!")))
    stand = Stand.IN if await _free(turn, activity, part) else Stand.WAITING
    await activities.sign_up(turn.tx, activity, SignUp(turn.me.id, part, stand, activity.version))


def _not_begun(turn: Turn, activity: Activity) -> None:
    if activity.state is State.CANCELLED:
        raise Refusal(say(CALLED_OFF))
    if activity.begun(turn.now):
        raise Refusal(say(BEGUN))


async def _free(turn: Turn, activity: Activity, part: Part) -> bool:
    """The activity is held: nobody else counts at the same time."""
    most = activity.limit(part)
    return most is None or in_or_asked(await activities.taken(turn.tx, activity), part) < most


async def yes(turn: Turn, number: str, rest: str) -> None:
    """A seat was kept, and they still want it."""
    activity = await held_to_join(turn, number)
    known = await activities.signed_up(turn.tx, activity, turn.me.id)
    _not_begun(turn, activity)
    if known is None or known.stand is Stand.OUT:
        raise Refusal(say(N_("That seat went to the next one. You can sign up again as long as sign-up is open.")))
    if known.stand is Stand.OFFERED:
        await _take_seat(turn, activity, known)
    await activity_card.present(turn, activity)


async def _take_seat(turn: Turn, activity: Activity, known: SignUp) -> None:
    await activities.sign_up(turn.tx, activity, SignUp(turn.me.id, known.part, Stand.IN, known.nth))


async def out(turn: Turn, number: str, rest: str) -> None:
    """Whoever steps back need not say why; the seat is offered to the first who waits."""
    activity = await held_to_join(turn, number)
    known = await activities.signed_up(turn.tx, activity, turn.me.id)
    if known is None or known.stand is Stand.OUT:
        raise Refusal(say(N_("You have not signed up for this.")))
    _not_begun(turn, activity)
    await leave(turn, activity, known)
    await activity_card.present(turn, activity, say(N_("All right. Thank you for saying so!")))


async def leave(turn: Turn, activity: Activity, known: SignUp) -> None:
    await activities.sign_up(turn.tx, activity, SignUp(known.person, known.part, Stand.OUT, known.nth))
    await offer(turn, activity, known.part)


async def offer(turn: Turn, activity: Activity, part: Part) -> None:
    """What is free goes to those who wait, in their order; each is asked, and has a set time to answer."""
    while await _free(turn, activity, part) and (first := await activities.first_waiting(turn.tx, activity, part)):
        person = await people.person(turn.tx, first.person)
        assert person is not None
        read_at = max(turn.now, activity_letters.morning(turn, activity))
        answer_by = min(read_at + turn.house.policy.gathering.confirm, activity.starts_at)
        await activities.sign_up(turn.tx, activity, SignUp(person.id, part, Stand.OFFERED, first.nth, answer_by))
        sentence = N_("🎉 There is a place for you now: {what}, {when}. Do you come? I keep it for you until {until}.")
        zone = turn.house.zone
        text = say(
            sentence,
            what=activity_words.what(activity),
            when=activity_words.moment(activity.starts_at, zone),
            until=activity_words.moment(answer_by, zone),
        )
        speak = turn.speaks(person)
        yes_or_no = [(N_("Yes, I come"), "yes"), (activity_card.OUT, "out")]
        buttons = rows([Button(speak(label), f"act {word} {activity.number}") for label, word in yes_or_no])
        message = Message(text.said(speak), buttons)
        await activity_letters.to_one(turn, activity, person, message, f"offer:{activity.version}")


async def no_answer(turn: Turn, number: str, person_id: str) -> bool:
    """The clock: who did not answer in time makes room for the next; False where somebody was faster."""
    activity = await activities.hold(turn.tx, number)
    known = await activities.signed_up(turn.tx, activity, person_id) if activity else None
    if activity is None or known is None or known.answer_by is None or known.answer_by > turn.now:
        return False
    if activity.begun(turn.now):
        return False  # whoever still waits at the start hears so together
    person = await people.person(turn.tx, person_id)
    await leave(turn, activity, known)
    if person:
        sentence = N_("I have not heard from you, so your place at {what} went to the next one. Until another time!")
        text = say(sentence, what=activity_words.what(activity)).said(turn.speaks(person))
        await activity_letters.to_one(turn, activity, person, Message(text), f"silent:{activity.version}")
    return True
