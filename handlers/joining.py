"""Somebody opens the invite that is meant for them: they are who the office says, and what it says, from now on."""

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.permit import may_invite
from domain.person import Held, Person, Role
from domain.rights import INVITES
from handlers import joining_again, joining_badges, joining_confirming, linking_deed, talking
from handlers.look import place_name
from handlers.names import POSITIONS
from handlers.turn import Refusal, Turn
from storage import invites, links, partners, people, posts, roster
from storage.invites import Invite
from storage.roster import Entry, Post

SPENT = N_("This invitation was used already or has expired. Please ask for a new one.")
ADMIN = N_(
    "You are the administrator now. The desk itself is set up on the command line: "
    "`sidan places` reads your compounds, `sidan invite` brings in the people, `sidan doctor` tells how it goes."
)
KEEPS = N_("Welcome! You keep {place} here now. With /mymenu you tell neighbours what you offer.")
WELCOME = N_("Welcome! You are now {role} for {place}. Write /help to see what you can do.")
CONFIRMED = "role.invite_property_or_owners"  # the street has a look at these
OWN_WAYS = (Role.ADMIN, Role.RESIDENT, Role.VOLUNTEER, Role.PARTNER)  # no posts: these come and go by ways of their own


async def accept(turn: Turn, found: Invite) -> None:
    """The invite is theirs already: it was used by the first who opened it."""
    role, place = Role(found.role), found.place or ""
    inviter = await people.person(turn.tx, found.invited_by)
    if inviter and not may_invite(inviter, role, place, turn.me.id):
        raise Refusal(say(SPENT))
    await _whose_for_sure(turn)
    if role in (Role.ADMIN, Role.RESIDENT):
        await _plainly(turn, found, Held(role, place, found.team))
        return
    if inviter is None and await joining_again.came_back(turn, found):
        return
    entry = await _entry(turn, found, inviter)
    held = await _roles(turn, found, entry, inviter)
    waiting = await posts.waiting_of(turn.tx, turn.me.id)
    if not held and not waiting:
        raise Refusal(say(SPENT))  # what they were to be was taken off the list meanwhile
    name = entry.name or found.name
    if name:
        await people.set_name(turn.tx, turn.me.id, name)
    for one in held:
        await turn.say((await _welcome(turn, one)).said(turn.speak))
    if held:
        await turn.say(joining_badges.told(entry).said(turn.speak))
    for post in waiting:
        await joining_confirming.begin(turn, post)
    if not name:
        await talking.begin(turn, "name", {})


async def _whose_for_sure(turn: Turn) -> None:
    """For an hour two linked chats may be parted again, and a role cannot be: nobody could say whose it is."""
    if any(link.until > turn.now for link in await links.of_person(turn.tx, turn.me.id)):
        raise Refusal(say(linking_deed.LATELY))


async def _plainly(turn: Turn, found: Invite, held: Held) -> None:
    await people.grant(turn.tx, id=turn.house.fresh(), person=turn.me.id, held=held, now=turn.now)
    if held.role is Role.ADMIN:
        await turn.say(turn.speak(ADMIN))
        return
    await turn.say((await _welcome(turn, held)).said(turn.speak))
    await talking.begin(turn, "name", {})


async def _entry(turn: Turn, found: Invite, inviter: Person | None) -> Entry:
    """Who they are on the office's list, or an entry of their own."""
    if found.roster is None:
        entry = await joining_badges.enrolled(turn, turn.me, found.name)
        if entry.left_at is not None:  # the office's list had them until then: they are back
            await roster.join(turn.tx, entry.key, turn.me.id, turn.now)
        return entry
    mine, known = await roster.of_person(turn.tx, turn.me.id), await roster.get(turn.tx, found.roster)
    if known is None or known.left_at is not None:
        raise Refusal(say(SPENT))
    if inviter and not await may_invite_as(turn, inviter, known.key):
        raise Refusal(say(SPENT))
    if mine and mine.key != known.key:
        if mine.key != mine.badge:
            sentence = N_("You are here as {name} already. If that is wrong, please ask the office.")
            raise Refusal(say(sentence, name=plain(mine.name)))
        await roster.unite(turn.tx, mine.key, known.key)
    if not await roster.join(turn.tx, known.key, turn.me.id, turn.now):
        raise Refusal(say(SPENT))
    await invites.void(turn.tx, known.key, turn.now)
    return known


async def may_invite_as(turn: Turn, inviter: Person, key: str) -> bool:
    """Nobody brings somebody in as more than they could invite."""
    return all(may_invite(inviter, post.held.role, post.place) for post in await roster.posts_of(turn.tx, key))


async def _roles(turn: Turn, found: Invite, entry: Entry, inviter: Person | None) -> list[Held]:
    """What they hold from now on by this invite."""
    held = Held(Role(found.role), found.place or "", found.team)
    if found.roster is None and held.role in OWN_WAYS:
        await people.grant(turn.tx, id=turn.house.fresh(), person=turn.me.id, held=held, now=turn.now)
        return [held]
    if found.roster is None:
        await roster.add_post(turn.tx, _post(turn, held, entry, inviter))
    await roster.settle(turn.tx, entry.key, now=turn.now, fresh=turn.house.fresh)
    await roster.take_news(turn.tx, turn.me.id)  # they are greeted here
    held_now = [post.held for post in await roster.posts_of(turn.tx, entry.key) if post.due_at is None]
    return held_now if found.roster else [one for one in held_now if one == held]


def _post(turn: Turn, held: Held, entry: Entry, inviter: Person | None) -> Post:
    """What a company or a committee is invited to waits for the street; what the operator says does not."""
    waits = inviter is not None and INVITES.get(held.role) == CONFIRMED
    return Post(
        turn.house.fresh(),
        entry.key,
        str(held.role),
        held.place,
        held.team,
        turn.now,
        invited_by=inviter.id if inviter else None,
        rung=joining_confirming.rung_of(held.place) if waits else None,
        due_at=turn.now if waits else None,
    )


async def _welcome(turn: Turn, held: Held) -> Say:
    partner = await partners.get(turn.tx, held.team) if held.role is Role.PARTNER and held.team else None
    if partner:
        return say(KEEPS, place=plain(partner.name))
    place = place_name(await turn.places(), held.place)
    return say(WELCOME, role=say(POSITIONS[held.role]), place=plain(place))
