"""/invite: a dispatcher brings somebody in by a link that works once."""

from dataclasses import dataclass

from dialogue.message import N_, Message
from dialogue.question import Choice, Option, Text, optional
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.calendar import day_of
from domain.permit import NotYours, may_invite
from domain.person import Person, Role
from domain.place import covers, kind, parent
from handlers import join, joining, talking, tokens
from handlers.days import day_of_year
from handlers.look import Look, place_name
from handlers.names import POSITIONS
from handlers.revoking import LED
from handlers.turn import Refusal, Turn, packed
from storage import roster, teams

OFFERED = (
    Role.GRID,
    Role.VOLUNTEER,
    Role.PROPERTY,
    Role.OWNERS,
    Role.COMMUNITY,
    Role.DEPARTMENT,
    Role.STREET,
)
MANY = 16  # places, from which on their compound or community is asked for first
NO_TEAM = "-"


@dataclass(frozen=True, slots=True)
class Bring:
    """role: a letter; team: of a registered company or department."""

    role: str
    place: str
    team: str | None
    name: str | None


def invitable(person: Person) -> list[Role]:
    return [role for role in OFFERED if any(may_invite(person, role, held.place) for held in person.roles)]


async def invite(turn: Turn) -> None:
    if not invitable(turn.me):
        raise Refusal(say(LED))
    await talking.begin(turn, "jn_invite", {})


async def whom(ask: Ask, look: Look) -> Bring:
    """As what, for where, and who."""
    roles = invitable(look.me)
    if not roles:
        raise NotYours
    role = roles[0]
    if len(roles) > 1:
        options = tuple(Option(str(role), say(POSITIONS[role])) for role in roles)
        role = Role(await ask("role", Choice(say(N_("As what shall somebody join?")), options)))
    place = await _where(ask, look, role)
    team = await _team(ask, look, role, place)
    prompt = say(N_("What is their name? Colleagues and residents read it. You may leave it to them."))
    return Bring(role, place, team, await ask("name", optional(Text(prompt, limit=20))))


async def _where(ask: Ask, look: Look, role: Role) -> str:
    areas = [held.place for held in look.me.roles if held.place and may_invite(look.me, role, held.place)]
    found = {place.path: None for area in areas for place in await look.within(area, *join.HELD_AT[role])}
    if not found:
        raise Refusal(say(N_("There is no place in your area at which that role is held.")), over=True)
    prompt = say(N_("For which place?"))
    around = list(dict.fromkeys(parent(path) or path for path in found))
    if len(found) > MANY and len(around) > 1:
        near = await ask("around", Choice(prompt, await _named(look, around)))
        found = {path: None for path in found if parent(path) == near}
    if len(found) == 1:
        return next(iter(found))
    return await ask("place", Choice(prompt, await _named(look, list(found))))


async def _named(look: Look, paths: list[str]) -> tuple[Option, ...]:
    return tuple([Option(path, plain(await look.name(path))) for path in paths])


async def _team(ask: Ask, look: Look, role: Role, place: str) -> str | None:
    """Only where the office has registered any."""
    found = await look.teams_at(role, place)
    if not found or role is Role.VOLUNTEER:
        return None
    options = (*(Option(team.id, plain(team.name)) for team in found), Option(NO_TEAM, say(N_("None of these"))))
    team = await ask("team", Choice(say(N_("Of which company or office are they?")), options))
    return None if team == NO_TEAM else team


async def bring(turn: Turn, command: Bring) -> None:
    """The link is shown once, to be passed on; whether it may be given is asked again when it is opened."""
    role, tree = Role(command.role), await turn.places()
    known = tree.get(command.place)
    if not may_invite(turn.me, role, command.place) or known is None or kind(known.path) not in join.HELD_AT[role]:
        raise NotYours
    if command.team and not any(team.id == command.team for team in await teams.at(turn.tx, role, command.place)):
        raise NotYours
    payload = await join.invite(
        turn.tx,
        role=role,
        place=command.place,
        by=turn.me.id,
        random=turn.house.chance(tokens.TOKEN_BYTES),
        now=turn.now,
        team=command.team,
        roster_key=await _known_as(turn, role, command),
        name=command.name or "",
    )
    await turn.answer_with(_letter(turn, payload, role, plain(place_name(tree, command.place)), command.name))


async def _known_as(turn: Turn, role: Role, command: Bring) -> str | None:
    """Whom the office has on its list for just that and who has not joined yet, by their name."""
    if not command.name:
        return None
    found = [
        entry.key
        for entry, posts in await roster.to_come(turn.tx, command.place)
        if entry.name == command.name
        and any(post.role == role and covers(command.place, post.place) for post in posts)
        and await joining.may_invite_as(turn, turn.me, entry.key)
    ]
    return found[0] if len(found) == 1 else None


def _letter(turn: Turn, payload: str, role: Role, place: Say, name: str | None) -> Message:
    """The link in words and as a code to hold up to somebody's camera."""
    speak, links = turn.speak, turn.house.links(payload)
    until = day_of_year(day_of(turn.now + join.WEEK - 1, turn.house.zone))
    text = N_("Pass this link on to {name}. Whoever opens it first is {role} for {place}. It works once, until {day}:")
    if not name:
        text = N_("Pass this link on. Whoever opens it first is {role} for {place}. It works once, until {day}:")
    words = say(text, name=plain(name or ""), role=say(POSITIONS[role]), place=place, day=until)
    drawing = {
        "kind": "qr",
        "title": say(N_("{role} · {place}"), role=say(POSITIONS[role]), place=place).said(speak),
        "data": links[0],
        "lines": [[speak(N_("Until")), until.said(speak)]],
        "foot": speak(N_("Works once, for the first who opens it.")),
    }
    return Message("\n".join([words.said(speak), *links]), drawing=packed(drawing))
