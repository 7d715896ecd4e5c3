"""A certificate of hours: made from the ledger at that moment, and known again by its code."""

from dataclasses import dataclass
from datetime import date

from dialogue.message import N_, Message
from dialogue.say import Say, plain, say
from domain import mask
from domain import number as numbers
from domain.calendar import MIDNIGHT, at, day_of
from domain.ledger import MINUTES, of_person
from domain.permit import Matter, NotYours, check
from handlers.changing import today
from handlers.credit_words import duration
from handlers.turn import Refusal, Turn, packed
from storage import certificates, helped, ledger, people
from storage.certificates import Certificate

VERIFY = "points.verify"
TITLE = N_("Certificate of volunteer hours")
UNKNOWN = N_("No certificate has the code {code}. It was not made here.")


@dataclass(frozen=True, slots=True)
class Verify:
    code: str


async def certificate(turn: Turn, which: str) -> None:
    """A button; which: a year, or all."""
    check("points.view_own", turn.me, Matter(beneficiary=turn.me.id))
    since, until = _span(turn, which)
    minutes = await ledger.gained(turn.tx, of_person(turn.me.id), MINUTES, since, until)
    if minutes <= 0:
        raise Refusal(say(N_("There are no hours in that time yet; the first one comes with a certificate.")))
    if not turn.me.name:
        raise Refusal(say(N_("A certificate needs your name. Please ask the community to help you with it.")))
    since = await ledger.first_at(turn.tx, of_person(turn.me.id), MINUTES, since) or since
    services = await helped.count(turn.tx, turn.me.id, since, until)
    made = await _kept(turn, since, until, minutes, services)
    lines = [(turn.speak(label), value.said(turn.speak)) for label, value in _lines(turn, made, turn.me.name)]
    text = "\n".join([f"📜 {turn.speak(TITLE)}", *(f"{label}: {value}" for label, value in lines)])
    code = turn.speak(N_("Check code: {code}")).format(code=made.code)
    foot = turn.speak(N_("Staff of the neighbourhood can check the code with /verify."))
    drawing = {"kind": "certificate", "title": turn.speak(TITLE), "lines": lines, "code": made.code, "foot": foot}
    await turn.answer_with(Message(f"{text}\n{code}", drawing=packed(drawing)))


async def years(turn: Turn) -> list[str]:
    """This year and the last, where there is something to certify: last year's is what is asked for in January."""
    this = int(today(turn)[:4])
    spans = {str(year): _span(turn, str(year)) for year in (this, this - 1)}
    account = of_person(turn.me.id)
    return [year for year, span in spans.items() if await ledger.gained(turn.tx, account, MINUTES, *span) > 0]


def _span(turn: Turn, which: str) -> tuple[int, int]:
    """From the first moment of a year, or from the beginning; to now, or to the end of that year."""
    if which == "all":
        return 0, turn.now + 1
    if not which.isdecimal() or not 2000 <= int(which) <= 2999:
        raise NotYours
    first, last = (at(date(int(which) + n, 1, 1), MIDNIGHT, turn.house.zone) for n in (0, 1))
    return first, min(last, turn.now + 1)


async def _kept(turn: Turn, since: int, until: int, minutes: int, services: int) -> Certificate:
    while True:
        code = numbers.make(turn.house.chance(numbers.RANDOM_BYTES))
        made = Certificate(code, turn.me.id, since, until, minutes, services, turn.now)
        if await certificates.add(turn.tx, made):
            return made


def _lines(turn: Turn, made: Certificate, name: str) -> list[tuple[str, Say]]:
    first, last, day = (day_of(moment, turn.house.zone) for moment in (made.since, made.until - 1, made.at))
    return [
        (N_("Name"), plain(name)),
        (N_("Hours of help"), duration(made.minutes)),
        (N_("Times helped"), plain(str(made.services))),
        (N_("Period"), say(N_("{first} to {last}"), first=first, last=last)),
        (N_("Date"), plain(str(day))),
    ]


async def verify(turn: Turn, command: Verify) -> None:
    """The reader has the paper in hand: the name is masked, and enough to compare."""
    check(VERIFY, turn.me, Matter())
    made = await certificates.get(turn.tx, command.code)
    whose = await people.person(turn.tx, made.person) if made else None
    if made is None or whose is None:
        raise Refusal(say(UNKNOWN, code=command.code))
    lines = [
        f"{turn.speak(label)}: {value.said(turn.speak)}" for label, value in _lines(turn, made, mask.name(whose.name))
    ]
    await turn.say("\n".join([turn.speak(N_("✅ This certificate was made here:")), *lines]))
