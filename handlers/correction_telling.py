"""Who decides about a correction, who is concerned, and how they hear of it."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.permit import may
from domain.person import Person, Role
from domain.place import Kind, around
from handlers import correction_said, noting
from handlers.correction_said import matter_of
from handlers.credit_words import signed
from handlers.turn import Turn
from storage import corrections, people
from storage.corrections import Correction

WORD = "corr"
DECIDE = "points.adjust_approve"


def by_day(turn: Turn, place: str, moment: int) -> int:
    rules = turn.house.policy.at(place)
    return rules.quiet.ends(moment, rules.calendar.zone)


async def deciders(turn: Turn, correction: Correction) -> list[Person]:
    """At the street office above: neither who proposed it nor whose it is."""
    street = around(correction.place, Kind.STREET)
    sitting = await people.holders(turn.tx, Role.STREET, street) if street else []
    return [person for person in sitting if may(DECIDE, person, matter_of(correction))]


async def put_to(turn: Turn, person: Person, correction: Correction) -> None:
    """In the night without buttons, in the morning's news."""
    rules = noting.rules_of(turn, person)
    if rules.quiet.holds(turn.now, rules.calendar.zone):
        await noting.word(turn, person, say(N_("A correction of hours waits for your decision: /corrections")))
        return
    await turn.tell(person, await card(turn, correction, person))


async def card(turn: Turn, correction: Correction, reader: Person) -> Message:
    speak = turn.speaks(reader)
    text = await correction_said.text(turn, correction, speak)
    if correction.state != corrections.OPEN or not may(DECIDE, reader, matter_of(correction)):
        return Message(text)
    head = speak(N_("⚖️ Please decide: should this be put right?"))
    answers = [Button(speak(N_("Approve")), f"{WORD} yes {correction.id}")]
    answers += [Button(speak(N_("Do not approve")), f"{WORD} no {correction.id}")]
    return Message(f"{head}\n{text}", rows(answers))


async def concerned(turn: Turn, correction: Correction) -> list[str]:
    """Whose it is, who proposed it, and who was asked."""
    asked = [person.id for person in await deciders(turn, correction)]
    return list(dict.fromkeys([correction.person, correction.proposed_by, *asked]))


async def tell(turn: Turn, correction: Correction, ids: list[str], sentence: str, **values: object) -> None:
    words = say(sentence, amount=signed(correction.unit, correction.amount), number=correction.number, **values)
    for id in ids:
        person = await people.person(turn.tx, id)
        if person and person.id != turn.me.id:
            await noting.word(turn, person, words)
