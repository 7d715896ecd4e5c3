"""Coming in: the first hello, the link that fixes a place, and the single-use invite that gives a role."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import pick_up_code, place_code
from domain.person import Role
from domain.place import BadPlace, Kind, from_link
from handlers import arriving, joining, pick_up, place_codes, talent_nominating, wall
from handlers.look import Look, place_name
from handlers.tokens import hashed, written
from handlers.turn import Refusal, Turn
from storage import group_chats, invites, people, roster
from storage.database import Tx
from storage.invites import Invite

INVITE, GROUP = "i-", "group"
WEEK = 7 * 86_400

# Where a role can be held: anywhere else nobody would ever be asked for it. A group hears of one compound.
HELD_AT: Mapping[str, tuple[Kind, ...]] = {
    Role.CITY: (Kind.CITY,),
    Role.STREET: (Kind.STREET,),
    Role.COMMUNITY: (Kind.COMMUNITY, Kind.COMPOUND),
    Role.GRID: (Kind.GRID,),
    Role.PROPERTY: (Kind.COMPOUND,),
    Role.OWNERS: (Kind.COMPOUND,),
    Role.PARTNER: (Kind.COMMUNITY, Kind.COMPOUND),
    Role.VOLUNTEER: (Kind.COMPOUND,),
    Role.DEPARTMENT: (Kind.COMMUNITY, Kind.STREET, Kind.CITY),
    GROUP: (Kind.COMPOUND,),
}
HELLO = N_(
    "Hello! Tell me what is the matter, in words, by voice or with a photo. "
    "I pass it on at once and stay with it until it is fixed."
)
EARLY = N_(
    "Hello! This desk is being set up and nobody sits at it yet. "
    "Please come back in a few days; in an emergency call 110, 119 or 120."
)


@dataclass(frozen=True, slots=True)
class Named:
    name: str


async def invite(
    tx: Tx,
    *,
    role: str,
    place: str | None,
    by: str,
    random: bytes,
    now: int,
    team: str | None = None,
    roster_key: str | None = None,
    name: str = "",
) -> str:
    """Make a single-use invite; returns the payload of its link, which is shown once and kept nowhere."""
    token = written(random)
    await invites.add(tx, hashed(token), Invite(role, place, team, by, roster_key, name), now, now + WEEK)
    return INVITE + token


async def start(turn: Turn, payload: str) -> None:
    """What a link that opened the chat asks for. A place fixes where, never a right."""
    if payload.startswith(INVITE):
        await accept_invite(turn, payload.removeprefix(INVITE))
        return
    if payload.startswith(talent_nominating.MARK):
        await talent_nominating.open_link(turn, payload.removeprefix(talent_nominating.MARK))
        return
    if payload.startswith(pick_up_code.LINK):
        await pick_up.scanned(turn, payload)
        return
    if payload.startswith(wall.LINK):
        await wall.open_link(turn, payload)
        return
    if payload.startswith(place_code.LINK):
        await place_codes.scanned(turn, payload)
        return
    if payload:
        await arrive(turn, payload)
        return
    await welcome(turn)


async def welcome(turn: Turn) -> None:
    if not await people.anybody_is(turn.tx, Role.COMMUNITY) and not await people.anybody_is(turn.tx, Role.STREET):
        await too_early(turn)
        return
    await turn.say(turn.speak(HELLO))


async def too_early(turn: Turn) -> None:
    await turn.say(turn.speak(EARLY))


async def arrive(turn: Turn, payload: str) -> None:
    """A poster from before posters had codes: its link spells the place out."""
    try:
        place = (await turn.places()).get(from_link(payload))
    except BadPlace:
        place = None
    if place is None:
        raise Refusal(say(N_("This link does not name a place I know. Just write what is the matter and where.")))
    await arriving.arrive(turn, place.path)


async def accept_invite(turn: Turn, token: str) -> None:
    """Used by the first who opens it; every right comes from here."""
    found = await invites.use(turn.tx, hashed(token), turn.me.id, turn.now)
    if found is None:
        raise Refusal(say(joining.SPENT))
    if found.role == GROUP:
        await _bind_group(turn, found)
        return
    await joining.accept(turn, found)


async def _bind_group(turn: Turn, found: Invite) -> None:
    if turn.incoming is None or not turn.incoming.group or found.place is None:
        raise Refusal(say(N_("This invitation is for a group: add me to the group with it.")))
    chat, topic = turn.incoming.chat, turn.incoming.topic
    await group_chats.bind(
        turn.tx, chat, group_chats.Kind.STAFF, found.place, by=found.invited_by, topic=topic, now=turn.now
    )
    text = turn.house.words(None)(N_("This group now gets the reports of {place}."))
    await turn.say_in_group(text.format(place=place_name(await turn.places(), found.place)))


async def ask_name(ask: Ask, look: Look) -> Named | None:
    """Colleagues and residents read it on every card."""
    name = await ask(
        "name", Text(say(N_("What name shall colleagues and residents read? For example: Wang Jianguo")), limit=20)
    )
    return Named(name)


async def keep_name(turn: Turn, command: Named) -> None:
    await people.set_name(turn.tx, turn.me.id, command.name)
    await roster.set_name(turn.tx, turn.me.id, command.name)
    await turn.say(turn.speak(N_("Thank you, {name}.")).format(name=command.name))
