"""Reporting a matter: what a person sends unasked is the report; what it leaves open is asked."""

from collections.abc import Iterable
from dataclasses import replace

from dialogue.message import N_
from dialogue.question import YES, Choice, Confirm, Option, Photos, Text, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask, State, play
from domain.category import Category
from domain.danger import Danger
from domain.order import Lane
from handlers import consenting
from handlers.following import MeToo, See, offered
from handlers.look import Look
from handlers.placing import PlaceOrder
from handlers.where import HERE, where

STUCK_LIFT, TRAPPED = "lift", "trapped"
HELP = "help"  # the catalogue's last resort
ALL_THE_SAME = N_("Should you not get round to sending this, I pass it on in two minutes all the same.")


Ending = PlaceOrder | MeToo | See | None


async def report(ask: Ask, look: Look) -> Ending:
    made, summary = await told(ask, look)
    instead, summary = await offered(ask, look, made.place, made.category, made.lane, summary)
    if instead:
        return instead
    yes = say(N_("✅ Send, and agree"))
    agreed = await consenting.send(ask, look, summary, urgent=made.lane is Lane.URGENT, yes=yes)
    return None if agreed is None else replace(made, agreed=agreed)


async def told(ask: Ask, look: Look) -> tuple[PlaceOrder, Confirm]:
    """All that is to be known, and the question whether it shall be sent."""
    voice = ask.offered("voice", "voice")
    what = await ask(
        "what", Text(say(N_("What is the matter? Write, speak or send a photo.")), grows=True), _spoken(voice)
    )
    urgent = await warned(ask, look, what)
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    urgent = await _trapped(ask, look, what) or urgent
    if urgent:
        ask.tell("all the same", say(ALL_THE_SAME))
    place = await where(ask, look, what)
    category = await _category(ask, look, what)
    lane = Lane.URGENT if urgent else category.lane
    summary = await _summary(look, what, place, category, lane, photos)
    return PlaceOrder(what, place, category.key, lane, tuple(photos), voice), summary


async def what_is_known(state: State, look: Look) -> PlaceOrder | None:
    """An urgent report that nobody finished, as it is, with the best guess at the rest; None without a place."""
    known: dict[str, str] = {}

    async def guess(ask: Ask) -> None:
        what = await ask("what", Text(plain("")), "")
        place = await where(ask, look, what)
        known.update(what=what, place=place)

    ask = Ask(state)
    await play(guess, state)
    what = str(state.answers.get("what") or "")
    place = known.get("place") or _nearest(state) or await look.compound_of_me() or await look.around_all()
    if not what or place is None:
        return None
    proposed = look.policy.kinds(what)
    danger = next((d.category for d in look.policy.alarms(what) if d.category), None)
    category = state.answers.get("category") or danger or (proposed[0].category.key if proposed else HELP)
    photos = tuple(state.answers.get("photos") or ())
    voice = ask.offered("voice", "voice")
    return PlaceOrder(what, place, str(category), Lane.URGENT, photos, voice)


def _nearest(state: State) -> str | None:
    """The deepest place chosen so far."""
    chosen = [v for name, v in state.answers.items() if name.startswith("place") and isinstance(v, str) and v != HERE]
    return chosen[-1] if chosen else None


def _spoken(voice: str | None) -> str | None:
    return "🎤" if voice else None


async def warned(ask: Ask, look: Look, what: str) -> bool:
    """Whether it speaks of danger; if so the numbers to call are shown before anything else is asked."""
    found = look.policy.alarms(what)
    _warn(ask, look, found)
    return bool(found)


def _warn(ask: Ask, look: Look, found: Iterable[Danger]) -> None:
    for danger in found:
        ask.tell(f"danger.{danger.key}", plain(f"🚨 {danger.sentence(look.language)}"))


async def _trapped(ask: Ask, look: Look, what: str) -> bool:
    """A lift that stands still: is anybody in it?"""
    proposed = look.policy.kinds(what)
    known = "trapped" in ask.state.answers
    if not proposed or proposed[0].category.key != STUCK_LIFT or (look.policy.alarms(what) and not known):
        return False
    trapped = await ask("trapped", yes_or_no(say(N_("Is anybody trapped inside?")))) == YES
    if trapped:
        _warn(ask, look, [danger for danger in look.policy.dangers if danger.key == TRAPPED])
    return trapped


async def _category(ask: Ask, look: Look, what: str) -> Category:
    """The clear winner is proposed and shown before sending; otherwise it is asked."""
    catalogue = look.policy.catalogue
    proposed = look.policy.kinds(what)
    clear = len(proposed) == 1 or (len(proposed) > 1 and proposed[0].score > proposed[1].score)
    if clear and not ask.wanted("category"):
        return proposed[0].category
    first = [scored.category for scored in proposed[:3]]
    among = first + [category for category in catalogue if category not in first]
    options = tuple(Option(c.key, plain(c.title(look.language))) for c in among)
    prompt = say(N_("What kind of matter is it?"))
    return catalogue[await ask("category", Choice(prompt, options))]


async def _summary(
    look: Look, what: str, place: str, category: Category, lane: Lane, photos: tuple[str, ...]
) -> Confirm:
    lines = say(
        N_("Please check:\n📍 {place}\n📋 {category}\n📝 {what}{extra}"),
        place=await look.name(place),
        category=category.title(look.language),
        what=what,
        extra=_extra(lane, len(photos)),
    )
    changes = {
        "place": say(N_("Change the place")),
        "category": say(N_("Change the kind")),
        "what": say(N_("Change the words")),
        "photos": say(N_("Add a photo")) if not photos else say(N_("Other photos")),
    }
    return Confirm(lines, changes=changes, yes=say(N_("✅ Send")))


def _extra(lane: Lane, photos: int) -> Say:
    if lane is Lane.URGENT and photos:
        return say(N_("\n📷 Photos: {count}\n🚨 Urgent: goes first"), count=photos)
    if lane is Lane.URGENT:
        return say(N_("\n🚨 Urgent: goes first"))
    return say(N_("\n📷 Photos: {count}"), count=photos) if photos else plain("")
