"""Making a wish (许愿): one sentence is enough; or making one for somebody who has no phone."""

import re
from dataclasses import dataclass, replace
from datetime import time, timedelta

from dialogue.message import N_
from dialogue.question import YES, Choice, Confirm, Option, Text, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain import mask, wish_clock
from domain.calendar import at, day_of
from domain.permit import Matter, check, may
from domain.person import Role
from domain.place import Kind, around
from domain.wish import Wish, WishKind, WishStep, reaches
from handlers import consenting, talking
from handlers.look import Look
from handlers.placing import unused_number
from handlers.report import warned
from handlers.turn import Refusal, Turn
from handlers.where import where
from handlers.wish_card import card_for
from handlers.wish_leaving import new_code
from handlers.wish_matter import first_desk, remember
from handlers.wish_names import KINDS
from handlers.wish_showing import present
from storage import people, wishes
from storage.wishes import Wisher

LONGEST = 200  # characters: it is to be read on a wall
BEGINS = re.compile(r"(?:许愿|许个愿|心愿|我的心愿是?|wish)\s*[:：,，]\s*(.+)", re.S | re.I)
MINE, OTHER = "mine", "other"
REPAIR = N_("This sounds like a matter for the desk: write “cancel”, then what is broken, and it is looked at at once.")
SOMETIME = "0"
WITHIN = {SOMETIME: N_("No hurry"), "3": N_("Within three days"), "7": N_("Within a week"), "30": N_("Within a month")}
ONCE, WEEKLY, TWO = "once", "weekly", "two"
HOW = {
    ONCE: N_("Once, one person is enough"),
    WEEKLY: N_("Every week"),
    TWO: N_("Once, it needs two people"),
}

NOT_HERE = N_("You make wishes for the people of your own area. Please choose another place, or ask a colleague.")


@dataclass(frozen=True, slots=True)
class PostWish:
    """days: within how many it is wanted, 0 for no date. name, contact: of a wisher without a phone, else None."""

    what: str
    place: str
    kind: WishKind
    days: int
    weekly: bool
    hands: int
    consent: bool
    voice: str | None = None
    name: str | None = None
    contact: str = ""
    agreed: int = 0


def said(text: str) -> str | None:
    """The wish in "许愿：..." or "wish: ...", None in anything else."""
    found = BEGINS.match(text.strip())
    return found[1].strip() if found else None


async def begin(turn: Turn) -> None:
    """/wish"""
    await talking.begin(turn, "wish", {})


async def wish(ask: Ask, look: Look) -> PostWish | None:
    voice = ask.offered("voice", "voice")
    if ask.state.answers.get("whose") == OTHER and not _may_for_others(look):
        raise Refusal(say(NOT_HERE), over=True)  # else what somebody else wishes would become their own wish
    other = _may_for_others(look) and await ask("whose", _whose()) == OTHER
    prompt = say(N_("What do you wish for? One sentence is enough, like: a lift to the hospital on Thursday."))
    if other:
        prompt = say(N_("What do they wish for? One sentence is enough."))
    said = await ask("what", Text(prompt, limit=LONGEST), "🎤" if voice else None)
    await warned(ask, look, said)
    if look.policy.kinds(said) and look.policy.wishes.kind_of(said) is None:
        ask.tell("repair", say(REPAIR))
    name, contact = await _for_whom(ask) if other else (None, "")
    what = _hidden(ask, said, (look.me.name, name or ""))
    place = await _where(ask, look, said, other)
    found = WishKind(await ask("kind", _kinds(), str(look.policy.wishes.kind_of(said) or WishKind.SERVICE)))
    days = await ask("when", _options(N_("When would you like it?"), WITHIN), SOMETIME)
    how = await ask("how", _options(N_("How often, and by how many?"), HOW), ONCE)
    consent = await ask("consent", _consent(other)) == YES
    made = PostWish(what, place, found, int(days), how == WEEKLY, 2 if how == TWO else 1, consent, voice, name, contact)
    agreed = await consenting.send(ask, look, await _summary(look, made))
    return None if agreed is None else replace(made, agreed=agreed)


async def _for_whom(ask: Ask) -> tuple[str, str]:
    name = Text(say(N_("What is the wisher called? Only whoever fulfils it reads this.")), limit=20)
    contact = Text(say(N_("How does one reach them: a phone number, a door?")), limit=60)
    return await ask("name", name), await ask("contact", contact)


def _may_for_others(look: Look) -> bool:
    return look.me.holds(Role.GRID) or look.me.holds(Role.COMMUNITY)


def _whose() -> Choice:
    options = (Option(OTHER, say(N_("For somebody else"))), Option(MINE, say(N_("My own"))))
    return Choice(say(N_("Whose wish is it?")), options)


def _hidden(ask: Ask, said: str, names: tuple[str, ...]) -> str:
    """As it may stand on a wall; whoever wrote it is told what was hidden."""
    what = mask.buildings(mask.text(said, [name for name in names if name]))
    if what != said:
        ask.tell("hidden", say(N_("I have hidden a name, a number or a door in it: everybody reads a wish.")))
    return what


async def _where(ask: Ask, look: Look, said: str, other: bool) -> str:
    """At home, unless it is somebody else's."""
    home = look.me.home
    if not other and home and not ask.wanted("place") and await look.place(home):
        return home
    return await where(ask, look, said)


def _kinds() -> Choice:
    return Choice(say(N_("What kind of wish is it?")), tuple(Option(str(k), say(name)) for k, name in KINDS.items()))


def _options(prompt: str, names: dict[str, str]) -> Choice:
    return Choice(say(prompt), tuple(Option(key, say(name)) for key, name in names.items()))


def _consent(other: bool) -> Choice:
    prompt = N_("May whoever fulfils it know your name, and your door when a day is agreed? Only staff know besides.")
    if other:
        prompt = N_("Do they agree that whoever fulfils it learns their name, and their door once a day is agreed?")
    return yes_or_no(say(prompt), say(N_("Yes, they may")), say(N_("Rather not, only write here")))


async def _summary(look: Look, made: PostWish) -> Confirm:
    """The community reads it first."""
    lines = say(
        N_(
            "The wish:\n📝 {what}\n📍 {place}\n📋 {kind} · {when} · {how}\n"
            "The community reads it first, then it hangs on the wall."
        ),
        what=made.what,
        place=await look.name(made.place),
        kind=say(KINDS[made.kind]),
        when=say(WITHIN[str(made.days)]),
        how=say(HOW[WEEKLY if made.weekly else TWO if made.hands > 1 else ONCE]),
    )
    changes = {
        "what": say(N_("Change the words")),
        "kind": say(N_("Change the kind")),
        "when": say(N_("Change when")),
        "how": say(N_("How often, how many")),
        "place": say(N_("Change the place")),
    }
    return Confirm(lines, changes=changes, yes=say(N_("🌟 Make the wish")))


async def post(turn: Turn, command: PostWish) -> None:
    """Written down; the community has a look at it before anybody else."""
    on_behalf = command.name is not None
    matter = await _matter(turn, command, on_behalf)
    if on_behalf and _elsewhere(turn, matter):
        raise Refusal(say(NOT_HERE), again=True)  # nothing that was said is lost
    check("wish.post_on_behalf" if on_behalf else "wish.post", turn.me, matter)
    await consenting.keep(turn, command.agreed)
    most = turn.house.policy.wishes.wishes
    if not on_behalf and await wishes.open_of(turn.tx, turn.me.id) >= most:
        raise Refusal(
            say(N_("You have {count} wishes open. One of them first, then the next."), count=most), again=True
        )
    made = await _made(turn, command)
    await wishes.insert(turn.tx, made, _apart(turn, command, made))
    if command.voice:
        await wishes.add_media(turn.tx, made.id, command.voice, "voice", turn.now)
    await remember(turn, made, WishStep.POST)
    if not on_behalf and not turn.me.home:  # a wish for elsewhere does not move anybody, nor out of their household
        await people.set_home(turn.tx, turn.me.id, command.place)
    await turn.answer_with(await card_for(turn, made, turn.me), in_place=True)
    desk = await first_desk(turn.tx, made.place, turn.house.policy, (made.poster, made.wisher))
    for person in desk.people if desk else ():
        await present(turn, person, made)


def _elsewhere(turn: Turn, matter: Matter) -> bool:
    """Whoever may do it for others, but not there."""
    office = turn.me.holds(Role.GRID) or turn.me.holds(Role.COMMUNITY)
    return office and not may("wish.post_on_behalf", turn.me, matter)


async def _matter(turn: Turn, command: PostWish, on_behalf: bool) -> Matter:
    grid = (await turn.places()).grid_of(command.place)
    return Matter(place=command.place, grid=grid, author=None if on_behalf else turn.me.id)


async def _made(turn: Turn, command: PostWish) -> Wish:
    if (await turn.places()).get(command.place) is None:
        raise Refusal(say(N_("I do not know that place. Please choose it again.")), again=True)
    on_behalf, policy = command.name is not None, turn.house.policy
    desk = await first_desk(turn.tx, command.place, policy, (turn.me.id,))
    skill = policy.skills.guess(command.what)
    made = Wish(
        id=turn.house.fresh(),
        number=await unused_number(turn),
        place=command.place,
        kind=command.kind,
        what=command.what,
        shown=command.what,
        skill=skill.key if skill and command.kind in (WishKind.SKILL, WishKind.SERVICE) else None,
        poster=turn.me.id,
        wisher=None if on_behalf else turn.me.id,
        home=_home(command, turn, on_behalf),
        consent=command.consent,
        posted_at=turn.now,
        since=turn.now,
        weekly=command.weekly,
        hands=command.hands,
        wanted_by=_by(turn, command.days),
        rung=desk.rung if desk else policy.climb(command.place)[0],
        reach=reaches(command.place)[0],
    )
    return wish_clock.wound(made, policy, turn.now)


def _home(command: PostWish, turn: Turn, on_behalf: bool) -> str | None:
    """To tell a household, and the door."""
    if on_behalf:
        return command.place
    return turn.me.home if turn.me.home and around(turn.me.home, Kind.UNIT) else command.place


def _by(turn: Turn, days: int) -> int | None:
    """The evening of that day."""
    if not days:
        return None
    zone = turn.house.zone
    return at(day_of(turn.now, zone) + timedelta(days=days), time(20), zone)


def _apart(turn: Turn, command: PostWish, made: Wish) -> Wisher:
    """A wisher without a phone says four digits for thanks."""
    code = None
    if command.name is not None:
        code = new_code(turn)
    return Wisher(made.poster, made.wisher, made.home, command.name or "", command.contact, command.consent, code)
