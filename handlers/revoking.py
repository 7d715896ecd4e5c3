"""/team: who works in one's area, and letting somebody go. One tap and a yes; it counts from their next tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, Choice, Option, Refused, Reply, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import number as numbers
from domain.letting_go import areas, may_revoke
from domain.permit import NotYours
from handlers import joining_badges, joining_confirming, joining_ends, talking
from handlers.look import Look, place_name
from handlers.names import POSITIONS
from handlers.partner_orders import tell
from handlers.turn import Refusal, Turn
from storage import people, staff
from storage.staff import Own

NOBODY = N_("Nobody works in your area yet. /invite brings people in.")
LED = N_("This is for dispatchers and offices. Write /help to see what you can do.")


@dataclass(frozen=True, slots=True)
class LetGo:
    """role: the row by which they hold it."""

    role: str


@dataclass(frozen=True)
class Whom(Choice):
    """Tap somebody, or write a part of the name, or the badge number."""

    badges: tuple[tuple[str | None, str], ...] = ()  # each with the option it is of

    def read(self, reply: Reply) -> str:
        if reply.option is not None:
            return super().read(reply)
        written = reply.text.strip().casefold()
        badge = numbers.read(written)
        found = [option for known, option in self.badges if badge is not None and known == badge]
        found = found or [o.value for o in self.among if written and written in o.label.said(str).casefold()]
        if not found:
            raise Refused(say(N_("I find nobody like that in your area. Tap a name, or write it.")))
        if len(found) > 1:
            raise Refused(say(N_("Several are called that. Write the whole name, or the badge number.")))
        return found[0]


async def team(turn: Turn) -> None:
    """The street also sees whom it has to say yes to."""
    if not areas(turn.me):
        raise Refusal(say(LED))
    waiting = await joining_confirming.waiting(turn)
    if any([await _others(turn, area) for area in areas(turn.me)]):
        await talking.begin(turn, "jn_team", {})
    elif not waiting:
        raise Refusal(say(NOBODY))


async def _others(turn: Turn, area: str) -> bool:
    return any(own.person != turn.me.id for own in await staff.working_in(turn.tx, area))


async def who(ask: Ask, look: Look) -> LetGo | None:
    """The list is the first question: whom would you like to see?"""
    found = [own for area in areas(look.me) for own in await look.working_in(area) if own.person != look.me.id]
    if not found:
        raise NotYours
    options = tuple([Option(own.id, await _called(look, own)) for own in found])
    persons = len({own.person for own in found})
    prompt = say(N_("Who works in your area: {count}. Tap somebody, or write a name or badge number."), count=persons)
    role = await ask("who", Whom(prompt, options, tuple((own.badge, own.id) for own in found)))
    own = next(own for own in found if own.id == role)
    if not may_revoke(look.me, own.held, own.person):
        raise Refusal(say(N_("{who}. It is not for you to end that role."), who=await _about(look, own)), over=True)
    prompt = say(
        N_("{who}\n\nEnd this role? It counts from their next tap, and what they have in hand goes to the desk."),
        who=await _about(look, own),
    )
    yes = await ask("sure", yes_or_no(prompt, say(N_("End the role")), say(N_("Leave the role"))))
    return LetGo(role) if yes == YES else None


async def _called(look: Look, own: Own) -> Say:
    name, place = plain(own.name or "—"), plain(await look.name(own.held.place) if own.held.place else "")
    return say(N_("{name} · {role} · {place}"), name=name, role=say(POSITIONS[own.held.role]), place=place)


async def _about(look: Look, own: Own) -> Say:
    """Who it is, with the badge number and whether they are away."""
    lines: list[Say] = [await _called(look, own)]
    if own.badge:
        lines.append(say(N_("Badge number {badge}"), badge=joining_badges.shown(own.badge)))
    leave = await look.leave_of(own.person)
    if leave and leave.on:
        lines.append(say(N_("On leave just now")))
    return joined(lines)


def joined(lines: Sequence[Say]) -> Say:
    """One below the other."""
    return say("\n".join(f"{{line{n}}}" for n in range(len(lines))), **{f"line{n}": one for n, one in enumerate(lines)})


async def let_go(turn: Turn, command: LetGo) -> None:
    """Asked again here, whatever the button said; whoever was faster has done it."""
    own = await staff.own_role(turn.tx, command.role)
    if own is None:
        raise Refusal(say(N_("That role is over already.")), over=True)
    if not may_revoke(turn.me, own.held, own.person):
        raise NotYours
    if not await joining_ends.ended(turn, own):
        raise Refusal(say(N_("That role is over already.")), over=True)
    place = place_name(await turn.places(), own.held.place)
    role = say(POSITIONS[own.held.role])
    former = await people.person(turn.tx, own.person)
    if former:
        sentence = N_(
            "You are {role} for {place} no longer; the office has ended it. What you had in hand is at the desk. "
            "If you think that is a mistake, please ask the office."
        )
        await tell(turn, former, say(sentence, role=role, place=plain(place)))
    done = N_("Done: {name} is {role} for {place} no longer. They were told, and what they had in hand is at the desk.")
    await turn.say(say(done, name=plain(own.name), role=role, place=plain(place)).said(turn.speak))
