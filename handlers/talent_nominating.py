"""A neighbour tells of a neighbour: a link to pass on, and nothing about anybody until they say yes themselves."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import Matter, check
from handlers import talents as bank
from handlers import talking
from handlers.look import Look
from handlers.several import Tick
from handlers.tokens import hashed, token
from handlers.turn import Refusal, Turn
from storage import talents

MARK = "t-"
OPEN_LINKS = 10  # of one person
SPENT = N_("This link was used already, or its week is over. Your neighbour can make a new one with /skills.")


@dataclass(frozen=True, slots=True)
class Nominate:
    skill: str


@dataclass(frozen=True, slots=True)
class Nominated:
    """What somebody said who opened the link. place, name: only of those who agreed."""

    token_hash: str
    skill: str
    place: str | None = None
    name: str = ""


async def nominate(turn: Turn, _: str) -> None:
    await talking.begin(turn, "nominate", {})


async def which_skill(ask: Ask, look: Look) -> Nominate:
    skills = look.policy.skills
    among = tuple(Option(skill.key, plain(skill.title(look.language))) for skill in skills)

    def guess(text: str) -> str | None:
        found = skills.guess(text)
        return found.key if found else None

    return Nominate(await ask("skill", Tick(say(N_("What is your neighbour good at?")), among, guess)))


async def make_link(turn: Turn, command: Nominate) -> None:
    """Who it is for stays with the neighbour: the link carries a skill and no name."""
    check("talent.nominate", turn.me, Matter(author=turn.me.id))
    skill = turn.house.policy.skills.get(command.skill)
    if skill is None:
        raise Refusal(say(N_("That is no longer on the list. Please choose again.")), again=True)
    if await talents.nominations_of(turn.tx, turn.me.id, turn.now) >= OPEN_LINKS:
        raise Refusal(
            say(N_("You have {count} links open already. Please wait until they are used."), count=OPEN_LINKS)
        )
    made = token(turn)
    expires_at = turn.now + turn.house.policy.offering.link
    await talents.nominate(turn.tx, hashed(made), skill.key, turn.me.id, expires_at)
    await turn.say(
        turn.speak(N_("How kind! Please pass the next message on to your neighbour. It works once, for a week."))
    )
    words = N_(
        "💛 You are good at this, I think: {skill}. May our community ask you when somebody needs it? Answer here:"
    )
    title = plain(skill.title(turn.me.language or turn.house.locale))
    await turn.say("\n".join([say(words, skill=title).said(turn.speak), *turn.house.links(MARK + made)]))


async def open_link(turn: Turn, shown: str) -> None:
    """Looking at it uses nothing up; only an answer does."""
    found = await talents.nomination(turn.tx, hashed(shown), turn.now)
    if found is None:
        raise Refusal(say(SPENT))
    skill, by = found
    if by == turn.me.id:
        raise Refusal(
            say(N_("This link is for your neighbour: please pass the message on. For yourself write /skills."))
        )
    await talking.begin(turn, "nominated", {"token_hash": hashed(shown), "skill": skill})


async def will_you(ask: Ask, look: Look, token_hash: str, skill: str) -> Nominated:
    known = look.policy.skills.get(skill)
    title = plain(known.title(look.language) if known else skill)
    ask.tell("nominated", say(N_("🌟 A neighbour thinks that you are good at this: {skill}."), skill=title))
    agreed = await bank.consent(ask, look, (skill,))
    return Nominated(token_hash, skill, *agreed) if agreed else Nominated(token_hash, skill)


async def answer(turn: Turn, command: Nominated) -> None:
    """The first answer counts. After a no nothing is kept, not even that they were asked."""
    if not await talents.use(turn.tx, command.token_hash, turn.now):
        raise Refusal(say(SPENT))
    if command.place is None:
        await turn.say(turn.speak(N_("All right. Nothing about you was kept.")), in_place=True)
        return
    check("talent.edit_own", turn.me, Matter(author=turn.me.id))
    await bank.agreed(turn, command.skill, command.place, nominated=True)
    await bank.named(turn, command.name)
    await bank.skills(turn)
