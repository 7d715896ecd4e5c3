"""What everybody in the area may read of a correction: masked names, why, who proposed it, and who decided."""

from collections.abc import Mapping

from dialogue.message import N_
from dialogue.say import Say, Speak, plain, say
from domain import mask
from domain.permit import Matter
from domain.person import Person
from handlers.credit_words import signed
from handlers.names import ROLES, day_name
from handlers.timeline import local
from handlers.turn import Turn
from storage import corrections, people
from storage.corrections import Correction

STATES: Mapping[str, str] = {
    corrections.OPEN: N_("⏳ The street office has not decided yet."),
    corrections.APPROVED: N_("✅ Approved by {by}."),
    corrections.REFUSED: N_("✖️ Refused by {by}: {answer}"),
    corrections.LAPSED: N_("⌛ Nobody decided; nothing was changed."),
}


def matter_of(correction: Correction) -> Matter:
    """What the rules need to know: the beneficiary is whose hours or points they are."""
    return Matter(place=correction.place, beneficiary=correction.person, proposer=correction.proposed_by)


def masked(person: Person | None) -> Say:
    """张*, and the role of those who work here."""
    if person is None:
        return plain("—")
    name = plain(mask.name(person.name))
    role = next((ROLES[held.role] for held in person.roles if held.role in DECIDING), None)
    return say(N_("{role} {name}"), role=say(role), name=name) if role else name


DECIDING = tuple(role for role in ROLES if role in ("C", "S"))


async def text(turn: Turn, correction: Correction, speak: Speak) -> str:
    whose = await people.person(turn.tx, correction.person)
    head = say(
        N_("{day} · {name}: {amount} for {number}. “{reason}” Proposed by {by}."),
        day=day_name(local(correction.proposed_at, turn.house.zone)),
        name=plain(mask.name(whose.name) if whose else "—"),
        amount=signed(correction.unit, correction.amount),
        number=correction.number,
        reason=plain(correction.reason),
        by=masked(await people.person(turn.tx, correction.proposed_by)),
    )
    decider = await people.person(turn.tx, correction.decided_by) if correction.decided_by else None
    state = say(STATES[correction.state], by=masked(decider), answer=plain(correction.answer or ""))
    return f"{head.said(speak)}\n{state.said(speak)}"
