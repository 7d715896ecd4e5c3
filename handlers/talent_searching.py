"""The office looks for somebody who can: by skill and compound, family names only, and asks before anything else."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import Choice, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import mask
from domain.permit import check, may
from domain.person import Person, Role
from domain.place import Kind, covers, kind, parent
from handlers import talent_asking, talking
from handlers.look import Look
from handlers.several import Tick
from handlers.talent_asking import matter_at
from handlers.turn import Refusal, Turn
from storage import talents

LONGEST = 200  # characters of a question
ONLY_OFFICE = N_("The office looks for talents here. Write /skills to say what you are good at.")


@dataclass(frozen=True, slots=True)
class AskTalent:
    """talent: the id of an entry, never of a person."""

    talent: str
    words: str


def areas(person: Person) -> list[str]:
    """Where this person may look, each once."""
    found = [(parent(h.place) or h.place) if h.role is Role.GRID else h.place for h in person.roles]
    return [area for area in dict.fromkeys(found) if area and may("talent.search", person, matter_at(person, area))]


async def search(turn: Turn) -> None:
    """/talents"""
    if not areas(turn.me):
        raise Refusal(say(ONLY_OFFICE))
    await talking.begin(turn, "talents", {})


async def whom_to_ask(ask: Ask, look: Look) -> AskTalent:
    skills = look.policy.skills

    def guess(text: str) -> str | None:
        found = skills.guess(text)
        return found.key if found else None

    among = tuple(Option(skill.key, plain(skill.title(look.language))) for skill in skills)
    key = await ask("skill", Tick(say(N_("What is needed?")), among, guess))
    skill = skills.get(key)
    title = plain(skill.title(look.language) if skill else key)
    area = await _where(ask, look)
    found = await look.talents(key, area)
    if not found:
        raise Refusal(
            say(
                N_("Nobody in {place} can be asked for {skill} just now."),
                place=plain(await look.name(area)),
                skill=title,
            ),
            over=True,
        )
    people = tuple([Option(one.id, await _masked(look, one)) for one in found])
    prompt = say(N_("Good at {skill}. Whom shall I ask? They decide themselves."), skill=title)
    talent = await ask("talent", Choice(prompt, people))
    words = await ask("words", Text(say(N_("What is it for? One sentence; they read it.")), limit=LONGEST))
    return AskTalent(talent, words)


async def _masked(look: Look, one: talents.Found) -> Say:
    name = plain(mask.name(one.name)) if one.name else say(N_("A neighbour"))
    return say(N_("{name} · {place}"), name=name, place=plain(await look.name(one.place)))


async def _where(ask: Ask, look: Look) -> str:
    """Asked only where there is a choice."""
    mine = areas(look.me)
    if not mine:
        raise Refusal(say(ONLY_OFFICE), over=True)
    compounds = [place for place in await look.compounds() if any(covers(area, place.path) for area in mine)]
    wide = [area for area in mine if kind(area) is not Kind.COMPOUND]
    if len(mine) == 1 and len(compounds) < 2:
        return mine[0]
    options = [Option(area, say(N_("All of {place}"), place=plain(await look.name(area)))) for area in wide]
    options += [Option(place.path, plain(place.name)) for place in compounds]
    chosen: str = await ask("place", Choice(say(N_("Where?")), tuple(options)))
    return chosen


async def put(turn: Turn, command: AskTalent) -> None:
    """A question, and not a word about who or where until they say yes."""
    talent = await talents.get(turn.tx, command.talent)
    check("talent.search", turn.me, replace(matter_at(turn.me, talent.place)) if talent else None)
    assert talent is not None
    await turn.tx.lock(f"talent:{talent.person}")
    if await talents.asked_lately(turn.tx, talent.person, turn.now) >= turn.house.policy.offering.asks_a_week:
        raise Refusal(say(N_("They were asked enough this week. Please choose somebody else.")))
    await talent_asking.begin(turn, talent, command.words)
