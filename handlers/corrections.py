"""Corrections of hours and points: decided by somebody else than proposed them, and read by everybody in the area."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import mask
from domain.permit import Matter, NotYours, check, may
from domain.person import Person
from domain.place import Kind, around, covers
from handlers import correction_said, talking
from handlers.correction_proposing import PROPOSE, is_there
from handlers.correction_said import matter_of
from handlers.correction_telling import DECIDE, WORD, card, concerned, tell
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import corrections, ledger
from storage.corrections import Correction
from storage.ledger import ISSUED, NotEnough

READ = "points.corrections_view"
A_PAGE = 5
DONE = N_("That correction was decided already.")


@dataclass(frozen=True, slots=True)
class RefuseCorrection:
    id: str
    why: str


async def _load(turn: Turn, id: str) -> Correction:
    """The one this person may decide about; whoever may not reads what strangers read."""
    correction = await corrections.get(turn.tx, id)
    check(DECIDE, turn.me, matter_of(correction) if correction else None)
    assert correction is not None
    if correction.state != corrections.OPEN:
        raise Refusal(say(DONE))
    return correction


async def approve(turn: Turn, id: str) -> None:
    """Decided and posted in one unit of work."""
    correction = await _load(turn, id)
    if not await corrections.decide(turn.tx, id, corrections.APPROVED, by=turn.me.id, now=turn.now):
        raise Refusal(say(DONE))
    account, added = ledger.of_person(correction.person), correction.amount > 0
    try:
        await ledger.move(
            turn.tx,
            id=turn.house.fresh(),
            unit=correction.unit,
            source=ISSUED if added else account,
            target=account if added else ISSUED,
            amount=abs(correction.amount),
            why="correction",
            ref=f"correction:{id}",
            by=correction.proposed_by,
            now=turn.now,
            approved_by=turn.me.id,
        )
    except NotEnough:
        await is_there(turn, correction)
        raise
    await tell(turn, correction, await concerned(turn, correction), N_("✅ Put right: {amount} for {number}."))
    await turn.say(turn.speak(N_("Put right. Everybody concerned reads it.")), in_place=True)


async def ask_why(turn: Turn, id: str) -> None:
    await _load(turn, id)
    await talking.begin(turn, "why_no_correction", {"id": id})


async def why_not(ask: Ask, look: Look, id: str) -> RefuseCorrection:
    prompt = say(N_("Why is it not put right? Everybody in the area can read this sentence."))
    return RefuseCorrection(id, await ask("why", Text(prompt, limit=200)))


async def refuse(turn: Turn, command: RefuseCorrection) -> None:
    correction, why = await _load(turn, command.id), mask.text(command.why)
    if not await corrections.decide(turn.tx, command.id, corrections.REFUSED, by=turn.me.id, now=turn.now, answer=why):
        raise Refusal(say(DONE))
    sentence = N_("✖️ Not put right: {amount} for {number}. {why}")
    await tell(turn, correction, await concerned(turn, correction), sentence, why=plain(why))
    await turn.say(turn.speak(N_("Refused. Everybody concerned reads why.")))


async def shown(turn: Turn) -> None:
    await _list(turn, "0")


async def _list(turn: Turn, skip: str) -> None:
    """What was and is to be put right around where somebody lives or works."""
    first = int(skip) if skip.isdecimal() and len(skip) < 5 else 0
    found = {
        one.id: one for area in areas(turn.me) for one in await corrections.within(turn.tx, area, first + A_PAGE + 1)
    }
    page = sorted(found.values(), key=lambda one: (one.state != corrections.OPEN, -one.proposed_at, one.id))[first:]
    page = [one for one in page if may(READ, turn.me, Matter(place=one.place))]
    lines = [f"{n}. {await correction_said.text(turn, one, turn.speak)}" for n, one in enumerate(page[:A_PAGE], 1)]
    head = turn.speak(N_("Corrections of hours and points around here:"))
    none = turn.speak(N_("No hours and no points had to be put right around here."))
    await turn.say("\n\n".join([head, *lines]) if lines else none, *_buttons(turn, page, first))


def _buttons(turn: Turn, page: list[Correction], first: int) -> list[Button]:
    buttons = [
        Button(turn.speak(N_("Decide {n}")).format(n=n), f"{WORD} see {one.id}")
        for n, one in enumerate(page[:A_PAGE], 1)
        if one.state == corrections.OPEN and may(DECIDE, turn.me, matter_of(one))
    ]
    if len(page) > A_PAGE:
        buttons.append(Button(turn.speak(N_("More")), f"{WORD} more {first + A_PAGE}"))
    if any(may(PROPOSE, turn.me, Matter(place=held.place)) for held in turn.me.roles):
        buttons.append(Button(turn.speak(N_("Propose a correction")), f"{WORD} new"))
    return buttons


def areas(person: Person) -> list[str]:
    """Where somebody lives, volunteers or works; each office with all below it."""
    places = [held.place for held in person.roles if held.place] + ([person.home] if person.home else [])
    wide = dict.fromkeys(around(place, Kind.COMPOUND) or place for place in places)
    return [place for place in wide if not any(covers(other, place) for other in wide if other != place)]


async def _see(turn: Turn, id: str) -> None:
    await turn.answer_with(await card(turn, await _load(turn, id), turn.me))


async def _new(turn: Turn, rest: str) -> None:
    if not any(may(PROPOSE, turn.me, Matter(place=held.place)) for held in turn.me.roles):
        raise NotYours
    await talking.begin(turn, "what_correction", {})


BUTTONS: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "yes": approve,
    "no": ask_why,
    "see": _see,
    "more": _list,
    "new": _new,
}


async def button(turn: Turn, rest: str) -> None:
    word, _, id = rest.partition(" ")
    if word not in BUTTONS:
        raise NotYours
    await BUTTONS[word](turn, id)
