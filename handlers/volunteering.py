"""Volunteering: who wants to help says with what, when and how much, changes it, rests from it, or stops."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dialogue.message import N_, Button
from dialogue.question import Choice, Confirm, Option, Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.calendar import day_of
from domain.matching import ANY_KIND, ANY_TIME, Kinds, Times, ever
from domain.permit import Matter, check
from domain.person import Role
from domain.place import Kind, around, covers
from domain.wish import WishKind
from handlers import talking, volunteer_confirming
from handlers.days import day_of_year
from handlers.look import Look, place_name
from handlers.several import several, wanted
from handlers.turn import Refusal, Turn
from handlers.volunteer_words import TIMES, summary
from handlers.where import where
from handlers.wish_names import KINDS
from storage import people, volunteers
from storage.volunteers import ASKED, Limits, Volunteer

A_WEEK = (1, 3, 5)
NEVER = N_("At those times it is always quiet here, and I would never ask you. Please choose others.")


@dataclass(frozen=True, slots=True)
class Help:
    """What somebody offers. times, kinds: as numbers; a_week: None is as the policy says."""

    home: str
    skills: tuple[str, ...]
    times: int
    kinds: int
    a_week: int | None
    name: str


async def volunteer(turn: Turn) -> None:
    """/volunteer: begin, or see what one has said and change it. A desk sees who waits for its word."""
    if await volunteer_confirming.show_waiting(turn):
        return
    known = await volunteers.get(turn.tx, turn.me.id)
    if known is None:
        await talking.begin(turn, "volunteer", {"known": None})
    else:
        await show(turn, known)


async def mine(turn: Turn, _: str) -> None:
    """The button under an offer."""
    await show(turn, await known_as(turn))


async def change(turn: Turn, _: str) -> None:
    known = await known_as(turn)
    limits = known.limits
    given = {
        "home": known.home,
        "skills": list(limits.skills),
        "times": int(limits.times),
        "kinds": int(limits.kinds),
        "a_week": limits.a_week,
    }
    await talking.begin(turn, "volunteer", {"known": given})


async def known_as(turn: Turn) -> Volunteer:
    known = await volunteers.get(turn.tx, turn.me.id)
    if known is None:
        raise Refusal(say(N_("You are no volunteer at present. Write /volunteer to begin.")))
    return known


async def offer_help(ask: Ask, look: Look, known: dict[str, Any] | None) -> Help | None:
    """Few questions: what one can do, and everything else as usual until somebody changes it."""
    name = look.me.name or await ask("name", Text(say(N_("What may we call you?")), limit=20))
    home = await _home(ask, look, known)
    skills = tuple(known["skills"]) if known else ()
    if known is None or wanted(ask, "skills"):
        skills = await _skills(ask, look, skills)
    times, kinds, a_week = await _limits(ask, look, known or {})
    text = summary(look.policy, look.language, Limits(skills, times, kinds, a_week))
    place = plain(await look.name(home))
    never = not ever(
        times, look.policy.at(home).quiet, datetime.fromtimestamp(look.now, look.policy.rules.calendar.zone)
    )
    prompt = say(N_("💛 {name}, {place}\n{limits}\n\nIs that right?"), name=plain(name), place=place, limits=text)
    if never:
        prompt = say(N_("{said}\n⚠️ {never}"), said=prompt, never=say(NEVER))
    changes = {
        "skills": say(N_("What I can do")),
        "times": say(N_("When")),
        "kinds": say(N_("Which wishes")),
        "a_week": say(N_("How many")),
        "place": say(N_("Where I live")),
    }
    if await ask("sure", Confirm(prompt, changes, yes=say(N_("👍 That is right")), no=say(N_("Leave it")))):
        return Help(home, skills, int(times), int(kinds), a_week, name)
    return None


async def _home(ask: Ask, look: Look, known: dict[str, Any] | None) -> str:
    """The place reported from last is proposed; whoever lives elsewhere says so at the end."""
    asked = "place" in ask.state.again or any(name.startswith("place.") for name in ask.state.answers)
    home = known["home"] if known else look.me.home
    if not asked and home and around(home, Kind.COMPOUND) and await look.place(home):
        return str(home)
    return await where(ask, look, "")


async def _skills(ask: Ask, look: Look, before: tuple[str, ...]) -> tuple[str, ...]:
    skills = look.policy.skills
    among = [Option(skill.key, plain(skill.title(look.language))) for skill in skills]

    def guess(text: str) -> str | None:
        found = skills.guess(text)
        return found.key if found else None

    prompt = say(N_("What are you good at? Tap as many as you like."))
    none = say(N_("A helping hand, nothing special"))
    return await several(ask, "skills", prompt, among, before, none=none, guess=guess)


async def _limits(ask: Ask, look: Look, known: dict[str, Any]) -> tuple[Times, Kinds, int | None]:
    times, kinds = Times(known.get("times", ANY_TIME)), Kinds(known.get("kinds", ANY_KIND))
    a_week = known.get("a_week")
    if wanted(ask, "times"):
        among = [Option(str(int(one)), say(label)) for one, label in TIMES.items()]
        before = [] if times == ANY_TIME else [str(int(one)) for one in TIMES if one in times]
        chosen = await several(ask, "times", say(N_("When may I ask you?")), among, before)
        times = Times(sum(int(value) for value in chosen))
    if wanted(ask, "kinds"):
        kinds_named = {Kinds[kind.name]: KINDS[kind] for kind in WishKind}
        among = [Option(str(int(one)), say(label)) for one, label in kinds_named.items()]
        before = [] if kinds == ANY_KIND else [str(int(one)) for one in kinds_named if one in kinds]
        chosen = await several(ask, "kinds", say(N_("Which wishes may I ask you about?")), among, before)
        kinds = Kinds(sum(int(value) for value in chosen))
    if ask.wanted("a_week"):
        among = [Option(str(n), say(N_("{count} a week"), count=n)) for n in A_WEEK]
        prompt = say(N_("How many wishes a week may I ask you about at most?"))
        chosen_count: str = await ask("a_week", Choice(prompt, tuple(among)))
        a_week = int(chosen_count)
    return times, kinds, a_week


async def keep_help(turn: Turn, command: Help) -> None:
    """Kept as said; whoever begins, or moves to another compound, waits for the community there."""
    check("talent.edit_own", turn.me, Matter(author=turn.me.id))
    compound = around(command.home, Kind.COMPOUND)
    if compound is None or (await turn.places()).get(command.home) is None:
        raise Refusal(say(N_("I do not know that place. Please choose it again.")), again=True)
    times = Times(command.times)
    if not ever(times, turn.house.policy.at(command.home).quiet, datetime.fromtimestamp(turn.now, turn.house.zone)):
        raise Refusal(say(NEVER), again=True)
    if command.name != turn.me.name:
        await people.set_name(turn.tx, turn.me.id, command.name)
    limits = Limits(command.skills, times, Kinds(command.kinds), command.a_week)
    known = await volunteers.get(turn.tx, turn.me.id)
    if any(held.role is Role.VOLUNTEER and covers(held.place, compound) for held in turn.me.roles):
        await _change(turn, known, command.home, limits)
        return
    begun = Volunteer(turn.me.id, command.home, ASKED, 1, limits, turn.now, due_at=turn.now)
    await volunteer_confirming.apply(turn, begun, known)


async def _change(turn: Turn, known: Volunteer | None, home: str, limits: Limits) -> None:
    """For somebody who holds the role there."""
    if known is None:
        await volunteers.begin(turn.tx, turn.me.id, home, turn.now)
        known = await volunteers.get(turn.tx, turn.me.id)
    assert known is not None
    changed = replace(known, home=home, limits=limits, state=volunteers.ON, rung=None, stage=0, due_at=None)
    if not await volunteers.save(turn.tx, changed, known.version):
        raise Refusal(say(N_("Somebody was a moment faster. Please look again.")))
    await show(turn, changed)


async def show(turn: Turn, known: Volunteer) -> None:
    """What they have said, and what they can do about it."""
    language = turn.me.language or turn.house.locale
    text = summary(turn.house.policy, language, known.limits)
    place = plain(place_name(await turn.places(), known.home))
    stop, edit = Button(turn.speak(N_("Stop volunteering")), "vstop"), Button(turn.speak(N_("Change")), "vchange")
    if not known.on:
        shown = say(
            N_("💛 The community has yet to say yes; you will read it here.\n{place}\n{limits}"),
            place=place,
            limits=text,
        )
        await turn.say(shown.said(turn.speak), edit, Button(turn.speak(N_("Never mind after all")), "vstop"))
        return
    shown = say(N_("💛 You are a volunteer. Thank you!\n{place}\n{limits}"), place=place, limits=text)
    rest = Button(turn.speak(N_("Not for a while")), "vrest")
    if known.paused_until > turn.now:
        day = day_of_year(day_of(known.paused_until, turn.house.zone))
        shown = say(N_("{said}\n💤 I ask you nothing until {day}."), said=shown, day=day)
        rest = Button(turn.speak(N_("Ask me again")), "vawake")
    await turn.say(shown.said(turn.speak), edit, rest, stop)
