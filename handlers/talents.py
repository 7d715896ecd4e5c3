"""The talent bank (能人库): people say themselves what they may be found for, and take it back at any time."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Choice, Option, Text, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.permit import Matter, check
from domain.place import Kind, kind
from handlers import talent_asking, talking
from handlers.look import Look, place_name
from handlers.several import several
from handlers.turn import Refusal, Turn
from handlers.volunteer_words import listed
from storage import people, talents
from storage.talents import Talent

INTRO = N_(
    "🌟 The talent bank: what neighbours are good at. The office looks there when somebody needs just that, "
    "and asks you first, each time."
)
CONSENT = N_(
    "The office may find you for {skills} in {place}. It sees your family name and the compound, nothing more, and "
    "asks you before anybody writes to you. With /skills you take it back at any time, and it is deleted. Do you agree?"
)


@dataclass(frozen=True, slots=True)
class BeFound:
    """skills: keys, all there are from now on; place: a compound."""

    skills: tuple[str, ...]
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class TakeOut:
    pass


async def skills(turn: Turn) -> None:
    """/skills: what the office finds one for, and what can be done about it."""
    known = await talents.of_person(turn.tx, turn.me.id)
    tell = Button(turn.speak(N_("A neighbour is good at something")), "tname")
    if not known:
        await turn.say(turn.speak(INTRO), Button(turn.speak(N_("I am good at something")), "tedit"), tell)
        return
    place = plain(place_name(await turn.places(), known[0].place))
    text = say(
        N_("🌟 The office finds you for {skills} in {place}. It asks you first, each time."),
        skills=_named(turn, known),
        place=place,
    )
    buttons = (
        Button(turn.speak(N_("Change")), "tedit"),
        Button(turn.speak(N_("Take me out")), "tout"),
        tell,
    )
    await turn.say(text.said(turn.speak), *buttons)


def _named(turn: Turn, known: list[Talent]) -> Say:
    language = turn.me.language or turn.house.locale
    keys = {talent.skill for talent in known}
    return listed(language, [plain(s.title(language)) for s in turn.house.policy.skills if s.key in keys])


async def edit(turn: Turn, _: str) -> None:
    known = await talents.of_person(turn.tx, turn.me.id)
    await talking.begin(turn, "talent", {"known": [talent.skill for talent in known]})


async def what_for(ask: Ask, look: Look, known: list[str]) -> BeFound | TakeOut | None:
    """Skills, the compound where it is not known, and a yes to what that means."""
    skills = look.policy.skills
    among = [Option(skill.key, plain(skill.title(look.language))) for skill in skills]

    def guess(text: str) -> str | None:
        found = skills.guess(text)
        return found.key if found else None

    prompt = say(N_("What may the office find you for? Tap as many as you like."))
    none = say(N_("Nothing any more")) if known else None
    chosen = await several(ask, "skills", prompt, among, known, none=none, guess=guess)
    if not chosen:
        return TakeOut()
    return BeFound(chosen, *yes) if (yes := await consent(ask, look, chosen)) else None


async def consent(ask: Ask, look: Look, skills: tuple[str, ...]) -> tuple[str, str] | None:
    """(compound, name) where they agree; nothing is kept before."""
    place = await look.compound_of_me() or await _compound(ask, look)
    titles = [plain(skill.title(look.language)) for skill in look.policy.skills if skill.key in skills]
    prompt = say(CONSENT, skills=listed(look.language, titles), place=plain(await look.name(place)))
    question = yes_or_no(prompt, say(N_("I agree")), say(N_("No, thank you")))
    if await ask("agree", question) != "yes":
        return None
    return place, look.me.name or await ask("name", Text(say(N_("What may we call you?")), limit=20))


async def _compound(ask: Ask, look: Look) -> str:
    among = tuple(Option(place.path, plain(place.name)) for place in await look.compounds())
    chosen: str = await ask("compound", Choice(say(N_("Where do you live?")), among))
    return chosen


async def keep(turn: Turn, command: BeFound) -> None:
    check("talent.edit_own", turn.me, Matter(author=turn.me.id))
    await talents.keep_only(turn.tx, turn.me.id, command.skills)
    for skill in command.skills:
        await agreed(turn, skill, command.place)
    await named(turn, command.name)
    await skills(turn)


async def agreed(turn: Turn, skill: str, place: str, nominated: bool = False) -> None:
    found = (await turn.places()).get(place)
    if found is None or kind(place) is not Kind.COMPOUND:
        raise Refusal(say(N_("I do not know that place. Please choose it again.")), again=True)
    talent = Talent(turn.house.fresh(), turn.me.id, skill, place, turn.now)
    await talents.agree(turn.tx, talent, nominated)


async def named(turn: Turn, name: str) -> None:
    if name != turn.me.name:
        await people.set_name(turn.tx, turn.me.id, name)


async def take_me_out(turn: Turn, _: str) -> None:
    await take_out(turn, TakeOut())


async def take_out(turn: Turn, _: TakeOut) -> None:
    """Consent is taken back: nothing stays, and whoever waits for an answer is not left waiting."""
    check("self.withdraw_consent", turn.me, Matter(author=turn.me.id))
    for ask in await talents.withdraw(turn.tx, turn.me.id):
        await talent_asking.cannot(turn, ask)
    await turn.say(
        turn.speak(N_("Done: nothing about you is in the talent bank any more. You are welcome back at any time."))
    )
