"""Proposing a correction: which help, whose, what, and why; it changes nothing until somebody else decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Choice, Number, Option, Question, Refused, Reply, Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import mask
from domain import number as numbers
from domain.ledger import MINUTES, POINTS
from domain.permit import Matter, NotYours, check, may
from domain.person import Person
from domain.place import Kind, around
from handlers.correction_telling import by_day, deciders, put_to, tell
from handlers.credit_words import amount as how_much
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import corrections, helped, ledger
from storage.corrections import Correction

PROPOSE = "points.adjust_propose"
MOST = {MINUTES: 1440, POINTS: 1000}  # of one correction

# What a correction does: unit and sign.
KINDS: Mapping[str, tuple[str, int]] = {
    "+m": (MINUTES, 1),
    "-m": (MINUTES, -1),
    "+p": (POINTS, 1),
    "-p": (POINTS, -1),
}
LABELS: Mapping[str, str] = {
    "+m": N_("Add time"),
    "-m": N_("Take time back"),
    "+p": N_("Add points"),
    "-p": N_("Take points back"),
}


@dataclass(frozen=True, slots=True)
class Correct:
    """amount: minutes or points, below zero where they are taken back."""

    number: str
    person: str
    unit: str
    amount: int
    reason: str


class TypedNumber(Question[str]):
    """The number of an order, a wish or an activity."""

    def read(self, reply: Reply) -> str:
        number = numbers.read(reply.text)
        if number is None:
            raise Refused(say(N_("That is no number. It has six signs, like 7K3MQ2.")))
        return number


async def what_correction(ask: Ask, look: Look) -> Correct:
    prompt = N_("Hours or points of which help? Send the number of the report, wish or activity.")
    number = await ask("number", TypedNumber(say(prompt)))
    place, helpers = await look.helpers_in(number)
    if not helpers or not may(PROPOSE, look.me, Matter(place=place)):
        raise NotYours
    among = tuple(Option(person.id, plain(person.name)) for person in helpers)
    person = await ask("person", Choice(say(N_("Whose?")), among)) if len(among) > 1 else among[0].value
    kinds = tuple(Option(kind, say(label)) for kind, label in LABELS.items())
    kind = await ask("kind", Choice(say(N_("What should be put right?")), kinds))
    unit, sign = KINDS[kind]
    how_many = say(N_("How many minutes?")) if unit == MINUTES else say(N_("How many points?"))
    count = await ask("count", Number(how_many, 1, MOST[unit]))
    why = say(N_("Why? Everybody in the area can read this sentence; please name nobody in it."))
    return Correct(number, person, unit, sign * count, await ask("reason", Text(why, limit=200)))


async def propose(turn: Turn, command: Correct) -> None:
    found = await helped.helpers_in(turn.tx, command.number)
    whose = next((one for one in found[1] if one.id == command.person), None) if found else None
    if found is None or whose is None:
        raise NotYours
    place = around(found[0], Kind.COMPOUND) or found[0]
    check(PROPOSE, turn.me, Matter(place=place))
    correction = _proposed(turn, command, whose, place)
    await is_there(turn, correction)
    asked = await deciders(turn, correction)
    if not asked:
        raise Refusal(say(N_("Nobody at the street office can decide about it yet, so nothing was proposed.")))
    await corrections.add(turn.tx, correction)
    for person in asked:
        await put_to(turn, person, correction)
    sentence = N_("A correction was proposed for you: {amount} for {number}. “{reason}” You will hear what is decided.")
    await tell(turn, correction, [correction.person], sentence, reason=plain(correction.reason))
    await turn.say(turn.speak(N_("Proposed. The street office decides, and everybody in the area can read it.")))


def _proposed(turn: Turn, command: Correct, whose: Person, place: str) -> Correction:
    lapses = by_day(turn, place, turn.now + turn.house.policy.points.lapse)
    return Correction(
        id=turn.house.fresh(),
        person=whose.id,
        place=place,
        number=command.number,
        unit=command.unit,
        amount=command.amount,
        reason=mask.text(command.reason, [whose.name]),
        proposed_by=turn.me.id,
        proposed_at=turn.now,
        lapses_at=lapses,
        look_at=min(lapses, by_day(turn, place, turn.now + turn.house.policy.points.nag)),
    )


async def is_there(turn: Turn, correction: Correction) -> None:
    has = await ledger.balance(turn.tx, ledger.of_person(correction.person), correction.unit)
    if has + correction.amount < 0:
        raise Refusal(say(N_("There is only {amount} left to take back."), amount=how_much(correction.unit, has)))
