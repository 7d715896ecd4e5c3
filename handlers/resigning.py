"""/resign: laying down a role of one's own. Nobody asks why."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, Choice, Option, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.permit import Matter, NotYours, check
from domain.person import Person, Role
from handlers import desks, joining_ends, talking
from handlers.look import Look, place_name
from handlers.names import POSITIONS
from handlers.partner_orders import tell
from handlers.turn import Refusal, Turn
from storage import staff
from storage.staff import Own

RESIGN = "role.resign"
NONE = N_("You hold no role here that could be laid down. Write /my to see your reports.")
OVER = N_("That role is over already.")


@dataclass(frozen=True, slots=True)
class Resign:
    """role: the row by which they hold it."""

    role: str


async def resign(turn: Turn) -> None:
    if not _own(await staff.own_roles(turn.tx, turn.me.id)):
        raise Refusal(say(NONE))
    await talking.begin(turn, "jn_resign", {})


def _own(found: list[Own]) -> list[Own]:
    """An administrator is ended on the command line, so that a desk is never left without one by a tap."""
    return [own for own in found if own.held.role is not Role.ADMIN]


async def which(ask: Ask, look: Look) -> Resign | None:
    """Asked only where there is more than one."""
    found = _own(await look.own_roles())
    if not found:
        raise Refusal(say(NONE), over=True)
    role = found[0].id
    # Whoever has chosen one that ended meanwhile chooses again: their yes was not for the one that is left.
    if len(found) > 1 or "which" in ask.state.answers:
        options = tuple([Option(own.id, await _called(look, own)) for own in found])
        role = await ask("which", Choice(say(N_("Which role do you lay down?")), options))
    own = next(own for own in found if own.id == role)
    prompt = say(
        N_("You are {role}. Lay it down? It ends at once, and what you have in hand goes to the desk."),
        role=await _called(look, own),
    )
    yes = await ask("sure", yes_or_no(prompt, say(N_("Yes, I lay it down")), say(N_("No, I stay"))))
    return Resign(role) if yes == YES else None


async def _called(look: Look, own: Own) -> Say:
    return say(N_("{role} · {place}"), role=say(POSITIONS[own.held.role]), place=plain(await look.name(own.held.place)))


async def laid_down(turn: Turn, command: Resign) -> None:
    own = await staff.own_role(turn.tx, command.role)
    check(RESIGN, turn.me, Matter(author=own.person) if own else None)
    if own is None or own.held.role is Role.ADMIN:
        raise NotYours
    if not await joining_ends.ended(turn, own):
        raise Refusal(say(OVER), over=True)
    place = plain(place_name(await turn.places(), own.held.place))
    words = N_("{name} is {role} for {place} no longer, by their own wish. What they had in hand is at the desk.")
    for person in await _desk(turn, own.held.place):
        await tell(turn, person, say(words, name=plain(own.name), role=say(POSITIONS[own.held.role]), place=place))
    await turn.say(turn.speak(N_("Done. Thank you for everything you did for your neighbours!")))


async def _desk(turn: Turn, place: str) -> list[Person]:
    """The lowest around it at which somebody else sits."""
    for rung in turn.house.policy.climb(place):
        here = [person for person in (await desks.at(turn.tx, rung)).people if person.id != turn.me.id]
        if here:
            return here
    return []
